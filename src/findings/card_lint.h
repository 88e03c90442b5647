// SPDX-License-Identifier: Apache-2.0
//
// What a model card's own numbers say of each other: each check is a piece of arithmetic that is
// shown, and silent where the numbers agree within their rounding.
#pragma once

#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "findings/card_table.h"

namespace holon::findings {

/// `error`: the numbers contradict each other or physics. `warning`: they would only fit an unusual
/// reading, which is named.
enum class LintSeverity { error, warning };

struct LintFinding {
  LintSeverity severity = LintSeverity::error;
  std::string check;       ///< "carbon intensity", "watts per device", …
  std::string place;       ///< "card.md:14"
  std::string subject;     ///< the row, or the column
  std::string message;     ///< one sentence
  std::string arithmetic;  ///< "552.1 t / 1287 MWh = 429 g/kWh; stated 57 g/kWh"
};

/// All that is wrong with a table, in the order of its rows. The catalogue knows the power of
/// hardware that a row names.
[[nodiscard]] std::vector<LintFinding> lint(const CardTable& table,
                                            const catalog::Catalog& catalog);

}  // namespace holon::findings
