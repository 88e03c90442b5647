// SPDX-License-Identifier: Apache-2.0
//
// The derivative of an equation, as an equation. Branches count as taken: a comparison's own jump
// has none, a table has its lines' slopes.
#pragma once

#include "model/expression.h"

namespace holon::engine::loops {

/// False where a function has no derivative here: inverses of matrices, allocations, quantiles.
[[nodiscard]] bool is_differentiable(const model::Expr& expression);

/// d expression / d variable; null where it is 0 for ever.
[[nodiscard]] model::Expr differentiated(const model::Expr& expression, model::VariableId variable);

}  // namespace holon::engine::loops
