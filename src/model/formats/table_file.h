// SPDX-License-Identifier: Apache-2.0
//
// Files of tables, read cell by cell: Excel's .xlsx and .xls, and text with separators (.csv, .tab,
// .tsv, .txt). What a file is, its first bytes tell, not its name.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

namespace holon::model::formats {

/// Why something outside could not be read; whoever asked knows the place to show.
struct Fault {
  std::string message;            ///< one sentence without a full stop
  std::vector<std::string> help;  ///< how to mend it
};

/// What a reader returns: what it read, or why it could not.
template <class T>
using Read = tl::expected<T, Fault>;

/// Row and column of a cell, both from 0.
struct CellPlace {
  std::size_t row = 0;
  std::size_t column = 0;
};

/// "C5".
[[nodiscard]] std::string to_text(CellPlace place);

/// Place of a cell as people write it: `C5`, `$C$5`, in either case. Nothing if it is none.
[[nodiscard]] std::optional<CellPlace> parse_cell(std::string_view text);

/// Column of letters, from 0: `A` is 0, `AA` is 26. Nothing if it is none.
[[nodiscard]] std::optional<std::size_t> parse_column(std::string_view text);

/// Row of a number, from 0: `1` is 0. Nothing if it is none.
[[nodiscard]] std::optional<std::size_t> parse_row(std::string_view text);

/// What a cell holds. The text belongs to the sheet.
struct Cell {
  enum class Kind { empty, number, text };
  Kind kind = Kind::empty;
  double number = 0;
  std::string_view text;
};

/// Cells from `first` to `last`, both inside.
struct CellRange {
  std::string sheet;
  CellPlace first;
  CellPlace last;
};

/// One table. Immutable once filled; only cells that hold something take room.
class Sheet {
 public:
  [[nodiscard]] Cell at(CellPlace place) const;

  /// A cell as a number, also where it holds the text of one; nothing if it holds none.
  [[nodiscard]] std::optional<double> number(CellPlace place) const;

  /// A cell as text without blanks around it; of a number, its shortest form. Empty if it is.
  [[nodiscard]] std::string text(CellPlace place) const;

  /// Rows and columns up to the last that hold something.
  [[nodiscard]] std::size_t rows() const { return rows_; }
  [[nodiscard]] std::size_t columns() const { return columns_; }

  // for readers, which call `finish` at the end; what is not finite is no number
  void add_number(CellPlace place, double value);
  void add_text(CellPlace place, std::string value);
  void finish();
  [[nodiscard]] std::size_t size() const { return cells_.size(); }

 private:
  static constexpr std::uint32_t kNumber = std::numeric_limits<std::uint32_t>::max();
  struct Entry {
    std::uint64_t key;  // row, then column
    double number;
    std::uint32_t text;  // index into texts_, or kNumber
  };

  void add(CellPlace place, double number, std::uint32_t text);

  std::vector<Entry> cells_;  // in order of their keys
  std::vector<std::string> texts_;
  std::size_t rows_ = 0;
  std::size_t columns_ = 0;
};

/// Most cells a sheet may hold; a file with more is refused.
inline constexpr std::size_t kMostCells = 8'000'000;

/// Most places of a sheet that are looked at for one purpose: a sheet with a cell in its farthest
/// corner has 17 thousand million of them.
inline constexpr std::size_t kMostPlaces = 64'000'000;

/// The fault of a sheet with more.
[[nodiscard]] Fault too_many_cells();

/// An open file. A sheet is read when it is first asked for, and kept.
class TableFile {
 public:
  TableFile() = default;
  TableFile(const TableFile&) = delete;
  TableFile& operator=(const TableFile&) = delete;
  TableFile(TableFile&&) = delete;
  TableFile& operator=(TableFile&&) = delete;
  virtual ~TableFile() = default;

  /// The sheet of this name (in any case) or number (from 1); without a name the first. Of a text
  /// file, its only table, cut at `tab` if that is one character, else at the separator that its
  /// lines show. The sheet lives as long as the file.
  [[nodiscard]] virtual Read<const Sheet*> sheet(std::string_view tab) = 0;

  /// The cells that a name of the workbook stands for; one of the sheet `tab` before a global one.
  [[nodiscard]] virtual std::optional<CellRange> named(std::string_view name,
                                                       std::string_view tab) = 0;
};

/// Opens a file. A file that is not there, is damaged, of an unknown kind or too large is a fault.
[[nodiscard]] Read<std::unique_ptr<TableFile>> open_table_file(const std::string& path);

/// The same of bytes in memory; `name` tells only .csv from other text.
[[nodiscard]] Read<std::unique_ptr<TableFile>> open_table_bytes(std::string bytes,
                                                                std::string_view name);

}  // namespace holon::model::formats
