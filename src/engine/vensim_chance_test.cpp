// SPDX-License-Identifier: Apache-2.0
//
// Vensim's functions of chance: the distributions its manual states, cut off at their bounds.
#include <algorithm>
#include <cmath>
#include <string>

#include <fmt/format.h>

#include "engine/vensim_test.h"

namespace holon::engine {
namespace {

constexpr int kDraws = 20'000;

struct Moments {
  double mean = 0;
  double deviation = 0;
  double least = 0;
  double most = 0;
};

Moments moments_of(const std::string& call) {
  const auto run = run_vensim(
      fmt::format("triangle((0,0),(1,2),(2,0)) ~~|\nflat((0,1),(4,1)) ~~|\nx = {} ~~|", call),
      kDraws - 1);
  const auto& draws = run.at("x");
  Moments out;
  for (const double x : draws) out.mean += x / kDraws;
  for (const double x : draws) out.deviation += (x - out.mean) * (x - out.mean) / kDraws;
  out.deviation = std::sqrt(out.deviation);
  out.least = *std::min_element(draws.begin(), draws.end());
  out.most = *std::max_element(draws.begin(), draws.end());
  return out;
}

// the mean within four standard errors
void check(const std::string& call, double mean, double deviation) {
  CAPTURE(call);
  const auto found = moments_of(call);
  CHECK(std::abs(found.mean - mean) <= 4 * deviation / std::sqrt(kDraws));
  CHECK(found.deviation == doctest::Approx(deviation).epsilon(0.05));
}

}  // namespace

TEST_CASE("distributions that no bound touches have the moments of the manual") {
  check("RANDOM UNIFORM(2, 4, 0)", 3, 2 / std::sqrt(12.0));
  check("RANDOM NORMAL(-99, 99, 3, 2, 0)", 3, 2);
  check("RANDOM EXPONENTIAL(0, 1000, 1, 2, 0)", 3, 2);
  check("RANDOM POISSON(0, 1000, 4, 1, 2, 0)", 9, 4);
  check("RANDOM GAMMA(0, 1000, 4, 0, 0.5, 0)", 2, 1);
  check("RANDOM BETA(0, 9, 2, 2, 0, 4, 0)", 2, 4 * std::sqrt(0.05));
  check("RANDOM BINOMIAL(0, 99, 0.25, 16, 0, 1, 0)", 4, std::sqrt(3.0));
  check("RANDOM NEGATIVE BINOMIAL(0, 999, 0.5, 4, 0, 1, 0)", 8, std::sqrt(8.0));
  check("RANDOM TRIANGULAR(0, 9, 0, 1, 5, 0)", 2, std::sqrt(21 / 18.0));
  check("RANDOM WEIBULL(0, 99, 2, 0, 1, 0)", 1, std::sqrt(4 / 3.14159265358979 - 1));
  check("RANDOM LOOKUP(triangle, -9, 9, 1, 2, 0)", 3, 2 / std::sqrt(6.0));
  check("RANDOM LOOKUP(flat, -9, 9, 0, 1, 0)", 2, 4 / std::sqrt(12.0));
}

TEST_CASE("bounds cut a distribution off: nothing gathers at them") {
  for (const std::string call :
       {"RANDOM EXPONENTIAL(0.5, 1, 0, 1, 0)", "RANDOM WEIBULL(0.5, 1, 1, 0, 1, 0)"}) {
    CAPTURE(call);
    const auto found = moments_of(call);
    CHECK(found.least >= 0.5);
    CHECK(found.most <= 1);
    // of e^-x between the bounds: (a + 1) e^-a - (b + 1) e^-b over e^-a - e^-b
    const double mean = (1.5 * std::exp(-0.5) - 2 * std::exp(-1)) / (std::exp(-0.5) - std::exp(-1));
    CHECK(found.mean == doctest::Approx(mean).epsilon(0.005));
  }
  // density 2 x over 0 to 1, cut off at half of it
  const auto found = moments_of("RANDOM LOOKUP(triangle, 0, 0.5, 0, 1, 0)");
  CHECK(found.mean == doctest::Approx(1.0 / 3).epsilon(0.01));
  CHECK(moments_of("RANDOM TRIANGULAR(0, 0.5, 0, 1, 2, 0)").mean ==
        doctest::Approx(1.0 / 3).epsilon(0.01));
  // half of a normal one
  CHECK(moments_of("RANDOM NORMAL(0, 99, 0, 1, 0)").mean ==
        doctest::Approx(std::sqrt(2 / 3.14159265358979)).epsilon(0.02));
  // one draw in a thousand is at a bound for want of a fourth try
  CHECK(moments_of("RANDOM POISSON(2, 4, 3, 0, 1, 0)").most == 4);
}

}  // namespace holon::engine
