// SPDX-License-Identifier: Apache-2.0
//
// When to run a job that may wait: at once, later in one piece, or in pieces, with what is known
// afterwards (the optimum), and with forecasts made from the past.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "findings/hourly_series.h"
#include "findings/intensity_forecast.h"

namespace holon::findings {

/// A job of whole hours at constant power.
struct Job {
  std::size_t hours = 1;
  std::size_t slack = 0;  ///< hours that its start, or the sum of its pauses, may wait
  double energy_kWh = 1;  ///< of the whole job, at the facility
  [[nodiscard]] std::size_t window() const { return hours + slack; }
};

/// The smallest, 5 %, 50 %, 95 %, largest and mean of many.
struct Quantiles {
  double least = 0, p05 = 0, p50 = 0, p95 = 0, most = 0, mean = 0;
};

/// Of the values that are finite; NaN everywhere if there are none.
[[nodiscard]] Quantiles quantiles_of(std::vector<double> values);

/// Ways to run the job, by what they know.
struct Way {
  std::string name;  ///< "run now", "deferred, optimum", "interrupted, forecast", …
  bool is_interrupted = false;
  std::optional<Forecaster> forecaster;  ///< nothing: knows the future, or needs nothing
  Quantiles carbon;                      ///< [g CO2e] over all arrivals
  double saving = 0;      ///< 1 − mean carbon / that of running now; NaN if that is 0
  double of_optimum = 0;  ///< saving / that of the optimum of the same kind; NaN if that is 0
};

/// The job at each arrival.
struct ScheduleFinding {
  std::string grid;
  std::size_t arrivals = 0;
  std::size_t left_out = 0;                    ///< their window has a hole, or too little past
  std::int64_t first_hour = 0, last_hour = 0;  ///< of the arrivals
  std::vector<Way> ways;
  std::array<double, 24> by_hour{};  ///< mean carbon of running now, by the hour of the day [g]
};

/// One arrival, hour by hour.
struct SingleSchedule {
  std::int64_t first_hour = 0;
  std::vector<double> actual;    ///< [g/kWh] of the window
  std::vector<double> forecast;  ///< made at the arrival; empty: too little past
  struct Choice {
    std::string name;
    std::vector<std::size_t> hours;  ///< of the window
    double carbon = 0;               ///< [g CO2e]
  };
  std::vector<Choice> choices;
};

/// First hour of the cheapest piece of `hours` in `intensity`.
[[nodiscard]] std::size_t cheapest_piece(std::span<const double> intensity, std::size_t hours);

/// The cheapest `hours` in `intensity`, in rising order; of equal ones the earliest.
[[nodiscard]] std::vector<std::size_t> cheapest_hours(std::span<const double> intensity,
                                                      std::size_t hours);

/// The job at each hour from `first` to `end` (indices of the series' hours); forecasts too if
/// `with_forecasts`, each made at the arrival from what was known then.
[[nodiscard]] ScheduleFinding schedule(const HourlySeries& series, const GridHours& grid,
                                       const Job& job, std::size_t first, std::size_t end,
                                       bool with_forecasts, const Progress& progress = {});

/// The job that arrives at one hour; nothing if its window has a hole or leaves the series.
[[nodiscard]] std::optional<SingleSchedule> schedule_at(const HourlySeries& series,
                                                        const GridHours& grid, const Job& job,
                                                        std::size_t arrival,
                                                        const Progress& progress = {});

/// Hours from a Monday's midnight to the series' first hour.
[[nodiscard]] std::size_t first_weekday_hour(const HourlySeries& series);

}  // namespace holon::findings
