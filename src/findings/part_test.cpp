// SPDX-License-Identifier: Apache-2.0
//
// Every feedback part by its own example, and the exact limits of those that have one.
#include "study/part.h"

#include <cmath>

#include <doctest/doctest.h>

#include "findings/example_study.h"

namespace holon::findings {
namespace {

constexpr std::size_t kClimate = 0;

Findings assess_part(const std::string& name, std::uint64_t samples,
                     const Settings& settings = {}) {
  return assess_text(study::read_part(name).example, samples, settings);
}

double ratio(const Findings& findings, const std::string& name) {
  return scenario(findings, name).totals[kClimate]->mean / mean_total(findings, kClimate);
}

TEST_CASE("the example of every part has a total in every future") {
  for (const auto& name : study::part_names()) {
    const auto findings = assess_part(name, 256);
    INFO(name);
    REQUIRE(findings.totals[kClimate].has_value());
    CHECK(findings.totals[kClimate]->undefined == 0);
    CHECK(findings.totals[kClimate]->mean > 0);
    CHECK(std::isfinite(findings.totals[kClimate]->p95));
  }
}

TEST_CASE("direct price: without elasticity the engineering saving is kept") {
  const auto findings = assess_part("rebound/direct-price", 16, {{"elasticity", "0"}});
  CHECK(ratio(findings, "efficient") == doctest::Approx(0.5).epsilon(1e-12));
}

TEST_CASE(
    "direct price: energy as the whole price and no delay give gain to the elasticity less one") {
  for (const double elasticity : {0.3, 1.0, 1.7}) {
    const auto findings = assess_part("rebound/direct-price", 16,
                                      {{"elasticity", std::to_string(elasticity)},
                                       {"energy share of price", "100 %"},
                                       {"direct price.demand", "= wanted demand"}});
    CHECK(ratio(findings, "efficient") ==
          doctest::Approx(std::pow(2, elasticity - 1)).epsilon(1e-9));
  }
}

TEST_CASE("trials: where energy is no part of the cost, nothing rebounds") {
  const auto findings = assess_part("rebound/trials", 16, {{"energy share of cost", "0 %"}});
  CHECK(ratio(findings, "cheaper trials") == doctest::Approx(0.5).epsilon(1e-12));
}

TEST_CASE("adoption: without imitation the rest shrinks exponentially") {
  // Euler's steps: the rest is (1 - p dt)^n of what it was
  const auto findings = assess_part(
      "adoption", 4,
      {{"imitation", "0 1/year"}, {"innovation", "0.12 1/year"}, {"first share", "0 %"}});
  const auto& series = findings.series[kClimate].values;
  const double step_years = findings.step_days / 365;
  const auto n = static_cast<double>(series.size() - 1);
  const auto& first = series[1].mean;
  const double step = 0.12 * step_years;
  CHECK(series.back().mean / first ==
        doctest::Approx((1 - std::pow(1 - step / 2, 2 * n)) / (1 - std::pow(1 - step / 2, 2)))
            .epsilon(1e-2));
}

TEST_CASE("turnover: a steady fleet orders what it retires") {
  const auto findings = assess_part("hardware/turnover", 16,
                                    {{"feedback.demand", "2e6 request/hour"},
                                     {"lifetime", "4 years"},
                                     {"utilisation", "50 %"},
                                     {"made per device", "100 kg CO2e"}});
  // 2e6 × 2 s / 3600 s devices' worth at half use, a quarter of them a year
  const double devices = 2e6 * 2 / 3600 / 0.5;
  const double years = findings.period_days / 365;
  CHECK(mean_part(findings, "phase", "hardware manufacture", kClimate) ==
        doctest::Approx(devices / 4 * 100 * years).epsilon(1e-9));
}

TEST_CASE("early replacement: eagerness one and progress of one life halve the life") {
  const Settings steady{{"technical lifetime", "5 years"}, {"improvement", "= 0.2 [1/year]"}};
  auto eager = steady;
  eager.emplace_back("eagerness", "1");
  const auto findings = assess_part("hardware/early-replacement", 16, eager);
  CHECK(ratio(findings, "use them up") == doctest::Approx(0.5).epsilon(1e-9));
}

TEST_CASE("decarbonisation: a grid that stays keeps its carbon") {
  const auto findings = assess_part("grid/decarbonisation", 64, {{"rate", "0 %/year"}});
  CHECK(ratio(findings, "grid stays") == doctest::Approx(1).epsilon(1e-12));
}

TEST_CASE("attention: without sensitivity progress is as stated") {
  const auto findings = assess_part("efficiency/attention", 16,
                                    {{"sensitivity", "0"},
                                     {"progress", "12 %/year"},
                                     {"floor", "0 %"},
                                     {"feedback.demand", "1000 request/hour"}});
  const auto& series = findings.series[kClimate].values;
  const double years = static_cast<double>(series.size() - 1) * findings.step_days / 365;
  CHECK(series.back().mean / series.front().mean ==
        doctest::Approx(std::exp(-0.12 * years)).epsilon(0.01));
}

TEST_CASE("cap: where it binds, efficiency changes output and leaves the carbon as it is") {
  const Settings binding{{"first limit", "1 t CO2e/year"}, {"yearly cut", "0 %/year"}};
  const auto findings = assess_part("policy/cap", 16, binding);
  const auto& efficient = scenario(findings, "twice as efficient");
  CHECK(ratio(findings, "twice as efficient") == doctest::Approx(1).epsilon(1e-12));
  CHECK(efficient.service->mean == doctest::Approx(2 * findings.service->mean).epsilon(1e-12));
}

TEST_CASE("carbon price: what it takes away is what nobody asks for") {
  const auto findings = assess_part("policy/carbon-price", 256);
  CHECK(scenario(findings, "no price").totals[kClimate]->mean > mean_total(findings, kClimate));
  const auto none = assess_part("policy/carbon-price", 64, {{"elasticity", "0"}});
  CHECK(ratio(none, "no price") == doctest::Approx(1).epsilon(1e-12));
}

TEST_CASE("training: six operations for each parameter and token, at the share of the peak") {
  const auto findings = assess_part("work/training", 16, {{"training.utilisation", "40 %"}});
  const double device_kWh = 6 * 7e9 * 1e12 / (989e12 * 0.4) * 700 / 3.6e6;
  CHECK(mean_total(findings, "energy") == doctest::Approx(1.2 * device_kWh).epsilon(1e-9));
}

TEST_CASE(
    "search: if all trials run to the end, trials × cost; what fails leaves its part behind") {
  const Settings all{{"run to the end", "1"}, {"failed", "0"}, {"done when stopped", "0.5"}};
  CHECK(mean_total(assess_part("work/search", 16, all), "energy") ==
        doctest::Approx(50 * 20 * 1.2).epsilon(1e-9));
  const Settings some{{"run to the end", "0.3"},
                      {"failed", "0.2"},
                      {"done when stopped", "0.1"},
                      {"done when failed", "0.5"}};
  CHECK(mean_total(assess_part("work/search", 16, some), "energy") ==
        doctest::Approx(50 * (0.3 + 0.5 * 0.1 + 0.2 * 0.5) * 20 * 1.2).epsilon(1e-9));
}

TEST_CASE("token energy: four cards hold 70 thousand million parameters, as EcoLogits has it") {
  const auto findings = assess_part("work/token-energy", 16, {{"fit", "1"}});
  const double card_Wh =
      1.1665273170451914e-06 * std::exp(-0.011205921025579175 * 64) * 70 + 4.052928146734005e-05;
  const double token_s =
      0.0006785088094353663 * 70 + 0.0003119310311688259 * 64 + 0.019473717579473387;
  const double token_Wh = 4 * card_Wh + token_s / 3600 * 1200 * (4 / 8.0) / 64;
  CHECK(mean_total(findings, "energy") == doctest::Approx(1.2 * 1e6 * token_Wh).epsilon(1e-9));
}

TEST_CASE("transfer energy: 0.06 kWh a gigabyte in 2015, twice that two years before") {
  const auto findings = assess_part("work/transfer-energy", 16, {{"fit", "1"}});
  CHECK(mean_total(findings, "energy") == doctest::Approx(1e6 * 0.06 * 2).epsilon(1e-9));
}

}  // namespace
}  // namespace holon::findings
