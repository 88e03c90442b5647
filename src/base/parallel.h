// SPDX-License-Identifier: Apache-2.0
//
// A loop over independent pieces of work. Two back ends: oneTBB, and std::thread for
// ThreadSanitizer (Debian's oneTBB hides its synchronisation from it).
#pragma once

#include <cstddef>
#include <functional>

namespace holon::base {

/// Threads that `parallel_for` uses when asked for 0.
[[nodiscard]] std::size_t available_threads();

/// Calls `body(i)` once for every i in [0, count), on up to `threads` threads (0: as many as there
/// are). The order is not defined. The first exception thrown by a body ends the loop and is
/// thrown again here.
void parallel_for(std::size_t count, std::size_t threads,
                  const std::function<void(std::size_t)>& body);

}  // namespace holon::base
