// SPDX-License-Identifier: Apache-2.0
//
// From what a table says of a figure's spread to a distribution.
#pragma once

#include "quantity/distribution.h"

namespace holon::catalog {

/// A lognormal with the figure as its median; a constant if `gsd` is 1 or the figure is 0.
[[nodiscard]] quantity::Distribution spread_by_gsd(double value, double gsd);

/// A source's own range, by where the figure stands in it:
/// - at an end: uniform, since nothing says that the end is likelier than the rest;
/// - inside, high/low <= 10: triangular with the figure as mode;
/// - inside, high/low > 10: a lognormal with the figure as median, cut to the range. The range is
///   read as its central 90 %: ln(gsd) = ln(high/low) / (2 · 1.645). A triangle would put most of
///   its weight near the high end of such a range.
/// A range that begins at 0 is triangular. A range of one value is that constant.
[[nodiscard]] quantity::Distribution spread_by_range(double value, double low, double high);

/// The figure that a spread was made from: median of a lognormal, mode of a triangle, the constant;
/// the median of any other shape. A choice has none (broken promise).
[[nodiscard]] double typical(const quantity::Distribution& distribution);

/// Mean and variance.
struct Moments {
  double mean = 0;
  double variance = 0;
};

/// Exact moments of the shapes the two functions above return, their cut included.
[[nodiscard]] Moments moments(const quantity::Distribution& distribution);

}  // namespace holon::catalog
