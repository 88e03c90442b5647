// SPDX-License-Identifier: Apache-2.0
//
// What the feedback loops do, in words: two of the remarks (remarks.h).
#pragma once

#include <vector>

#include "findings/findings.h"

namespace holon::findings {

/// Which loop drives each system, and when.
[[nodiscard]] std::vector<Finding> dominance_remarks(const Findings& findings);

/// Which archetypes the loops form.
[[nodiscard]] std::vector<Finding> archetype_remarks(const Findings& findings);

}  // namespace holon::findings
