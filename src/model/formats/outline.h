// SPDX-License-Identifier: Apache-2.0
//
// What a model file consists of, read off its equations as written.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/formats/script.h"

namespace holon::model::formats {

/// What a variable is in the terms of system dynamics. In Vensim's language the equation tells: a
/// level is an INTEG, a flow is what stands by itself in the sum that a level integrates.
enum class Part { stock, flow, auxiliary, constant, lookup, data, text };

/// "stock", "flow", …
[[nodiscard]] std::string_view name_of(Part part);

/// What each variable of a block is, in their order.
[[nodiscard]] std::vector<Part> parts_of(const Block& block);

/// Whether a term is a call of a function of this name, in either tool's spelling of names.
[[nodiscard]] bool is_call(const TermPtr& term, std::string_view name);

/// Calls `visit` for a term and everything in it, subscripts that are expressions included.
template <class Visit>
void for_each_term(const TermPtr& term, const Visit& visit) {
  if (!term) return;
  visit(*term);
  for (const auto& subscript : term->subscripts) for_each_term(subscript.index, visit);
  for (const auto& argument : term->arguments) for_each_term(argument, visit);
}

/// Calls `visit(const TermPtr&)` for every term that a variable's equations are made of.
template <class Visit>
void for_each_side(const Variable& variable, const Visit& visit) {
  const auto some = [&](const TermPtr& term) {
    if (term) visit(term);
  };
  for (const auto& equation : variable.equations) {
    some(equation.term);
    some(equation.initial);
    for (const auto& term : equation.list) some(term);
  }
  if (variable.conveyor) {
    const auto& c = *variable.conveyor;
    for (const auto* term : {&c.transit_time, &c.capacity, &c.inflow_limit, &c.sample, &c.arrest})
      some(*term);
  }
  if (variable.leak) {
    for (const auto* term : {&variable.leak->fraction, &variable.leak->from, &variable.leak->to})
      some(*term);
  }
  some(variable.multiplier);
}

/// The variable that says a time of the run in Vensim's language: "TIME STEP", "FINAL TIME"; null
/// where there is none.
[[nodiscard]] const Variable* control_variable(const Script& script, std::string_view name);

/// True for INITIAL TIME, FINAL TIME, TIME STEP and SAVEPER, which a model that came from Vensim
/// may also have in XMILE.
[[nodiscard]] bool is_named_as_control(const Variable& variable);

/// True for the variables that say when and how to run.
[[nodiscard]] bool is_control(const Script& script, const Variable& variable);

/// The unit of time as written; empty where none is stated.
[[nodiscard]] std::string time_units(const Script& script);

/// The text of a place in one line: runs of blanks, and signs that join lines, become one blank.
[[nodiscard]] std::string text_of(const base::Span& span);

}  // namespace holon::model::formats
