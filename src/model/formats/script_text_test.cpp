// SPDX-License-Identifier: Apache-2.0
#include "model/formats/script_text_test.h"

#include <fmt/format.h>

#include "base/text.h"

namespace holon::model::formats {
namespace {

std::string shown(const std::vector<std::string>& texts) {
  std::string out;
  for (const auto& text : texts) out += "<" + text + ">";
  return out;
}

std::string shown(const std::vector<TermPtr>& terms) {
  std::string out;
  for (const auto& term : terms) out += " " + formats::shown(term);
  return out;
}

std::string shown(const std::vector<Subscript>& subscripts) {
  std::string out;
  for (const auto& subscript : subscripts) {
    constexpr std::array<std::string_view, 6> kKinds = {"",          "every ", "number ",
                                                        "position ", "slice ", "index "};
    out += out.empty() ? "" : ", ";
    out += kKinds.at(static_cast<std::size_t>(subscript.kind));
    out += subscript.name + (subscript.upper.empty() ? "" : ":" + subscript.upper);
    if (subscript.number != 0) out += "#" + std::to_string(subscript.number);
    if (subscript.index) out += formats::shown(subscript.index);
    if (subscript.transposed) out += "'";
  }
  return subscripts.empty() ? "" : "[" + out + "]";
}

std::string shown(const std::shared_ptr<const Points>& points) {
  if (!points) return "";
  std::string out = fmt::format("points{}", static_cast<int>(points->beyond));
  for (std::size_t i = 0; i < points->x.size(); ++i)
    out += fmt::format("({},{})", base::exact(points->x[i]), base::exact(points->y.at(i)));
  return out;
}

std::string_view sign(Op op) {
  constexpr std::array<std::string_view, 22> kSigns = {
      "number", "name", "variable", "neg", "not", "+",  "-",   "*",  "/",  "mod",  "^",
      "<",      "<=",   ">",        ">=",  "=",   "<>", "and", "or", "if", "call", "lookup"};
  return kSigns.at(static_cast<std::size_t>(op));
}

std::string shown(const std::optional<double>& number) {
  return number ? base::exact(*number) : "-";
}

std::string shown(const Equation& equation) {
  std::string out = "    " + shown(equation.subscripts);
  for (const auto& except : equation.except) out += " except " + shown(except);
  out += " = " + formats::shown(equation.term) + " from " + formats::shown(equation.initial) + " ";
  out += shown(equation.points);
  if (!equation.list.empty()) out += " list" + shown(equation.list);
  return out + "\n";
}

std::string shown(const Variable& v) {
  auto out = fmt::format("  {} {} ranges{} between{} in{} out{}", static_cast<int>(v.kind), v.name,
                         shown(v.ranges), static_cast<int>(v.between), shown(v.inflows),
                         shown(v.outflows));
  if (v.non_negative) out += " non-negative";
  if (v.queue) out += " queue";
  if (v.supplementary) out += " supplementary";
  if (v.is_input) out += " input";
  if (v.is_output) out += " output";
  if (v.multiplier) out += " times " + formats::shown(v.multiplier);
  if (v.conveyor) {
    const auto& c = *v.conveyor;
    out += fmt::format(" conveyor {} {} {} {} {} {}{}{}{}", formats::shown(c.transit_time),
                       formats::shown(c.capacity), formats::shown(c.inflow_limit),
                       formats::shown(c.sample), formats::shown(c.arrest), c.discrete,
                       c.batch_integrity, c.one_at_a_time, c.exponential_leak);
  }
  if (v.leak)
    out += fmt::format(" leak {} {} {} {}{}", formats::shown(v.leak->fraction),
                       formats::shown(v.leak->from), formats::shown(v.leak->to), v.leak->integers,
                       v.leak->overflow);
  out += fmt::format(" {{{}}} [{}] {}..{} group {}\n", v.units, v.text, shown(v.least),
                     shown(v.most), v.group);
  for (const auto& equation : v.equations) out += shown(equation);
  return out;
}

std::string shown(const Block& block) {
  auto out = fmt::format("block {} parameters{} results{} defaults{} value {}\n", block.name,
                         shown(block.parameters), shown(block.results), shown(block.defaults),
                         formats::shown(block.value));
  for (const auto& variable : block.variables) out += shown(variable);
  for (const auto& module : block.modules) {
    out += fmt::format("  module {} of {}", module.name, module.block);
    for (const auto& connection : module.connections)
      out += fmt::format(" ({} from {})", connection.to, connection.from);
    out += "\n";
  }
  return out;
}

std::string shown(const Range& range) {
  auto out =
      fmt::format("range {} {} same as {} count {} file {}", range.name, shown(range.elements),
                  range.same_as, range.is_count, formats::shown(range.from_file));
  for (const auto& mapping : range.mappings) {
    out += " -> " + mapping.other;
    for (const auto& elements : mapping.elements) out += "(" + shown(elements) + ")";
  }
  return out + "\n";
}

}  // namespace

std::string shown(const TermPtr& term) {
  if (!term) return "-";
  switch (term->kind) {
    case Term::Kind::number:
      return base::exact(term->number);
    case Term::Kind::text:
      return "'" + term->text + "'";
    case Term::Kind::name:
      return term->text + shown(term->subscripts);
    case Term::Kind::operation:
      return "(" + std::string(sign(term->op)) + shown(term->arguments) + ")";
    case Term::Kind::call:
      return term->text + shown(term->subscripts) + "(" + shown(term->arguments) + ")";
    case Term::Kind::points:
      return shown(term->points);
    case Term::Kind::missing:
      return ":NA:";
    case Term::Kind::lost:
      return "???";
  }
  return "";
}

std::string shown(const Script& script) {
  auto out =
      fmt::format("{} {} by {}\n", static_cast<int>(script.dialect), script.title, script.vendor);
  const auto& run = script.run;
  out += fmt::format("run {} {} {} {} {} {}\n", shown(run.start), shown(run.stop), shown(run.step),
                     shown(run.save_every), run.method, run.time_units);
  for (const auto& range : script.ranges) out += shown(range);
  for (const auto& model : script.models) out += shown(model);
  for (const auto& macro : script.macros) out += "macro " + shown(macro);
  for (const auto& units : script.equal_units) out += "units" + shown(units) + "\n";
  return out + "sketch " + script.sketch + "\n";
}

}  // namespace holon::model::formats
