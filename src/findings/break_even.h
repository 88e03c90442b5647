// SPDX-License-Identifier: Apache-2.0
//
// Break-even: a search, a distillation or new hardware costs now and saves later. For a scenario
// s against the baseline b, with totals T_a of an activity a,
//
//   invested = Σ_a max(0, T_a(s) - T_a(b)),  returned = Σ_a max(0, T_a(b) - T_a(s))
//
// It is repaid when the running total of s has fallen to that of b for good; never is an answer. In
// a study without time the service N at which both totals meet is
//
//   N = (F(s) - F(b)) ÷ (v(b) - v(s)),  F: activities that serve nothing, v: the others per unit
//
// Source: the definitions in docs/methods/break-even.md.
#pragma once

#include <vector>

#include "findings/questions.h"
#include "findings/subject.h"

namespace holon::findings {

/// Asks for each case (a scenario) whether and when it is repaid. Adds variables to `subject`;
/// results stand in `into`.
void ask_break_evens(Subject& subject, const std::vector<int>& cases, Questions& questions,
                     std::vector<BreakEven>& into);

/// Takes out scenarios that in most futures cost nothing more anywhere, or save nothing anywhere.
void drop_what_invests_nothing(std::vector<BreakEven>& results);

}  // namespace holon::findings
