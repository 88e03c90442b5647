// SPDX-License-Identifier: Apache-2.0
//
// Look-ups in tables, as engine/arithmetic.h's `table_value` has them, bit for bit.
#pragma once

#include "engine/jit/llvm/lanes.h"
#include "engine/lookup_table.h"

namespace holon::engine::jit {

/// Writes the value of a table at x; null for tables that are looked up lane by lane.
llvm::Value* write_lookup(Lanes& lanes, const LookupTable& table, llvm::Value* x);

}  // namespace holon::engine::jit
