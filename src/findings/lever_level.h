// SPDX-License-Identifier: Apache-2.0
//
// Where a number of a study stands among Meadows' places to intervene, by what it is and by who
// reads it.
#pragma once

#include <vector>

#include "findings/leverage.h"
#include "findings/readings.h"

namespace holon::findings {

/// What the levels are told by, beside the model: who reads whom, and which variables lie on
/// reinforcing and on balancing loops.
struct LevelContext {
  const study::Study& study;
  const model::Model& model;
  const Readings& readings;
  std::vector<bool> on_reinforcing;
  std::vector<bool> on_balancing;
};

/// The level of an input.
[[nodiscard]] LeverLevel level_of(model::VariableId input, const LevelContext& context);

}  // namespace holon::findings
