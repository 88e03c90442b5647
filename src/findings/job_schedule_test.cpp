// SPDX-License-Identifier: Apache-2.0
#include "findings/job_schedule.h"

#include <cmath>

#include <doctest/doctest.h>

#include "base/random.h"

namespace holon::findings {
namespace {

using Hours = std::vector<std::size_t>;

HourlySeries series_of(std::vector<double> intensity) {
  HourlySeries out;
  out.grids.push_back({"made", std::move(intensity)});
  return out;
}

std::vector<double> random_hours(std::size_t count, std::uint64_t seed) {
  std::vector<double> out;
  for (std::uint32_t h = 0; h < count; ++h) out.push_back(100 + 400 * base::uniform(seed, 3, 0, h));
  return out;
}

TEST_CASE("the cheapest piece and the cheapest hours") {
  const std::vector<double> hours{5, 1, 9, 2, 2, 7};
  CHECK(cheapest_piece(hours, 2) == 3);
  CHECK(cheapest_hours(hours, 3) == Hours{1, 3, 4});
  CHECK(cheapest_piece(hours, 6) == 0);
  CHECK(cheapest_hours(hours, 9).size() == 6);
  // of equal ones the earliest
  const std::vector<double> flat(10, 0.1);
  CHECK(cheapest_piece(flat, 3) == 0);
  CHECK(cheapest_hours(flat, 2) == Hours{0, 1});
}

TEST_CASE("interrupted is never worse than deferred, nor deferred than now") {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const auto series = series_of(random_hours(200, seed));
    const Job job{1 + seed % 7, seed, 2.5};
    const auto found = schedule(series, series.grids[0], job, 0, 200, false);
    CHECK(found.arrivals == 200 - job.window() + 1);
    CHECK(found.ways[1].carbon.mean <= found.ways[0].carbon.mean * (1 + 1e-12));
    CHECK(found.ways[2].carbon.mean <= found.ways[1].carbon.mean * (1 + 1e-12));
  }
}

TEST_CASE("without slack every way is the same") {
  const auto series = series_of(random_hours(100, 4));
  const auto found = schedule(series, series.grids[0], {5, 0, 1}, 0, 100, false);
  CHECK(found.ways[2].carbon.mean == doctest::Approx(found.ways[0].carbon.mean));
  CHECK(found.ways[1].saving == doctest::Approx(0));
}

TEST_CASE("of hours that emit nothing, nothing is saved, and constant ones save nothing") {
  const auto empty = series_of(std::vector<double>(100, 0));
  const auto none = schedule(empty, empty.grids[0], {2, 3, 1}, 0, 100, false);
  CHECK(std::isnan(none.ways[1].saving));
  CHECK(std::isnan(none.ways[1].of_optimum));
  const auto constant = series_of(std::vector<double>(100, 0.3));
  const auto same = schedule(constant, constant.grids[0], {2, 3, 1}, 0, 100, false);
  CHECK(same.ways[2].saving == doctest::Approx(0));
}

TEST_CASE("no job is planned over a hole") {
  auto hours = random_hours(50, 5);
  hours[20] = NAN;
  const auto series = series_of(std::move(hours));
  const auto found = schedule(series, series.grids[0], {2, 1, 1}, 0, 50, false);
  CHECK(found.left_out == 3);
  CHECK(found.arrivals == 45);
  CHECK(!schedule_at(series, series.grids[0], {2, 1, 1}, 19).has_value());
  CHECK(!schedule_at(series, series.grids[0], {2, 1, 1}, 48).has_value());
}

TEST_CASE("one job tells its hours, and its carbon is energy by mean intensity") {
  const auto series = series_of({400, 100, 300, 100});
  const auto found = schedule_at(series, series.grids[0], {2, 2, 10}, 0);
  REQUIRE(found.has_value());
  CHECK(found->forecast.empty());
  REQUIRE(found->choices.size() == 3);
  CHECK(found->choices[0].carbon == doctest::Approx(2500));
  CHECK(found->choices[1].hours == Hours{1, 2});
  CHECK(found->choices[2].hours == Hours{1, 3});
  CHECK(found->choices[2].carbon == doctest::Approx(1000));
}

TEST_CASE("hours of the day are those of the clock, before 1970 too") {
  auto series = series_of({1, 2, 3, 4});
  series.first_hour = static_cast<std::int64_t>(*parse_hour("1969-12-30 23:00"));
  const auto found = schedule(series, series.grids[0], {1, 0, 1}, 0, 4, false);
  CHECK(found.by_hour[23] == 1);
  CHECK(found.by_hour[0] == 2);
  CHECK(found.by_hour[2] == 4);
  CHECK(std::isnan(found.by_hour[3]));
  CHECK(hour_of_day(-1) == 23);
}

TEST_CASE("who has enough ends a plan") {
  const auto series = series_of(random_hours(24 * 60, 6));
  const auto& grid = series.grids[0];
  std::uint64_t told = 0;
  const auto enough = [&](std::uint64_t done, std::uint64_t total) {
    CHECK(done < total);
    return ++told < 10;
  };
  CHECK_THROWS_AS((void)schedule(series, grid, {2, 2, 1}, 0, 1000, false, enough),
                  base::Interrupted);
  CHECK_THROWS_AS((void)schedule(series, grid, {2, 2, 1}, 1000, 1400, true, enough),
                  base::Interrupted);
  CHECK_THROWS_AS((void)schedule_at(series, grid, {2, 2, 1}, 1400, enough), base::Interrupted);
  CHECK_THROWS_AS((void)test_forecasts(grid.intensity, 0, 4, 1000, 1400, 24, enough),
                  base::Interrupted);
}

TEST_CASE("weekdays are those of the calendar") {
  HourlySeries series;
  series.first_hour = static_cast<std::int64_t>(*parse_hour("2020-01-01 00:00"));
  CHECK(first_weekday_hour(series) == 2 * 24);  // a Wednesday
  series.first_hour = static_cast<std::int64_t>(*parse_hour("1969-12-29 05:00"));
  CHECK(first_weekday_hour(series) == 5);  // a Monday
}

}  // namespace
}  // namespace holon::findings
