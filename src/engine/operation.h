// SPDX-License-Identifier: Apache-2.0
//
// Which operation an operator or a function of the equation language is. A new function that needs
// nothing but its arguments is one line here.
#pragma once

#include <optional>

#include "engine/op_code.h"
#include "model/expression.h"

namespace holon::engine {

/// The operation of an operator with two arguments, in their order; nothing for the others.
[[nodiscard]] std::optional<OpCode> operation_of(model::Op op);

/// The operation that joins the arguments of a function one after the other; nothing for others.
[[nodiscard]] std::optional<OpCode> fold_of(model::FunctionId function);

/// The operation of a function with one argument; nothing for the others.
[[nodiscard]] std::optional<OpCode> operation_of(model::FunctionId function);

/// The operation of a function that draws anew at every step; nothing for the others.
[[nodiscard]] std::optional<OpCode> noise_of(model::FunctionId function);

}  // namespace holon::engine
