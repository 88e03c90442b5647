// SPDX-License-Identifier: Apache-2.0
//
// Random models that can run: every kind of input, equation, state, case and method, acyclic by
// construction. All values are plain numbers but for times; units have tests of their own.
#pragma once

#include <vector>

#include "base/dice_test.h"
#include "engine/program.h"
#include "model/model.h"

namespace holon::engine {

/// A finished model and everything one may look at in it.
struct RandomModel {
  model::Model model;
  std::vector<Output> outputs;
};

/// Throws a model. `most_steps` bounds its time axis.
[[nodiscard]] RandomModel random_model(base::Dice& dice, std::size_t most_steps);

/// A spread of any shape, perhaps cut. All of them lie on both sides of zero or near it.
[[nodiscard]] quantity::Quantity random_quantity(base::Dice& dice);

}  // namespace holon::engine
