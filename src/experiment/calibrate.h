// SPDX-License-Identifier: Apache-2.0
//
// Finding the parameters with which a model meets data.
//
//   residuals  r_k = (y(t_k) - d_k) / s,  squares Q = Σ r_k²,  least over the parameters
//
// y between steps is on the straight line between them. s is the stated error of the series; where
// none is stated, the spread of its data, and the size of the errors is then estimated from Q.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "experiment/least_squares.h"
#include "experiment/trials.h"

namespace holon::experiment {

/// What a variable was seen to be. Missing values are left out.
struct DataSeries {
  std::string name;
  model::VariableId variable = 0;
  std::vector<double> times;  ///< [time of the model, from its first step], within its span
  std::vector<double> values;
  std::optional<double> error;  ///< one standard deviation, known from elsewhere
};

enum class FitMethod {
  local,      ///< least squares from several starts
  evolution,  ///< differential evolution, then least squares from its end
};

struct CalibrationPlan {
  engine::Plan engine;
  FitMethod method = FitMethod::local;
  std::size_t starts = 12;
  bool profile = true;
  double confidence = 0.95;
};

/// A place on a profile: the parameter held there, the others at their best.
struct ProfilePoint {
  double value;
  double squares;
};

/// A parameter's best value [base units] and what the data say of it.
struct ParameterFit {
  double value = 0;
  double standard_error = 0;  ///< from the derivatives at the best; infinite where data are silent
  bool at_bound = false;
  std::optional<double> low;  ///< of the profile interval; nothing: it goes on beyond the bound
  std::optional<double> high;
  std::vector<ProfilePoint> profile;  ///< rising in value
};

/// How well a series is met.
struct SeriesFit {
  std::size_t count = 0;
  double scale = 1;        ///< s
  double error = 0;        ///< root mean square of y - d
  double explained = 0;    ///< 1 - Σ (y - d)² / Σ (d - mean)²
  std::vector<double> at;  ///< y at the data's times
};

struct Calibration {
  std::vector<ParameterFit> parameters;
  std::vector<std::vector<double>> correlation;  ///< of the estimates
  std::vector<SeriesFit> series;
  double squares = 0;    ///< least Q
  double limit = 0;      ///< Q at which the intervals end
  std::size_t data = 0;  ///< values in all series
  bool errors_stated = false;
  bool converged = false;
  std::size_t agreeing = 0;  ///< of the starts: ended at the same Q
  std::size_t starts = 0;
  std::uint64_t runs = 0;
};

/// Fits the parameters. Profile likelihood: the interval of a parameter holds the values for which
/// the others can still be chosen such that Q stays below a limit: Q + chi²(1) with stated errors,
/// else Q (1 + F(1, n - p) / (n - p)) (Bates and Watts, Nonlinear Regression Analysis, 1988; Raue
/// et al., Bioinformatics 25, 2009). The same bits for any threads, lanes and ranks.
[[nodiscard]] Calibration calibrate(const model::Model& model,
                                    const std::vector<Parameter>& parameters,
                                    const std::vector<DataSeries>& data,
                                    const CalibrationPlan& plan, const Rounds& progress);

}  // namespace holon::experiment
