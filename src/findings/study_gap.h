// SPDX-License-Identifier: Apache-2.0
//
// Why two studies, or two cases of one, come to different totals. Both are joined to one model, in
// which everything that differs can be switched from the one to the other: inputs and equations by
// their paths, activities that only one of them has as a whole. The gap between the mean totals is
// split by Shapley's rule (findings/shapley.h) over these switches; beyond `most_factors` of them
// those that do least alone are one factor together.
#pragma once

#include <cstddef>
#include <string>

#include "engine/groups.h"
#include "findings/gap.h"
#include "study/compile.h"

namespace holon::findings {

/// A study in one of its cases.
struct StudySide {
  const study::Study& study;
  const study::Compiled& compiled;
  std::size_t in_case = 0;
  std::string name;
};

struct StudyGapPlan {
  engine::Plan engine;
  std::size_t category = 0;  ///< in study::categories()
  std::size_t most_factors = 10;
};

/// The gap between the totals of a category. Cases other than the first are compared within one
/// study only. Errors: E0207 where a total is not above zero, E0409 for what cannot be switched.
[[nodiscard]] base::Result<Gap> gap_between(const StudySide& first, const StudySide& second,
                                            const StudyGapPlan& plan);

}  // namespace holon::findings
