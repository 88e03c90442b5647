// SPDX-License-Identifier: Apache-2.0
//
// A study under nested boundaries, in the terminal and as JSON.
#pragma once

#include <string>

#include "findings/boundary.h"
#include "report/style.h"

namespace holon::report {

[[nodiscard]] std::string terminal(const findings::BoundaryReport& report, const Style& style);

[[nodiscard]] std::string json(const findings::BoundaryReport& report);

}  // namespace holon::report
