// SPDX-License-Identifier: Apache-2.0
//
// The reference interpreter: one member, one number at a time, straight from the model's equations.
// Slow and plain; what it says is the truth that the batch machine is held to.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/program.h"

namespace holon::engine {

/// What one member gives.
struct MemberResult {
  std::vector<double> final;                ///< per output, at the end; 0 for series
  std::vector<std::vector<double>> series;  ///< [output][step]; empty unless a series
};

/// Runs all cases of `model` for one member.
[[nodiscard]] MemberResult interpret(const model::Model& model, const std::vector<Output>& outputs,
                                     std::uint64_t seed, std::uint64_t member);

}  // namespace holon::engine
