// SPDX-License-Identifier: Apache-2.0
#include "report/scatter.h"

#include <cmath>

#include <doctest/doctest.h>

#include "base/text.h"

namespace holon::report {

TEST_CASE("a rising line of points goes from the lower left to the upper right") {
  const std::vector<double> values{0, 1, 2, 3};
  const auto lines = scatter(values, values, 2, 1);
  REQUIRE(lines.size() == 1);
  // dots 7 and 6 of the first cell, 2 + 3 of the next are: ⡠ ⠊
  CHECK(lines[0] == "⡠⠊");
}

TEST_CASE("points that are not finite, or all the same, do no harm") {
  const std::vector<double> x{1, NAN, 1};
  const std::vector<double> y{5, 5, INFINITY};
  const auto lines = scatter(x, y, 3, 2);
  REQUIRE(lines.size() == 2);
  for (const auto& line : lines) CHECK(base::display_width(line) == 3);
  CHECK(scatter({}, {}, 1, 1)[0] == " ");
}

}  // namespace holon::report
