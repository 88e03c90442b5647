// SPDX-License-Identifier: Apache-2.0
#include "findings/stakes.h"

#include <cmath>
#include <map>
#include <string>

#include <doctest/doctest.h>

#include "findings/decision.h"
#include "findings/example_study.h"

namespace holon::findings {
namespace {

// 731 days of 24 kWh: 8772 kg at the coal site, a tenth of that at the others
const std::string kWork = R"(
holon: 1
title: moved
time: {from: 2023-01-01, to: 2025-01-01, step: 1 day}
places:
  Coal Site: {carbon intensity: 500 g/kWh, pue: 1}
  clean: {carbon intensity: 50 g/kWh, pue: 1}
  dry: {carbon intensity: 50 g/kWh, pue: 1, water intensity: 1 L/kWh}
life cycle:
  deployment:
    work: {at: coal site, power: 1 kW}
scenarios:
)";

// what an alternative changes in a category at each place [base units: kg]; NaN: not known
std::map<std::string, double> changes(const std::string& scenario,
                                      const std::string& name = "climate") {
  const auto [study, compiled] = ready_study(kWork + "  other: " + scenario + "\n");
  Plan plan;
  plan.engine.samples = 8;
  plan.engine.threads = 1;
  const auto decision = decide(study, compiled, plan, {}, {});
  std::map<std::string, double> out;
  for (const auto& change : decision.stakes.at(0).places) {
    if (decision.categories[change.category].name != name) continue;
    out[change.place] = change.difference->undefined >= 1 ? std::nan("") : change.difference->mean;
  }
  return out;
}

TEST_CASE("work that is moved takes its impact from one place to the other") {
  const auto moved = changes("{work.at: clean}");
  REQUIRE(moved.size() == 2);
  CHECK(moved.at("Coal Site") == doctest::Approx(-8772).epsilon(1e-9));
  CHECK(moved.at("clean") == doctest::Approx(877.2).epsilon(1e-9));
}

TEST_CASE("work that moves at a date counts where it was until then") {
  const auto moved = changes("{from: 2024-01-01, work.at: CLEAN}");
  REQUIRE(moved.size() == 2);
  // 366 of the 731 days
  CHECK(moved.at("Coal Site") == doctest::Approx(-4392).epsilon(1e-9));
  CHECK(moved.at("clean") == doctest::Approx(439.2).epsilon(1e-9));
}

TEST_CASE("what a scenario changes elsewhere is no matter of places that it leaves alone") {
  const auto less = changes("{work.power: 0.5 kW}");
  REQUIRE(less.size() == 1);
  CHECK(less.at("Coal Site") == doctest::Approx(-4386).epsilon(1e-9));
}

TEST_CASE("a scenario that builds on another moves what the other moves") {
  const auto moved =
      changes("{also: away, work.at: dry}\n  away: {from: 2024-01-01, work.at: clean}");
  REQUIRE(moved.size() == 2);
  CHECK(moved.at("dry") == doctest::Approx(877.2).epsilon(1e-9));
}

}  // namespace
}  // namespace holon::findings
