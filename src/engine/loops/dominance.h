// SPDX-License-Identifier: Apache-2.0
//
// Which loops make half of a partition's change: over the whole period, and from moment to moment.
#pragma once

#include <vector>

#include "engine/loops/analysis.h"

namespace holon::engine::loops {

/// Fills in `dominant`, `phases` and `explained` from the loops that `partition` names. `total` is
/// Σ |score| over all its loops at each sample: 0 where nothing moves.
void find_dominance(const std::vector<LoopReport>& loops, const std::vector<double>& total,
                    PartitionReport& partition);

}  // namespace holon::engine::loops
