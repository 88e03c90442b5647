// SPDX-License-Identifier: Apache-2.0
#include "base/random.h"

#include <cmath>
#include <set>
#include <string>

#include <doctest/doctest.h>

namespace holon::base {

TEST_CASE("random numbers lie strictly between 0 and 1 and are evenly spread") {
  constexpr int kDraws = 100'000;
  constexpr int kBins = 20;
  int bins[kBins] = {};
  bool inside = true;
  for (std::uint64_t member = 0; member < kDraws; ++member) {
    const double u = uniform(1, stream_of("x"), member, 0);
    inside = inside && u > 0 && u < 1;
    ++bins[static_cast<int>(u * kBins)];
  }
  CHECK(inside);
  const double expected = static_cast<double>(kDraws) / kBins;
  for (const int count : bins) CHECK(std::abs(count - expected) < 4 * std::sqrt(expected));
}

TEST_CASE("every part of the key changes the number") {
  const auto x = stream_of("x");
  const double u = uniform(1, x, 2, 3);
  CHECK(uniform(1, x, 2, 3) == u);
  CHECK(uniform(2, x, 2, 3) != u);
  CHECK(uniform(1, stream_of("y"), 2, 3) != u);
  CHECK(uniform(1, x, 3, 3) != u);
  CHECK(uniform(1, x, 2, 4) != u);
  CHECK(uniform(1, x, 2 + (1ULL << 32U), 3) != u);
  CHECK(uniform(1 + (1ULL << 32U), x, 2, 3) != u);
  CHECK(uniform(1, x ^ (1ULL << 32U), 2, 3) != u);
  CHECK(uniform(1, x ^ (1ULL << 63U), 2, 3) != u);
}

TEST_CASE("streams of similar paths differ, and never change") {
  std::set<Stream> streams;
  for (int i = 0; i < 10'000; ++i) streams.insert(stream_of("value/variable " + std::to_string(i)));
  CHECK(streams.size() == 10'000);
  // part of every result's identity
  CHECK(stream_of("") == 0xF52A15E9A9B5E89BULL);
  CHECK(uniform(1, stream_of("value/x"), 0, 0) == 0x1.115136a80249ep-1);
}

TEST_CASE("neighbouring members and streams do not follow each other") {
  constexpr int kDraws = 50'000;
  double sum_members = 0;
  double sum_streams = 0;
  for (std::uint64_t member = 0; member < kDraws; ++member) {
    const double u = uniform(1, 5, member, 0) - 0.5;
    sum_members += u * (uniform(1, 5, member + 1, 0) - 0.5);
    sum_streams += u * (uniform(1, 6, member, 0) - 0.5);
  }
  // a product of two independent uniforms has variance 1/144
  const double bound = 4 * std::sqrt(kDraws / 144.0);
  CHECK(std::abs(sum_members) < bound);
  CHECK(std::abs(sum_streams) < bound);
}

}  // namespace holon::base
