// SPDX-License-Identifier: Apache-2.0
//
// Whether tests of machine code can run here.
#pragma once

#include <doctest/doctest.h>

#include "engine/jit/machine_code.h"

namespace holon::engine::jit {

/// True where the library of machine code opens. Says so where it does not, and fails the test if
/// this build made one.
inline bool is_here() {
  if (open_library({}) != nullptr) return true;
#ifdef HOLON_HAS_JIT
  FAIL_CHECK("libholon_jit.so was built and does not open");
#endif
  MESSAGE("SKIPPED: this build has no LLVM");
  return false;
}

}  // namespace holon::engine::jit
