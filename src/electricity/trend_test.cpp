// SPDX-License-Identifier: Apache-2.0
#include "electricity/trend.h"

#include <cmath>

#include <doctest/doctest.h>
#include <fmt/format.h>

namespace holon::electricity {
namespace {

TEST_CASE("a grid that falls by 5 % each year goes on so, with no scatter") {
  std::vector<YearlyIntensity> years;
  for (int i = 0; i < 8; ++i) years.push_back({2010 + i, 400 * std::pow(0.95, i)});
  const auto out = trend_of(years, 2020);
  REQUIRE(out.has_value());
  CHECK(out->rate == doctest::Approx(0.05));
  CHECK(out->rate_high - out->rate_low < 1e-9);
  REQUIRE(out->ahead.size() == 3);
  CHECK(out->ahead[2].year == 2020);
  CHECK(out->ahead[2].goes_on == doctest::Approx(400 * std::pow(0.95, 10)));
  CHECK(out->ahead[2].stays == doctest::Approx(400 * std::pow(0.95, 7)));
  CHECK(out->ahead[2].twice == doctest::Approx(400 * std::pow(0.95, 13)));
  CHECK(out->ahead[2].low == doctest::Approx(out->ahead[2].high));
}

TEST_CASE("the interval of a line by hand, and wider the further ahead") {
  // ln y = 1, 2, 2, 3, 2 at the years −2 … 2 about 2012: slope 0.3, residual √(1.1 / 3)
  std::vector<YearlyIntensity> years;
  const double logs[] = {1, 2, 2, 3, 2};
  for (int i = 0; i < 5; ++i) years.push_back({2010 + i, std::exp(logs[i])});
  const auto out = trend_of(years, 2020);
  REQUIRE(out.has_value());
  const double residual = std::sqrt(1.1 / 3);
  const double t = 2.353363;  // 95 %, 3 degrees of freedom
  CHECK(out->rate == doctest::Approx(1 - std::exp(0.3)));
  CHECK(out->rate_high == doctest::Approx(1 - std::exp(0.3 - t * residual / std::sqrt(10.0))));
  const double reach = t * residual * std::sqrt(1 + 0.2 + 9.0 / 10);
  CHECK(out->ahead[0].high == doctest::Approx(std::exp(2 + 0.3 + reach)));
  CHECK(out->ahead[5].high / out->ahead[5].goes_on > out->ahead[0].high / out->ahead[0].goes_on);
}

TEST_CASE("too few years make no trend") {
  CHECK(!trend_of({{2010, 1}, {2011, 1}, {2012, 1}, {2013, 1}}, 2020).has_value());
  CHECK(!trend_of({{2010, 0}, {2011, 1}, {2012, 1}, {2013, 1}, {2014, 1}}, 2020).has_value());
  CHECK(!trend_of({}, 2020).has_value());
  CHECK(years_of(catalog::Catalog::embedded(), "nowhere").empty());
}

TEST_CASE("most countries of the catalogue have a trend, and it is none of nonsense") {
  const auto& catalog = catalog::Catalog::embedded();
  std::size_t with_trend = 0;
  for (const auto& entry : catalog.entries(catalog::Shelf::grid)) {
    const auto out = trend_of(years_of(catalog, entry.code), 2035);
    if (!out) continue;
    ++with_trend;
    for (const auto& year : out->ahead) {
      CHECK(std::isfinite(year.high));
      CHECK(year.low <= year.goes_on);
    }
  }
  CHECK(with_trend > 150);
  // published: 4.2 % a year for the EU over ten years (EEA, as data/feedback/grid cites it)
  for (const auto* code : {"GB", "FR", "US", "DE", "IN"}) {
    const auto out = trend_of(years_of(catalog, code), 2030);
    REQUIRE(out.has_value());
    MESSAGE(fmt::format("{}: falls by {:.1f} % a year ({:.1f} … {:.1f}), {} years", code,
                        100 * out->rate, 100 * out->rate_low, 100 * out->rate_high,
                        out->past.size()));
    CHECK(out->rate > -0.02);
    CHECK(out->rate < 0.12);
  }
}

}  // namespace
}  // namespace holon::electricity
