// SPDX-License-Identifier: Apache-2.0
#include "engine/arithmetic.h"

#include <algorithm>

namespace holon::engine {

double table_value(const model::Table& table, double x) {
  const auto& xs = table.x;
  const auto& ys = table.y;
  if (!(x > xs.front())) return ys.front();
  if (x >= xs.back()) return ys.back();
  const auto above =
      static_cast<std::size_t>(std::upper_bound(xs.begin(), xs.end(), x) - xs.begin());
  const double share = (x - xs[above - 1]) / (xs[above] - xs[above - 1]);
  return ys[above - 1] + (ys[above] - ys[above - 1]) * share;
}

}  // namespace holon::engine
