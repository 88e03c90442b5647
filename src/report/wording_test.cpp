// SPDX-License-Identifier: Apache-2.0
#include "report/wording.h"

#include <cmath>
#include <string>

#include <doctest/doctest.h>

namespace holon::report {

TEST_CASE("an interval is shown for an uncertain number only") {
  const Scale tonne{1000, "t", "CO2e"};
  CHECK(interval(findings::Summary{50500, 0, 50500, 50500, 50500, 0}, tonne).empty());
  CHECK(interval(std::nullopt, tonne).empty());
  CHECK(interval(findings::Summary{50500, 1, 48100, 50500, 53600, 0}, tonne) == "48.1 … 53.6");
  CHECK(interval(findings::Summary{50500, 1, 0.001, 50500, 53600, 0}, tonne) == "~0 … 53.6");
  CHECK(signed_interval(findings::Summary{0, 1, -2000, 0, 3000, 0}, tonne) == "−2.00 … +3.00");
}

TEST_CASE("units and times are said in words") {
  CHECK(per_what("1 request") == "request");
  CHECK(per_what("1000 token") == "1000 token");
  CHECK(counted_units("1 request") == "requests");
  CHECK(counted_units("1 query") == "queries");
  CHECK(counted_units("1 GB") == "GB");
  CHECK(counted_units("1000 token") == "× 1000 token");
  CHECK(duration(730) == "2 years");
  CHECK(duration(365) == "1 year");
  CHECK(duration(548) == "1.5 years");
  CHECK(duration(91) == "3 months");
  CHECK(duration(1) == "1 day");
}

}  // namespace holon::report
