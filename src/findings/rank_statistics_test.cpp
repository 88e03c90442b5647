// SPDX-License-Identifier: Apache-2.0
#include "findings/rank_statistics.h"

#include <cmath>

#include <doctest/doctest.h>

#include "base/random.h"

namespace holon::findings {
namespace {

// pairs with ties in both numbers
Pairs random_pairs(std::size_t size, std::uint64_t seed) {
  Pairs out;
  for (std::uint32_t i = 0; i < size; ++i) {
    out.proxy.push_back(std::ceil(20 * base::uniform(seed, 1, 0, i)));
    out.target.push_back(std::ceil(20 * base::uniform(seed, 2, 0, i)));
  }
  return out;
}

double wrongly_ranked_by_all_pairs(const Pairs& pairs) {
  double wrong = 0;
  double comparable = 0;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const double sign = (pairs.proxy[i] - pairs.proxy[j]) * (pairs.target[i] - pairs.target[j]);
      comparable += sign != 0 ? 1 : 0;
      wrong += sign < 0 ? 1 : 0;
    }
  }
  return wrong / comparable;
}

TEST_CASE("pairs are counted by sorting as they are one by one") {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const auto pairs = random_pairs(2 + seed, seed);
    const double expected = wrongly_ranked_by_all_pairs(pairs);
    if (!std::isnan(expected)) CHECK(wrongly_ranked(pairs) == doctest::Approx(expected));
  }
}

TEST_CASE("a rising line predicts all, and a constant nothing") {
  const Pairs line{{1, 2, 3, 4}, {12, 14, 16, 18}};
  CHECK(r_squared(line) == doctest::Approx(1));
  CHECK(spearman(line) == doctest::Approx(1));
  CHECK(wrongly_ranked(line) == 0);
  CHECK(least_squares_line(line).slope == doctest::Approx(2));
  CHECK(least_squares_line(line).intercept == doctest::Approx(10));
  CHECK(median_relative_error(line, least_squares_line(line)) == doctest::Approx(0));

  const Pairs flat{{5, 5, 5}, {1, 2, 3}};
  CHECK(std::isnan(r_squared(flat)));
  CHECK(std::isnan(spearman(flat)));
  CHECK(std::isnan(wrongly_ranked(flat)));
  CHECK(least_squares_line(flat).intercept == doctest::Approx(2));
  CHECK(std::isnan(wrongly_ranked({})));
  CHECK(std::isnan(median({})));
}

TEST_CASE("Spearman's correlation shares ranks among ties") {
  // ranks 1, 2.5, 2.5, 4 against 1, 3, 2, 4: r = 4.5 / sqrt(4.5 × 5)
  CHECK(spearman({{1, 2, 2, 9}, {1, 3, 2, 4}}) == doctest::Approx(4.5 / std::sqrt(4.5 * 5)));
}

TEST_CASE("the largest spread looks at every window of equal proxies") {
  const Pairs pairs{{100, 104, 105, 200, 209, 300}, {1, 3, 2, 10, 5, 7}};
  const auto spread = largest_spread(pairs, 0.05);
  CHECK(spread.ratio == doctest::Approx(3));
  CHECK(spread.low == 100);
  CHECK(spread.high == 104);
  CHECK(spread.runs == 2);
  CHECK(spread_within(pairs, 200, 210).ratio == doctest::Approx(2));
  CHECK(spread_within(pairs, 1, 2).runs == 0);
}

TEST_CASE("the worst reversal has a clearly lower proxy and the highest ratio of targets") {
  const Pairs pairs{{100, 95, 80, 50}, {10, 20, 12, 11}};
  const auto found = worst_reversal(pairs, 0.1);
  CHECK(found.lower == 2);
  CHECK(found.higher == 0);
  CHECK(found.target_ratio == doctest::Approx(1.2));
  CHECK(found.proxy_ratio == doctest::Approx(0.8));
  CHECK(worst_reversal({{1, 2, 3}, {1, 2, 3}}, 0.1).target_ratio == 1);
}

}  // namespace
}  // namespace holon::findings
