// SPDX-License-Identifier: Apache-2.0
#include "meter/wall.h"

#include <vector>

#include <doctest/doctest.h>

namespace holon::meter {

TEST_CASE("the two constants of a machine are found, and errors are of runs left out") {
  std::vector<WallRun> runs;
  for (const double power_W : {20.0, 60.0, 150.0, 300.0}) {
    const double seconds = 100;
    runs.push_back({seconds, power_W * seconds, 30 * seconds + 1.2 * power_W * seconds});
  }
  const auto exact = fit_wall(runs);
  REQUIRE(exact);
  CHECK(exact->base_W == doctest::Approx(30));
  CHECK(exact->factor == doctest::Approx(1.2));
  CHECK(exact->largest_error < 1e-9);
  runs[1].wall_J *= 1.05;
  const auto noisy = fit_wall(runs);
  REQUIRE(noisy);
  CHECK(noisy->largest_error > 0.02);
  CHECK(noisy->largest_error < 0.2);
}

TEST_CASE("runs that are too few or too much alike tell nothing") {
  const std::vector<WallRun> alike(5, WallRun{10, 1000, 1500});
  CHECK_FALSE(fit_wall(alike));
  CHECK_FALSE(fit_wall(std::vector<WallRun>{{10, 1000, 1500}, {10, 2000, 2700}}));
}

TEST_CASE("no machine gives energy back") {
  const std::vector<WallRun> odd{{100, 10000, 9000}, {100, 5000, 4600}, {100, 1000, 1000}};
  const auto found = fit_wall(odd);
  REQUIRE(found);
  CHECK(found->base_W >= 0);
  CHECK(found->factor >= 1);
}

}  // namespace holon::meter
