// SPDX-License-Identifier: Apache-2.0
//
// What efficiency does not tell you here: one paragraph for each of three discrepancies, from the
// figures of this study alone. Compute is not energy and energy is not carbon; what one phase saves
// another spends; hardware has impacts that efficiency does not count.
// Source: Wright, Igel, Samuel, Selvan, "Efficiency is Not Enough", CACM 2025, sections 3 to 5.
#pragma once

#include <vector>

#include "findings/findings.h"

namespace holon::findings {

/// The three paragraphs. Where the study says nothing of a discrepancy, its paragraph says so, and
/// what to add. Nothing for a study without a climate total.
[[nodiscard]] std::vector<Finding> human_audit(const Findings& findings);

}  // namespace holon::findings
