// SPDX-License-Identifier: Apache-2.0
#include "findings/intensity_forecast.h"

#include <algorithm>
#include <cmath>

namespace holon::findings {
namespace {

constexpr std::size_t kDay = 24;
constexpr std::size_t kWeek = 168;
constexpr std::size_t kLongDays = 28;
constexpr double kRidge = 2;
constexpr double kScale = 100;  // [g/kWh]: makes features of the order of one, so that λ is mild

// whole days that reach back behind `now` from `ahead` hours later
std::size_t days_back(std::size_t ahead, std::size_t period) {
  return (ahead + period - 1) / period;
}

// the same hour of the last day that is known `ahead` hours before the end of hour `target`
std::size_t same_hour_before(std::size_t target, std::size_t ahead) {
  return target - kDay * days_back(ahead, kDay);
}

}  // namespace

std::string_view name(Forecaster forecaster) {
  switch (forecaster) {
    case Forecaster::regression:
      return "forecast";
    case Forecaster::yesterday:
      return "same hour yesterday";
    case Forecaster::week_mean:
      return "mean of the week";
  }
  return {};
}

IntensityForecast::IntensityForecast(std::span<const double> intensity,
                                     std::size_t first_weekday_hour, std::size_t horizon)
    : first_weekday_hour_(first_weekday_hour), horizon_(horizon), sums_(kDay * horizon) {
  base::check(horizon > 0, "a forecast looks ahead");
  running_.push_back(0);
  double last = 0;
  for (std::size_t i = 0; i < intensity.size(); ++i) {
    const bool is_measured = std::isfinite(intensity[i]);
    const double earlier = i >= kDay ? known_[i - kDay] : last;
    known_.push_back(is_measured ? intensity[i] : earlier);
    is_measured_.push_back(is_measured);
    last = known_.back();
    running_.push_back(running_.back() + last);
    by_hour_.push_back(last + (i >= kDay ? by_hour_[i - kDay] : 0));
  }
}

std::size_t IntensityForecast::least_history() const {
  return kDay * (kLongDays + days_back(horizon_, kDay)) + kWeek;
}

double IntensityForecast::mean(std::size_t first, std::size_t end) const {
  return (running_[end] - running_[first]) / static_cast<double>(end - first);
}

// of the hours last, last − 24, …
double IntensityForecast::same_hour_mean(std::size_t last, std::size_t days) const {
  const double before = last >= days * kDay ? by_hour_[last - days * kDay] : 0;
  return (by_hour_[last] - before) / static_cast<double>(days);
}

double IntensityForecast::week_before(std::size_t now) const { return mean(now - kWeek, now); }

double IntensityForecast::is_weekend(std::size_t hour) const {
  constexpr std::size_t kSaturday = 5 * kDay;
  return (first_weekday_hour_ + hour) % kWeek >= kSaturday ? 1 : 0;
}

// everything is looked up before `now`; the target is hour now + ahead − 1
IntensityForecast::Features IntensityForecast::features(std::size_t now, std::size_t ahead) const {
  const auto target = now + ahead - 1;
  const auto day = same_hour_before(target, ahead);
  const auto week = target - kWeek * days_back(ahead, kWeek);
  const double level = week_before(now);
  const auto scaled = [&](double value) { return (value - level) / kScale; };
  return {1,
          scaled(known_[day]),
          scaled(known_[day - kDay]),
          scaled(known_[week]),
          scaled(same_hour_mean(day, 7)),
          scaled(same_hour_mean(day, kLongDays)),
          (known_[now - 1] - known_[now - 1 - kDay]) / kScale,
          (mean(now - 6, now) - mean(now - 6 - kDay, now - kDay)) / kScale,
          scaled(mean(now - kDay, now)),
          scaled(mean(now - kDay * kLongDays, now)),
          is_weekend(target) - is_weekend(day),
          is_weekend(target)};
}

std::size_t IntensityForecast::sums_index(std::size_t now, std::size_t ahead) const {
  return (now % kDay) * horizon_ + ahead - 1;
}

void IntensityForecast::learn_from(std::size_t target) {
  if (!is_measured_[target]) return;
  for (std::size_t ahead = 1; ahead <= horizon_; ++ahead) {
    // the forecast that would have been made `ahead` hours before the end of this hour
    if (target + 1 < ahead + least_history()) break;
    const auto made_at = target + 1 - ahead;
    const auto x = features(made_at, ahead);
    const double y = (known_[target] - known_[same_hour_before(target, ahead)]) / kScale;
    auto& sums = sums_[sums_index(made_at, ahead)];
    for (std::size_t i = 0; i < kFeatures; ++i) {
      sums.targets[i] += x[i] * y;
      for (std::size_t j = i; j < kFeatures; ++j) sums.products[i][j] += x[i] * x[j];
    }
  }
}

void IntensityForecast::learn_until(std::size_t now, const Progress& progress) {
  for (; learned_ < now; ++learned_) {
    if (learned_ % kDay == 0) tell(progress, learned_, known_.size());
    learn_from(learned_);
  }
}

// Cholesky's way on the upper triangle: X'X + λ is positive definite
IntensityForecast::Features IntensityForecast::solve(Sums sums) {
  auto& a = sums.products;
  auto& b = sums.targets;
  for (std::size_t i = 0; i < kFeatures; ++i) a[i][i] += kRidge;
  for (std::size_t i = 0; i < kFeatures; ++i) {
    for (std::size_t j = i + 1; j < kFeatures; ++j) {
      const double factor = a[i][j] / a[i][i];
      for (std::size_t k = j; k < kFeatures; ++k) a[j][k] -= factor * a[i][k];
      b[j] -= factor * b[i];
    }
  }
  for (auto i = kFeatures; i-- > 0;) {
    for (std::size_t k = i + 1; k < kFeatures; ++k) b[i] -= a[i][k] * b[k];
    b[i] /= a[i][i];
  }
  return b;
}

std::vector<double> IntensityForecast::forecast(Forecaster forecaster, std::size_t now) const {
  std::vector<double> out;
  if (now < least_history()) return out;
  const double level = week_before(now);
  for (std::size_t ahead = 1; ahead <= horizon_; ++ahead) {
    if (forecaster == Forecaster::week_mean) {
      out.push_back(level);
    } else if (forecaster == Forecaster::yesterday) {
      out.push_back(known_[same_hour_before(now + ahead - 1, ahead)]);
    } else {
      const auto weights = solve(sums_[sums_index(now, ahead)]);
      const auto x = features(now, ahead);
      double sum = 0;
      for (std::size_t i = 0; i < kFeatures; ++i) sum += weights[i] * x[i];
      // a carbon intensity below zero is none
      const double yesterday = known_[same_hour_before(now + ahead - 1, ahead)];
      out.push_back(std::max(0.0, yesterday + kScale * sum));
    }
  }
  return out;
}

ForecastTest test_forecasts(std::span<const double> intensity, std::size_t first_weekday_hour,
                            std::size_t horizon, std::size_t first, std::size_t end,
                            std::size_t every, const Progress& progress) {
  IntensityForecast model(intensity, first_weekday_hour, horizon);
  ForecastTest out;
  for (auto now = std::max(first, model.least_history()); now + horizon <= end; now += every) {
    model.learn_until(now, progress);
    for (std::size_t f = 0; f < kForecasters.size(); ++f) {
      const auto made = model.forecast(kForecasters[f], now);
      for (std::size_t h = 0; h < horizon; ++h) {
        const double actual = intensity[now + h];
        if (!(actual > 0)) continue;
        const double error = std::abs(made[h] - actual);
        out.errors[f].absolute += error;
        out.errors[f].relative += error / actual;
        if (f == 0) ++out.forecasts;
      }
    }
  }
  for (auto& error : out.errors) {
    error.absolute /= static_cast<double>(out.forecasts);
    error.relative /= static_cast<double>(out.forecasts);
  }
  return out;
}

}  // namespace holon::findings
