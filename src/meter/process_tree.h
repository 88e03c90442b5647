// SPDX-License-Identifier: Apache-2.0
//
// The processor time and memory of a process and all that came of it.
#pragma once

#include <cstdint>

#include "meter/machine_load.h"
#include "meter/sysroot.h"

namespace holon::meter {

/// What a tree of processes has used.
struct TreeTimes {
  std::uint64_t ticks = 0;           ///< of the living, and of those that ended and were waited for
  std::uint64_t resident_bytes = 0;  ///< of the living; pages that are shared are counted in each
  int processes = 0;
};

/// Walks a tree by /proc/PID/task/TID/children; processes that came and went between two looks are
/// in the times of the parent that waited for them.
[[nodiscard]] TreeTimes tree_times(const Sysroot& sysroot, int root);

}  // namespace holon::meter
