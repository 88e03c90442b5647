// SPDX-License-Identifier: Apache-2.0
//
// Findings in words. A new one is one function and one line in the list of remarks.cpp.
#pragma once

#include <vector>

#include "findings/findings.h"

namespace holon::findings {

/// Every remark that the figures give reason for.
[[nodiscard]] std::vector<Finding> remarks(const Findings& findings);

}  // namespace holon::findings
