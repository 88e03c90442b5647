// SPDX-License-Identifier: Apache-2.0
#include "findings/shapley.h"

#include <cmath>
#include <numeric>

#include <doctest/doctest.h>

#include "base/random.h"

namespace holon::findings {
namespace {

TEST_CASE("what adds up by itself is its own part") {
  std::vector<double> values;
  const std::vector own{1.5, -2.0, 0.25};
  for (std::size_t set = 0; set < 8; ++set) {
    double value = 7;
    for (std::size_t i = 0; i < 3; ++i) value += (set >> i & 1U) != 0 ? own[i] : 0;
    values.push_back(value);
  }
  const auto parts = shapley_parts(3, values);
  for (std::size_t i = 0; i < 3; ++i) CHECK(parts[i] == doctest::Approx(own[i]));
}

// each is worth something only with the other: halves; the third is worth nothing
TEST_CASE("what works only together is shared alike, and what does nothing gets nothing") {
  const std::vector<double> values{0, 0, 0, 1, 0, 0, 0, 1};
  const auto parts = shapley_parts(3, values);
  CHECK(parts[0] == doctest::Approx(0.5));
  CHECK(parts[1] == doctest::Approx(0.5));
  CHECK(parts[2] == doctest::Approx(0));
}

// the glove game: one left glove, two right ones
TEST_CASE("the glove game has its known parts") {
  std::vector<double> values;
  for (std::size_t set = 0; set < 8; ++set)
    values.push_back((set & 1U) != 0 && (set & 6U) != 0 ? 1 : 0);
  const auto parts = shapley_parts(3, values);
  CHECK(parts[0] == doctest::Approx(2.0 / 3));
  CHECK(parts[1] == doctest::Approx(1.0 / 6));
  CHECK(parts[2] == doctest::Approx(1.0 / 6));
}

TEST_CASE("the parts of random values add up to the whole") {
  for (std::size_t n = 1; n <= 12; ++n) {
    std::vector<double> values;
    for (std::uint64_t set = 0; set < std::uint64_t{1} << n; ++set)
      values.push_back(base::uniform(3, n, set, 0));
    const auto parts = shapley_parts(n, values);
    CHECK(std::accumulate(parts.begin(), parts.end(), 0.0) ==
          doctest::Approx(values.back() - values.front()).epsilon(1e-12));
  }
}

TEST_CASE("orders that are drawn come to the exact parts within four of their errors") {
  const std::size_t n = 8;
  std::vector<double> values;
  for (std::uint64_t set = 0; set < 256; ++set) values.push_back(base::uniform(4, 1, set, 0));
  const auto of_sets = [&](const std::vector<std::vector<bool>>& sets) {
    std::vector<double> out;
    for (const auto& set : sets) {
      std::size_t bits = 0;
      for (std::size_t i = 0; i < n; ++i) bits |= std::size_t{set[i]} << i;
      out.push_back(values[bits]);
    }
    return out;
  };
  const auto exact = shapley_parts(n, values);
  const auto drawn = sampled_shapley_parts(n, 2000, 1, of_sets);
  for (std::size_t i = 0; i < n; ++i) {
    CHECK(std::abs(drawn.parts[i] - exact[i]) < 4 * drawn.errors[i]);
    CHECK(drawn.errors[i] < 0.01);
  }
  CHECK(std::accumulate(drawn.parts.begin(), drawn.parts.end(), 0.0) ==
        doctest::Approx(values.back() - values.front()));
}

}  // namespace
}  // namespace holon::findings
