// SPDX-License-Identifier: Apache-2.0
#include "base/parallel.h"

#include <tbb/info.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

namespace holon::base {

std::size_t available_threads() {
  return static_cast<std::size_t>(tbb::info::default_concurrency());
}

void parallel_for(std::size_t count, std::size_t threads,
                  const std::function<void(std::size_t)>& body) {
  // oneTBB has no more workers than the machine, and complains when asked
  if (threads == 0 || threads > available_threads()) threads = available_threads();
  if (threads == 1 || count < 2) {
    for (std::size_t i = 0; i < count; ++i) body(i);
    return;
  }
  tbb::task_arena arena(static_cast<int>(threads));
  arena.execute([&] { tbb::parallel_for(std::size_t{0}, count, [&](std::size_t i) { body(i); }); });
}

}  // namespace holon::base
