// SPDX-License-Identifier: Apache-2.0
#include "findings/human_audit.h"

#include <algorithm>
#include <string>

#include <doctest/doctest.h>

#include "findings/example_study.h"

namespace holon::findings {
namespace {

const Finding& paragraph(const Findings& findings, const std::string& kind) {
  const auto& all = findings.human_audit;
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Finding& f) { return f.kind == kind; });
  REQUIRE(found != all.end());
  return *found;
}

double value(const Finding& finding, const std::string& name) {
  for (const auto& [key, number] : finding.numbers) {
    if (key == name) return number;
  }
  FAIL("no such number: " << name);
  return 0;
}

bool says(const Finding& finding, const std::string& words) {
  return finding.text.find(words) != std::string::npos;
}

constexpr const char* kTwoPlaces = R"(
holon: 1
title: two places
places:
  clean: {carbon intensity: 50 g/kWh, pue: 1}
  dirty: {carbon intensity: 500 g/kWh, pue: 1}
hardware:
  node: {embodied: {climate: 100 kg}, lifetime: 1000 hours, utilisation: 100 %}
life cycle:
  training:
    run: {at: clean, energy: 900 kWh, hardware: {use: node, count: 1, for: 100 hours}}
    test: {at: dirty, energy: 100 kWh}
)";

TEST_CASE("the three paragraphs are there, and their numbers are the study's") {
  const auto findings = assess_text(kTwoPlaces, 8);
  REQUIRE(findings.human_audit.size() == 3);

  const auto& energy = paragraph(findings, "audit-energy");
  CHECK(value(energy, "intensity_ratio") == doctest::Approx(10));
  CHECK(value(energy, "intensity_low") == doctest::Approx(0.05));
  // of 1000 kWh and 45 + 50 + 10 kg: the test is 10 % of one and 48 % of the other
  CHECK(value(energy, "energy_share") == doctest::Approx(0.1));
  CHECK(value(energy, "climate_share") == doctest::Approx(50.0 / 105));

  const auto& hardware = paragraph(findings, "audit-hardware");
  CHECK(value(hardware, "embodied") == doctest::Approx(10));
  CHECK(value(hardware, "embodied_share") == doctest::Approx(10.0 / 105));
  CHECK(says(hardware, "missing, not zero"));

  CHECK(says(paragraph(findings, "audit-phases"), "No scenario"));
}

TEST_CASE("what a study does not hold is said, not made up") {
  const auto findings = assess_text(R"(
holon: 1
title: bare
places:
  site: {carbon intensity: 50 g/kWh, pue: 1}
life cycle:
  training: {at: site, energy: 1 kWh}
)",
                                    8);
  CHECK(says(paragraph(findings, "audit-energy"), "a saving of energy is a saving of carbon"));
  CHECK(says(paragraph(findings, "audit-phases"), "Only training is in this study"));
  CHECK(says(paragraph(findings, "audit-hardware"), "missing from every total, not zero"));
}

TEST_CASE("what demand answers stands in the second paragraph") {
  const auto findings = assess_example("examples/rebound/study.yaml", 200);
  const auto& phases = paragraph(findings, "audit-phases");
  const auto found = std::find_if(
      findings.rebounds.begin(), findings.rebounds.end(),
      [](const ReboundResult& r) { return r.category == 0 && r.scenario == "efficient"; });
  REQUIRE(found != findings.rebounds.end());
  CHECK(value(phases, "engineering_saving") == found->engineering->mean);
  CHECK(value(phases, "actual_saving") == found->actual->mean);
}

}  // namespace
}  // namespace holon::findings
