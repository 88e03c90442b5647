// SPDX-License-Identifier: Apache-2.0
#include "findings/log_mean.h"

#include <cmath>
#include <numeric>

#include <doctest/doctest.h>

#include "base/random.h"

namespace holon::findings {
namespace {

using model::variable;

double sum(const std::vector<double>& parts) {
  return std::accumulate(parts.begin(), parts.end(), 0.0);
}

TEST_CASE("the logarithmic mean lies between the geometric and the arithmetic one") {
  CHECK(log_mean(2, 2) == 2);
  CHECK(log_mean(1, 1 + 1e-12) == doctest::Approx(1));
  CHECK(log_mean(1, std::exp(1.0)) == doctest::Approx(std::exp(1.0) - 1));
  CHECK(log_mean(1, 4) > 2);
  CHECK(log_mean(1, 4) < 2.5);
}

TEST_CASE("the parts of one product are the ratios of its factors") {
  const auto addends = sum_of_products(variable(0) * variable(1) / variable(2));
  REQUIRE(addends.has_value());
  const auto parts = log_mean_parts(*addends, std::vector{6.0, 5.0, 2.0}, std::vector{2.0, 5.0, 8.0});
  CHECK(parts[0] == doctest::Approx(std::log(3)));
  CHECK(parts[1] == doctest::Approx(0));
  CHECK(parts[2] == doctest::Approx(std::log(4)));
}

TEST_CASE("the parts of random sums of products add up to the logarithm of the gap") {
  const auto formula = variable(0) * (variable(1) * variable(2) + variable(3) * variable(4)) +
                       model::node(model::Op::power, {variable(2), model::number(2)}) / variable(4);
  const auto addends = sum_of_products(formula);
  REQUIRE(addends.has_value());
  REQUIRE(addends->size() == 3);
  for (std::uint64_t m = 0; m < 1000; ++m) {
    std::vector<double> first, second;
    for (std::uint64_t i = 0; i < 5; ++i) {
      first.push_back(std::exp(8 * base::uniform(1, i, m, 0) - 4));
      second.push_back(std::exp(8 * base::uniform(2, i, m, 0) - 4));
    }
    const double gap = std::log(value_of(*addends, first) / value_of(*addends, second));
    const auto parts = log_mean_parts(*addends, first, second);
    CHECK(sum(parts) == doctest::Approx(gap).epsilon(1e-12));
    // seen from the other side, every part turns
    const auto turned = log_mean_parts(*addends, second, first);
    for (std::size_t i = 0; i < parts.size(); ++i) CHECK(turned[i] == doctest::Approx(-parts[i]));
  }
}

TEST_CASE("an addend that one side lacks goes to what is zero there, and nothing else moves") {
  const auto addends = sum_of_products(variable(0) + variable(1) * variable(2));
  REQUIRE(addends.has_value());
  const std::vector first{3.0, 2.0, 5.0};
  const auto parts = log_mean_parts(*addends, first, std::vector{3.0, 0.0, 7.0});
  CHECK(parts[0] == doctest::Approx(0));
  CHECK(parts[1] == doctest::Approx(std::log(13.0 / 3)));
  CHECK(parts[2] == doctest::Approx(0));
  // the limit of a small number
  const auto near = log_mean_parts(*addends, first, std::vector{3.0, 1e-300, 7.0});
  CHECK(near[1] == doctest::Approx(parts[1]).epsilon(0.01));
}

TEST_CASE("what is no sum of products is refused") {
  const auto power = [](const model::Expr& base, const model::Expr& exponent) {
    return model::node(model::Op::power, {base, exponent});
  };
  CHECK(!sum_of_products(variable(0) - variable(1)).has_value());
  CHECK(!sum_of_products(variable(0) / (variable(0) + variable(1))).has_value());
  CHECK(!sum_of_products(power(variable(0), variable(1))).has_value());
  CHECK(!sum_of_products(model::call("sqrt", {variable(0)})).has_value());
  auto large = variable(0) + variable(1);
  for (int i = 0; i < 20; ++i) large = large * (variable(0) + variable(1));
  CHECK(!sum_of_products(large).has_value());
}

}  // namespace
}  // namespace holon::findings
