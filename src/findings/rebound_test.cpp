// SPDX-License-Identifier: Apache-2.0
//
// The exact limits of rebound, through examples/rebound/study.yaml itself.
#include <cmath>

#include <doctest/doctest.h>

#include "findings/example_study.h"

namespace holon::findings {
namespace {

constexpr const char* kStudy = "examples/rebound/study.yaml";
constexpr std::size_t kClimate = 0;
constexpr double kGain = 2;  // the scenario `efficient` halves the energy per request

double ratio(const Findings& findings, const std::string& name) {
  return scenario(findings, name).totals[kClimate]->mean / mean_total(findings, kClimate);
}

TEST_CASE("without elasticity an efficiency gain saves what engineering says") {
  const auto findings = assess_example(kStudy, 16, {{"elasticity", "0"}});
  CHECK(ratio(findings, "efficient") == doctest::Approx(1 / kGain).epsilon(1e-12));
}

TEST_CASE(
    "without delay and with energy as the whole price the total is gain to the power elasticity "
    "minus one") {
  for (const double elasticity : {0.2, 0.5, 1.0, 1.2, 2.0}) {
    const auto findings = assess_example(kStudy, 16,
                                         {{"elasticity", std::to_string(elasticity)},
                                          {"other cost", "0 USD/request"},
                                          {"demand", "= wanted demand"}});
    CHECK(ratio(findings, "efficient") ==
          doctest::Approx(std::pow(kGain, elasticity - 1)).epsilon(1e-9));
  }
}

TEST_CASE("a shorter adoption delay comes nearer to the limit without delay") {
  double last = 1;
  for (const char* delay : {"12 months", "6 months", "3 months", "1 month"}) {
    const auto findings = assess_example(
        kStudy, 16,
        {{"elasticity", "1"}, {"other cost", "0 USD/request"}, {"adoption delay", delay}});
    const double distance = std::abs(ratio(findings, "efficient") - 1);
    CHECK(distance < last);
    last = distance;
  }
}

TEST_CASE("under a binding cap efficiency changes output, not carbon") {
  const auto findings = assess_example(kStudy, 64);
  const auto& efficient = scenario(findings, "efficient under a cap");
  const auto& alone = scenario(findings, "cap alone");
  // 6 t a year over 1096 days of 365-day years
  const double cap = 6000.0 * 1096 / 365;
  CHECK(efficient.totals[kClimate]->mean == doctest::Approx(cap).epsilon(1e-12));
  CHECK(alone.totals[kClimate]->mean == doctest::Approx(cap).epsilon(1e-12));
  CHECK(efficient.service->mean == doctest::Approx(kGain * alone.service->mean).epsilon(1e-12));
}

TEST_CASE("a cap that does not bind changes nothing") {
  const auto findings = assess_example(kStudy, 16, {{"base demand", "1 request/hour"}});
  CHECK(ratio(findings, "cap alone") == doctest::Approx(1).epsilon(1e-15));
}

const ReboundResult& rebound(const Findings& findings, const std::string& name) {
  for (const auto& result : findings.rebounds) {
    if (result.scenario == name && result.category == kClimate) return result;
  }
  FAIL("no rebound of " << name);
  return findings.rebounds.front();
}

TEST_CASE("the rebound without delay is that of a constant elasticity") {
  for (const double elasticity : {0.2, 0.5, 1.0, 1.2, 2.0}) {
    const auto findings = assess_example(kStudy, 16,
                                         {{"elasticity", std::to_string(elasticity)},
                                          {"other cost", "0 USD/request"},
                                          {"demand", "= wanted demand"}});
    const auto& result = rebound(findings, "efficient");
    const double expected = 1 - (1 - std::pow(kGain, elasticity - 1)) / (1 - 1 / kGain);
    CHECK(result.rebound->mean == doctest::Approx(expected).epsilon(1e-9));
    CHECK(result.engineering->mean ==
          doctest::Approx(mean_total(findings, kClimate) * (1 - 1 / kGain)).epsilon(1e-9));
    const auto expected_class = elasticity < 1   ? ReboundClass::partial
                                : elasticity > 1 ? ReboundClass::backfire
                                                 : ReboundClass::full;
    CHECK(result.p_class[static_cast<std::size_t>(expected_class)] == 1);
  }
}

TEST_CASE("without an answer of demand there is no rebound, and no class is left out") {
  const auto none = assess_example(kStudy, 16, {{"elasticity", "0"}});
  CHECK(rebound(none, "efficient").rebound->mean == doctest::Approx(0));
  const auto spread = assess_example(kStudy, 256, {{"elasticity", "0 .. 3"}});
  double sum = 0;
  for (const double p : rebound(spread, "efficient").p_class) sum += p;
  CHECK(sum == doctest::Approx(1));
}

// a service and the trials behind it both get cheaper per kWh; each answers by its own loop
constexpr const char* kTwoLoops = R"(
holon: 1
title: two loops
functional unit: 1 request
time: {from: 2024-01-01, to: 2026-01-01, step: 1 month}
units: [trial]
places:
  site: {carbon intensity: 400 g/kWh, pue: 1.2}
life cycle:
  search:
    trials: {at: site, serves: = trials, energy per trial: "= 100 [kWh/trial] * overhead"}
  deployment:
    api: {at: site, serves: = requests, energy per request: "= 4 [Wh/request] * overhead"}
feedback:
  overhead: 2
  electricity price: 0.2 USD/kWh
  trial price: = trials.energy per trial * electricity price
  trials: = 10 [trial/day] * (trial price / baseline(trial price)) ^ -0.5
  request price: = api.energy per request * electricity price
  requests: = 10000 [request/hour] * (request price / baseline(request price)) ^ -0.25
scenarios:
  lean: {overhead: 1}
)";

TEST_CASE("each loop's part is found by cutting it") {
  const auto findings = assess_text(kTwoLoops, 8);
  const auto& result = rebound(findings, "lean");
  REQUIRE(result.parts.size() == 2);
  double sum = 0;
  for (const auto& part : result.parts) {
    CHECK((part.through == "trial price" || part.through == "request price"));
    CHECK(part.share->mean > 0);
    sum += part.share->mean;
  }
  // these two do not act on each other
  CHECK(sum == doctest::Approx(result.rebound->mean).epsilon(1e-9));
}

TEST_CASE("a change that saves nothing has no rebound") {
  const auto findings = assess_text(kTwoLoops, 8, {{"overhead", "1"}});
  CHECK(findings.rebounds.empty());
}

}  // namespace
}  // namespace holon::findings
