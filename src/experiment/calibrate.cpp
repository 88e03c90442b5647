// SPDX-License-Identifier: Apache-2.0
#include "experiment/calibrate.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/fisher_f.hpp>

#include "base/error.h"

namespace holon::experiment {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Where a datum lies between the steps.
struct Place {
  std::size_t series;
  std::uint32_t step;
  double beyond;  // share of a step after it
};

double spread_of(const DataSeries& series) {
  if (series.error) return *series.error;
  double mean = 0;
  double largest = 0;
  for (const double value : series.values) {
    mean += value / static_cast<double>(series.values.size());
    largest = std::max(largest, std::abs(value));
  }
  double squares = 0;
  for (const double value : series.values) squares += (value - mean) * (value - mean);
  const double spread = std::sqrt(squares / static_cast<double>(series.values.size()));
  // a level series is met relative to its size
  if (spread > 1e-9 * largest) return spread;
  return largest > 0 ? largest : 1;
}

std::vector<model::VariableId> variables_of(const std::vector<DataSeries>& data) {
  std::vector<model::VariableId> out;
  for (const auto& series : data) out.push_back(series.variable);
  return out;
}

class Calibrator {
 public:
  Calibrator(const model::Model& model, const std::vector<Parameter>& parameters,
             const std::vector<DataSeries>& data, const CalibrationPlan& plan,
             const Rounds& progress)
      : model_(model),
        parameters_(parameters),
        data_(data),
        plan_(plan),
        progress_(progress),
        trials_(model, parameters, variables_of(data), 1, plan.engine),
        residuals_([this](const std::vector<Point>& points) { return residuals(points); }) {
    for (std::size_t s = 0; s < data.size(); ++s) {
      scales_.push_back(spread_of(data[s]));
      for (const double time : data[s].times) places_.push_back(place_of_time(s, time));
    }
  }

  Calibration run() {
    const auto fits = plan_.method == FitMethod::local ? local() : evolution();
    best_ = fits[0];
    Calibration out;
    out.starts = fits.size();
    out.converged = best_.converged;
    for (const auto& fit : fits)
      out.agreeing += fit.squares <= best_.squares * (1 + 1e-6) + 1e-12 ? 1 : 0;
    out.errors_stated = std::all_of(data_.begin(), data_.end(),
                                    [](const DataSeries& s) { return s.error.has_value(); });
    out.data = places_.size();
    out.squares = best_.squares;
    out.limit = limit(out.errors_stated);
    describe_parameters(out);
    describe_series(out);
    if (plan_.profile && std::isfinite(out.limit)) profile(out);
    out.runs = trials_.runs();
    return out;
  }

 private:
  [[nodiscard]] Place place_of_time(std::size_t series, double time) const {
    const auto& axis = model_.time;
    if (axis.steps == 0) return {series, 0, 0};
    const double at = std::clamp(time / axis.step, 0.0, static_cast<double>(axis.steps));
    double step = std::floor(at + 1e-6);
    double beyond = at - step;
    if (beyond < 1e-6) beyond = 0;
    return {series, static_cast<std::uint32_t>(step), beyond};
  }

  [[nodiscard]] double seen(const Trial& trial, const Place& place) const {
    const double here = trial.value(place.series, place.step, 0);
    if (place.beyond == 0) return here;
    return here + place.beyond * (trial.value(place.series, place.step + 1, 0) - here);
  }

  std::vector<std::vector<double>> values(const std::vector<Point>& points) {
    return trials_.run(points, [this](const Trial& trial) {
      std::vector<double> out;
      for (const auto& place : places_) out.push_back(seen(trial, place));
      return out;
    });
  }

  std::vector<std::vector<double>> residuals(const std::vector<Point>& points) {
    auto out = values(points);
    for (auto& one : out) {
      std::size_t k = 0;
      for (std::size_t s = 0; s < data_.size(); ++s) {
        for (const double value : data_[s].values) {
          one[k] = (one[k] - value) / scales_[s];
          ++k;
        }
      }
    }
    return out;
  }

  // the model's own values first, then points all over
  [[nodiscard]] std::vector<Point> starts() const {
    auto out = spread_points(std::max<std::size_t>(1, plan_.starts), parameters_.size(),
                             plan_.engine.seed);
    for (std::size_t i = 0; i < parameters_.size(); ++i) {
      const auto own = own_value(model_, parameters_[i].variable);
      if (own && *own >= parameters_[i].low && *own <= parameters_[i].high)
        out[0][i] = place_of(parameters_[i], *own);
    }
    return out;
  }

  std::vector<Fit> local() { return least_squares(residuals_, starts(), {}, progress_); }

  std::vector<Fit> evolution() {
    EvolutionPlan plan;
    plan.seed = plan_.engine.seed;
    const Scores scores = [this](const std::vector<Point>& points) {
      std::vector<Score> out;
      for (const auto& one : residuals(points)) {
        double sum = 0;
        for (const double r : one) sum += r * r;
        out.push_back({0, sum});
      }
      return out;
    };
    const auto found =
        differential_evolution(scores, parameters_.size(), {starts()[0]}, plan, progress_);
    return least_squares(residuals_, {found.at}, {}, progress_);
  }

  [[nodiscard]] double limit(bool errors_stated) const {
    if (errors_stated) {
      const boost::math::chi_squared chi(1);
      return best_.squares + boost::math::quantile(chi, plan_.confidence);
    }
    const auto freedom =
        static_cast<double>(places_.size()) - static_cast<double>(parameters_.size());
    if (freedom < 1) return kInfinity;
    const boost::math::fisher_f f(1, freedom);
    // data that are met exactly tell nothing of their errors; rounding stands in for them
    const double squares = std::max(best_.squares, 1e-24 * static_cast<double>(places_.size()));
    return squares * (1 + boost::math::quantile(f, plan_.confidence) / freedom);
  }

  [[nodiscard]] double slope(std::size_t p) const {
    const auto& parameter = parameters_[p];
    const double range = parameter.high - parameter.low;
    if (!parameter.logarithmic) return range;
    return value_at(parameter, best_.at[p]) * std::log(parameter.high / parameter.low);
  }

  void describe_parameters(Calibration& out) const {
    const auto spread = covariance(best_);
    const auto freedom =
        static_cast<double>(places_.size()) - static_cast<double>(parameters_.size());
    const double variance = out.errors_stated ? 1 : freedom > 0 ? best_.squares / freedom : 0;
    out.correlation.assign(parameters_.size(), std::vector<double>(parameters_.size()));
    for (std::size_t p = 0; p < parameters_.size(); ++p) {
      ParameterFit one;
      one.value = value_at(parameters_[p], best_.at[p]);
      one.standard_error = std::sqrt(spread[p][p] * variance) * slope(p);
      one.at_bound = best_.at[p] <= 0 || best_.at[p] >= 1;
      out.parameters.push_back(std::move(one));
      for (std::size_t q = 0; q < parameters_.size(); ++q)
        out.correlation[p][q] = spread[p][q] / std::sqrt(spread[p][p] * spread[q][q]);
    }
  }

  void describe_series(Calibration& out) {
    const auto seen = values({best_.at})[0];
    std::size_t k = 0;
    for (std::size_t s = 0; s < data_.size(); ++s) {
      SeriesFit one;
      one.count = data_[s].values.size();
      one.scale = scales_[s];
      double mean = 0;
      for (const double d : data_[s].values) mean += d / static_cast<double>(one.count);
      double off = 0;
      double spread = 0;
      for (const double d : data_[s].values) {
        one.at.push_back(seen[k]);
        off += std::pow(seen[k++] - d, 2);
        spread += std::pow(d - mean, 2);
      }
      one.error = std::sqrt(off / static_cast<double>(one.count));
      one.explained = spread > 0 ? 1 - off / spread : std::nan("");
      out.series.push_back(std::move(one));
    }
  }

  // least Q with the parameter held, from the neighbour's end
  Fit held(std::size_t p, double place, Point from) {
    from[p] = place;
    LeastSquaresPlan plan;
    plan.rounds = 30;
    plan.tolerance = 1e-8;
    plan.fixed.assign(parameters_.size(), false);
    plan.fixed[p] = true;
    return least_squares(residuals_, {from}, plan, nullptr)[0];
  }

  void profile(Calibration& out) {
    for (std::size_t p = 0; p < parameters_.size(); ++p) {
      auto& one = out.parameters[p];
      one.profile.push_back({one.value, best_.squares});
      for (const int side : {-1, 1}) follow(p, side, out.limit, one);
      std::sort(one.profile.begin(), one.profile.end(),
                [](const ProfilePoint& a, const ProfilePoint& b) { return a.value < b.value; });
      if (progress_ && !progress_(p + 1, parameters_.size())) throw base::Interrupted();
    }
  }

  // from the best to one side until Q passes the limit, then to where it meets it
  void follow(std::size_t p, int side, double limit, ParameterFit& out) {
    constexpr int kMostSteps = 40;
    constexpr int kRefinements = 12;
    const double height = limit - best_.squares;
    double step = std::clamp(0.5 * out.standard_error / slope(p), 1e-6, 0.1);
    if (!std::isfinite(step)) step = 0.1;
    Point inside = best_.at;
    // how far up the way to the limit, as a distance: nearly a straight line
    double inside_rise = 0;
    const auto rise_of = [&](const Fit& fit) {
      return std::sqrt(std::max(0.0, fit.squares - best_.squares) / height);
    };
    const auto record = [&](const Fit& fit) {
      out.profile.push_back({value_at(parameters_[p], fit.at[p]), fit.squares});
    };
    for (int n = 0; n < kMostSteps; ++n) {
      const double at = std::clamp(inside[p] + side * step, 0.0, 1.0);
      if (at == inside[p]) return;
      const auto fit = held(p, at, inside);
      record(fit);
      const double rise = rise_of(fit);
      if (rise < 1) {
        // small rises: longer steps
        if (rise - inside_rise < 0.3) step *= 2;
        inside = fit.at;
        inside_rise = rise;
        continue;
      }
      double outside = at;
      double outside_rise = rise;
      for (int k = 0; k < kRefinements && std::abs(outside - inside[p]) > 1e-9; ++k) {
        double share = (1 - inside_rise) / (outside_rise - inside_rise);
        if (!std::isfinite(share) || k % 3 == 2) share = 0.5;
        const double middle = inside[p] + std::clamp(share, 0.01, 0.99) * (outside - inside[p]);
        const auto between = held(p, middle, inside);
        const double height_here = rise_of(between);
        if (height_here < 1) {
          inside = between.at;
          inside_rise = height_here;
        } else {
          outside = middle;
          outside_rise = height_here;
        }
        if (std::abs(height_here - 1) < 1e-5) break;
      }
      const double share =
          outside_rise > inside_rise
              ? std::clamp((1 - inside_rise) / (outside_rise - inside_rise), 0.0, 1.0)
              : 0;
      const double end = value_at(parameters_[p], inside[p] + share * (outside - inside[p]));
      (side < 0 ? out.low : out.high) = end;
      return;
    }
  }

  const model::Model& model_;
  const std::vector<Parameter>& parameters_;
  const std::vector<DataSeries>& data_;
  const CalibrationPlan& plan_;
  const Rounds& progress_;
  Trials trials_;
  Residuals residuals_;
  std::vector<double> scales_;  // of each series
  std::vector<Place> places_;   // of every datum, series by series
  Fit best_;
};

}  // namespace

Calibration calibrate(const model::Model& model, const std::vector<Parameter>& parameters,
                      const std::vector<DataSeries>& data, const CalibrationPlan& plan,
                      const Rounds& progress) {
  base::check(!parameters.empty() && !data.empty(), "there is something to fit, and to fit it to");
  return Calibrator(model, parameters, data, plan, progress).run();
}

}  // namespace holon::experiment
