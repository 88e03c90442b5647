// SPDX-License-Identifier: Apache-2.0
//
// One member alone: its values themselves, with no statistics around them.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/program.h"

namespace holon::engine {

/// Runs the first member: the values of each output, in the order of time; one unless a series.
/// The same bits as that member has in an ensemble.
[[nodiscard]] std::vector<std::vector<double>> run_single(const Program& program,
                                                          std::uint64_t seed);

}  // namespace holon::engine
