// SPDX-License-Identifier: Apache-2.0
//
// Findings and diagnostics for programs. The keys stand in docs/reference/json.md.
#pragma once

#include <string>

#include "base/diagnostic.h"
#include "findings/findings.h"

namespace holon::report {

/// Findings as one JSON object: UTF-8, keys in a fixed order, a newline at the end. A number that
/// is not finite is null.
[[nodiscard]] std::string json(const findings::Findings& findings);

/// Diagnostics as `{"diagnostics": […]}`. Lines and columns count from 1, columns in characters;
/// `end_column` is the first one past the mark, on the same line.
[[nodiscard]] std::string json(const base::Diagnostics& diagnostics);

}  // namespace holon::report
