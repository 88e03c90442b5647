// SPDX-License-Identifier: Apache-2.0
#include "model/formats/xmile_write.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/text.h"

namespace holon::model::formats {
namespace {

std::string yes(bool value) { return value ? "true" : ""; }

std::string optional_number(const std::optional<double>& value) {
  return value ? base::exact(*value) : "";
}

// writes one variable
class VariableWriter {
 public:
  VariableWriter(const Variable& variable, const XmilePrinter& printer, XmlText& out)
      : v_(variable), printer_(printer), out_(out) {}

  // `net_flow` names the flow that holds a stock's net flow
  void write(const std::string& net_flow) {
    if (is_bare_lookup()) {
      gf(*v_.equations.front().points, xmile_name(v_.name));
      return;
    }
    const auto tag = tag_name();
    out_.open(tag, attributes());
    facts();
    if (v_.kind == Variable::Kind::stock) stock(net_flow);
    if (v_.kind == Variable::Kind::flow) flow();
    equations(&VariableWriter::parts);
    out_.close(tag);
    if (!net_flow.empty()) write_net_flow(net_flow);
  }

 private:
  using Part = void (VariableWriter::*)(const Equation&);

  [[nodiscard]] bool is_bare_lookup() const {
    const bool plain = v_.ranges.empty() && v_.units.empty() && v_.text.empty() && !v_.least &&
                       !v_.most && !v_.is_input && !v_.is_output && !v_.supplementary &&
                       v_.equations.size() == 1;
    if (v_.kind != Variable::Kind::lookup || !plain) return false;
    const auto& equation = v_.equations.front();
    return equation.points && !equation.term && equation.subscripts.empty();
  }

  [[nodiscard]] std::string_view tag_name() const {
    if (v_.kind == Variable::Kind::stock) return "stock";
    return v_.kind == Variable::Kind::flow ? "flow" : "aux";
  }

  // what XMILE would not know this auxiliary for
  [[nodiscard]] std::string kind_name() const {
    const auto has_term = [](const Equation& equation) {
      return equation.term || !equation.points;
    };
    const bool by_term = std::any_of(v_.equations.begin(), v_.equations.end(), has_term);
    if (v_.kind == Variable::Kind::data) return "data";
    if (v_.kind == Variable::Kind::text) return "string";
    return v_.kind == Variable::Kind::lookup && by_term ? "lookup" : "";
  }

  [[nodiscard]] XmlText::Attributes attributes() const {
    XmlText::Attributes out = {{"name", xmile_name(v_.name)},
                               {"access", v_.is_input    ? "input"
                                          : v_.is_output ? "output"
                                                         : ""},
                               {"vensim:kind", kind_name()},
                               {"holon:supplementary", yes(v_.supplementary)}};
    if (v_.leak) {
      out.emplace_back("leak_start", printer_.equation(v_.leak->from));
      out.emplace_back("leak_end", printer_.equation(v_.leak->to));
    }
    return out;
  }

  void facts() {
    if (!v_.text.empty()) out_.line("doc", v_.text);
    if (!v_.units.empty()) out_.line("units", v_.units);
    if (v_.least || v_.most)
      out_.empty("range", {{"min", optional_number(v_.least)}, {"max", optional_number(v_.most)}});
    dimensions();
    if (v_.non_negative) out_.empty("non_negative");
  }

  void dimensions() {
    if (v_.ranges.empty()) return;
    out_.open("dimensions");
    for (const auto& range : v_.ranges) out_.empty("dim", {{"name", xmile_name(range)}});
    out_.close("dimensions");
  }

  void stock(const std::string& net_flow) {
    for (const auto& flow : v_.inflows) out_.line("inflow", printer_.name(flow));
    if (!net_flow.empty()) out_.line("inflow", printer_.name(net_flow));
    for (const auto& flow : v_.outflows) out_.line("outflow", printer_.name(flow));
    if (v_.queue) out_.empty("queue");
    if (v_.conveyor) conveyor(*v_.conveyor);
  }

  void conveyor(const Conveyor& conveyor) {
    out_.open("conveyor", {{"discrete", yes(conveyor.discrete)},
                           {"batch_integrity", yes(conveyor.batch_integrity)},
                           {"one_at_a_time", conveyor.one_at_a_time ? "" : "false"},
                           {"exponential_leak", yes(conveyor.exponential_leak)}});
    value("len", conveyor.transit_time);
    value("capacity", conveyor.capacity);
    value("in_limit", conveyor.inflow_limit);
    value("sample", conveyor.sample);
    value("arrest", conveyor.arrest);
    out_.close("conveyor");
  }

  void flow() {
    value("multiplier", v_.multiplier);
    if (!v_.leak) return;
    if (v_.leak->overflow) {
      out_.empty("overflow");
    } else {
      out_.line("leak", printer_.equation(v_.leak->fraction));
    }
    if (v_.leak->integers) out_.empty("leak_integers");
  }

  void value(std::string_view name, const TermPtr& term) {
    if (term) out_.line(name, printer_.equation(term));
  }

  // --- equations ---

  // one for all elements, or one for each that is named
  void equations(Part part) {
    for (const auto& equation : v_.equations) {
      if (equation.subscripts.empty()) {
        (this->*part)(equation);
        continue;
      }
      std::string names;
      for (const auto& subscript : equation.subscripts)
        names += (names.empty() ? "" : ", ") + xmile_listed_name(subscript.name);
      out_.open("element", {{"subscript", names}});
      (this->*part)(equation);
      out_.close("element");
    }
  }

  void parts(const Equation& equation) {
    const bool stock = v_.kind == Variable::Kind::stock;
    except(equation);
    if (!equation.list.empty()) {
      out_.line("eqn", printer_.list(equation.list));
    } else if (v_.kind == Variable::Kind::data && !equation.plain) {
      data(equation);
    } else {
      value("eqn", stock ? equation.initial : equation.term);
    }
    if (!stock) value("init_eqn", equation.initial);
    if (equation.points) gf(*equation.points, "");
  }

  void except(const Equation& equation) {
    std::string out;
    for (const auto& left_out : equation.except)
      out += (out.empty() ? ":EXCEPT: [" : ", [") + printer_.subscripts(left_out) + "]";
    if (!out.empty()) out_.line("vensim:except", out);
  }

  // as Vensim writes it: how values between are found, and after `:=` an equation
  void data(const Equation& equation) {
    std::string text;
    if (v_.between == Between::look_forward) text = ":LOOK FORWARD:";
    if (v_.between == Between::hold_backward) text = ":HOLD BACKWARD:";
    if (v_.between == Between::raw) text = ":RAW:";
    if (equation.term) text += ":=" + printer_.equation(equation.term);
    if (!text.empty()) out_.line("eqn", text);
  }

  void gf(const Points& points, const std::string& name) {
    const auto joined = [](const std::vector<double>& numbers) {
      std::string out;
      for (const double number : numbers) out += (out.empty() ? "" : ",") + base::exact(number);
      return out;
    };
    out_.open("gf", {{"name", name},
                     {"type", points.beyond == Points::Beyond::extrapolate ? "extrapolate"
                              : points.beyond == Points::Beyond::discrete  ? "discrete"
                                                                           : "continuous"}});
    out_.line("xpts", joined(points.x));
    out_.line("ypts", joined(points.y));
    out_.close("gf");
  }

  void write_net_flow(const std::string& name) {
    out_.open("flow", {{"name", xmile_name(name)}, {"holon:net_of", xmile_name(v_.name)}});
    dimensions();
    equations(&VariableWriter::net);
    out_.close("flow");
  }

  void net(const Equation& equation) { value("eqn", equation.term); }

  const Variable& v_;
  const XmilePrinter& printer_;
  XmlText& out_;
};

bool has_net_flow(const Variable& variable) {
  return variable.kind == Variable::Kind::stock &&
         std::any_of(variable.equations.begin(), variable.equations.end(),
                     [](const Equation& equation) { return equation.term != nullptr; });
}

void write_groups(const Block& block, XmlText& out) {
  std::vector<std::string> groups;
  for (const auto& variable : block.variables)
    if (!variable.group.empty() &&
        std::find(groups.begin(), groups.end(), variable.group) == groups.end())
      groups.push_back(variable.group);
  for (const auto& group : groups) {
    out.open("group", {{"name", xmile_name(group)}});
    for (const auto& variable : block.variables)
      if (variable.group == group) out.empty("entity", {{"name", xmile_name(variable.name)}});
    out.close("group");
  }
}

void write_module(const Module& module, const XmilePrinter& printer, XmlText& out) {
  const bool same = base::name_key(module.name) == base::name_key(module.block);
  out.open("module", {{"name", xmile_name(module.name)},
                      {"holon:model", same ? "" : xmile_name(module.block)}});
  for (const auto& connection : module.connections) {
    const bool path = connection.to.find('.') != std::string::npos;
    const auto to = printer.name(connection.to);
    const bool plain = !path && !to.starts_with('"') &&
                       printer.name(module.name).find_first_of("\".") == std::string::npos;
    out.empty("connect",
              {{"to", plain ? printer.name(module.name) + "." + to : xmile_name(connection.to)},
               {"from", xmile_name(connection.from)}});
  }
  out.close("module");
}

}  // namespace

void write_variables(const Block& block, const XmilePrinter& printer, XmlText& out) {
  std::set<std::string> taken;
  for (const auto& variable : block.variables) taken.insert(base::name_key(variable.name));
  out.open("variables");
  for (const auto& variable : block.variables) {
    std::string net_flow;
    if (has_net_flow(variable)) {
      net_flow = variable.name + " net flow";
      while (!taken.insert(base::name_key(net_flow)).second) net_flow += " again";
    }
    VariableWriter(variable, printer, out).write(net_flow);
  }
  for (const auto& module : block.modules) write_module(module, printer, out);
  write_groups(block, out);
  out.close("variables");
}

}  // namespace holon::model::formats
