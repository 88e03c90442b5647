// SPDX-License-Identifier: Apache-2.0
#include "catalog/spread.h"

#include <cmath>
#include <variant>

#include <doctest/doctest.h>

using namespace holon::catalog;
using namespace holon::quantity;

namespace {

// moments by drawing evenly from the quantile function, as the sampler does
Moments numeric_moments(const Distribution& distribution) {
  constexpr int kSlices = 200000;
  const auto& shape = distribution.shape;
  const double from = distribution.min ? probability_below(shape, *distribution.min) : 0;
  const double to = distribution.max ? probability_below(shape, *distribution.max) : 1;
  double sum = 0;
  double squares = 0;
  for (int i = 0; i < kSlices; ++i) {
    const double x = quantile(shape, from + (to - from) * (i + 0.5) / kSlices);
    sum += x;
    squares += x * x;
  }
  const double mean = sum / kSlices;
  return {mean, squares / kSlices - mean * mean};
}

void check_moments(const Distribution& distribution) {
  const auto exact = moments(distribution);
  const auto numeric = numeric_moments(distribution);
  CHECK(exact.mean == doctest::Approx(numeric.mean).epsilon(1e-3));
  CHECK(exact.variance == doctest::Approx(numeric.variance).epsilon(5e-3));
}

}  // namespace

TEST_CASE("a rule makes a lognormal around the figure as its median") {
  CHECK(spread_by_gsd(56, 1.35).shape == Shape(Lognormal{56, 1.35}));
  CHECK(spread_by_gsd(56, 1).shape == Shape(Constant{56}));
  CHECK(spread_by_gsd(0, 2).shape == Shape(Constant{0}));
}

TEST_CASE("a range is read by where the figure stands in it") {
  CHECK(spread_by_range(2, 1, 4).shape == Shape(Triangular{1, 2, 4}));
  CHECK(spread_by_range(1, 1, 4).shape == Shape(Uniform{1, 4}));
  CHECK(spread_by_range(4, 1, 4).shape == Shape(Uniform{1, 4}));
  CHECK(spread_by_range(0, 0, 0).shape == Shape(Constant{0}));
  CHECK(spread_by_range(1, 0, 4).shape == Shape(Triangular{0, 1, 4}));
}

TEST_CASE("a range of more than ten to one is a lognormal cut to it") {
  const auto wide = spread_by_range(24, 1, 2200);
  const auto& shape = std::get<Lognormal>(wide.shape);
  CHECK(shape.median == 24);
  CHECK(2 * 1.6449 * std::log(shape.gsd) == doctest::Approx(std::log(2200)));
  CHECK(wide.min == 1);
  CHECK(wide.max == 2200);
}

TEST_CASE("moments are those of the distribution as it is drawn") {
  check_moments(spread_by_gsd(10, 1.5));
  check_moments(spread_by_range(2, 1, 4));
  check_moments(spread_by_range(1, 1, 4));
  check_moments(spread_by_range(17, 5.394, 68.14));
  check_moments(spread_by_range(24, 1, 2200));
  CHECK(moments(spread_by_gsd(10, 1)).variance == 0);
}

TEST_CASE("the typical figure is the one the table states, or the middle of an even range") {
  CHECK(typical(spread_by_gsd(10, 1.5)) == 10);
  CHECK(typical(spread_by_range(2, 1, 4)) == 2);
  CHECK(typical(spread_by_range(1, 1, 4)) == 2.5);
}
