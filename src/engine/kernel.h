// SPDX-License-Identifier: Apache-2.0
//
// The batch machine's inner loop: runs a segment of instructions over a block of lanes. The same
// source is compiled for several instruction sets; the best one for this processor is chosen at
// start. All give the same bits.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "engine/program.h"

namespace holon::engine {

/// What rarer operations need beside slots.
struct KernelContext {
  const Program* program = nullptr;
  const LookupTable* lookups = nullptr;  ///< the program's
  std::uint64_t seed = 0;
  const std::uint64_t* noise_members = nullptr;  ///< per lane, whose noise it hears
  std::uint32_t step = 0;
};

/// Runs `count` instructions over slots of a fixed number of lanes.
using Kernel = void (*)(const Instruction* instructions, std::size_t count, double* slots,
                        const KernelContext& context);

/// Lanes for which kernels exist. The portable one has a single lane, too.
inline constexpr int kLaneChoices[] = {8, 16, 32, 64, 128};

/// An instruction set that kernels are compiled for.
struct InstructionSet {
  std::string_view name;
  bool (*is_available)();
  Kernel (*kernel)(int lanes);  ///< null for a number of lanes without kernel
};

/// All of them, widest first; the last is always available.
[[nodiscard]] std::span<const InstructionSet> instruction_sets();

/// The first that this processor has.
[[nodiscard]] const InstructionSet& best_instruction_set();

/// An operation without a vector form, lane by lane.
void run_by_lane(const Instruction& instruction, double* slots, int lanes,
                 const KernelContext& context);

}  // namespace holon::engine
