// SPDX-License-Identifier: Apache-2.0
#include "catalog/spread.h"

#include "base/error.h"
#include "base/math.h"

namespace holon::catalog {
namespace {

using quantity::Distribution;

constexpr double kWideRange = 10;          // high/low from which a triangle misleads
constexpr double kNinetyPercent = 1.6449;  // standard normal quantile of 0.95

// E[X^order] of a lognormal cut to [min, max]: with s = ln(gsd) and standard scores a and b of the
// ends, median^k · exp(k² s² / 2) · (Φ(b − k s) − Φ(a − k s)) / (Φ(b) − Φ(a))
double lognormal_moment(const quantity::Lognormal& shape, const Distribution& distribution,
                        int order) {
  const double s = base::ln(shape.gsd);
  const auto below = [&](double x, double shift) {
    return quantity::normal_probability(base::ln(x / shape.median) / s - shift);
  };
  const auto inside = [&](double shift) {
    const double from = distribution.min ? below(*distribution.min, shift) : 0;
    const double to = distribution.max ? below(*distribution.max, shift) : 1;
    return to - from;
  };
  return base::pow(shape.median, order) * base::exp(order * order * s * s / 2) * inside(order * s) /
         inside(0);
}

struct TypicalOf {
  double operator()(const quantity::Constant& shape) const { return shape.value; }
  double operator()(const quantity::Triangular& shape) const { return shape.mode; }
  double operator()(const quantity::Lognormal& shape) const { return shape.median; }
  template <class Other>
  double operator()(const Other& shape) const {
    return quantity::quantile(shape, 0.5);
  }
};

struct MomentsOf {
  const Distribution& distribution;

  Moments operator()(const quantity::Constant& shape) const { return {shape.value, 0}; }
  Moments operator()(const quantity::Uniform& shape) const {
    const double width = shape.high - shape.low;
    return {(shape.low + shape.high) / 2, width * width / 12};
  }
  Moments operator()(const quantity::Triangular& shape) const {
    const auto [a, c, b] = shape;
    return {(a + b + c) / 3, (a * a + b * b + c * c - a * b - a * c - b * c) / 18};
  }
  Moments operator()(const quantity::Lognormal& shape) const {
    const double mean = lognormal_moment(shape, distribution, 1);
    return {mean, lognormal_moment(shape, distribution, 2) - mean * mean};
  }
  template <class Other>
  Moments operator()(const Other&) const {
    base::check(false, "a table's spread is constant, uniform, triangular or lognormal");
    return {};
  }
};

}  // namespace

Distribution spread_by_gsd(double value, double gsd) {
  if (gsd == 1 || value == 0) return {quantity::Constant{value}, {}, {}};
  return {quantity::Lognormal{value, gsd}, {}, {}};
}

Distribution spread_by_range(double value, double low, double high) {
  base::check(low <= value && value <= high, "a figure stands within its range");
  if (low == high) return {quantity::Constant{value}, {}, {}};
  if (value == low || value == high) return {quantity::Uniform{low, high}, {}, {}};
  if (low <= 0 || high / low <= kWideRange) return {quantity::Triangular{low, value, high}, {}, {}};
  const double gsd = base::exp(base::ln(high / low) / (2 * kNinetyPercent));
  return {quantity::Lognormal{value, gsd}, low, high};
}

double typical(const Distribution& distribution) {
  return std::visit(TypicalOf{}, distribution.shape);
}

Moments moments(const Distribution& distribution) {
  return std::visit(MomentsOf{distribution}, distribution.shape);
}

}  // namespace holon::catalog
