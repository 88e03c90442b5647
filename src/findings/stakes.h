// SPDX-License-Identifier: Apache-2.0
//
// Who is touched by an alternative: what it costs and whose activities that is, and at which places
// its impact grows or falls. What the study does not know stays unknown.
#pragma once

#include <string_view>
#include <vector>

#include "findings/decision.h"
#include "findings/questions.h"
#include "findings/subject.h"

namespace holon::findings {

/// Asks for the stakes of all alternatives but the first; `cases` are theirs.
void ask_stakes(Subject& subject, const std::vector<int>& cases, Questions& questions,
                Decision& decision);

/// Takes out places where an alternative changes nothing.
void drop_what_does_not_move(Decision& decision);

/// An indicator of the Sustainable Development Goals that a category moves.
struct GoalIndicator {
  std::string_view category;   ///< name of the study's category
  std::string_view indicator;  ///< its number
  std::string_view what;
};

/// The indicators that a study's categories bear on.
/// Source: United Nations, global indicator framework for the Sustainable Development Goals,
/// A/RES/71/313 (2017) and its annual refinements.
[[nodiscard]] const std::vector<GoalIndicator>& goal_indicators();

}  // namespace holon::findings
