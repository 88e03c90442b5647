// SPDX-License-Identifier: Apache-2.0
#include "findings/observed_rebound.h"

#include <string>

#include <doctest/doctest.h>

#include "base/source_text.h"

namespace holon::findings {
namespace {

base::Result<ActivitySeries> read(const std::string& text) {
  return read_activity(std::make_shared<const base::SourceText>("series.csv", text));
}

std::vector<ObservedRebound> observe(const std::string& text, const char* growth) {
  const auto series = read(text);
  REQUIRE(series.has_value());
  const auto quantity = quantity::parse_quantity(growth);
  REQUIRE(quantity.has_value());
  return observe_rebound(*series, *quantity, 1, 10'000);
}

// Wu et al., "Sustainable AI", MLSys 2022: four half-years of 20 % less energy for the same work,
// of which 28.5 % less energy came
constexpr const char* kMeta =
    "year,energy per work,energy\n"
    "2019,1,1\n"
    "2021,0.4096,0.715\n";

TEST_CASE("Meta's published aggregate gives 51.7 % and an elasticity of 0.624") {
  const auto found = observe(kMeta, "0 %/year");
  REQUIRE(found.size() == 1);
  CHECK(found[0].expected == doctest::Approx(0.5904));
  CHECK(found[0].actual == doctest::Approx(0.285));
  CHECK(found[0].rebound.mean == doctest::Approx(0.517).epsilon(0.001));
  CHECK(found[0].elasticity.mean == doctest::Approx(0.624).epsilon(0.001));
  CHECK(found[0].p_class[static_cast<std::size_t>(ReboundClass::partial)] == 1);
}

TEST_CASE("5 % efficiency and 2 % less use: a textbook's 60 %") {
  const auto found =
      observe("year,energy per activity,energy\n2000,100,100\n2001,95,98\n", "0 %/year");
  REQUIRE(found.size() == 1);
  CHECK(found[0].rebound.mean == doctest::Approx(0.6));
}

TEST_CASE("growth that would have come anyway is no rebound") {
  // all of the growth, 21 % in two years
  const char* grown = "year,energy per activity,activity\n2000,1,1\n2002,0.5,1.21\n";
  CHECK(observe(grown, "10 %/year")[0].rebound.mean == doctest::Approx(0).epsilon(1e-9));
  CHECK(observe(grown, "0 %/year")[0].rebound.mean == doctest::Approx(0.21));
  // an uncertain growth spreads it
  const auto spread = observe(grown, "0 .. 20 %/year")[0];
  CHECK(spread.rebound.p05 < 0);
  CHECK(spread.rebound.p95 > 0.1);
}

TEST_CASE("without a gain there is no rebound") {
  CHECK(observe("year,energy,activity\n2000,1,1\n2001,3,2\n", "0 %/year").empty());
}

TEST_CASE("what is no such table is said") {
  for (const char* text :
       {"", "year\n2000\n", "year,energy\n2000,1\n2001,2\n", "year,energy,activity\n2000,1,1\n",
        "year,energy,activity\n2000,1,1\n2001,,2\n", "year,energy,activity\n2000,1,1\n2001,0,2\n",
        "year,energy,activity\n2001,1,1\n2000,1,2\n",
        "year,energy,activity\nfoo,1,1\n2000,1,2\n"}) {
    CAPTURE(text);
    const auto series = read(text);
    REQUIRE(!series.has_value());
    CHECK(!series.error().empty());
  }
}

}  // namespace
}  // namespace holon::findings
