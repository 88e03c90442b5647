// SPDX-License-Identifier: Apache-2.0
#include "findings/boundary.h"

#include <string>

#include <doctest/doctest.h>

#include "findings/example_study.h"
#include "study/category.h"

namespace holon::findings {
namespace {

std::optional<BoundaryReport> boundaries_of(const std::string& text, const char* category) {
  const auto [study, compiled] = ready_study(text);
  Plan plan;
  plan.engine.samples = 16;
  return draw_boundaries(study, compiled, static_cast<std::size_t>(study::find_category(category)),
                         plan, {});
}

// 1 kg a kWh, so that kWh are kg; new devices use less electricity and cost more to make
constexpr const char* kStudy = R"(
holon: 1
title: nested
functional unit: 1 request
places:
  site: {carbon intensity: 1 kg/kWh, pue: 1}
hardware:
  node: {embodied: {climate: 100 kg}, lifetime: 1000 hours, utilisation: 100 %}
life cycle:
  search: {at: site, energy: 20 kWh}
  training:
    final: {at: site, energy: 100 kWh, hardware: {use: node, count: 1, for: 100 hours}}
    test: {at: site, energy: 5 kWh}
  deployment:
    api: {at: site, serves: 1000 request, energy per request: 40 Wh/request}
scenarios:
  new devices: {training.final.energy: 70 kWh, node.embodied.climate: 600 kg}
  longer search: {search.energy: 60 kWh, energy per request: 10 Wh/request}
)";

double change(const BoundaryReport& report, std::size_t view, std::size_t scenario) {
  return report.views[view].changes[scenario].difference->mean;
}

TEST_CASE("each boundary sees what it holds, and no more") {
  const auto report = boundaries_of(kStudy, "climate");
  REQUIRE(report.has_value());
  REQUIRE(report->views.size() == 6);
  const double totals[] = {100, 105, 125, 165, 175, 175};
  for (std::size_t v = 0; v < 6; ++v)
    CHECK(report->views[v].total->mean == doctest::Approx(totals[v]));
  // new devices
  CHECK(change(*report, 0, 0) == doctest::Approx(-30));
  CHECK(change(*report, 3, 0) == doctest::Approx(-30));
  CHECK(change(*report, 4, 0) == doctest::Approx(20));
  // a longer search
  CHECK(change(*report, 0, 1) == 0);
  CHECK(change(*report, 2, 1) == doctest::Approx(40));
  CHECK(change(*report, 3, 1) == doctest::Approx(10));
}

TEST_CASE("a saving that turns into a loss is told, and where") {
  const auto report = boundaries_of(kStudy, "climate");
  REQUIRE(report->flips.size() == 1);
  CHECK(report->flips[0].scenario == "new devices");
  CHECK(report->flips[0].within == "deployment");
  CHECK(report->flips[0].beyond == "hardware");
  CHECK(report->flips[0].saves_within);
  CHECK(report->best.front() == "new devices");
  CHECK(report->best.back() == "baseline");
}

TEST_CASE("demand answers in the whole system alone") {
  const auto report = boundaries_of(base::read_file("examples/rebound/study.yaml"), "climate");
  REQUIRE(report.has_value());
  REQUIRE(report->views.size() >= 2);
  const auto last = report->views.size() - 1;
  REQUIRE(report->views[last].name == "whole system");
  // what demand takes back
  CHECK(change(*report, last, 0) > change(*report, last - 1, 0));
}

TEST_CASE("a category without impact has no boundaries") {
  CHECK(!boundaries_of(kStudy, "minerals").has_value());
}

}  // namespace
}  // namespace holon::findings
