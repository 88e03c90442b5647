// SPDX-License-Identifier: Apache-2.0
//
// Why two estimates differ, in the terminal and as JSON.
#pragma once

#include <string>

#include "findings/gap.h"
#include "report/style.h"

namespace holon::report {

[[nodiscard]] std::string terminal(const findings::Gap& gap, const Style& style);

[[nodiscard]] std::string json(const findings::Gap& gap);

}  // namespace holon::report
