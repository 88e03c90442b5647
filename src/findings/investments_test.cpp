// SPDX-License-Identifier: Apache-2.0
#include "findings/investments.h"

#include <string>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "findings/example_study.h"

namespace holon::findings {
namespace {

/// An assessment and what was invested in it.
struct Told {
  Findings findings;
  Investments invested;
};

Told tell_of(const std::string& text) {
  const auto [study, compiled] = ready_study(text);
  Plan plan;
  plan.engine.samples = 8;
  plan.engine.threads = 1;
  Told out{assess(study, compiled, plan, {}), {}};
  out.invested = invest(study, compiled, plan, out.findings, {});
  return out;
}

// --- candidates for break-even ---

// a service of 1000 requests a day, 10 g each; distilling costs `search` at once and halves that
std::string served(const std::string& search) {
  return fmt::format(R"(
holon: 1
title: repaid
functional unit: 1 request
time: {{from: 2024-01-01, to: 2024-03-01, step: 1 day}}
places:
  site: {{carbon intensity: 500 g/kWh, pue: 1}}
life cycle:
  search: {{at: site, energy: 0 kWh}}
  deployment: {{at: site, serves: 1000 request/day, energy per request: 20 Wh/request}}
scenarios:
  distilled: {{search.energy: {}, energy per request: 10 Wh/request}}
  worse: {{search.energy: {}, energy per request: 21 Wh/request}}
)",
                     search, search);
}

const CostChart& chart_of(const Told& told) {
  for (const auto& chart : told.invested.charts) {
    if (chart.category == category(told.findings, "climate")) return chart;
  }
  FAIL("no chart");
  return told.invested.charts.front();
}

TEST_CASE("candidates stand on one chart, and cross the baseline where they are repaid") {
  // 100 kg against 5 kg a day: on the 20th day, at 20 000 requests and 200 kg
  const auto told = tell_of(served("200 kWh"));
  const auto& chart = chart_of(told);
  CHECK(chart.is_of_service);
  REQUIRE(chart.curves.size() == 2);  // what saves nothing anywhere is no candidate
  CHECK(chart.curves[0].name == "baseline");
  CHECK(chart.curves[1].name == "distilled");
  REQUIRE(chart.crossings.size() == 1);
  CHECK(chart.crossings[0].at == doctest::Approx(20'000).epsilon(1e-6));
  CHECK(chart.crossings[0].cost == doctest::Approx(200).epsilon(1e-6));
  // never is an answer
  CHECK(chart_of(tell_of(served("2000 kWh"))).crossings.empty());
}

TEST_CASE("without time the courses are straight lines over what is served") {
  const auto told = tell_of(R"(
holon: 1
title: at once
functional unit: 1 request
places:
  site: {carbon intensity: 500 g/kWh, pue: 1}
life cycle:
  search: {at: site, energy: 0 kWh}
  deployment: {at: site, serves: 1e6 request, energy per request: 4 Wh/request}
scenarios:
  searched: {search.energy: 100 kWh, energy per request: 3 Wh/request}
)");
  const auto& chart = chart_of(told);
  REQUIRE(chart.crossings.size() == 1);
  CHECK(chart.crossings[0].at == doctest::Approx(100'000));
  CHECK(chart.curves[0].at.back() == doctest::Approx(1e6));
  CHECK(chart.curves[1].cost.front() == doctest::Approx(50));
}

TEST_CASE("what is invested once is spread over deployment targets") {
  // 1000 kg invested, 300 kg returned
  const auto told = tell_of(served("2000 kWh"));
  REQUIRE(!told.invested.targets.empty());
  const auto& targets = told.invested.targets.front();
  CHECK(targets.scenario == "distilled");
  CHECK(targets.invested == doctest::Approx(1000));
  CHECK(targets.repaid->p50 == doctest::Approx(1000.0 / 300).epsilon(1e-3));
}

// --- new hardware ---

// 400 W of old work; a new device of 100 kg takes `power` instead; 0.5 kg/kWh
std::string replaced(const std::string& power, const std::string& lifetime = "4 year") {
  return fmt::format(R"(
holon: 1
title: refresh
functional unit: 1 request
time: {{from: 2024-01-01, to: 2025-12-31, step: 1 month}}
places:
  site: {{carbon intensity: 500 g/kWh, pue: 1}}
hardware:
  new: {{power: 1 kW, embodied: {{climate: 100 kg}}, lifetime: {}}}
life cycle:
  deployment:
    work:
      at: site
      serves: 1000 request/day
      power: = (1 - replaced) * old draw + replaced * new draw
    the new device:
      from: 2024-01-01
      to: 2024-01-31
      direct: {{climate: = replaced * new.embodied.climate}}
feedback:
  replaced: 0
  old draw: 400 W
  new draw: {}
scenarios:
  fresh: {{feedback.replaced: 1}}
)",
                     lifetime, power);
}

const Refresh& refresh_of(const Told& told) {
  for (const auto& one : told.invested.refreshes) {
    if (one.category == category(told.findings, "climate")) return one;
  }
  FAIL("no refresh");
  return told.invested.refreshes.front();
}

TEST_CASE("new hardware is repaid when its making is saved in electricity") {
  const auto told = tell_of(replaced("200 W"));
  const auto& one = refresh_of(told);
  CHECK(one.scenario == "fresh");
  CHECK(one.device == "new");
  CHECK(one.made->mean == doctest::Approx(100));
  // 0.2 kW of 8760 h at 0.5 kg/kWh: 876 kg a year
  CHECK(one.saved->mean == doctest::Approx(876 * told.findings.period_days / 365));
  CHECK(one.years->mean == doctest::Approx(100.0 / 876));
  CHECK(one.p_repaid == 1);
  CHECK(one.p_never == 0);
  CHECK(*one.p_in_lifetime == 1);
  CHECK(told.findings.findings.back().kind == "refresh");
}

TEST_CASE("new hardware may repay after the study, after its life, or never") {
  // 4 W save 17.52 kg a year: 5.7 years, beyond the study's two and the device's four
  const auto late = tell_of(replaced("396 W"));
  CHECK(refresh_of(late).years->mean == doctest::Approx(100.0 / 17.52));
  CHECK(refresh_of(late).p_repaid == 0);
  CHECK(*refresh_of(late).p_in_lifetime == 0);
  CHECK(*refresh_of(tell_of(replaced("396 W", "8 year"))).p_in_lifetime == 1);
  const auto never = tell_of(replaced("500 W"));
  CHECK(refresh_of(never).p_never == 1);
  CHECK(!refresh_of(never).years);
}

TEST_CASE(
    "without a device whose making rises there is no refresh, and stakes stand all the same") {
  const auto told = tell_of(R"(
holon: 1
title: none
time: {from: 2024-01-01, to: 2025-01-01, step: 1 month}
places:
  site: {carbon intensity: 500 g/kWh, pue: 1}
life cycle:
  deployment:
    work: {at: site, power: 400 W}
scenarios:
  less: {work.power: 300 W}
)");
  CHECK(told.invested.refreshes.empty());
  CHECK(told.invested.charts.empty());
  REQUIRE(told.invested.stakes.size() == 1);
  CHECK(!told.invested.stakes[0].cost);
  CHECK(told.invested.stakes[0].places.front().place == "site");
}

}  // namespace
}  // namespace holon::findings
