// SPDX-License-Identifier: Apache-2.0
#include <string>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "findings/example_study.h"

namespace holon::findings {
namespace {

const BreakEven* break_even(const Findings& findings, const std::string& name) {
  const auto climate = category(findings, "climate");
  for (const auto& result : findings.break_evens) {
    if (result.scenario == name && result.category == climate) return &result;
  }
  return nullptr;
}

// a service of 1000 requests a day, 10 g each; distilling costs `search` at once and halves that
std::string served(const std::string& search, const std::string& days) {
  return fmt::format(R"(
holon: 1
title: repaid
functional unit: 1 request
time: {{from: 2024-01-01, to: {}, step: 1 day}}
places:
  site: {{carbon intensity: 500 g/kWh, pue: 1}}
life cycle:
  search: {{at: site, energy: 0 kWh}}
  deployment: {{at: site, serves: 1000 request/day, energy per request: 20 Wh/request}}
scenarios:
  distilled: {{search.energy: {}, energy per request: 10 Wh/request}}
  worse: {{search.energy: {}, energy per request: 21 Wh/request}}
)",
                     days, search, search);
}

TEST_CASE("what costs now and saves later is repaid on the day that arithmetic says") {
  // 200 kWh against 10 kWh a day
  const auto findings = assess_text(served("200 kWh", "2024-03-01"), 8);
  const auto* result = break_even(findings, "distilled");
  REQUIRE(result != nullptr);
  CHECK(result->p_repaid == 1);
  CHECK(result->invested->mean == doctest::Approx(100));  // kg, at 0.5 kg/kWh
  CHECK(result->returned->mean == doctest::Approx(0.5 * 10 * 60));
  CHECK(result->ratio->mean == doctest::Approx(3));
  CHECK(result->days->mean == doctest::Approx(20).epsilon(1e-9));
  // served at the last moment behind
  CHECK(result->service->mean == doctest::Approx(19000));
}

TEST_CASE("never is an answer") {
  const auto late = assess_text(served("2000 kWh", "2024-03-01"), 8);
  REQUIRE(break_even(late, "distilled") != nullptr);
  CHECK(break_even(late, "distilled")->p_repaid == 0);
  CHECK(!break_even(late, "distilled")->days);
  // what saves nothing anywhere is no investment
  CHECK(break_even(late, "worse") == nullptr);
}

// Patterson et al. 2021: the search for the Evolved Transformer, 3.2 t, saved 48.5 t in Meena alone
constexpr const char* kEvolved = R"(
holon: 1
title: Evolved Transformer
life cycle:
  search: {direct: {climate: 0 t}}
  training: {direct: {climate: 144.9 t}}
scenarios:
  searched: {search.direct.climate: 3.2 t, training.direct.climate: 96.4 t}
)";

TEST_CASE("the search for the Evolved Transformer is returned 15 to 1") {
  const auto findings = assess_text(kEvolved, 8);
  const auto* result = break_even(findings, "searched");
  REQUIRE(result != nullptr);
  CHECK(result->ratio->mean == doctest::Approx(48.5 / 3.2));
  CHECK(result->p_repaid == 1);
}

TEST_CASE("without time the service at which it is repaid is told") {
  const auto findings = assess_text(R"(
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
)",
                                    8);
  const auto* result = break_even(findings, "searched");
  REQUIRE(result != nullptr);
  CHECK(result->service->mean == doctest::Approx(100'000));
  CHECK(!result->days);
}

}  // namespace
}  // namespace holon::findings
