// SPDX-License-Identifier: Apache-2.0
#include "base/parallel.h"

#include <algorithm>
#include <atomic>
#include <stdexcept>
#include <vector>

#include <doctest/doctest.h>

namespace holon::base {

TEST_CASE("a parallel loop visits every index once") {
  for (const std::size_t threads : {0U, 1U, 2U, 4U, 9U}) {
    for (const std::size_t count : {0U, 1U, 2U, 3U, 1000U}) {
      CAPTURE(threads);
      CAPTURE(count);
      std::vector<std::atomic<int>> visits(count);
      parallel_for(count, threads, [&](std::size_t i) { ++visits[i]; });
      CHECK(std::all_of(visits.begin(), visits.end(), [](const auto& n) { return n == 1; }));
    }
  }
  CHECK(available_threads() >= 1);
}

TEST_CASE("what a body throws ends the loop and comes out of it") {
  for (const std::size_t threads : {1U, 2U, 4U}) {
    CAPTURE(threads);
    std::atomic<int> after{0};
    const auto body = [&](std::size_t i) {
      if (i == 10) throw std::runtime_error("ten");
      ++after;
    };
    CHECK_THROWS_WITH_AS(parallel_for(100'000, threads, body), "ten", std::runtime_error);
    CHECK(after < 100'000 - 1);
  }
}

}  // namespace holon::base
