// SPDX-License-Identifier: Apache-2.0
//
// A user's table (RFC 4180) in which every cell knows its place, so that a mistake is told there.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"

namespace holon::catalog {

struct OwnCell {
  std::string text;  ///< without quotes, and without blanks around it
  base::Span where;
};

class OwnTable {
 public:
  std::string name;  ///< "grids.csv"
  base::SourcePtr source;
  std::vector<OwnCell> header;
  std::vector<std::vector<OwnCell>> rows;  ///< as many cells each as the header

  /// Nothing if the table has no such column.
  [[nodiscard]] const OwnCell* cell(std::size_t row, std::string_view column) const;
  /// Empty if the table has no such column.
  [[nodiscard]] std::string_view text(std::size_t row, std::string_view column) const;
  /// Where a cell is, or its row where the table has no such column.
  [[nodiscard]] base::Span where(std::size_t row, std::string_view column) const;
};

/// Errors: E0821 a quote that is not closed, a row of another length, a column twice. Empty lines
/// are skipped.
[[nodiscard]] base::Result<OwnTable> read_own_table(const base::SourcePtr& source,
                                                    std::string name);

}  // namespace holon::catalog
