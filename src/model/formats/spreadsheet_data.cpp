// SPDX-License-Identifier: Apache-2.0
#include "model/formats/spreadsheet_data.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "base/text.h"

namespace holon::model::formats {
namespace {

using base::Code;
using base::Diagnostic;
using base::Diagnostics;
using base::Severity;

void report(Code code, Fault fault, const FileCall& call, Severity severity,
            Diagnostics& diagnostics) {
  diagnostics.push_back(Diagnostic{
      code, std::move(fault.message), call.span, "", {}, std::move(fault.help), severity});
}

/// A cell named in a call, and whether a `*` follows it.
struct FirstCell {
  CellPlace place;
  bool transposed = false;
};

}  // namespace

/// The table that a call reads.
struct Spreadsheets::Open {
  const Sheet* sheet = nullptr;
  TableFile* file = nullptr;
  std::string tab;

  // a cell, or the first of a named range
  [[nodiscard]] std::optional<FirstCell> cell(std::string_view text) const {
    FirstCell out;
    text = base::trim(text);
    if (text.ends_with('*')) {
      out.transposed = true;
      text = base::trim(text.substr(0, text.size() - 1));
    }
    if (const auto place = parse_cell(text)) {
      out.place = *place;
      return out;
    }
    const auto range = file->named(text, tab);
    if (!range) return std::nullopt;
    out.place = range->first;
    return out;
  }
};

/// The row or column that holds times or the x of a lookup.
struct Spreadsheets::Line {
  bool is_row = true;
  CellPlace first;
  std::size_t count = 0;  // cells from the first on

  [[nodiscard]] CellPlace at(std::size_t i) const { return along(first, i); }
  // the cell `i` steps from `place` in the direction of the line
  [[nodiscard]] CellPlace along(CellPlace place, std::size_t i) const {
    return is_row ? CellPlace{place.row, place.column + i} : CellPlace{place.row + i, place.column};
  }
  [[nodiscard]] CellPlace across(CellPlace place, std::size_t i) const {
    return is_row ? CellPlace{place.row + i, place.column} : CellPlace{place.row, place.column + i};
  }

  /// `A`, `1` or a named range one cell wide or high; times start beside the first value.
  static std::optional<Line> read(const Open& table, std::string_view text, CellPlace value) {
    text = base::trim(text);
    const auto& sheet = *table.sheet;
    const auto left = [](std::size_t all, std::size_t from) { return all > from ? all - from : 0; };
    if (const auto range = table.file->named(text, table.tab)) {
      const bool is_row = range->first.row == range->last.row;
      if (!is_row && range->first.column != range->last.column) return std::nullopt;
      const auto rows = std::min(range->last.row + 1, sheet.rows());
      const auto columns = std::min(range->last.column + 1, sheet.columns());
      return Line{is_row, range->first,
                  is_row ? left(columns, range->first.column) : left(rows, range->first.row)};
    }
    if (const auto row = parse_row(text)) {
      return Line{true, {*row, value.column}, left(sheet.columns(), value.column)};
    }
    if (const auto column = parse_column(text)) {
      return Line{false, {value.row, *column}, left(sheet.rows(), value.row)};
    }
    return std::nullopt;
  }
};

FileAliases read_file_aliases(std::string_view settings) {
  constexpr std::string_view kMark = "30:?";
  FileAliases out;
  for (const auto& line : base::split(settings, '\n')) {
    const auto text = base::trim(line);
    const auto equals = text.find('=');
    if (!text.starts_with(kMark) || equals == std::string_view::npos) continue;
    out[base::name_key(text.substr(kMark.size(), equals - kMark.size()))] =
        base::trim(text.substr(equals + 1));
  }
  return out;
}

Spreadsheets::Spreadsheets(std::string folder, FileAliases aliases)
    : folder_(folder.empty() ? "." : std::move(folder)), aliases_(std::move(aliases)) {}

Read<std::string> path_of_data_file(const std::string& folder, const FileAliases& aliases,
                                    const std::string& name) {
  std::string file(base::trim(name));
  if (file.starts_with('?')) {
    const auto alias = aliases.find(base::name_key(std::string_view(file).substr(1)));
    if (alias == aliases.end()) {
      return tl::unexpected(
          Fault{fmt::format("no file is set for `{}`", file),
                {fmt::format("the model's settings name it in a line `30:{}=FILE`", file)}});
    }
    file = alias->second;
  }
  std::replace(file.begin(), file.end(), '\\', '/');

  namespace fs = std::filesystem;
  std::error_code ignored;
  const auto path = fs::path(folder) / fs::path(file);
  if (fs::exists(path, ignored)) return path.string();

  // modellers' systems do not tell `Data.xls` from `data.xls`
  const auto wanted = base::lower(path.filename().string());
  std::vector<std::string> beside;
  for (const auto& entry : fs::directory_iterator(path.parent_path(), ignored)) {
    const auto found = entry.path().filename().string();
    if (base::lower(found) == wanted) return entry.path().string();
    if (base::lower(entry.path().stem().string()) == base::lower(path.stem().string())) {
      beside.push_back(found);
    }
  }
  std::sort(beside.begin(), beside.end());
  Fault fault{fmt::format("there is no file `{}`", path.generic_string()),
              {"the name is relative to the folder of the model"}};
  if (!beside.empty()) {
    fault.help.push_back(fmt::format("beside it is `{}`", fmt::join(beside, "`, `")));
  }
  return tl::unexpected(std::move(fault));
}

Read<TableFile*> Spreadsheets::file(const std::string& name) {
  const auto path = path_of_data_file(folder_, aliases_, name);
  if (!path) return tl::unexpected(path.error());
  auto found = files_.find(*path);
  if (found == files_.end()) found = files_.emplace(*path, open_table_file(*path)).first;
  if (!found->second) return tl::unexpected(found->second.error());
  return found->second->get();
}

std::optional<Spreadsheets::Open> Spreadsheets::open(const FileCall& call, std::size_t least,
                                                     std::size_t most, Severity severity,
                                                     Diagnostics& diagnostics) {
  if (call.arguments.size() < least || call.arguments.size() > most) {
    const auto wanted =
        least == most ? std::to_string(least) : fmt::format("{} or {}", least, most);
    report(Code::bad_file_call,
           {fmt::format("{} takes {} texts, not {}", call.function, wanted, call.arguments.size()),
            {"each stands in single quotes: 'file', 'sheet or separator', …"}},
           call, Severity::error, diagnostics);
    return std::nullopt;
  }
  auto opened = file(call.arguments[0]);
  if (!opened) {
    report(Code::unreadable_data_file, std::move(opened).error(), call, severity, diagnostics);
    return std::nullopt;
  }
  auto sheet = (*opened)->sheet(call.arguments[1]);
  if (!sheet) {
    report(Code::unreadable_data_file, std::move(sheet).error(), call, severity, diagnostics);
    return std::nullopt;
  }
  return Open{*sheet, *opened, call.arguments[1]};
}

std::vector<FilePoints> Spreadsheets::read_points(const FileCall& call, std::size_t count,
                                                  Severity severity, Diagnostics& diagnostics) {
  std::vector<FilePoints> out(count);
  const auto table = open(call, 4, 4, severity, diagnostics);
  if (!table) return out;

  // where the values start, and where x stands beside them
  const auto first = table->cell(call.arguments[3]);
  if (!first) {
    report(Code::bad_cell,
           {fmt::format("`{}` is no cell and no name of the workbook", call.arguments[3]),
            {"write the cell of the first value, such as B2"}},
           call, Severity::error, diagnostics);
    return out;
  }
  const auto line = Line::read(*table, call.arguments[2], first->place);
  if (!line) {
    report(Code::bad_cell,
           {fmt::format("`{}` is no row, no column and no name of the workbook", call.arguments[2]),
            {"write the number of the row that holds the times, such as 1, or the letter of the "
             "column, such as A"}},
           call, Severity::error, diagnostics);
    return out;
  }

  // x in rising order; of equal ones the first comes first
  std::vector<std::pair<double, std::size_t>> order;
  for (std::size_t i = 0; i < line->count; ++i) {
    if (const auto x = table->sheet->number(line->at(i))) order.emplace_back(*x, i);
  }
  std::stable_sort(order.begin(), order.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  if (order.empty()) {
    report(
        Code::missing_cells,
        {fmt::format("`{}` holds no numbers from {} on", call.arguments[2], to_text(line->first)),
         {"the third text names the row or column of times, the fourth the first value"}},
        call, severity, diagnostics);
    return out;
  }

  if (count > kMostPlaces / order.size()) {
    report(Code::unreadable_data_file, too_many_cells(), call, Severity::error, diagnostics);
    return out;
  }
  for (std::size_t k = 0; k < count; ++k) {
    const auto start = line->across(first->place, k);
    for (const auto& [x, i] : order) {
      const auto y = table->sheet->number(line->along(start, i));
      if (!y) continue;
      out[k].x.push_back(x);
      out[k].y.push_back(*y);
    }
    if (out[k].x.empty()) {
      report(Code::missing_cells,
             {fmt::format("no values {} {}", line->is_row ? "right of" : "below", to_text(start)),
              {fmt::format("{} series are read, one for each element", count)}},
             call, severity, diagnostics);
    }
  }
  return out;
}

std::vector<FilePoints> Spreadsheets::read_series(const FileCall& call, std::size_t count,
                                                  Diagnostics& diagnostics) {
  auto out = read_points(call, count, Severity::warning, diagnostics);
  // one value a time: the first
  for (auto& series : out) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < series.x.size(); ++i) {
      if (kept > 0 && series.x[i] == series.x[kept - 1]) continue;
      series.x[kept] = series.x[i];
      series.y[kept++] = series.y[i];
    }
    series.x.resize(kept);
    series.y.resize(kept);
  }
  return out;
}

std::vector<FilePoints> Spreadsheets::read_lookups(const FileCall& call, std::size_t count,
                                                   Diagnostics& diagnostics) {
  return read_points(call, count, Severity::error, diagnostics);
}

std::vector<double> Spreadsheets::read_constants(const FileCall& call, std::size_t rows,
                                                 std::size_t columns, Diagnostics& diagnostics) {
  std::vector<double> out(rows * columns, 0.0);
  const auto table = open(call, 3, 3, Severity::error, diagnostics);
  if (!table) return out;
  const auto first = table->cell(call.arguments[2]);
  if (!first) {
    report(Code::bad_cell,
           {fmt::format("`{}` is no cell and no name of the workbook", call.arguments[2]),
            {"write the cell of the first value, such as B2, or B2* to read down first"}},
           call, Severity::error, diagnostics);
    return out;
  }

  std::vector<std::string> missing;
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t column = 0; column < columns; ++column) {
      const auto down = first->transposed ? column : row;
      const auto right = first->transposed ? row : column;
      const CellPlace place{first->place.row + down, first->place.column + right};
      const auto value = table->sheet->number(place);
      if (!value) missing.push_back(to_text(place));
      out[row * columns + column] = value.value_or(0.0);
    }
  }
  if (!missing.empty()) {
    constexpr std::size_t kMostShown = 5;
    const auto shown = std::min(missing.size(), kMostShown);
    const std::vector<std::string> cells(missing.begin(),
                                         missing.begin() + static_cast<std::ptrdiff_t>(shown));
    const auto rest = missing.size() > shown ? fmt::format(" and {} more", missing.size() - shown)
                                             : std::string();
    report(
        Code::missing_cells,
        {fmt::format("no number in {}{}", fmt::join(cells, ", "), rest),
         {fmt::format(
             "{} × {} values are read from {} on, {}", rows, columns, to_text(first->place),
             first->transposed ? "the last subscript down" : "the last subscript to the right")}},
        call, Severity::error, diagnostics);
  }
  return out;
}

std::vector<std::string> Spreadsheets::read_subscript(const FileCall& call,
                                                      Diagnostics& diagnostics) {
  std::vector<std::string> out;
  const auto table = open(call, 4, 5, Severity::error, diagnostics);
  if (!table) return out;
  const auto& sheet = *table->sheet;
  const auto text = base::trim(call.arguments[3]);
  const auto first = table->cell(call.arguments[2]);

  // the last cell, or the end of the table where it leaves a direction open
  auto end = CellPlace{sheet.rows(), sheet.columns()};
  bool is_understood = first.has_value();
  if (const auto last = table->cell(text)) {
    end = {last->place.row + 1, last->place.column + 1};
  } else if (const auto row = parse_row(text)) {
    end.row = *row + 1;
  } else if (const auto column = parse_column(text)) {
    end.column = *column + 1;
  } else if (!text.empty()) {
    is_understood = false;
  }
  if (!is_understood) {
    report(Code::bad_cell,
           {fmt::format("`{}` to `{}` is no range of cells", call.arguments[2], text),
            {"write the first and the last cell, such as 'B4' and 'B6'; the last may be a column "
             "or a row alone, or empty"}},
           call, Severity::error, diagnostics);
    return out;
  }

  // to the right, then down
  const auto prefix = call.arguments.size() > 4 ? call.arguments[4] : std::string();
  const auto last_row = std::min(end.row, sheet.rows());
  const auto last_column = std::min(end.column, sheet.columns());
  if (last_row > kMostPlaces / std::max<std::size_t>(1, last_column)) {
    report(Code::unreadable_data_file, too_many_cells(), call, Severity::error, diagnostics);
    return out;
  }
  for (auto row = first->place.row; row < last_row; ++row) {
    for (auto column = first->place.column; column < last_column; ++column) {
      const auto name = sheet.text({row, column});
      if (!name.empty()) out.push_back(prefix + name);
    }
  }
  if (out.empty()) {
    report(Code::missing_cells,
           {fmt::format("no names of elements from {} on", to_text(first->place)), {}}, call,
           Severity::error, diagnostics);
  }
  return out;
}

}  // namespace holon::model::formats
