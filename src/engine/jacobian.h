// SPDX-License-Identifier: Apache-2.0
//
// The derivatives of the rates of stocks, by forward differentiation of a model's equations: for
// every variable that hangs on a stock, its slope by that stock is a further variable of the model.
// Both machines compute them like any other equation.
#pragma once

#include <vector>

#include "engine/program.h"

namespace holon::engine {

/// One derivative that is not always 0.
struct Slope {
  std::size_t row;     ///< whose rate, as a place among the stocks
  std::size_t column;  ///< by which stock; `Jacobian::by_time` for the time
  model::Expr expression;
};

struct Jacobian {
  static constexpr std::size_t by_time = static_cast<std::size_t>(-1);

  model::Model model;  ///< with slopes as variables
  std::vector<Slope> slopes;
};

/// The Jacobian of the stocks that `outputs` need, all cases together. Delays, held values, draws
/// and the step's start are constant in a step; functions without a derivative count as level.
[[nodiscard]] Jacobian jacobian_of(const model::Model& model, const std::vector<Output>& outputs);

}  // namespace holon::engine
