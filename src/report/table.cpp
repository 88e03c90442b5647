// SPDX-License-Identifier: Apache-2.0
#include "report/table.h"

#include <algorithm>
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

Rendered Table::render(const Style& style) const {
  Rendered out;
  auto widths = natural_widths();
  const auto taken = [&] {
    std::size_t sum = 0;
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      if (widths[c].all > 0) sum += widths[c].all + (c == 0 ? 0 : columns_[c].gap);
    }
    return sum;
  };
  const auto shrink_names = [&](std::size_t least) {
    while (!widths.empty() && taken() > style.width && widths[0].all > least) --widths[0].all;
  };

  // names give way a little, then columns by rank, then names again
  shrink_names(kComfortableName);
  while (taken() > style.width) {
    std::size_t worst = columns_.size();
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      if (widths[c].all == 0 || columns_[c].rank == 0) continue;
      if (worst == columns_.size() || columns_[c].rank >= columns_[worst].rank) worst = c;
    }
    if (worst == columns_.size()) break;
    widths[worst] = {};
    if (!columns_[worst].name.empty())
      out.left_out.insert(out.left_out.begin(), columns_[worst].name);
  }
  if (!widths.empty()) {
    const auto own = natural_widths()[0].all;
    widths[0].all = std::min(own, widths[0].all + style.width - std::min(style.width, taken()));
  }
  shrink_names(kLeastName);

  // bars take what is left
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    if (columns_[c].align != Align::bar || widths[c].all == 0 || taken() > style.width) continue;
    widths[c].all = std::min(kMostBar, widths[c].all + style.width - taken());
  }
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
