// SPDX-License-Identifier: Apache-2.0
#include "model/formats/outline.h"

#include <algorithm>
#include <array>
#include <unordered_set>

#include "base/text.h"

namespace holon::model::formats {
namespace {

using Kind = Variable::Kind;

constexpr std::array kControl{std::string_view("initial time"), std::string_view("final time"),
                              std::string_view("time step"), std::string_view("saveper")};

// the terms of a sum, whatever their signs
void add_summands(const TermPtr& term, std::vector<const Term*>& out) {
  if (!term) return;
  const bool is_sum = term->kind == Term::Kind::operation &&
                      (term->op == Op::add || term->op == Op::subtract || term->op == Op::negate);
  if (!is_sum) {
    out.push_back(term.get());
    return;
  }
  for (const auto& argument : term->arguments) add_summands(argument, out);
}

bool is_number(const TermPtr& term) {
  if (!term) return false;
  if (term->kind == Term::Kind::number) return true;
  const bool is_sign = term->kind == Term::Kind::operation && term->op == Op::negate;
  return is_sign && is_number(term->arguments[0]);
}

bool is_level(const Variable& variable) {
  return variable.kind == Kind::stock ||
         std::any_of(variable.equations.begin(), variable.equations.end(),
                     [](const Equation& e) { return is_call(e.term, "integ"); });
}

bool is_constant(const Variable& variable) {
  return !variable.equations.empty() &&
         std::all_of(variable.equations.begin(), variable.equations.end(), [](const Equation& e) {
           if (e.points) return false;
           return is_number(e.term) ||
                  (!e.list.empty() && std::all_of(e.list.begin(), e.list.end(), is_number));
         });
}

// names that stand by themselves in the rates of levels
std::unordered_set<std::string> names_of_flows(const Block& block) {
  std::unordered_set<std::string> out;
  for (const auto& variable : block.variables) {
    for (const auto& equation : variable.equations) {
      if (!is_call(equation.term, "integ") || equation.term->arguments.empty()) continue;
      std::vector<const Term*> summands;
      add_summands(equation.term->arguments[0], summands);
      for (const auto* term : summands) {
        if (term->kind == Term::Kind::name) out.insert(base::name_key(term->text));
      }
    }
  }
  return out;
}

Part part_of(const Variable& variable, const std::unordered_set<std::string>& flows) {
  if (is_level(variable)) return Part::stock;
  if (variable.kind == Kind::flow) return Part::flow;
  if (variable.kind == Kind::lookup) return Part::lookup;
  if (variable.kind == Kind::data) return Part::data;
  if (variable.kind == Kind::text) return Part::text;
  if (is_constant(variable)) return Part::constant;
  return flows.contains(base::name_key(variable.name)) ? Part::flow : Part::auxiliary;
}

}  // namespace

std::string_view name_of(Part part) {
  constexpr std::array<std::string_view, 7> kNames{"stock",  "flow", "auxiliary", "constant",
                                                   "lookup", "data", "text"};
  return kNames[static_cast<std::size_t>(part)];
}

std::vector<Part> parts_of(const Block& block) {
  const auto flows = names_of_flows(block);
  std::vector<Part> out;
  out.reserve(block.variables.size());
  for (const auto& variable : block.variables) out.push_back(part_of(variable, flows));
  return out;
}

bool is_call(const TermPtr& term, std::string_view name) {
  return term && term->kind == Term::Kind::call && base::name_key(term->text) == name;
}

const Variable* control_variable(const Script& script, std::string_view name) {
  if (script.models.empty()) return nullptr;
  const auto key = base::name_key(name);
  for (const auto& variable : script.models.front().variables) {
    if (base::name_key(variable.name) == key) return &variable;
  }
  return nullptr;
}

bool is_named_as_control(const Variable& variable) {
  return std::find(kControl.begin(), kControl.end(), base::name_key(variable.name)) !=
         kControl.end();
}

bool is_control(const Script& script, const Variable& variable) {
  return script.dialect == Dialect::vensim && is_named_as_control(variable);
}

std::string time_units(const Script& script) {
  if (!script.run.time_units.empty()) return script.run.time_units;
  for (const auto name : {"TIME STEP", "FINAL TIME", "INITIAL TIME"}) {
    const auto* variable = control_variable(script, name);
    if (variable != nullptr && !variable->units.empty()) return variable->units;
  }
  return "";
}

std::string text_of(const base::Span& span) {
  if (!span.source) return "";
  const auto& text = span.source->text();
  const auto from = std::min(span.offset, text.size());
  std::string out;
  const auto end = std::min(text.size(), from + span.length);
  for (std::size_t i = from; i < end; ++i) {
    const char c = text[i];
    const bool joins = c == '\\' && i + 1 < end && (text[i + 1] == '\n' || text[i + 1] == '\r');
    const bool is_blank = joins || c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!is_blank)
      out += c;
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

}  // namespace holon::model::formats
