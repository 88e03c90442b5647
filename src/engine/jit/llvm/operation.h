// SPDX-License-Identifier: Apache-2.0
//
// The operations of a program on all lanes, the same IEEE operations as engine/kernel_body.h.
#pragma once

#include "engine/jit/llvm/lanes.h"
#include "engine/op_code.h"

namespace holon::engine::jit {

/// Writes a pure operation; null for those without a vector form.
llvm::Value* write_operation(Lanes& lanes, OpCode op, llvm::Value* a, llvm::Value* b,
                             llvm::Value* c);

/// True for those that `write_operation` writes.
[[nodiscard]] bool has_vector_form(OpCode op);

}  // namespace holon::engine::jit
