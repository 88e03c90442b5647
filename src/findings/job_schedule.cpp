// SPDX-License-Identifier: Apache-2.0
#include "findings/job_schedule.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include <fmt/format.h>

#include "findings/rank_statistics.h"

namespace holon::findings {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

bool is_whole(std::span<const double> values) {
  return std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); });
}

// the mean of a piece [g/kWh]
double piece_mean(std::span<const double> intensity, std::size_t first, std::size_t hours) {
  const auto begin = intensity.begin() + static_cast<std::ptrdiff_t>(first);
  return std::accumulate(begin, begin + static_cast<std::ptrdiff_t>(hours), 0.0) /
         static_cast<double>(hours);
}

double mean_of(std::span<const double> intensity, const std::vector<std::size_t>& hours) {
  double sum = 0;
  for (const auto hour : hours) sum += intensity[hour];
  return sum / static_cast<double>(hours.size());
}

// the mean of the cheapest hours, without telling which
double cheapest_hours_mean(std::span<const double> intensity, std::size_t hours,
                           std::vector<double>& scratch) {
  scratch.assign(intensity.begin(), intensity.end());
  const auto end = scratch.begin() + static_cast<std::ptrdiff_t>(hours);
  if (end != scratch.end()) std::nth_element(scratch.begin(), end, scratch.end());
  return std::accumulate(scratch.begin(), end, 0.0) / static_cast<double>(hours);
}

/// Carbon of each way at each arrival.
class Ledger {
 public:
  explicit Ledger(bool with_forecasts) {
    add("run now", false, std::nullopt);
    add("deferred, optimum", false, std::nullopt);
    add("interrupted, optimum", true, std::nullopt);
    if (!with_forecasts) return;
    for (const bool is_interrupted : {false, true}) {
      for (const auto forecaster : kForecasters) {
        // a flat forecast chooses no hour
        if (forecaster == Forecaster::week_mean) continue;
        add(fmt::format("{}, {}", is_interrupted ? "interrupted" : "deferred",
                        forecaster == Forecaster::yesterday ? "yesterday" : "forecast"),
            is_interrupted, forecaster);
      }
    }
  }

  [[nodiscard]] const std::vector<Way>& ways() const { return ways_; }
  void enter(std::size_t way, double carbon) { carbon_[way].push_back(carbon); }

  std::vector<Way> close() {
    for (std::size_t w = 0; w < ways_.size(); ++w) ways_[w].carbon = quantiles_of(carbon_[w]);
    // of nothing, nothing is saved: NaN
    const auto saving = [&](std::size_t w) {
      return 1 - ways_[w].carbon.mean / ways_[0].carbon.mean;
    };
    for (std::size_t w = 0; w < ways_.size(); ++w) {
      ways_[w].saving = saving(w);
      const double optimum = saving(ways_[w].is_interrupted ? 2 : 1);
      ways_[w].of_optimum = optimum > 0 ? ways_[w].saving / optimum : kNaN;
    }
    return std::move(ways_);
  }

 private:
  void add(std::string text, bool is_interrupted, std::optional<Forecaster> forecaster) {
    ways_.push_back({std::move(text), is_interrupted, forecaster, {}, 0, 0});
    carbon_.emplace_back();
  }

  std::vector<Way> ways_;
  std::vector<std::vector<double>> carbon_;
};

// the ways that choose by forecasts made at the arrival, and pay what their hours turn out to be
void enter_forecasts(Ledger& ledger, const IntensityForecast& model, const Job& job,
                     std::size_t arrival, std::span<const double> actual) {
  std::array<std::vector<double>, kForecasters.size()> made;
  for (std::size_t w = 0; w < ledger.ways().size(); ++w) {
    const auto& way = ledger.ways()[w];
    if (!way.forecaster) continue;
    auto& forecast = made[static_cast<std::size_t>(*way.forecaster)];
    if (forecast.empty()) forecast = model.forecast(*way.forecaster, arrival);
    const double mean = way.is_interrupted
                            ? mean_of(actual, cheapest_hours(forecast, job.hours))
                            : piece_mean(actual, cheapest_piece(forecast, job.hours), job.hours);
    ledger.enter(w, job.energy_kWh * mean);
  }
}

}  // namespace

Quantiles quantiles_of(std::vector<double> values) {
  std::erase_if(values, [](double v) { return !std::isfinite(v); });
  if (values.empty()) return {kNaN, kNaN, kNaN, kNaN, kNaN, kNaN};
  std::sort(values.begin(), values.end());
  const auto at = [&](double q) { return sorted_quantile(values, q); };
  const double sum = std::accumulate(values.begin(), values.end(), 0.0);
  return {values.front(), at(0.05),      at(0.5),
          at(0.95),       values.back(), sum / static_cast<double>(values.size())};
}

std::size_t cheapest_piece(std::span<const double> intensity, std::size_t hours) {
  std::size_t best = 0;
  double sum = 0;
  for (std::size_t i = 0; i < hours; ++i) sum += intensity[i];
  double least = sum;
  for (std::size_t first = 1; first + hours <= intensity.size(); ++first) {
    sum += intensity[first + hours - 1] - intensity[first - 1];
    // rounding must not make a later piece of the same hours look cheaper
    if (sum < least - 1e-9 * std::abs(least)) {
      least = sum;
      best = first;
    }
  }
  return best;
}

std::vector<std::size_t> cheapest_hours(std::span<const double> intensity, std::size_t hours) {
  std::vector<std::size_t> order(intensity.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return intensity[a] < intensity[b]; });
  order.resize(std::min(hours, order.size()));
  std::sort(order.begin(), order.end());
  return order;
}

std::size_t first_weekday_hour(const HourlySeries& series) {
  constexpr std::int64_t kDay = 24;
  constexpr std::int64_t kWeek = 7 * kDay;
  constexpr std::int64_t kThursday = 3 * kDay;  // 1970-01-01
  return static_cast<std::size_t>(((series.first_hour + kThursday) % kWeek + kWeek) % kWeek);
}

ScheduleFinding schedule(const HourlySeries& series, const GridHours& grid, const Job& job,
                         std::size_t first, std::size_t end, bool with_forecasts,
                         const Progress& progress) {
  const std::span<const double> all(grid.intensity);
  const auto window = job.window();
  std::optional<IntensityForecast> model;
  if (with_forecasts) model.emplace(all, first_weekday_hour(series), window);
  ScheduleFinding out;
  out.grid = grid.name;
  Ledger ledger(with_forecasts);
  std::array<double, 24> by_hour{};
  std::array<std::size_t, 24> counts{};
  std::vector<double> scratch;
  for (auto arrival = first; arrival + window <= std::min(end, all.size()); ++arrival) {
    tell(progress, arrival, all.size());
    const auto actual = all.subspan(arrival, window);
    const bool has_past = !model || arrival >= model->least_history();
    if (!has_past || !is_whole(actual)) {
      ++out.left_out;
      continue;
    }
    out.last_hour = series.first_hour + static_cast<std::int64_t>(arrival);
    if (++out.arrivals == 1) out.first_hour = out.last_hour;
    const double now = job.energy_kWh * piece_mean(actual, 0, job.hours);
    ledger.enter(0, now);
    ledger.enter(1,
                 job.energy_kWh * piece_mean(actual, cheapest_piece(actual, job.hours), job.hours));
    ledger.enter(2, job.energy_kWh * cheapest_hours_mean(actual, job.hours, scratch));
    const auto of_day = static_cast<std::size_t>(hour_of_day(out.last_hour));
    by_hour[of_day] += now;
    ++counts[of_day];
    if (!model) continue;
    model->learn_until(arrival, progress);
    enter_forecasts(ledger, *model, job, arrival, actual);
  }
  for (std::size_t h = 0; h < by_hour.size(); ++h)
    out.by_hour[h] = counts[h] == 0 ? kNaN : by_hour[h] / static_cast<double>(counts[h]);
  out.ways = ledger.close();
  return out;
}

std::optional<SingleSchedule> schedule_at(const HourlySeries& series, const GridHours& grid,
                                          const Job& job, std::size_t arrival,
                                          const Progress& progress) {
  const std::span<const double> all(grid.intensity);
  if (arrival + job.window() > all.size()) return std::nullopt;
  const auto actual = all.subspan(arrival, job.window());
  if (!is_whole(actual)) return std::nullopt;
  SingleSchedule out;
  out.first_hour = series.first_hour + static_cast<std::int64_t>(arrival);
  out.actual.assign(actual.begin(), actual.end());
  IntensityForecast model(all, first_weekday_hour(series), job.window());
  if (arrival >= model.least_history()) {
    model.learn_until(arrival, progress);
    out.forecast = model.forecast(Forecaster::regression, arrival);
  }
  const auto add = [&](std::string text, std::vector<std::size_t> hours) {
    const double carbon = job.energy_kWh * mean_of(actual, hours);
    out.choices.push_back({std::move(text), std::move(hours), carbon});
  };
  const auto piece = [&](std::size_t first) {
    std::vector<std::size_t> hours(job.hours);
    std::iota(hours.begin(), hours.end(), first);
    return hours;
  };
  add("run now", piece(0));
  if (!out.forecast.empty()) {
    add("deferred, forecast", piece(cheapest_piece(out.forecast, job.hours)));
    add("interrupted, forecast", cheapest_hours(out.forecast, job.hours));
  }
  add("deferred, optimum", piece(cheapest_piece(actual, job.hours)));
  add("interrupted, optimum", cheapest_hours(actual, job.hours));
  return out;
}

}  // namespace holon::findings
