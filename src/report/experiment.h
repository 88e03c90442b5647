// SPDX-License-Identifier: Apache-2.0
//
// What experiments found, for a terminal and as JSON.
#pragma once

#include <string>
#include <vector>

#include "experiment/calibrate.h"
#include "experiment/optimise.h"
#include "experiment/sensitivity.h"
#include "report/style.h"

namespace holon::report {

/// A sensitivity and what its numbers belong to.
struct SensitivityReport {
  std::string model;
  std::string method;  ///< "sobol" or "given-data"
  std::uint64_t rows = 0;
  std::uint64_t seed = 0;
  std::vector<std::string> outputs;  ///< names, in order
  std::vector<double> times;         ///< of the entries of each output; one unless over time
  std::string time_unit;             ///< may be empty
  experiment::Sensitivity found;
};

[[nodiscard]] std::string terminal(const SensitivityReport& report, const Style& style);
[[nodiscard]] std::string json(const SensitivityReport& report);

/// A number's unit as the user sees it.
struct ShownUnit {
  double scale = 1;
  std::string text;
};

struct CalibrationReport {
  std::string model;
  std::uint64_t seed = 0;
  double confidence = 0.95;
  std::vector<experiment::Parameter> parameters;
  std::vector<ShownUnit> units;  ///< of the parameters
  std::vector<experiment::DataSeries> data;
  experiment::Calibration found;
};

[[nodiscard]] std::string terminal(const CalibrationReport& report, const Style& style);
[[nodiscard]] std::string json(const CalibrationReport& report);

struct OptimisationReport {
  std::string model;
  std::uint64_t seed = 0;
  std::uint64_t samples = 1;
  std::string goal;  ///< "maximise the mean of catch at the end"
  bool maximise = false;
  std::vector<experiment::Parameter> parameters;
  std::vector<ShownUnit> units;  ///< of the parameters
  ShownUnit goal_unit;
  std::vector<std::string> constraint_names;  ///< "fish at the end >= 0.6"
  std::vector<experiment::Constraint> constraints;
  std::vector<ShownUnit> constraint_units;
  experiment::Optimum found;
};

[[nodiscard]] std::string terminal(const OptimisationReport& report, const Style& style);
[[nodiscard]] std::string json(const OptimisationReport& report);

}  // namespace holon::report
