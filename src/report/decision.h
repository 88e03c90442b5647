// SPDX-License-Identifier: Apache-2.0
//
// A decision in the terminal and as JSON.
#pragma once

#include <string>

#include "findings/decision.h"
#include "report/style.h"

namespace holon::report {

[[nodiscard]] std::string terminal(const findings::Decision& decision, const Style& style);

[[nodiscard]] std::string json(const findings::Decision& decision);

}  // namespace holon::report
