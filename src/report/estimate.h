// SPDX-License-Identifier: Apache-2.0
//
// The footprint of one job, for a terminal and as JSON. The keys stand in docs/methods/estimate.md.
#pragma once

#include <optional>
#include <string>

#include "findings/estimate.h"
#include "report/style.h"

namespace holon::report {

/// What the calculator of the form's profile prints; nothing without a profile.
[[nodiscard]] std::optional<std::string> printed_by_profile(const findings::Estimate& estimate);

[[nodiscard]] std::string terminal(const findings::Estimate& estimate, const Style& style);

/// The JSON of `assess`, and `elsewhere`.
[[nodiscard]] std::string json(const findings::Estimate& estimate);

}  // namespace holon::report
