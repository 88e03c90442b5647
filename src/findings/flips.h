// SPDX-License-Identifier: Apache-2.0
//
// Where the order of two alternatives changes, and on which assumption; see decision.h.
#pragma once

#include <vector>

#include "findings/decision.h"
#include "findings/subject.h"

namespace holon::findings {

/// Adds the flips of a decision whose alternatives are known. `cases` are theirs. Runs the model
/// again where an order is not sure.
void find_flips(const Subject& subject, const std::vector<int>& cases, const Plan& plan,
                const engine::Progress& progress, Decision& decision);

}  // namespace holon::findings
