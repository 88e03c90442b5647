// SPDX-License-Identifier: Apache-2.0
//
// Equations of XMILE as terms (XMILE 1.0, sections 3.3 and 3.4). Operators, tightest first: `^`
// from the right; `-`, `+` and NOT before a value; `* / // MOD`; `+ -`; `< <= > >=`; `= <>`; AND;
// OR. Vensim's :NOT: takes a whole comparison. `a // b` is SAFEDIV(a, b); `a'` is TRANSPOSE(a).
#pragma once

#include <vector>

#include "model/formats/script.h"
#include "model/formats/xmile_document.h"

namespace holon::model::formats {

/// The values of an equation: none where it is empty or only a comment; several where it lists
/// them, separated by `,` within a row and `;` between rows; null where there is a mistake. An
/// equation with `???` is one lost term. Reading begins at byte `from`. Errors: E0522.
[[nodiscard]] std::vector<TermPtr> parse_equation(const PlacedText& text, std::size_t from,
                                                  base::Diagnostics& diagnostics);

/// The one value of an equation; null where it has none, or a mistake, or more than one (E0522).
[[nodiscard]] TermPtr parse_value(const PlacedText& text, base::Diagnostics& diagnostics);

}  // namespace holon::model::formats
