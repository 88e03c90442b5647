// SPDX-License-Identifier: Apache-2.0
//
// Candidates for break-even on one chart: what each has caused against what it has served.
#pragma once

#include <string>

#include "findings/investments.h"
#include "report/style.h"

namespace holon::report {

/// The baseline as dots, each candidate as a letter, `×` where one is repaid for good; with both
/// axes and a legend. Nothing where nothing is served, or all is 0.
[[nodiscard]] std::string cost_chart(const findings::Findings& findings,
                                     const findings::CostChart& chart, const Style& style);

}  // namespace holon::report
