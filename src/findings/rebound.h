// SPDX-License-Identifier: Apache-2.0
//
// Rebound, from the study's own loops: each scenario with its loops closed against the same
// scenario with demand held at the baseline's path. With total T of a category,
//
//   engineering saving  S₀ = T(baseline) - T(scenario, demand held)
//   actual saving       S  = T(baseline) - T(scenario)
//   rebound             R  = 1 - S ÷ S₀
//
// Demand is held by holding how much every activity does (what it serves, how often, on how many
// devices), unless the scenario itself states that. A loop's part is R less the R of the case in
// which what reads the changed physical system is held, and with it every loop through it. Parts
// need not add up to R: loops act on each other. Source: docs/methods/rebound.md.
#pragma once

#include <vector>

#include "findings/questions.h"
#include "findings/subject.h"

namespace holon::findings {

/// Asks for the rebound of each case (a scenario) whose activities answer to it. Adds cases to
/// `subject`; results stand in `into`.
void ask_rebounds(Subject& subject, const std::vector<int>& cases, Questions& questions,
                  std::vector<ReboundResult>& into);

/// What a rebound is called.
[[nodiscard]] ReboundClass class_of(double rebound);

/// Takes out what turned out to be no saving in any future: there, rebound has no meaning.
void drop_what_is_no_saving(std::vector<ReboundResult>& results);

}  // namespace holon::findings
