// SPDX-License-Identifier: Apache-2.0
//
// Leverage against models whose answer is known: powers, sums, a loop with a closed form.
#include "findings/leverage.h"

#include <cmath>

#include <doctest/doctest.h>

#include "findings/example_study.h"
#include "study/category.h"
#include "study/part.h"

namespace holon::findings {
namespace {

Leverage leverage_of(const std::string& text, std::uint64_t rows = 0, std::uint64_t samples = 16) {
  const auto [study, compiled] = ready_study(text);
  LeveragePlan plan;
  plan.engine.samples = samples;
  plan.engine.threads = 1;
  plan.category = static_cast<std::size_t>(study::find_category("climate"));
  plan.rows = rows;
  return find_leverage(study, compiled, plan, {});
}

const Lever& lever(const Leverage& leverage, const std::string& name) {
  for (const auto& one : leverage.levers) {
    if (one.name == name) return one;
  }
  FAIL("no such lever: " << name);
  return leverage.levers.front();
}

const std::string kPowers =
    "holon: 1\n"
    "life cycle:\n"
    "  use: {direct: {climate: \"= first * second ^ power * 1 [kg CO2e] + offset\"}}\n"
    "feedback:\n"
    "  first: 2 .. 4\n"
    "  second: 1.5 .. 2.5\n"
    "  power: 2\n"
    "  offset: 0 kg CO2e\n"
    "  unread: 7\n";

TEST_CASE("the effect of a factor is one, of a square about two, and nothing else has any") {
  const auto found = leverage_of(kPowers);
  CHECK(lever(found, "first").effect->mean == doctest::Approx(1).epsilon(1e-9));
  CHECK(lever(found, "second").effect->mean == doctest::Approx(2.01).epsilon(1e-9));
  // x^2.02 ÷ x^2 = x^0.02, in each future its own
  CHECK(lever(found, "power").effect->mean > 2 * std::log(1.5));
  CHECK(lever(found, "power").effect->mean < 2.02 * std::log(2.5));
  CHECK(lever(found, "power").effect->sd > 0);
  // 1 % of nothing is nothing, and what no total reads is no lever
  CHECK(found.levers.size() == 3);
  CHECK(found.without_effect == 1);
}

TEST_CASE("the strongest comes first, and a sentence says so") {
  const auto found = leverage_of(kPowers);
  for (std::size_t i = 1; i < found.levers.size(); ++i)
    CHECK(std::abs(found.levers[i - 1].effect->mean) >= std::abs(found.levers[i].effect->mean));
  REQUIRE_FALSE(found.findings.empty());
  CHECK(found.findings[0].title == found.levers[0].name);
}

TEST_CASE("Sobol' indices of a product of two are those of its closed form") {
  // V = E[x²]E[y²] - E[x]²E[y]², V_x = Var(x) E[y]², T_x = (V_x + Var(x) Var(y)) ÷ V, y = second²
  const auto found = leverage_of(kPowers, 4096);
  const auto mean_power = [](double low, double high, int n) {
    return (std::pow(high, n + 1) - std::pow(low, n + 1)) / ((n + 1) * (high - low));
  };
  const double x1 = 3;
  const double x2 = mean_power(2, 4, 2);
  const double y1 = mean_power(1.5, 2.5, 2);
  const double y2 = mean_power(1.5, 2.5, 4);
  const double all = x2 * y2 - x1 * x1 * y1 * y1;
  const double of_x = (x2 - x1 * x1) * y1 * y1;
  const double both = (x2 - x1 * x1) * (y2 - y1 * y1);
  CHECK(lever(found, "first").first->value == doctest::Approx(of_x / all).epsilon(0.02));
  CHECK(lever(found, "first").total->value == doctest::Approx((of_x + both) / all).epsilon(0.02));
  CHECK_FALSE(lever(found, "power").total.has_value());
}

TEST_CASE("a number's level follows from what it is and from who reads it") {
  const auto found = leverage_of(
      "holon: 1\n"
      "time: {from: 2025-01-01, to: 2027-01-01, step: 1 month}\n"
      "life cycle:\n"
      "  use: {direct: {climate: \"= level * 1 [kg CO2e/year] * scale\"}}\n"
      "feedback:\n"
      "  begin: 3\n"
      "  wanted: = 2 + answer * level\n"
      "  answer: 0.4\n"
      "  time to adjust: 6 months\n"
      "  scale: 2\n"
      "  level: {stock: = begin, change: = (wanted - level) / time to adjust}\n");
  CHECK(lever(found, "begin").level == LeverLevel::buffer);
  CHECK(lever(found, "time to adjust").level == LeverLevel::delay);
  CHECK(lever(found, "answer").level == LeverLevel::reinforcing_loop);
  CHECK(lever(found, "scale").level == LeverLevel::parameter);
}

TEST_CASE("levels that a part states are taken from it") {
  const auto cap = leverage_of(study::read_part("policy/cap").example);
  CHECK(lever(cap, "cap.first limit").level == LeverLevel::goal);
  CHECK(lever(cap, "cap.yearly cut").level == LeverLevel::goal);
  const auto price = leverage_of(study::read_part("policy/carbon-price").example);
  CHECK(lever(price, "carbon price.reference price").level == LeverLevel::rule);
  CHECK(lever(price, "carbon price.policy delay").level == LeverLevel::delay);
}

TEST_CASE("a loop that is cut leaves what would have been without it") {
  // growth at 30 % a year through `births`: without the loop births stay at their first value
  const auto found = leverage_of(
      "holon: 1\n"
      "time: {from: 2025-01-01, to: 2035-01-01, step: 1 month}\n"
      "life cycle:\n"
      "  use: {direct: {climate: \"= herd * 1 [kg CO2e/year]\"}}\n"
      "feedback:\n"
      "  rate: 30 %/year\n"
      "  births: = herd * rate\n"
      "  herd: {stock: 100, change: = births}\n");
  const auto& loop = lever(found, "R1");
  CHECK(loop.is_loop);
  CHECK(loop.level == LeverLevel::reinforcing_loop);
  const double steps = 120;
  const double step_years = 3652.0 / 365 / steps;
  double grown = 0;
  double straight = 0;
  double herd = 100;
  for (int n = 0; n < steps; ++n) {
    grown += herd;
    straight += 100 * (1 + 0.3 * step_years * n);
    herd *= 1 + 0.3 * step_years;
  }
  CHECK(loop.cut->mean == doctest::Approx(straight / grown - 1).epsilon(1e-9));
  CHECK(loop.effect->mean > 0);
}

TEST_CASE("a study without time has levers and no loops") {
  const auto found = leverage_of(
      "holon: 1\nlife cycle:\n  use: {direct: {climate: = amount}}\n"
      "feedback:\n  amount: 3 kg CO2e\n");
  REQUIRE(found.levers.size() == 1);
  CHECK(found.levers[0].effect->mean == doctest::Approx(1));
  CHECK_FALSE(found.levers[0].is_loop);
}

}  // namespace
}  // namespace holon::findings
