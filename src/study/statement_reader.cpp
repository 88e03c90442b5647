// SPDX-License-Identifier: Apache-2.0
#include "study/statement_reader.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "study/category.h"

namespace holon::study {

using base::Code;
using document::Node;

namespace {

// "433 MWh at facility" in a field for device electricity
quantity::Dimension end_of_pue(const quantity::Dimension& expected,
                               const quantity::Dimension& found) {
  const auto has = [](const quantity::Dimension& dimension, std::string_view kind) {
    const auto& powers = dimension.powers();
    return std::any_of(powers.begin(), powers.end(), [&](const quantity::Power& p) {
      return p.base == "energy" && p.kind == kind && p.sixtieths == quantity::kWhole;
    });
  };
  if (!has(expected, "device") || !has(found, "facility")) return expected;
  return expected * quantity::Dimension("energy", "facility") /
         quantity::Dimension("energy", "device");
}

// "between 1 and 10"
std::string bounds_text(const Field& field) {
  if (field.high > 1e300)
    return field.low > 0 ? fmt::format("at least {}", base::exact(field.low)) : "not negative";
  const bool bare = field.unit == "1" || field.name == "pue";
  if (bare && field.high <= 1)
    return fmt::format("{} {} %", field.low > 0 ? "above 0 and at most" : "between 0 and",
                       base::exact(100 * field.high));
  return fmt::format("between {} and {}{}", base::exact(field.low), base::exact(field.high),
                     bare ? "" : fmt::format(" {}", field.unit));
}

// the ends of a distribution that has some
std::vector<double> ends_of(const quantity::Distribution& distribution) {
  if (const auto* s = std::get_if<quantity::Constant>(&distribution.shape)) return {s->value};
  if (const auto* s = std::get_if<quantity::Uniform>(&distribution.shape)) return {s->low, s->high};
  if (const auto* s = std::get_if<quantity::Triangular>(&distribution.shape))
    return {s->low, s->high};
  if (const auto* s = std::get_if<quantity::Samples>(&distribution.shape))
    return {s->values.front(), s->values.back()};
  return {};
}

}  // namespace

void check_range(const quantity::Quantity& quantity, const Field& field, const base::Span& where,
                 base::Diagnostics& diagnostics) {
  const double scale = quantity.unit.scale / quantity::unit(field.unit).scale;
  const auto ends = ends_of(quantity.distribution);
  for (const double end : ends) {
    if (end * scale >= field.low && end * scale <= field.high) continue;
    const auto& unit = quantity.unit.text;
    std::vector<std::string> help;
    if (field.high == 1 && unit.empty() && end > 1 && end <= 100)
      help.push_back(fmt::format("did you mean `{} %`?", base::exact(end)));
    diagnostics.push_back(
        {Code::out_of_range,
         fmt::format("`{}` is {}, but this is {}{}{}", field.name, bounds_text(field),
                     base::exact(end), unit.empty() ? "" : " ", unit),
         where,
         "",
         {},
         std::move(help)});
    return;
  }
  constexpr double kTolerated = 1e-3;
  const double negative = quantity::probability_negative(quantity.distribution);
  if (ends.empty() && field.low >= 0 && negative > kTolerated) {
    diagnostics.push_back(
        {Code::may_be_negative,
         fmt::format("`{}` is negative in {} % of all futures", field.name,
                     base::readable(100 * negative, 2)),
         where,
         "",
         {},
         {"write a lognormal, as in `{lognormal: {median: 4 Wh, gsd: 1.5}}`, or add `min: 0`"},
         base::Severity::warning});
  }
}

void check_usual(const quantity::Quantity& quantity, const Field& field, const base::Span& where,
                 base::Diagnostics& diagnostics) {
  const double scale = quantity.unit.scale / quantity::unit(field.unit).scale;
  auto values = ends_of(quantity.distribution);
  if (values.empty()) values.push_back(quantity::mean(quantity.distribution));
  for (const double value : values) {
    const double stated = value * scale;
    // what cannot be was told already
    if (stated < field.low || stated > field.high) return;
    if (stated >= field.usual_low && stated <= field.usual_high) continue;
    const auto& unit = quantity.unit.text;
    const bool bare = field.unit == "1" || field.name == "pue";
    diagnostics.push_back(
        {Code::out_of_range,
         fmt::format("`{}` is usually {} to {}{}, but this is {}{}{}", field.name,
                     base::readable(field.usual_low), base::readable(field.usual_high),
                     bare ? "" : fmt::format(" {}", field.unit), base::readable(value),
                     unit.empty() ? "" : " ", unit),
         where,
         "",
         {},
         {"check the unit; if the value is meant, nothing need change"},
         base::Severity::warning});
    return;
  }
}

void StatementReader::report(Code code, std::string message, const base::Span& where,
                             std::vector<std::string> help, base::Severity severity) {
  diagnostics_.push_back({code, std::move(message), where, "", {}, std::move(help), severity});
}

bool StatementReader::expect(const Node& node, Node::Kind kind, std::string_view what) {
  if (node.kind == kind) return true;
  if (!node.broken) {
    report(Code::wrong_shape,
           fmt::format("{} is {}, but this is {}", what, document::in_words(kind),
                       document::in_words(node.kind)),
           node.span);
  }
  return false;
}

void StatementReader::check_keys(const Node& node, BlockKind kind,
                                 const std::vector<std::string>& further) {
  auto allowed = key_names(kind);
  allowed.insert(allowed.end(), further.begin(), further.end());
  document::check_keys(node, allowed, name(kind), diagnostics_);
}

void StatementReader::for_each_element(const Array& array,
                                       const std::function<void(const std::string&)>& read) {
  const auto before = diagnostics_.size();
  arrays_->for_each_element(array.dimensions, [&](const Binding& binding) {
    const auto told = diagnostics_.size();
    binding_ = binding;
    names_ = binding;
    read(element_name("", binding));
    if (diagnostics_.size() > told) drop_repeated(diagnostics_, before);
  });
  binding_.clear();
  names_.clear();
}

void StatementReader::for_each_target(const std::string& path, const base::Span& where,
                                      const std::function<void(const std::string&)>& read) {
  const auto before = diagnostics_.size();
  const auto targets = arrays_->targets(path, where, diagnostics_);
  partial_.clear();
  for (const auto& target : targets) {
    binding_ = target.binding;
    names_ = target.all();
    read(target.path);
  }
  binding_.clear();
  names_.clear();
  check_all_read(path, targets);
  drop_repeated(diagnostics_, before);
}

// a value for an element that the path does not mean would be lost in silence
void StatementReader::check_all_read(const std::string& path, const std::vector<Target>& targets) {
  for (const auto& [offset, block] : partial_) {
    std::vector<std::string> meant;
    for (const auto& target : targets) {
      for (const auto& bound : target.binding) {
        const bool is_new = std::find(meant.begin(), meant.end(), bound.element) == meant.end();
        if (bound.dimension == block.dimension && is_new) meant.push_back(bound.element);
      }
    }
    const auto help = fmt::format("`{}` means {}", path, base::listed(meant, "and"));
    if (block.node->entries.empty())
      report(Code::bad_element, "this block names no element", block.node->span, {help});
    for (const auto& entry : block.node->entries) {
      // what is no element at all was told
      if (block.read.contains(&entry.value) || !arrays_->find_element(block.dimension, entry.key))
        continue;
      report(Code::bad_element, fmt::format("`{}` does not mean `{}`", path, entry.key),
             entry.key_span, {help});
    }
  }
}

Reference StatementReader::of_dimension(Reference word) const {
  const auto dimension = arrays_->find_dimension(word.text);
  for (const auto& bound : names_) {
    if (bound.dimension == dimension) word.text = bound.element;
  }
  return word;
}

// the first of the element's dimensions that a key belongs to; else the first of all
std::optional<DimensionId> StatementReader::dimension_of_keys(const Node& node) const {
  if (binding_.empty() || !node.is_map() || document::looks_like_quantity(node))
    return std::nullopt;
  for (const auto& bound : binding_) {
    for (const auto& entry : node.entries) {
      if (arrays_->find_element(bound.dimension, entry.key)) return bound.dimension;
    }
  }
  return binding_.front().dimension;
}

void StatementReader::check_elements(const Node& node, DimensionId id, Elements which) {
  if (!checked_.insert(key_of(node.span)).second) return;
  const auto& dimension = arrays_->dimensions()[id];
  std::vector<std::string> missing;
  for (const auto& element : dimension.elements) {
    if (node.find(element) == nullptr) missing.push_back(element);
  }
  for (const auto& entry : node.entries) {
    if (arrays_->find_element(id, entry.key)) continue;
    const auto near = base::nearest(entry.key, missing);
    report(Code::bad_element,
           fmt::format("`{}` is not an element of `{}`", entry.key, dimension.name), entry.key_span,
           {near ? fmt::format("did you mean `{}`?", *near)
                 : "its elements are " + base::listed(dimension.elements, "and")});
  }
  if (!missing.empty() && which == Elements::all)
    report(Code::missing_elements,
           fmt::format("no value for {} of `{}`", base::listed(missing, "and"), dimension.name),
           node.span, {"state every element, or one value for all of them"});
}

const Node* StatementReader::of_element(const Node& node, Elements which) {
  const auto dimension = dimension_of_keys(node);
  if (!dimension) return &node;
  check_elements(node, *dimension, which);
  const auto own = std::find_if(binding_.begin(), binding_.end(),
                                [&](const BoundDimension& b) { return b.dimension == *dimension; });
  const Node* out = node.find(own->element);
  if (which == Elements::some) {
    auto& block =
        partial_.try_emplace(node.span.offset, PartialBlock{&node, *dimension, {}}).first->second;
    block.read.insert(out);
  }
  if (out == nullptr) return nullptr;
  // further in, the other dimensions are left
  const auto all = binding_;
  binding_.erase(own);
  out = of_element(*out, which);
  binding_ = all;
  return out;
}

model::Expr StatementReader::equation(const Node& node) {
  auto known = equations_.find(key_of(node.span));
  if (known == equations_.end())
    known = equations_.emplace(key_of(node.span), parsed_equation(node)).first;
  const auto& [expression, parts] = known->second;
  if (!expression) return nullptr;
  parts_ += parts;
  if (parts_ <= Arrays::kMostParts) return arrays_->bound(expression, names_);
  report(Code::arrays_too_large, "the equations of the arrays become too long here", node.span,
         {"sum in steps, each in a variable of its own"});
  return nullptr;
}

StatementReader::Equation StatementReader::parsed_equation(const Node& node) {
  const auto sign = node.text.find('=');
  const auto body = std::string_view(node.text).substr(sign + 1);
  const auto where = node.inside(sign + 1, body.size());
  const bool exact =
      where.length == body.size() && where.source &&
      std::string_view(where.source->text()).substr(where.offset, where.length) == body;
  const auto before = diagnostics_.size();
  auto out = model::parse_expression(body, where, exact, counted(), diagnostics_);
  if (!out && document::is_followed_by_comment(node)) {
    // what was lost is the likelier mistake than what is left
    diagnostics_.resize(before);
    report(Code::equation_cut, "YAML took ` #` and the rest of this line for a comment", node.span,
           {"put the equation in quotes, or leave the `#` away"});
  }
  if (!out) return {};
  std::vector<DimensionId> own;
  for (const auto& bound : names_) own.push_back(bound.dimension);
  const auto parts = arrays_->check(out, own, diagnostics_);
  return parts ? Equation{out, *parts} : Equation{};
}

Statement StatementReader::statement(const Node& node, const std::string& block,
                                     const std::string& key,
                                     const std::optional<quantity::Unit>& unit) {
  auto out = try_statement(node, block, key, unit);
  // 0 of anything: fits whatever it is used for
  return out ? *out
             : Statement{fmt::format("{}.{}", block, key), block, model::number(0), unit,
                         node.span};
}

std::optional<Statement> StatementReader::try_statement(const Node& stated,
                                                        const std::string& block,
                                                        const std::string& key,
                                                        const std::optional<quantity::Unit>& unit) {
  const Node* own = of_element(stated);
  if (own == nullptr || own->broken) return std::nullopt;
  const Node& node = *own;
  Statement out{fmt::format("{}.{}", block, key), block, quantity::Quantity{}, unit, node.span};
  if (node.is_empty()) {
    report(Code::missing_key, fmt::format("`{}` has no value", key), node.span,
           {"write one behind it, or leave the key away"});
    return std::nullopt;
  }
  if (node.is_equation()) {
    auto parsed = equation(node);
    if (!parsed) return std::nullopt;
    out.value = parsed;
    return out;
  }
  auto quantity = document::read_quantity(node, context_, diagnostics_);
  if (!quantity) return std::nullopt;
  // electricity may be stated at either end of the PUE; the compiler joins the two
  const auto expected =
      unit ? std::optional(end_of_pue(unit->dimension, quantity->unit.dimension)) : std::nullopt;
  if (expected && !document::expect_dimension(*quantity, *expected, fmt::format("`{}`", key),
                                              node.span, diagnostics_)) {
    return std::nullopt;
  }
  out.value = *quantity;
  return out;
}

void StatementReader::check_not_negative(const Statement& statement, std::string_view name) {
  const auto* quantity = std::get_if<quantity::Quantity>(&statement.value);
  if (quantity != nullptr) check_range(*quantity, not_negative(name), statement.span, diagnostics_);
}

Statements StatementReader::fields(const Node& node, BlockKind kind, const std::string& block) {
  Statements out;
  for (const auto& field : study::fields(kind)) {
    const Node* value = node.find(field.name);
    if (value == nullptr) continue;
    auto read = statement(*value, block, std::string(field.name), quantity::unit(field.unit));
    if (const auto* quantity = std::get_if<quantity::Quantity>(&read.value)) {
      check_range(*quantity, field, value->span, diagnostics_);
      check_usual(*quantity, field, value->span, diagnostics_);
    }
    out.emplace(field.name, std::move(read));
  }
  return out;
}

Statements StatementReader::by_category(const Node& node, const std::string& block,
                                        const std::vector<std::string>& further) {
  Statements out;
  if (!expect(node, Node::Kind::map, "a list of impacts by category")) return out;
  auto names = further;
  for (const auto& category : categories()) names.emplace_back(category.name);
  document::check_keys(node, names, "a list of impacts", diagnostics_);
  for (std::size_t i = 0; i < categories().size(); ++i) {
    const auto& category = categories()[i];
    const Node* value = node.find(category.name);
    if (value == nullptr) continue;
    const Node* own = of_element(*value);
    // a direct impact may be an equation of an amount, or of an amount per time
    const bool is_open = block.ends_with(".direct") && own != nullptr && own->is_equation();
    auto read = statement(*value, block, std::string(category.name),
                          is_open ? std::nullopt : std::optional(unit_of(i)));
    // recycling may save, and a direct impact may be a credit
    if (block.ends_with(".embodied")) check_not_negative(read, category.name);
    out.emplace(category.name, std::move(read));
  }
  return out;
}

std::optional<double> StatementReader::certain(const Node& node, std::string_view unit_text,
                                               std::string_view what) {
  const auto read = try_statement(node, "", std::string(what), quantity::unit(unit_text));
  if (!read) return std::nullopt;
  const auto* quantity = std::get_if<quantity::Quantity>(&read->value);
  const auto* constant = quantity != nullptr
                             ? std::get_if<quantity::Constant>(&quantity->distribution.shape)
                             : nullptr;
  if (constant == nullptr) {
    report(Code::not_here,
           fmt::format("`{}` is a single number: it is the same in every future", what), node.span);
    return std::nullopt;
  }
  return constant->value * quantity->unit.scale;
}

std::optional<Reference> StatementReader::reference(const Node& block, std::string_view key) {
  const Node* stated = block.find(key);
  const Node* node = stated == nullptr ? nullptr : of_element(*stated);
  if (node == nullptr || !expect(*node, Node::Kind::scalar, fmt::format("`{}`", key)))
    return std::nullopt;
  return of_dimension({node->text, node->span});
}

std::optional<base::Date> StatementReader::date(const Node& node) {
  if (!expect(node, Node::Kind::scalar, "a date")) return std::nullopt;
  const auto out = base::parse_date(base::trim(node.text));
  const bool plausible = out && out->year >= 1900 && out->year <= 2200;
  if (!plausible) {
    report(Code::not_a_date,
           fmt::format("`{}` is not a day of the calendar between 1900 and 2200", node.text),
           node.span, {"write it as in 2023-01-31"});
    return std::nullopt;
  }
  return out;
}

Dates StatementReader::dates(const Node& node) {
  Dates out;
  for (const auto* key : {"from", "to"}) {
    const Node* value = node.find(key);
    if (value == nullptr) continue;
    (std::string_view(key) == "from" ? out.from : out.to) = date(*value);
    out.span = value->span;
  }
  if (out.from && out.to && base::days_since_epoch(*out.to) < base::days_since_epoch(*out.from)) {
    report(Code::outside_time, "`to` lies before `from`", out.span);
    std::swap(out.from, out.to);
  }
  return out;
}

bool StatementReader::check_name(const std::string& name, const base::Span& where) {
  if (base::trim(name).empty()) {
    report(Code::missing_key, "a name is missing here", where);
    return false;
  }
  if (name.find('[') != std::string::npos) {
    report(Code::bad_element, fmt::format("`{}` cannot be an array", name), where,
           {"variables under `feedback` and activities can"});
    return false;
  }
  if (model::is_reserved(name)) {
    report(Code::reserved_name, fmt::format("`{}` has a meaning of its own in equations", name),
           where, {"choose another name"});
  }
  return true;
}

}  // namespace holon::study
