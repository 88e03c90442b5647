// SPDX-License-Identifier: Apache-2.0
//
// The derivative of an equation, as an equation. Branches count as taken: a comparison's own jump
// has none, a table has its lines' slopes.
#pragma once

#include "model/expression.h"

namespace holon::model {

/// False where a function has no derivative here: inverses of matrices, allocations, quantiles.
[[nodiscard]] bool is_differentiable(const Expr& expression);
/// The same of a function alone, whatever its arguments are.
[[nodiscard]] bool is_differentiable(FunctionId function);

/// d expression / d variable, in whatever case it is read; null where it is 0 for ever.
[[nodiscard]] Expr differentiated(const Expr& expression, VariableId variable);
/// d expression / d variable as it is read in `in_case`.
[[nodiscard]] Expr differentiated(const Expr& expression, VariableId variable, int in_case);
/// d expression / d time, variables held.
[[nodiscard]] Expr differentiated_by_time(const Expr& expression);

}  // namespace holon::model
