// SPDX-License-Identifier: Apache-2.0
//
// A forecast of a grid's carbon intensity that knows only the past: for each hour of the day at
// which it is made and each hour ahead, a ridge regression
//
//   y(s + h) − y(d)  =  Σ_k β_k x_k(s, h)         d: same hour of the last known day
//
// so that with little past it falls back on yesterday. The features, relative to the mean of the
// week up to s, are the same hour of the last two days and of the last week, their means over 7 and
// 28 days, the latest deviations from yesterday, the level of the last day and month, and whether
// the target is a Saturday or Sunday. Two simple forecasts stand beside it: the same hour of the
// last known day, and the mean of the week.
//
// Symbols: s the last known hour, h hours ahead. β solves (X'X + λ I) β = X'y, λ = 2.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "findings/progress.h"

namespace holon::findings {

enum class Forecaster { regression, yesterday, week_mean };

inline constexpr std::array<Forecaster, 3> kForecasters{
    Forecaster::regression, Forecaster::yesterday, Forecaster::week_mean};

/// "forecast", "same hour yesterday", "mean of the week".
[[nodiscard]] std::string_view name(Forecaster forecaster);

/// Forecasts of one grid. A hole is bridged by the value a day earlier where it is looked back at;
/// it is never learnt from.
class IntensityForecast {
 public:
  /// `first_weekday_hour`: hours from a Monday's midnight to the first value. `horizon` hours
  /// ahead.
  IntensityForecast(std::span<const double> intensity, std::size_t first_weekday_hour,
                    std::size_t horizon);

  /// Learns from every hour before `now`; `now` never falls. `progress` is told of the days.
  void learn_until(std::size_t now, const Progress& progress = {});

  /// Intensities of the hours now, now + 1, …; looks at nothing from `now` on. Where less than
  /// `least_history` hours are known, nothing.
  [[nodiscard]] std::vector<double> forecast(Forecaster forecaster, std::size_t now) const;

  /// Hours of the past that a forecast looks back on: 28 days and the horizon in whole days.
  [[nodiscard]] std::size_t least_history() const;

  static constexpr std::size_t kFeatures = 12;

 private:
  using Features = std::array<double, kFeatures>;

  /// X'X (upper triangle) and X'y of one regression.
  struct Sums {
    std::array<std::array<double, kFeatures>, kFeatures> products{};
    Features targets{};
  };

  [[nodiscard]] double mean(std::size_t first, std::size_t end) const;
  [[nodiscard]] double same_hour_mean(std::size_t last, std::size_t days) const;
  [[nodiscard]] double week_before(std::size_t now) const;
  [[nodiscard]] double is_weekend(std::size_t hour) const;
  [[nodiscard]] Features features(std::size_t now, std::size_t ahead) const;
  [[nodiscard]] static Features solve(Sums sums);
  [[nodiscard]] std::size_t sums_index(std::size_t now, std::size_t ahead) const;
  void learn_from(std::size_t target);

  std::vector<double> known_;      // with holes bridged
  std::vector<bool> is_measured_;  // no hole
  std::vector<double> running_;    // running_[i]: sum of known_ before i
  std::vector<double> by_hour_;    // by_hour_[i]: sum of known_ at i, i − 24, …
  std::size_t first_weekday_hour_;
  std::size_t horizon_;
  std::size_t learned_ = 0;
  std::vector<Sums> sums_;  // by hour of the day of `now`, then hours ahead
};

/// How far forecasts were off.
struct ForecastError {
  double absolute = 0;  ///< mean |forecast − actual| [g/kWh]
  double relative = 0;  ///< mean of |forecast − actual| / actual
};

/// Forecasts made at each of the hours `origins` for `horizon` hours, each from its own past alone.
struct ForecastTest {
  std::size_t forecasts = 0;  ///< hours that were forecast and measured
  std::array<ForecastError, kForecasters.size()> errors;
};

/// Rolls through the series from hour `first` to `end`: a forecast every `every` hours.
[[nodiscard]] ForecastTest test_forecasts(std::span<const double> intensity,
                                          std::size_t first_weekday_hour, std::size_t horizon,
                                          std::size_t first, std::size_t end, std::size_t every,
                                          const Progress& progress = {});

}  // namespace holon::findings
