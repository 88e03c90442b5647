// SPDX-License-Identifier: Apache-2.0
//
// Reads comma-separated tables (RFC 4180): the catalogue's own, so that a malformed one is our bug.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace holon::catalog {

/// One cell of a table.
struct Cell {
  std::string_view text;  ///< without quotes
  std::size_t line = 0;   ///< where it begins, from 1; the header is line 1
};

class Table;

/// One row of a table, below the header. It must not outlive its table.
class Row {
 public:
  Row(const Table& table, std::size_t index) : table_(&table), index_(index) {}

  /// Text of a cell; broken promise if there is no such column.
  [[nodiscard]] std::string_view operator[](std::string_view column) const;

  /// A cell as a number; nothing if it is empty, broken promise if it is anything else.
  [[nodiscard]] std::optional<double> number(std::string_view column) const;

  /// Line of the row's first cell.
  [[nodiscard]] std::size_t line() const;

  [[nodiscard]] const Table& table() const { return *table_; }

 private:
  [[nodiscard]] const Cell& cell(std::string_view column) const;

  const Table* table_;
  std::size_t index_;
};

/// A table with a header row. Lines may end in LF or CRLF. Throws `base::Bug` with the line if a
/// quote is not closed or stands where none may, a row has more or fewer cells than the header, or
/// two columns have one name.
class Table {
 public:
  /// `text` must outlive the table.
  explicit Table(std::string_view text);

  Table(const Table&) = delete;
  Table& operator=(const Table&) = delete;
  Table(Table&&) = delete;
  Table& operator=(Table&&) = delete;
  ~Table() = default;

  [[nodiscard]] const std::vector<Cell>& header() const { return header_; }
  [[nodiscard]] std::size_t size() const { return cells_.size() / header_.size(); }
  [[nodiscard]] Row row(std::size_t index) const { return {*this, index}; }
  [[nodiscard]] const Cell& cell(std::size_t row, std::size_t column) const {
    return cells_[row * header_.size() + column];
  }

 private:
  std::vector<Cell> header_;
  std::vector<Cell> cells_;           // row by row
  std::deque<std::string> unquoted_;  // texts that differ from the source: doubled quotes
};

}  // namespace holon::catalog
