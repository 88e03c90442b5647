// SPDX-License-Identifier: Apache-2.0
//
// Which loops drive a study, and when: against cases whose answer is known.
#include <cmath>

#include <doctest/doctest.h>

#include "findings/example_study.h"
#include "study/part.h"

namespace holon::findings {
namespace {

std::string bass() { return study::read_part("adoption").example; }

TEST_CASE("adoption is driven by word of mouth first and by the shrinking rest in the end") {
  const auto findings =
      assess_text(bass(), 64, {{"innovation", "0.01 1/year"}, {"imitation", "0.8 1/year"}});
  REQUIRE(findings.loops.systems.size() == 1);
  const auto& system = findings.loops.systems[0];
  REQUIRE(system.periods.size() == 2);
  CHECK(system.loops[system.periods[0].loop].kind == "reinforcing");
  CHECK(system.loops[system.periods[1].loop].kind == "balancing");
  CHECK(system.periods[0].from_days == 0);
  CHECK(system.periods[0].to_days == system.periods[1].from_days);
  CHECK(system.periods[1].to_days == doctest::Approx(findings.period_days));
  REQUIRE(findings.loops.archetypes.size() == 1);
  CHECK(findings.loops.archetypes[0].kind == "limits to growth");
  CHECK(findings.loops.archetypes[0].roles[1].second == "adoption.market");
  CHECK(findings.loops.archetypes[0].p_seen == 1);
}

TEST_CASE("the turn comes where the shares of both loops cross") {
  // with use F, the loops score q(1 - F) and p + qF: they cross at F = (1 - p/q) / 2
  const double p = 0.01;
  const double q = 0.8;
  const auto findings = assess_text(bass(), 8,
                                    {{"innovation", std::to_string(p) + " 1/year"},
                                     {"imitation", std::to_string(q) + " 1/year"},
                                     {"first share", "1 %"}});
  const auto& turn = findings.loops.systems.at(0).periods.at(0);
  // Bass 1969: F(t) from F(0) = 0.01, by its own logistic in F + p/q
  const double ratio = [&](double f) { return (f + p / q) / (1 - f); }((1 - p / q) / 2) /
                       ((0.01 + p / q) / 0.99);
  const double years = std::log(ratio) / (p + q);
  CHECK(turn.to_days / 365 == doctest::Approx(years).epsilon(0.03));
}

TEST_CASE("shares of one system add up to no more than one, at every moment and in every future") {
  const auto findings = assess_example("examples/whole-system/study.yaml", 64);
  REQUIRE(findings.loops.futures == 20);
  REQUIRE(findings.loops.systems.size() == 2);
  for (const auto& system : findings.loops.systems) {
    REQUIRE_FALSE(system.loops.empty());
    for (std::size_t t = 0; t < findings.loops.moments_days.size(); ++t) {
      double sum = 0;
      for (const auto& loop : system.loops) sum += loop.over_time[t];
      CHECK(sum <= 1 + 1e-9);
    }
    double days = 0;
    for (const auto& period : system.periods) {
      CHECK(period.from_days == doctest::Approx(days));
      days = period.to_days;
      CHECK(period.p_strongest >= 0);
      CHECK(period.p_strongest <= 1);
    }
    CHECK(days == doctest::Approx(findings.period_days));
  }
}

TEST_CASE("a study without loops has none to tell of") {
  const auto findings = assess_example("examples/bloom/study.yaml", 16);
  CHECK(findings.loops.systems.empty());
  CHECK(findings.loops.archetypes.empty());
}

TEST_CASE("the same seed sees the same futures") {
  const auto one = assess_example("examples/whole-system/study.yaml", 32);
  const auto other = assess_example("examples/whole-system/study.yaml", 32);
  CHECK(one.loops.systems[0].loops[0].share.mean == other.loops.systems[0].loops[0].share.mean);
  CHECK(one.loops.systems[0].loops[0].share.sd > 0);
}

}  // namespace
}  // namespace holon::findings
