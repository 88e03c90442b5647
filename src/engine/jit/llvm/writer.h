// SPDX-License-Identifier: Apache-2.0
//
// A program as LLVM's intermediate code.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "engine/jit/jit_functions.h"

namespace llvm {
class Module;
}

namespace holon::engine::jit {

/// What was written into a module, by name.
struct Written {
  std::vector<std::string> segments[kSegments];
  std::string whole;  ///< empty where there is none
};

/// Writes the request's program. `by_lane` gets the instructions that the code refers to; it has to
/// live as long as the code.
[[nodiscard]] Written write_program(llvm::Module& module, const JitRequest& request,
                                    std::deque<Instruction>& by_lane);

}  // namespace holon::engine::jit
