// SPDX-License-Identifier: Apache-2.0
#include "engine/arithmetic.h"

#include <algorithm>

namespace holon::engine {
namespace {

// the interval that x falls in: the last point at or before x; the first one before all points
std::size_t point_before(const std::vector<double>& xs, double x) {
  const auto above = std::upper_bound(xs.begin(), xs.end(), x) - xs.begin();
  return above == 0 ? 0 : static_cast<std::size_t>(above - 1);
}

// on the line from point i to the next
double on_line(const model::Table& table, std::size_t i, double x) {
  return table.y[i] + table_slope(table, i) * (x - table.x[i]);
}

// the integral from the first point to x
double area(const model::Table& table, double x) {
  const auto& xs = table.x;
  const auto& ys = table.y;
  if (x < xs.front()) return ys.front() * (x - xs.front());
  double sum = 0;
  std::size_t i = 0;
  for (; i + 1 < xs.size() && x >= xs[i + 1]; ++i)
    sum += (xs[i + 1] - xs[i]) * ((ys[i] + ys[i + 1]) * 0.5);
  const double reach = x - xs[i];
  return sum + reach * (ys[i] + table_slope(table, i) * reach * 0.5);
}

}  // namespace

double table_slope(const model::Table& table, std::size_t i) {
  if (i + 1 >= table.x.size()) return 0;
  return (table.y[i + 1] - table.y[i]) / (table.x[i + 1] - table.x[i]);
}

double table_value(const model::Table& table, double x) {
  const auto& xs = table.x;
  const auto& ys = table.y;
  if (std::isnan(x)) return x;
  switch (table.kind) {
    case model::TableKind::linear: {
      if (x <= xs.front()) return ys.front();
      if (x >= xs.back()) return ys.back();
      return on_line(table, point_before(xs, x), x);
    }
    case model::TableKind::extrapolate: {
      if (xs.size() == 1) return ys.front();
      return on_line(table, std::min(point_before(xs, x), xs.size() - 2), x);
    }
    case model::TableKind::hold:
      return ys[point_before(xs, x)];
    case model::TableKind::next: {
      const auto at = std::lower_bound(xs.begin(), xs.end(), x) - xs.begin();
      return ys[std::min(static_cast<std::size_t>(at), ys.size() - 1)];
    }
    case model::TableKind::area:
      return area(table, x);
  }
  return 0;
}

}  // namespace holon::engine
