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

}  // namespace
}  // namespace holon::findings
