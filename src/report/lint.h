// SPDX-License-Identifier: Apache-2.0
//
// What a lint of cards found, for a terminal and as JSON. The keys stand in docs/methods/lint.md.
#pragma once

#include <string>
#include <vector>

#include "findings/card_lint.h"
#include "report/style.h"

namespace holon::report {

/// Findings of one file.
struct LintReport {
  std::string file;
  std::size_t tables = 0;
  std::size_t rows = 0;
  std::vector<findings::LintFinding> found;
};

[[nodiscard]] std::string terminal(const std::vector<LintReport>& reports, const Style& style);
[[nodiscard]] std::string json(const std::vector<LintReport>& reports);

}  // namespace holon::report
