// SPDX-License-Identifier: Apache-2.0
//
// Tables as other tools leave them behind: rows may be torn, glued or of another header, and each
// row must be told by its line. Nothing is completed or guessed.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/source_text.h"

namespace holon::ledger {

/// One cell.
struct LogCell {
  std::string text;  ///< quotes resolved, trimmed
  base::Span span;
};

/// One row, of whatever length.
struct LogRow {
  std::vector<LogCell> cells;
  base::Span span;
  std::size_t line = 0;        ///< from 1
  bool is_not_closed = false;  ///< a quote that nothing closes
  bool has_no_end = false;     ///< the last row, without a line end: it may have been cut off
};

/// The rows of a table, empty lines left out. A quote that is not closed ends at its line.
[[nodiscard]] std::vector<LogRow> read_log_table(const base::SourcePtr& source,
                                                 char separator = ',');

/// The place of a column in a header, by its name; npos if it is not there.
inline constexpr std::size_t kNoColumn = static_cast<std::size_t>(-1);
[[nodiscard]] std::size_t column_named(const LogRow& header, std::string_view name);

}  // namespace holon::ledger
