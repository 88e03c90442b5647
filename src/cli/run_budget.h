// SPDX-License-Identifier: Apache-2.0
//
// Whether a run would break the budget of a study.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace holon::cli {

/// What is left of a study's budget beside what it has already, per joule of a run.
class RunBudget {
 public:
  /// Assesses the study. Nothing, after telling why, if it cannot be read, has no budget, or its
  /// budget is in a category that a run's energy says nothing of.
  static std::optional<RunBudget> of(const std::string& study, const std::string& place);

  /// What an energy would break, in one sentence; empty: nothing.
  [[nodiscard]] std::string broken_by(double energy_J) const;

 private:
  struct Limit {
    std::string category, unit;
    double limit = 0;
    double used = 0;       ///< the study's total: median
    double per_joule = 0;  ///< what a run adds
  };
  std::vector<Limit> limits_;
};

}  // namespace holon::cli
