// SPDX-License-Identifier: Apache-2.0
//
// The rolling test reads ../shared/data/grid-hourly in place; where it is absent, that is said.
#include "findings/intensity_forecast.h"

#include <cmath>
#include <filesystem>
#include <memory>
#include <numbers>

#include <doctest/doctest.h>

#include "base/file.h"
#include "base/random.h"
#include "findings/hourly_series.h"
#include "findings/job_schedule.h"

namespace holon::findings {
namespace {

constexpr std::size_t kDay = 24;

// a day's course, and a level that wanders
std::vector<double> made_series(std::size_t hours) {
  std::vector<double> out;
  double level = 300;
  for (std::size_t h = 0; h < hours; ++h) {
    level += 4 * (base::uniform(1, 1, h, 0) - 0.5) - 0.01 * (level - 300);
    out.push_back(level + 80 * std::sin(2 * std::numbers::pi * static_cast<double>(h % kDay) / 24));
  }
  return out;
}

TEST_CASE("a forecast looks at nothing from its own hour on") {
  auto series = made_series(kDay * 120);
  const std::size_t now = kDay * 100 + 5;
  IntensityForecast first(series, 0, 30);
  first.learn_until(now);
  for (auto h = now; h < series.size(); ++h) series[h] = 1e6;
  IntensityForecast second(series, 0, 30);
  second.learn_until(now);
  for (const auto forecaster : kForecasters)
    CHECK(first.forecast(forecaster, now) == second.forecast(forecaster, now));
}

TEST_CASE("learning in steps is learning at once") {
  const auto series = made_series(kDay * 90);
  IntensityForecast at_once(series, 0, 12);
  at_once.learn_until(kDay * 80);
  IntensityForecast in_steps(series, 0, 12);
  for (std::size_t now = kDay * 40; now <= kDay * 80; now += 7) in_steps.learn_until(now);
  in_steps.learn_until(kDay * 80);
  CHECK(at_once.forecast(Forecaster::regression, kDay * 80) ==
        in_steps.forecast(Forecaster::regression, kDay * 80));
}

TEST_CASE("a series that repeats itself is forecast exactly, and a hole is bridged") {
  std::vector<double> series;
  for (std::size_t h = 0; h < kDay * 100; ++h)
    series.push_back(100 + static_cast<double>(h % kDay));
  series[kDay * 60 + 3] = NAN;
  IntensityForecast model(series, 0, 24);
  model.learn_until(kDay * 90);
  const auto made = model.forecast(Forecaster::regression, kDay * 90);
  REQUIRE(made.size() == 24);
  for (std::size_t h = 0; h < 24; ++h)
    CHECK(made[h] == doctest::Approx(100 + static_cast<double>(h)).epsilon(0.02));
}

TEST_CASE("too little past makes no forecast") {
  const auto series = made_series(kDay * 40);
  IntensityForecast model(series, 0, 24);
  CHECK(model.forecast(Forecaster::regression, kDay * 20).empty());
  CHECK(test_forecasts(series, 0, 24, 0, kDay * 20, kDay).forecasts == 0);
}

TEST_CASE("on a real grid the forecast beats yesterday and the week, from the past alone") {
  const std::string path = "../shared/data/grid-hourly/US-CAL-CISO_generation_mix_2020-2022.csv";
  if (!std::filesystem::exists(path)) {
    MESSAGE(path << " is absent: not compared");
    return;
  }
  const auto series =
      read_hourly(std::make_shared<const base::SourceText>(path, base::read_file(path)), false,
                  [](std::string_view) { return std::optional<double>(); });
  REQUIRE(series.has_value());
  CHECK(series->holes == 7);
  const auto& hours = series->grids[0].intensity;
  const auto weekday = first_weekday_hour(*series);
  // the table of docs/methods/plan.md, to its printed digits: g/kWh and % by forecaster
  constexpr double kPublished[2][kForecasters.size()][2] = {
      {{17.7, 7.2}, {21.6, 8.8}, {54.5, 24.0}}, {{20.6, 8.4}, {25.1, 10.3}, {54.8, 24.2}}};
  constexpr double kHalfDigit = 0.05;
  for (const std::size_t days : {std::size_t{1}, std::size_t{2}}) {
    const auto horizon = days * kDay;
    // every day of the last two years, learning from all days before it
    const auto test = test_forecasts(hours, weekday, horizon, kDay * 366, hours.size(), kDay);
    const auto& ours = test.errors[0];
    for (std::size_t f = 0; f < kForecasters.size(); ++f) {
      const auto& error = test.errors[f];
      const auto& published = kPublished[days - 1][f];
      MESSAGE("up to " << horizon << " h, " << name(kForecasters[f]) << ": mean error "
                       << error.absolute << " g/kWh (" << published[0] << " in the docs), "
                       << 100 * error.relative << " % (" << published[1] << ")");
      CHECK(std::abs(error.absolute - published[0]) <= kHalfDigit);
      CHECK(std::abs(100 * error.relative - published[1]) <= kHalfDigit);
    }
    CHECK(test.forecasts > horizon * 700);
    CHECK(ours.absolute < 0.87 * test.errors[1].absolute);
    CHECK(ours.absolute < 0.5 * test.errors[2].absolute);
    CHECK(ours.relative < test.errors[1].relative);
  }
}

}  // namespace
}  // namespace holon::findings
