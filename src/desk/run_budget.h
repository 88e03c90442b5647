// SPDX-License-Identifier: Apache-2.0
//
// Whether a run would break the budget of a study.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "desk/load.h"

namespace holon::desk {

/// What is left of a study's budget beside what it has already, per joule of a run.
class RunBudget {
 public:
  /// Assesses the study. Nothing, and `why`, if it has no budget, or its budget is in a category
  /// that a run's energy says nothing of.
  static std::optional<RunBudget> of(const Loaded& study, const std::string& place,
                                     const catalog::Catalog& catalog, std::string& why);

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

}  // namespace holon::desk
