// SPDX-License-Identifier: Apache-2.0
//
// Findings as one long table, for spreadsheets and statistics.
#pragma once

#include <string>

#include "findings/findings.h"

namespace holon::report {

/// Lines of `case,cut,name,category,unit,mean,sd,p05,p50,p95`, quoted as in RFC 4180. `case` is
/// "baseline" or a scenario; `cut` is total, per unit, phase, activity, source, place or
/// difference; `name` is the part, or the functional unit of `per unit`. A number reads back as
/// it was; one that is not finite is empty.
[[nodiscard]] std::string csv(const findings::Findings& findings);

}  // namespace holon::report
