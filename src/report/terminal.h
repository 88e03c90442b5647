// SPDX-License-Identifier: Apache-2.0
//
// Findings for a person at a terminal.
#pragma once

#include <string>

#include "findings/findings.h"
#include "findings/investments.h"
#include "report/style.h"

namespace holon::report {

/// The whole report as lines that end in newlines, none wider than the style's width.
[[nodiscard]] std::string terminal(const findings::Findings& findings,
                                   const findings::Investments& invested, const Style& style);

/// The same without what `findings::invest` tells.
[[nodiscard]] std::string terminal(const findings::Findings& findings, const Style& style);

}  // namespace holon::report
