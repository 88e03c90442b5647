// SPDX-License-Identifier: Apache-2.0
//
// Where the rows of a table stand in its file, for whoever has a mistake to tell. Asked for apart
// from reading, because a table without mistakes needs none of it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace holon::model::formats {

struct TablePlaces {
  std::string sheet;               ///< name of a workbook's first sheet; empty: a text
  std::vector<std::size_t> lines;  ///< of a text: the line, from 1, on which each row starts
  std::size_t unclosed_line = 0;   ///< of a text: where a cell's quote opens that is never closed

  /// The line of a row (from 0); of a workbook, the row's own number.
  [[nodiscard]] std::size_t line_of(std::size_t row) const {
    return row < lines.size() ? lines[row] : row + 1;
  }
};

/// Places in a file of these bytes, under whichever separator `open_table_bytes` chooses.
[[nodiscard]] TablePlaces places_of(const std::string& bytes, std::string_view name);

}  // namespace holon::model::formats
