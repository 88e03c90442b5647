// SPDX-License-Identifier: Apache-2.0
#include "model/formats/table_file.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "model/formats/table_readers.h"

namespace holon::model::formats {
namespace {

// the largest sheet of Excel
constexpr std::size_t kMostRows = 1'048'576;
constexpr std::size_t kMostColumns = 16'384;

constexpr std::string_view kZip = "PK\x03\x04";
constexpr std::string_view kCompoundFile = "\xD0\xCF\x11\xE0";

std::uint64_t key_of(CellPlace place) {
  constexpr unsigned kColumnBits = 32;
  return (static_cast<std::uint64_t>(place.row) << kColumnBits) | place.column;
}

bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

}  // namespace

std::string to_text(CellPlace place) {
  constexpr std::size_t kLetters = 26;
  std::string letters;
  for (std::size_t left = place.column + 1; left > 0; left = (left - 1) / kLetters) {
    letters.insert(letters.begin(), static_cast<char>('A' + (left - 1) % kLetters));
  }
  return letters + std::to_string(place.row + 1);
}

std::optional<std::size_t> parse_column(std::string_view text) {
  if (!text.empty() && text.front() == '$') text.remove_prefix(1);
  constexpr std::size_t kLongest = 3;
  if (text.empty() || text.size() > kLongest) return std::nullopt;
  constexpr std::size_t kLetters = 26;
  std::size_t column = 0;
  for (const char c : base::lower(text)) {
    if (!is_letter(c)) return std::nullopt;
    column = column * kLetters + static_cast<std::size_t>(c - 'a') + 1;
  }
  if (column > kMostColumns) return std::nullopt;
  return column - 1;
}

std::optional<std::size_t> parse_row(std::string_view text) {
  if (!text.empty() && text.front() == '$') text.remove_prefix(1);
  std::size_t row = 0;
  const auto* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, row);
  if (text.empty() || error != std::errc() || stopped != end) return std::nullopt;
  if (row == 0 || row > kMostRows) return std::nullopt;
  return row - 1;
}

std::optional<CellPlace> parse_cell(std::string_view text) {
  std::size_t letters = 0;
  while (letters < text.size() && (is_letter(text[letters]) || (letters == 0 && text[0] == '$'))) {
    ++letters;
  }
  const auto column = parse_column(text.substr(0, letters));
  const auto row = parse_row(text.substr(letters));
  if (!column || !row) return std::nullopt;
  return CellPlace{*row, *column};
}

void Sheet::add(CellPlace place, double number, std::uint32_t text) {
  cells_.push_back({key_of(place), number, text});
  rows_ = std::max(rows_, place.row + 1);
  columns_ = std::max(columns_, place.column + 1);
}

void Sheet::add_number(CellPlace place, double value) {
  if (std::isfinite(value)) add(place, value, kNumber);
}

void Sheet::add_text(CellPlace place, std::string value) {
  add(place, 0, static_cast<std::uint32_t>(texts_.size()));
  texts_.push_back(std::move(value));
}

void Sheet::finish() {
  const auto before = [](const Entry& a, const Entry& b) { return a.key < b.key; };
  if (!std::is_sorted(cells_.begin(), cells_.end(), before)) {
    std::stable_sort(cells_.begin(), cells_.end(), before);
  }
}

Cell Sheet::at(CellPlace place) const {
  const auto key = key_of(place);
  const auto found =
      std::lower_bound(cells_.begin(), cells_.end(), key,
                       [](const Entry& entry, std::uint64_t sought) { return entry.key < sought; });
  if (found == cells_.end() || found->key != key) return {};
  if (found->text == kNumber) return {Cell::Kind::number, found->number, {}};
  return {Cell::Kind::text, 0, texts_[found->text]};
}

std::optional<double> Sheet::number(CellPlace place) const {
  const auto cell = at(place);
  if (cell.kind == Cell::Kind::number) return cell.number;
  if (cell.kind == Cell::Kind::text) return base::parse_number(base::trim(cell.text));
  return std::nullopt;
}

std::string Sheet::text(CellPlace place) const {
  const auto cell = at(place);
  if (cell.kind == Cell::Kind::number) return base::exact(cell.number);
  return std::string(base::trim(cell.text));
}

Read<std::size_t> find_sheet(const std::vector<std::string>& names, std::string_view tab) {
  const auto wanted = base::trim(tab);
  if (wanted.empty() && !names.empty()) return 0;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (base::lower(names[i]) == base::lower(wanted)) return i;
  }
  const auto number = parse_row(wanted);
  if (number && *number < names.size()) return *number;
  Fault fault{fmt::format("the workbook has no sheet `{}`", wanted), {}};
  if (const auto near = base::nearest(wanted, names)) {
    fault.help.push_back(fmt::format("did you mean `{}`?", *near));
  }
  constexpr std::size_t kMostListed = 12;
  const auto listed = std::min(names.size(), kMostListed);
  if (listed > 0) {
    fault.help.push_back(fmt::format(
        "its sheets: {}",
        fmt::join(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(listed), ", ")));
  }
  return tl::unexpected(std::move(fault));
}

Fault too_many_cells() {
  return {"the table is too large: at most 8 million cells are read",
          {"keep what the model reads in a smaller file"}};
}

Read<std::unique_ptr<TableFile>> open_table_bytes(std::string bytes, std::string_view name) {
  if (bytes.starts_with(kZip)) return open_xlsx(std::move(bytes));
  if (bytes.starts_with(kCompoundFile)) return open_xls(bytes);
  return open_text_table(std::move(bytes), name);
}

TablePlaces places_of(const std::string& bytes, std::string_view name) {
  const bool is_zip = bytes.starts_with(kZip);
  if (!is_zip && !bytes.starts_with(kCompoundFile)) return text_places(bytes, name);
  const auto sheets = is_zip ? xlsx_sheets(bytes) : xls_sheets(bytes);
  TablePlaces out;
  if (!sheets.empty()) out.sheet = sheets.front();
  return out;
}

Read<std::unique_ptr<TableFile>> open_table_file(const std::string& path) {
  std::string bytes;
  try {
    bytes = base::read_file(path);
  } catch (const base::WorldError& error) {
    return tl::unexpected(Fault{error.what(), error.hints()});
  }
  return open_table_bytes(std::move(bytes), path);
}

}  // namespace holon::model::formats
