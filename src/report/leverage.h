// SPDX-License-Identifier: Apache-2.0
//
// Leverage points for a terminal and as JSON.
#pragma once

#include <cstddef>
#include <string>

#include "findings/leverage.h"
#include "report/style.h"

namespace holon::report {

/// The `top` strongest levers, each with its level, its effect and its share of the variance.
[[nodiscard]] std::string terminal(const findings::Leverage& leverage, std::size_t top,
                                   const Style& style);

/// All of it as one JSON object; its keys stand in docs/methods/leverage.md.
[[nodiscard]] std::string json(const findings::Leverage& leverage);

}  // namespace holon::report
