// SPDX-License-Identifier: Apache-2.0
//
// A measured run, for a terminal and as JSON. The keys stand in docs/methods/meter.md.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "record/run.h"
#include "report/style.h"

namespace holon::report {

/// What was measured, and what a record does not hold of it.
struct RunReport {
  record::Run run;
  double missing_J = 0;             ///< of time that was missed, at the mean power of the rest
  std::optional<double> our_share;  ///< of the processors' work; absent where not computed
  std::vector<std::string> faults;  ///< of the meter, never of the work
  std::string kept_in;              ///< the ledger; empty: it is kept nowhere
};

[[nodiscard]] std::string terminal(const RunReport& report, const Style& style);
[[nodiscard]] std::string json(const RunReport& report);

}  // namespace holon::report
