// SPDX-License-Identifier: Apache-2.0
#include "engine/lookup_table.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "engine/arithmetic.h"

namespace holon::engine {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// what a kernel computes: both operations are monotone in x, and so is the whole part
double interval_by_scale(double x, double first_x, double scale) {
  return std::trunc((x - first_x) * scale);
}

// Because the computed interval never falls as x rises, it is right everywhere if it is right at
// every point and just before it. `short_by` 1 lets it be one too few.
bool is_right(const std::vector<double>& xs, double scale, double short_by) {
  if (!std::isfinite(scale)) return false;
  for (std::size_t k = 1; k < xs.size(); ++k) {
    const auto interval = static_cast<double>(k);
    const double before = std::nextafter(xs[k], -kInfinity);
    if (interval_by_scale(before, xs.front(), scale) > interval - 1) return false;
    if (k + 1 == xs.size()) break;
    if (interval_by_scale(before, xs.front(), scale) < interval - 1 - short_by) return false;
    const double at = interval_by_scale(xs[k], xs.front(), scale);
    if (at > interval || at < interval - short_by) return false;
  }
  return true;
}

void find_scale(const std::vector<double>& xs, LookupTable& out) {
  const double even = static_cast<double>(xs.size() - 1) / (xs.back() - xs.front());
  for (const double scale : {even, std::nextafter(even, kInfinity), std::nextafter(even, 0)}) {
    if (!is_right(xs, scale, 0)) continue;
    out.scale = scale;
    out.locate = Locate::by_scale;
    return;
  }
  // points of an even grid are rounded: aim a little low, and look whether the next is reached
  const double low = even * (1 - 0x1p-30);
  if (!is_right(xs, low, 1)) return;
  out.scale = low;
  out.locate = Locate::by_scale_or_next;
}

bool has_vector_form(const model::Table& table) {
  using enum model::TableKind;
  return table.x.size() >= 2 &&
         (table.kind == linear || table.kind == extrapolate || table.kind == hold);
}

}  // namespace

LookupTables::LookupTables(std::span<const std::shared_ptr<const model::Table>> tables) {
  for (const auto& table : tables) add(*table);
}

void LookupTables::add(const model::Table& table) {
  LookupTable out;
  out.kind = table.kind;
  out.has_vector_form = has_vector_form(table);
  if (!out.has_vector_form) {
    tables_.push_back(out);
    return;
  }
  const auto intervals = table.x.size() - 1;
  out.last_interval = static_cast<int>(intervals - 1);
  out.halvings = static_cast<int>(std::bit_width(intervals - 1));
  out.first_x = table.x.front();
  out.last_x = table.x.back();
  out.first_y = table.y.front();
  out.last_y = table.y.back();
  find_scale(table.x, out);

  // the four lists one behind the other
  const auto padded = std::max(kPermuted, std::bit_ceil(intervals));
  auto& lines = numbers_.emplace_back(4 * padded / 8);
  double* numbers = lines.front().numbers;
  const auto put = [&](std::size_t list, std::size_t i, double value) {
    numbers[list * padded + i] = value;
  };
  for (std::size_t i = 0; i < padded; ++i) {
    const auto point = std::min(i, intervals - 1);
    const bool ends = i + 1 < intervals;
    put(0, i, ends ? table.x[i + 1] : std::numeric_limits<double>::quiet_NaN());
    put(1, i, table.x[point]);
    put(2, i, table.y[point]);
    put(3, i, table_slope(table, point));
  }
  out.end = numbers;
  out.x = numbers + padded;
  out.y = numbers + 2 * padded;
  out.slope = numbers + 3 * padded;
  tables_.push_back(out);
}

}  // namespace holon::engine
