// SPDX-License-Identifier: Apache-2.0
//
// Refresh: does new hardware repay its making, here and at this load? For a scenario s against the
// baseline b over a study's time of Y years,
//
//   made  = Σ (T_f(s) - T_f(b)) over the flows f that hang on a device's embodied impact
//   saved = T_electricity(b) - T_electricity(s)
//   years = made ÷ (saved ÷ Y)
//
// It never repays where nothing is saved. Years beyond the study's time hold if use goes on as in
// the mean of the study.
//
// Source: the definitions in docs/methods/refresh.md.
#pragma once

#include <vector>

#include "findings/investments.h"
#include "findings/questions.h"
#include "findings/subject.h"

namespace holon::findings {

/// Asks for each scenario in each main category. Nothing in a study without time, in which a saving
/// has no pace. Results stand in `into`.
void ask_refreshes(const Subject& subject, const std::vector<int>& cases, Questions& questions,
                   std::vector<Refresh>& into);

/// Takes out scenarios whose making does not rise in most futures.
void drop_what_is_no_refresh(std::vector<Refresh>& results);

}  // namespace holon::findings
