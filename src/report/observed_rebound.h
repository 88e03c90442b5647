// SPDX-License-Identifier: Apache-2.0
//
// Rebound after the fact, in the terminal and as JSON.
#pragma once

#include <string>
#include <vector>

#include "findings/observed_rebound.h"
#include "report/style.h"

namespace holon::report {

/// What was read, what was assumed, what came out.
struct ObservedReboundReport {
  std::string source;
  findings::ActivitySeries series;
  std::string growth;  ///< of the counterfactual activity, as the user wrote it
  std::vector<findings::ObservedRebound> found;
};

[[nodiscard]] std::string terminal(const ObservedReboundReport& report, const Style& style);

[[nodiscard]] std::string json(const ObservedReboundReport& report);

}  // namespace holon::report
