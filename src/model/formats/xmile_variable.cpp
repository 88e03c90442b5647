// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "model/formats/xmile_equation.h"
#include "model/formats/xmile_read.h"
#include "model/formats/xmile_token.h"
#include "model/formats/xmile_write.h"

namespace holon::model::formats {
namespace {

bool says_true(std::string_view text) { return base::lower(base::trim(text)) == "true"; }

// reads one element into one variable
class VariableReader {
 public:
  VariableReader(const XmlElement& element, const XmileBehavior& behavior, XmileReading& reading)
      : element_(element), behavior_(behavior), reading_(reading) {}

  Variable read(std::string name, const base::Span& span) {
    out_.name = std::move(name);
    out_.span = span;
    out_.kind = kind();
    facts();
    if (out_.kind == Variable::Kind::stock) stock();
    if (out_.kind == Variable::Kind::flow) flow();
    equations();
    finish_kind();
    return std::move(out_);
  }

 private:
  [[nodiscard]] Variable::Kind kind() const {
    if (element_.name == "stock") return Variable::Kind::stock;
    if (element_.name == "flow") return Variable::Kind::flow;
    if (element_.name == "gf") return Variable::Kind::lookup;
    const auto stated = base::lower(element_.attribute_text("kind"));
    if (stated == "data") return Variable::Kind::data;
    if (stated == "string") return Variable::Kind::text;
    return stated == "lookup" ? Variable::Kind::lookup : Variable::Kind::equation;
  }

  // --- what every variable can have ---

  void facts() {
    out_.units = element_.child_text("units");
    if (const auto* units = element_.child("units")) out_.units_span = units->text.span();
    out_.text = element_.child_text("doc");
    const auto access = base::lower(element_.attribute_text("access"));
    out_.is_input = access == "input";
    out_.is_output = access == "output";
    out_.supplementary = says_true(element_.attribute_text("supplementary"));
    out_.non_negative = non_negative();
    for (const auto* name : {"range", "scale"}) {
      const auto* limits = element_.child(name);
      if (!limits || out_.least || out_.most) continue;
      out_.least = base::parse_number(limits->attribute_text("min"));
      out_.most = base::parse_number(limits->attribute_text("max"));
    }
    if (const auto* list = element_.child("dimensions")) dimensions(*list);
    if (element_.child("event_poster"))
      reading_.skip(fmt::format("event poster of `{}`", out_.name));
    if (element_.child("mathml")) reading_.skip(fmt::format("MathML of `{}`", out_.name));
  }

  void dimensions(const XmlElement& list) {
    for (const auto& dim : list.children) {
      if (dim.name != "dim") continue;
      out_.ranges.push_back(plain_name(dim.attribute_text("name")));
      if (out_.ranges.back().empty())
        reading_.mistake(base::Code::xmile_structure, "the dimension has no name", dim.span,
                         "add name=\"…\"");
    }
  }

  // its own statement stands before that of its elements, and before the model's
  [[nodiscard]] bool non_negative() const {
    if (const auto* own = element_.child("non_negative")) return is_true(*own);
    for (const auto& part : element_.children)
      if (const auto* own = part.name == "element" ? part.child("non_negative") : nullptr)
        return is_true(*own);
    if (out_.kind == Variable::Kind::stock) return behavior_.stocks_non_negative;
    return out_.kind == Variable::Kind::flow && behavior_.flows_non_negative;
  }

  // --- stocks ---

  void stock() {
    for (const auto& part : element_.children) {
      if (part.name == "inflow") out_.inflows.push_back(plain_name(part.text.text()));
      if (part.name == "outflow") out_.outflows.push_back(plain_name(part.text.text()));
      if (part.name == "oven")
        reading_.mistake(base::Code::xmile_unsupported, "holon does not have ovens yet", part.span,
                         "a conveyor with a capacity and batches can stand in for one");
    }
    out_.queue = element_.child("queue") != nullptr;
    if (const auto* conveyor = part_or_own("conveyor")) read_conveyor(*conveyor);
  }

  // a part of the variable, or of its first element that has it
  [[nodiscard]] const XmlElement* part_or_own(std::string_view name) const {
    if (const auto* own = element_.child(name)) return own;
    for (const auto& part : element_.children)
      if (const auto* found = part.name == "element" ? part.child(name) : nullptr) return found;
    return nullptr;
  }

  void read_conveyor(const XmlElement& element) {
    auto conveyor = std::make_shared<Conveyor>();
    const auto value = [&](std::string_view name) -> TermPtr {
      const auto* part = element.child(name);
      return part ? parse_value(part->text, reading_.diagnostics) : nullptr;
    };
    conveyor->transit_time = value("len");
    conveyor->capacity = value("capacity");
    conveyor->inflow_limit = value("in_limit");
    conveyor->sample = value("sample");
    conveyor->arrest = value("arrest");
    conveyor->discrete = says_true(element.attribute_text("discrete"));
    conveyor->batch_integrity = says_true(element.attribute_text("batch_integrity"));
    const auto one = element.attribute_text("one_at_a_time");
    conveyor->one_at_a_time = one.empty() || says_true(one);
    conveyor->exponential_leak = says_true(element.attribute_text("exponential_leak"));
    if (!element.child("len"))
      reading_.mistake(base::Code::xmile_structure, "the conveyor has no transit time",
                       element.span, "add <len>…</len>: the time that things stay on it");
    out_.conveyor = std::move(conveyor);
  }

  // --- flows ---

  void flow() {
    if (const auto* multiplier = element_.child("multiplier"))
      out_.multiplier = parse_value(multiplier->text, reading_.diagnostics);
    const auto* leak = part_or_own("leak");
    const auto* overflow = part_or_own("overflow");
    if (leak || overflow) read_leak(leak, overflow != nullptr);
    const auto spread = base::lower(element_.attribute_text("spreadflow"));
    if (!spread.empty() && spread != "beginning")
      reading_.skip(
          fmt::format("where the flow `{}` enters its conveyor: `{}`; it enters at the "
                      "beginning",
                      out_.name, spread));
  }

  // the fraction stands in <leak>, or in the <eqn> beside an empty one
  void read_leak(const XmlElement* element, bool overflow) {
    auto leak = std::make_shared<Leak>();
    leak->overflow = overflow;
    leak->integers = part_or_own("leak_integers") != nullptr;
    if (element) {
      leak->fraction = parse_value(element->text, reading_.diagnostics);
      leak_equation_ = leak->fraction == nullptr;
      if (const auto* eqn = leak_equation_ ? element_.child("eqn") : nullptr)
        leak->fraction = parse_value(eqn->text, reading_.diagnostics);
    }
    leak->from = limit("leak_start");
    leak->to = limit("leak_end");
    out_.leak = std::move(leak);
  }

  TermPtr limit(std::string_view name) {
    const auto* attribute = element_.attribute(name);
    if (!attribute) return nullptr;
    return parse_value(attribute->value, reading_.diagnostics);
  }

  // --- equations ---

  // what an element of an array has of its own, or from its variable
  struct Parts {
    const XmlElement* eqn = nullptr;
    const XmlElement* initial = nullptr;
    const XmlElement* gf = nullptr;
    const XmlElement* net_flow = nullptr;  ///< of Vensim's export
    const XmlElement* except = nullptr;    ///< of Vensim's export
  };

  static Parts parts_of(const XmlElement& element) {
    return {element.child("eqn"), element.child("init_eqn"), element.child("gf"),
            element.child("netflow"), element.child("except")};
  }

  void equations() {
    auto own = parts_of(element_);
    if (element_.name == "gf") own.gf = &element_;
    bool by_element = false;
    // beside elements of its own, an equation is for the others
    if (is_for_others(own)) out_.equations.push_back(for_others(own));
    for (const auto& part : element_.children) {
      if (part.name != "element") continue;
      by_element = true;
      auto of_element = parts_of(part);
      if (!of_element.eqn) of_element.eqn = own.eqn;
      if (!of_element.initial) of_element.initial = own.initial;
      if (!of_element.gf) of_element.gf = own.gf;
      if (!of_element.net_flow) of_element.net_flow = own.net_flow;
      auto equation = read_equation(of_element);
      equation.subscripts = element_names(part);
      equation.span = part.span;
      out_.equations.push_back(std::move(equation));
    }
    if (!by_element && !one_each(own)) out_.equations.push_back(read_equation(own));
  }

  // several equations of an array are for its elements, row by row, in Vensim's export
  bool one_each(Parts parts) {
    std::vector<const XmlElement*> equations;
    for (const auto& part : element_.children)
      if (part.name == "eqn") equations.push_back(&part);
    if (equations.size() < 2) return false;
    const auto elements = elements_of_array(reading_.script.ranges, out_.ranges, equations.size());
    if (elements.size() != equations.size()) {
      reading_.mistake(base::Code::xmile_equation,
                       fmt::format("{} equations for one variable", equations.size()),
                       equations[1]->span,
                       "an array has one equation for all elements, or one for each of them");
      return true;
    }
    for (std::size_t i = 0; i < elements.size(); ++i) {
      parts.eqn = equations[i];
      out_.equations.push_back(read_equation(parts));
      out_.equations.back().subscripts = elements[i];
    }
    return true;
  }

  // one with exceptions always is; any other where some elements are not named
  [[nodiscard]] bool is_for_others(const Parts& own) const {
    const auto named = std::count_if(element_.children.begin(), element_.children.end(),
                                     [](const XmlElement& part) { return part.name == "element"; });
    if (named == 0 || own.except) return named > 0;
    return own.eqn && !own.eqn->text.text().empty() &&
           elements_of_array(reading_.script.ranges, out_.ranges, static_cast<std::size_t>(named))
               .empty();
  }

  Equation for_others(const Parts& parts) {
    auto out = read_equation(parts);
    for (const auto& range : out_.ranges) out.subscripts.emplace_back().name = range;
    return out;
  }

  std::vector<Subscript> element_names(const XmlElement& part) {
    std::vector<Subscript> out;
    const auto* names = part.attribute("subscript");
    if (!names) {
      reading_.mistake(base::Code::xmile_structure, "the element does not say which it is",
                       part.span, "add subscript=\"…\" with the names of its elements");
      return out;
    }
    return named(names->value);
  }

  static std::vector<Subscript> named(const PlacedText& names) {
    std::vector<Subscript> out;
    for (const auto& name : split_names(names)) {
      Subscript subscript;
      subscript.name = plain_name(name.text());
      subscript.span = name.span();
      out.push_back(std::move(subscript));
    }
    return out;
  }

  // `:EXCEPT: [a, b], [c, d]`
  static std::vector<std::vector<Subscript>> exceptions(const PlacedText& list) {
    std::vector<std::vector<Subscript>> out;
    const auto& text = list.text();
    bool quoted = false;
    std::size_t open = std::string::npos;
    for (std::size_t at = 0; at < text.size(); ++at) {
      if (text[at] == '"') quoted = !quoted;
      if (quoted && text[at] == '\\') ++at;
      if (quoted) continue;
      if (text[at] == '[') open = at + 1;
      if (text[at] != ']' || open == std::string::npos) continue;
      out.push_back(named(list.part(open, at - open)));
      open = std::string::npos;
    }
    return out;
  }

  Equation read_equation(const Parts& parts) {
    Equation out;
    out.span = out_.span;
    if (parts.gf) out.points = read_points(*parts.gf, reading_);
    if (parts.eqn && !leak_equation_) {
      out.span = parts.eqn->text.span();
      set_values(out, *parts.eqn);
    }
    if (parts.net_flow) out.term = parse_value(parts.net_flow->text, reading_.diagnostics);
    if (parts.except) out.except = exceptions(parts.except->text);
    if (parts.initial) out.initial = parse_value(parts.initial->text, reading_.diagnostics);
    return out;
  }

  void set_values(Equation& out, const XmlElement& eqn) {
    const auto prefix = data_prefix(eqn.text.text());
    auto values = parse_equation(eqn.text, prefix, reading_.diagnostics);
    out.plain = out_.kind == Variable::Kind::data && prefix == 0 && !values.empty() &&
                !reads_file(values.front());
    const bool stock = out_.kind == Variable::Kind::stock;
    if (values.size() == 1) {
      (stock ? out.initial : out.term) = values.front();
    } else if (values.size() > 1) {
      out.list = std::move(values);
      if (out_.ranges.empty() && !out_.conveyor && !out_.queue)
        reading_.mistake(base::Code::xmile_equation, "a single value is due here", eqn.text.span(),
                         "a list of values is for an array, or for what a conveyor holds");
    }
  }

  static bool reads_file(const TermPtr& term) {
    return term && term->kind == Term::Kind::call && base::name_key(term->text).starts_with("get ");
  }

  // `:INTERPOLATE::=` before the equation of a data variable, in Vensim's export
  std::size_t data_prefix(std::string_view text) {
    if (out_.kind != Variable::Kind::data) return 0;
    constexpr std::array<std::pair<std::string_view, Between>, 4> kWays = {{
        {":INTERPOLATE:", Between::interpolate},
        {":LOOK FORWARD:", Between::look_forward},
        {":HOLD BACKWARD:", Between::hold_backward},
        {":RAW:", Between::raw},
    }};
    std::size_t at = std::min(text.find_first_not_of(" \t\r\n"), text.size());
    for (const auto& [word, between] : kWays) {
      if (!text.substr(at).starts_with(word)) continue;
      out_.between = between;
      at += word.size();
      break;
    }
    return text.substr(at).starts_with(":=") ? at + 2 : at;
  }

  // an auxiliary with points and no argument is there to be called
  void finish_kind() {
    if (out_.kind != Variable::Kind::equation) return;
    const auto called = [](const Equation& equation) {
      return equation.points && !equation.term && equation.list.empty();
    };
    if (std::all_of(out_.equations.begin(), out_.equations.end(), called))
      out_.kind = Variable::Kind::lookup;
  }

  const XmlElement& element_;
  const XmileBehavior& behavior_;
  XmileReading& reading_;
  Variable out_;
  bool leak_equation_ = false;  ///< <eqn> is the leak's fraction
};

}  // namespace

bool is_true(const XmlElement& element) {
  const auto text = base::lower(base::trim(element.text.text()));
  return text.empty() || text == "true" || text == "1";
}

bool is_variable_element(const XmlElement& element) {
  constexpr std::array<std::string_view, 4> kNames = {"stock", "flow", "aux", "gf"};
  return std::find(kNames.begin(), kNames.end(), element.name) != kNames.end();
}

void read_variable(const XmlElement& element, const XmileBehavior& behavior, Block& block,
                   XmileReading& reading) {
  const auto* name = element.attribute("name");
  if (!name || base::trim(name->value.text()).empty()) {
    reading.mistake(base::Code::xmile_structure, fmt::format("the <{}> has no name", element.name),
                    element.span, "add name=\"…\"");
    return;
  }
  block.variables.push_back(VariableReader(element, behavior, reading)
                                .read(plain_name(name->value.text()), name->value.span()));
}

}  // namespace holon::model::formats
