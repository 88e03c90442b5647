// SPDX-License-Identifier: Apache-2.0
//
// A made-up result with something of everything, in the shape of examples/sketch.
#pragma once

#include "findings/findings.h"

namespace holon::report {

/// Spread evenly by `share` of the mean.
[[nodiscard]] findings::Summary spread(double mean, double share);

/// BLOOM with its deployment, three scenarios, a series, a budget, and water missing in part.
[[nodiscard]] findings::Findings bloom();

}  // namespace holon::report
