// SPDX-License-Identifier: Apache-2.0
//
// The footprint of one job, for a terminal and as JSON. The keys stand in docs/methods/estimate.md.
#pragma once

#include <string>

#include "findings/estimate.h"
#include "report/style.h"

namespace holon::report {

[[nodiscard]] std::string terminal(const findings::Estimate& estimate, const Style& style);

/// The JSON of `assess`, and `elsewhere`.
[[nodiscard]] std::string json(const findings::Estimate& estimate);

}  // namespace holon::report
