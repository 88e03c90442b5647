// SPDX-License-Identifier: Apache-2.0
//
// A table of text that fits its space: columns without content are left out, bars take the space
// that is left, and what does not fit goes by rank.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "report/style.h"

namespace holon::report {

/// How a column's cells stand: `decimal` puts the decimal points below each other; `bar` draws.
enum class Align { left, right, decimal, bar };

/// One column.
struct Column {
  Align align = Align::left;
  std::size_t gap = 2;    ///< blanks before it
  int rank = 0;           ///< higher goes first when space is short; 0 stays
  std::string name = {};  ///< to tell that it was left out; empty: not told
};

/// One entry.
struct Cell {
  Cell() = default;
  Cell(std::string content, Tone meaning = Tone::plain) : text(std::move(content)), tone(meaning) {}
  Cell(const char* content, Tone meaning = Tone::plain) : text(content), tone(meaning) {}

  std::string text;
  Tone tone = Tone::plain;
  std::optional<double> share = {};  ///< length of a bar, 0 to 1
};

/// A bar of this length.
[[nodiscard]] Cell bar_cell(double share);

/// A table as text.
struct Rendered {
  std::string text;                   ///< lines, each ending in a newline
  std::vector<std::string> left_out;  ///< names of the columns that found no space
};

/// The table, and below it a line that names what found no space.
[[nodiscard]] std::string with_note(const Rendered& table, const Style& style);

class Table {
 public:
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  /// A row of headings; it keeps no column alive.
  void head(std::vector<Cell> cells);
  void row(std::vector<Cell> cells);

  /// A line across the columns.
  void across(Cell cell);

  [[nodiscard]] Rendered render(const Style& style) const;

 private:
  enum class Role { head, body, across };
  struct Row {
    Role role;
    std::vector<Cell> cells;
  };
  /// Columns that a column takes.
  struct Width {
    std::size_t all = 0;
    std::size_t decimals = 0;  ///< of it, behind the decimal point and with it
  };

  [[nodiscard]] bool has_content(std::size_t column) const;
  [[nodiscard]] std::vector<Width> natural_widths() const;
  [[nodiscard]] std::size_t taken(const std::vector<Width>& widths) const;

  /// Takes the columns of the highest rank away; their names, or nothing if none may go.
  [[nodiscard]] std::vector<std::string> drop_worst_rank(std::vector<Width>& widths) const;

  /// The last resort: text other than names is cut, the widest first.
  void shorten_text(std::vector<Width>& widths, std::size_t excess) const;

  /// Widths that fit the space; tells the names of the columns that it left out.
  [[nodiscard]] std::vector<Width> fitted(std::size_t space,
                                          std::vector<std::string>& left_out) const;
  [[nodiscard]] std::string line(const Row& row, const std::vector<Width>& widths,
                                 const Style& style) const;

  std::vector<Column> columns_;
  std::vector<Row> rows_;
};

}  // namespace holon::report
