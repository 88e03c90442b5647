// SPDX-License-Identifier: Apache-2.0
#include "report/table.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/text.h"
#include "report/bar.h"
#include "report/layout.h"

namespace holon::report {
namespace {

using base::display_width;

constexpr std::size_t kLeastBar = 6;
constexpr std::size_t kMostBar = 24;
constexpr std::size_t kComfortableName = 22;
constexpr std::size_t kLeastName = 10;

bool is_number(const std::string& text) {
  return text.find_first_of("0123456789") != std::string::npos;
}

std::string point_and_decimals(const std::string& text) {
  const auto point = text.find('.');
  return point == std::string::npos || !is_number(text) ? "" : text.substr(point);
}

std::string blanks(std::size_t count) { return std::string(count, ' '); }

std::string padded(const Cell& cell, std::size_t before, std::size_t width, const Style& style) {
  const auto taken = before + display_width(cell.text);
  return blanks(before) + painted(cell.text, cell.tone, style) +
         blanks(width > taken ? width - taken : 0);
}

}  // namespace

Cell bar_cell(double share) {
  Cell out;
  out.share = share;
  return out;
}

std::string with_note(const Rendered& table, const Style& style) {
  if (table.left_out.empty()) return table.text;
  const auto note =
      "without " + base::listed(table.left_out, "and") + ", for want of width (see --json)";
  return table.text + wrapped("  ", note, style.width);
}

void Table::head(std::vector<Cell> cells) {
  cells.resize(columns_.size());
  rows_.push_back({Role::head, std::move(cells)});
}

void Table::row(std::vector<Cell> cells) {
  cells.resize(columns_.size());
  rows_.push_back({Role::body, std::move(cells)});
}

void Table::across(Cell cell) { rows_.push_back({Role::across, {std::move(cell)}}); }

bool Table::has_content(std::size_t column) const {
  return std::any_of(rows_.begin(), rows_.end(), [&](const Row& row) {
    return row.role == Role::body && (!row.cells[column].text.empty() || row.cells[column].share);
  });
}

std::vector<Table::Width> Table::natural_widths() const {
  std::vector<Width> out(columns_.size());
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    if (!has_content(c)) continue;
    std::size_t whole = 0;
    for (const auto& row : rows_) {
      if (row.role == Role::across) continue;
      const auto& text = row.cells[c].text;
      const auto size = display_width(text);
      out[c].all = std::max(out[c].all, size);
      if (columns_[c].align != Align::decimal || row.role == Role::head || !is_number(text)) {
        continue;
      }
      const auto decimals = display_width(point_and_decimals(text));
      out[c].decimals = std::max(out[c].decimals, decimals);
      whole = std::max(whole, size - decimals);
    }
    out[c].all = std::max(out[c].all, whole + out[c].decimals);
    if (columns_[c].align == Align::bar) out[c].all = std::max(out[c].all, kLeastBar);
  }
  return out;
}

std::size_t Table::taken(const std::vector<Width>& widths) const {
  std::size_t sum = 0;
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    if (widths[c].all > 0) sum += widths[c].all + (c == 0 ? 0 : columns_[c].gap);
  }
  return sum;
}

std::vector<std::string> Table::drop_worst_rank(std::vector<Width>& widths) const {
  int worst = 0;
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    if (widths[c].all > 0) worst = std::max(worst, columns_[c].rank);
  }
  std::vector<std::string> gone;
  for (std::size_t c = 0; c < columns_.size() && worst > 0; ++c) {
    if (columns_[c].rank != worst || widths[c].all == 0) continue;
    widths[c] = {};
    gone.push_back(columns_[c].name);
  }
  return gone;
}

std::vector<Table::Width> Table::fitted(std::size_t space,
                                        std::vector<std::string>& left_out) const {
  auto widths = natural_widths();
  if (widths.empty()) return widths;
  const auto natural_name = widths[0].all;
  const auto excess = [&] { return taken(widths) - std::min(taken(widths), space); };
  const auto room = [&] { return space - std::min(taken(widths), space); };
  const auto shorten_names = [&](std::size_t least) {
    const auto least_now = std::min(least, widths[0].all);
    widths[0].all = std::max(least_now, widths[0].all - std::min(widths[0].all, excess()));
  };

  // names give way a little, then columns by rank, then names again
  shorten_names(kComfortableName);
  while (excess() > 0) {
    const auto gone = drop_worst_rank(widths);
    if (gone.empty()) break;
    std::copy_if(gone.begin(), gone.end(), std::inserter(left_out, left_out.begin()),
                 [](const std::string& name) { return !name.empty(); });
  }
  widths[0].all = std::min(natural_name, widths[0].all + room());
  shorten_names(kLeastName);
  shorten_text(widths, excess());

  // bars take what is left
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    if (columns_[c].align != Align::bar || widths[c].all == 0) continue;
    widths[c].all = std::min(kMostBar, widths[c].all + room());
  }
  return widths;
}

void Table::shorten_text(std::vector<Width>& widths, std::size_t excess) const {
  for (; excess > 0; --excess) {
    std::size_t widest = 0;
    for (std::size_t c = 1; c < columns_.size(); ++c) {
      const bool is_text = columns_[c].align == Align::left;
      if (is_text && (widest == 0 || widths[c].all > widths[widest].all)) widest = c;
    }
    if (widest == 0 || widths[widest].all <= 1) return;
    --widths[widest].all;
  }
}

Rendered Table::render(const Style& style) const {
  Rendered out;
  const auto widths = fitted(style.width, out.left_out);
  for (const auto& row : rows_) out.text += line(row, widths, style);
  return out;
}

std::string Table::line(const Row& row, const std::vector<Width>& widths,
                        const Style& style) const {
  if (row.role == Role::across) {
    return painted(cut(row.cells[0].text, style.width), row.cells[0].tone, style) + "\n";
  }
  std::string out;
  std::string pending;  // blanks that become text only if something follows
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    const auto [width, decimals] = widths[c];
    if (width == 0) continue;
    pending += blanks(c == 0 ? 0 : columns_[c].gap);
    auto cell = row.cells[c];
    cell.text = cell.share ? bar(*cell.share, width) : cut(cell.text, width);
    const auto size = display_width(cell.text);
    if (size == 0) {
      pending += blanks(width);
      continue;
    }
    const auto align = columns_[c].align;
    auto before = align == Align::left || align == Align::bar ? 0 : width - size;
    if (align == Align::decimal && row.role == Role::body && is_number(cell.text)) {
      const auto own = display_width(point_and_decimals(cell.text));
      before -= std::min(before, decimals - std::min(decimals, own));
    }
    const auto text = padded(cell, before, 0, style);
    out += pending + text;
    pending = blanks(width - before - size);
  }
  return out + "\n";
}

}  // namespace holon::report
