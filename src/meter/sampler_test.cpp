// SPDX-License-Identifier: Apache-2.0
#include "meter/sampler.h"

#include <chrono>
#include <stdexcept>

#include <doctest/doctest.h>

namespace holon::meter {

TEST_CASE("a sampler ticks at its beginning, in between, and at its end") {
  int ticks = 0;
  {
    Sampler sampler(0.01, [&] { ++ticks; });
    int seen = 0;
    sampler.between_ticks([&] { seen = ticks; });
    CHECK(seen >= 1);
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    sampler.tick();
    CHECK(sampler.fault().empty());
  }
  CHECK(ticks >= 4);
}

TEST_CASE("what a tick throws ends the ticks, and the program goes on") {
  int ticks = 0;
  Sampler sampler(0.01, [&] {
    if (++ticks == 2) throw std::runtime_error("the driver crashed");
  });
  sampler.tick();
  sampler.tick();
  CHECK(sampler.fault() == "the driver crashed");
  CHECK(ticks == 2);
}

}  // namespace holon::meter
