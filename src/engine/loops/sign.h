// SPDX-License-Identifier: Apache-2.0
//
// The signs that values can have, as far as the equations tell.
#pragma once

#include <functional>
#include <vector>

#include "engine/loops/structure.h"

namespace holon::engine::loops {

/// What a value can be beside zero.
struct Sign {
  bool may_be_negative = true;
  bool may_be_positive = true;

  [[nodiscard]] bool is_zero() const { return !may_be_negative && !may_be_positive; }
};

[[nodiscard]] Sign operator-(Sign a);
[[nodiscard]] Sign operator+(Sign a, Sign b);
[[nodiscard]] Sign operator*(Sign a, Sign b);

/// The sign of an expression, from the signs of its variables.
[[nodiscard]] Sign sign_of(const model::Expr& expression,
                           const std::function<Sign(model::VariableId)>& sign_of_variable);

/// The signs of all variables and, behind them, of the drivers. Stocks: see `link_polarities`.
[[nodiscard]] std::vector<Sign> signs_of(const model::Model& model, const Structure& structure);

}  // namespace holon::engine::loops
