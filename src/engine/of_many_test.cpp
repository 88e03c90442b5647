// SPDX-License-Identifier: Apache-2.0
//
// Functions of many numbers: against values from tables and what must hold of allocations.
#include "engine/of_many.h"

#include <cmath>
#include <limits>
#include <vector>

#include <doctest/doctest.h>

#include "base/property_test.h"

namespace holon::engine {
namespace {

using enum model::FunctionId;
using Numbers = std::vector<double>;

double of(model::FunctionId function, const Numbers& arguments) {
  return value_of_many(function, arguments);
}

}  // namespace

TEST_CASE("quantiles are those of the tables") {
  CHECK(of(normal_quantile, {0.975}) == doctest::Approx(1.959963984540054));
  CHECK(of(normal_quantile, {0.975, 10, 2}) == doctest::Approx(13.919927969080108));
  CHECK(of(lognormal_quantile, {0.5, 2, 2}) == doctest::Approx(std::sqrt(2.0)));
  CHECK(of(triangular_quantile, {0.125, 0, 1, 2}) == doctest::Approx(0.5));
  CHECK(of(triangular_quantile, {0.875, 0, 1, 2}) == doctest::Approx(1.5));
  CHECK(of(gamma_quantile, {0.5, 1, 2}) == doctest::Approx(2 * std::log(2.0)));
  CHECK(of(beta_quantile, {0.5, 2, 2}) == doctest::Approx(0.5));
  CHECK(of(weibull_quantile, {1 - std::exp(-1.0), 2, 3}) == doctest::Approx(3));
  // smallest counts whose distribution function reaches u
  CHECK(of(poisson_quantile, {0.81, 3}) == 4);
  CHECK(of(poisson_quantile, {0.82, 3}) == 5);
  CHECK(of(binomial_quantile, {0.82, 10, 0.5}) == 6);
  CHECK(of(binomial_quantile, {0.83, 10, 0.5}) == 7);
  CHECK(of(negative_binomial_quantile, {0.31, 3, 0.5}) == 1);
  CHECK(of(negative_binomial_quantile, {0.32, 3, 0.5}) == 2);
}

TEST_CASE("a quantile of nonsense is not a number and never an error") {
  base::check_always(2000, 200, [](base::Dice& dice) {
    const auto wild = [&] {
      return dice.one_of({0.0, 1.0, -1.0, 0.5, 1e-300, 1e300, 1e17, 3.7, -0.0,
                          std::numeric_limits<double>::infinity(),
                          std::numeric_limits<double>::quiet_NaN(), dice.between(0, 1)});
    };
    for (const auto& function : model::functions()) {
      if (!is_of_many(function.id) || function.id >= element) continue;
      Numbers arguments;
      for (std::size_t i = 0; i < function.fewest; ++i) arguments.push_back(wild());
      const double value = value_of_many(function.id, arguments);
      const bool is_chance = arguments[0] >= 0 && arguments[0] <= 1;
      RC_ASSERT(is_chance || std::isnan(value));
    }
  });
}

TEST_CASE("elements, orders and ranks") {
  const double none = of(element, {3, 7, 8, 9});
  CHECK(of(element, {0, 7, 8, 9}) == 7);
  CHECK(of(element, {1.9, 7, 8, 9}) == 8);
  CHECK(std::isnan(none));
  CHECK(std::isnan(of(element, {-0.5, 7, 8, 9})));
  // equal numbers keep their order
  const Numbers places{of(sort_order, {0, 1, 5, 3, 5, 1}), of(sort_order, {1, 1, 5, 3, 5, 1}),
                       of(sort_order, {2, 1, 5, 3, 5, 1}), of(sort_order, {3, 1, 5, 3, 5, 1})};
  CHECK(places == Numbers{3, 1, 0, 2});
  CHECK(of(sort_order, {0, -1, 5, 3, 5, 1}) == 0);
  CHECK(of(sort_order, {3, -1, 5, 3, 5, 1}) == 3);
  CHECK(of(rank, {0, 1, 5, 3, 5, 1}) == 3);
  CHECK(of(rank, {2, 1, 5, 3, 5, 1}) == 4);
  CHECK(of(rank, {3, -1, 5, 3, 5, 1}) == 4);
}

TEST_CASE("a matrix times its inverse is the identity") {
  base::check_always(200, 100, [](base::Dice& dice) {
    const std::size_t n = 1 + dice.roll(5);
    Numbers matrix(n * n);
    for (auto& x : matrix) x = dice.between(-1, 1);
    // large numbers away from the diagonal: sound, but only for a search of pivots
    for (std::size_t i = 0; i < n; ++i) matrix[i * n + (i + 1) % n] += 10;
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j) {
        double sum = 0;
        double size = 1;
        for (std::size_t k = 0; k < n; ++k) {
          Numbers arguments{static_cast<double>(k), static_cast<double>(j), static_cast<double>(n)};
          arguments.insert(arguments.end(), matrix.begin(), matrix.end());
          const double part = matrix[i * n + k] * of(inverse_element, arguments);
          sum += part;
          size += std::fabs(part);
        }
        RC_ASSERT(std::fabs(sum - (i == j ? 1 : 0)) < 1e-9 * size);
      }
    }
  });
  CHECK(std::isnan(of(inverse_element, {0, 0, 2, 1, 2, 2, 4})));
}

TEST_CASE("at the internal rate all payments are worth nothing") {
  base::check_always(300, 200, [](base::Dice& dice) {
    // paid out first, then in, with gaps: one rate
    Numbers arguments{-0.9, 3, -dice.between(1, 10)};
    for (std::size_t i = 1 + dice.roll(30); i > 0; --i)
      arguments.push_back(dice.once_in(3) ? 0 : dice.between(0, 5));
    const double rate = of(internal_rate, arguments);
    double worth = 0;
    double size = 0;
    for (std::size_t k = 2; k < arguments.size(); ++k) {
      const double part = arguments[k] * std::pow(1 + rate, -static_cast<double>(k - 2));
      worth += part;
      size += std::fabs(part);
    }
    RC_ASSERT(std::isnan(rate) || std::fabs(worth) < 1e-9 * size);
    RC_ASSERT(std::isnan(rate) || (rate >= -0.9 && rate <= 3));
  });
  CHECK(of(internal_rate, {-1, 1, -4, 5}) == doctest::Approx(0.25));
  CHECK(of(internal_rate, {-1, 1, -4, 0, 0, 4}) == doctest::Approx(0));
  // zeros at the ends only move all others in time
  CHECK(of(internal_rate, {-1, 1, 0, 0, -4, 5, 0}) == doctest::Approx(0.25));
  // twice the sign changes, so there are two rates: 10 % is nearer to 0 than 20 %
  CHECK(of(internal_rate, {-1, 1, -1, 2.3, -1.32}) == doctest::Approx(0.1));
  CHECK(std::isnan(of(internal_rate, {-1, 1, 4, 5})));
  CHECK(std::isnan(of(internal_rate, {-1, 1, -4, 9})));
  CHECK(std::isnan(of(internal_rate, {1, -1, -4, 5})));
}

TEST_CASE("what is allocated adds up to the supply, and nobody gets more than asked") {
  base::check_always(300, 200, [](base::Dice& dice) {
    const std::size_t n = 1 + dice.roll(6);
    Numbers available{0, dice.between(0, 20)};
    Numbers by_priority{0, dice.between(0.1, 4), available[1]};
    double asked = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const double request = dice.once_in(6) ? 0 : dice.between(0, 8);
      const double priority = dice.between(0, 10);
      asked += request;
      for (const double x :
           {request, static_cast<double>(dice.roll(5)), priority, dice.between(0.1, 3), 0.0})
        available.push_back(x);
      by_priority.push_back(request);
      by_priority.push_back(priority);
    }
    double given = 0;
    double given_by_priority = 0;
    for (std::size_t k = 0; k < n; ++k) {
      available[0] = by_priority[0] = static_cast<double>(k);
      const double one = of(allocate_available, available);
      const double other = of(allocate_by_priority, by_priority);
      RC_ASSERT(one >= 0);
      RC_ASSERT(one <= available[2 + 5 * k]);
      RC_ASSERT(other >= 0);
      RC_ASSERT(other <= available[2 + 5 * k]);
      given += one;
      given_by_priority += other;
    }
    const double expected = std::min(asked, available[1]);
    RC_ASSERT(std::fabs(given - expected) < 1e-9);
    RC_ASSERT(std::fabs(given_by_priority - expected) < 1e-9);
  });
}

TEST_CASE("priorities further apart than the width are served one after the other") {
  CHECK(of(allocate_by_priority, {0, 1, 5, 3, 9, 4, 1}) == 3);
  CHECK(of(allocate_by_priority, {1, 1, 5, 3, 9, 4, 1}) == 2);
  // the second begins when the first has half its request, and both then get in proportion
  CHECK(of(allocate_by_priority, {0, 2, 3, 4, 5, 4, 4}) == doctest::Approx(2.5));
  CHECK(of(allocate_by_priority, {1, 2, 3, 4, 5, 4, 4}) == doctest::Approx(0.5));
}

}  // namespace holon::engine
