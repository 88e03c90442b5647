// SPDX-License-Identifier: Apache-2.0
//
// A data race on purpose, through our own parallel loop: every piece of work adds to one plain
// counter. Built with -DMENDED the counter is atomic, and nothing is wrong.
#include <atomic>
#include <cstddef>

#include "base/parallel.h"

int main() {
#ifdef MENDED
  std::atomic<std::size_t> planted_counter{0};
#else
  std::size_t planted_counter = 0;
#endif
  holon::base::parallel_for(100'000, 4, [&](std::size_t i) { planted_counter += i; });
  return planted_counter > 0 ? 0 : 1;
}
