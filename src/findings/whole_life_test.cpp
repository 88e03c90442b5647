// SPDX-License-Identifier: Apache-2.0
//
// The whole life of a device: freight, repair, a second user, the end, and the share of it that an
// activity answers for.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "findings/example_study.h"

namespace holon::findings {
namespace {

// a machine that makes 100 kg and lasts four years, used for so long
std::string study_of(const std::string& machine, const std::string& use,
                     const std::string& more = "") {
  return fmt::format(
      "holon: 1\n"
      "boundary: {{in: [hardware], out: [electricity]}}\n"
      "places: {{site: {{carbon intensity: 1 g/kWh, pue: 1, wue: 0 L/kWh}}}}\n"
      "{}"
      "hardware: {{machine: {{lifetime: 4 years, utilisation: 100 %, embodied: {{climate: 100 "
      "kg}}, "
      "{}}}}}\n"
      "life cycle: {{deployment: {{job: {{at: site, hardware: {{use: machine, {}}}}}}}}}\n",
      more, machine, use);
}

Findings of(const std::string& machine, const std::string& use = "for: 4 years",
            const Settings& settings = {}) {
  return assess_text(study_of(machine, use), 4, settings);
}

double climate(const Findings& f) { return mean_total(f, "climate"); }

double source(const Findings& f, const std::string& name) {
  return mean_part(f, "source", name, 0);
}

TEST_CASE("freight is mass × distance × the factor of each mode") {
  const Settings exact{{"transport.climate by sea", "1.33e-5 kg CO2e/kg/km"},
                       {"transport.climate by rail", "2.5e-5 kg CO2e/kg/km"},
                       {"transport.climate by road", "5.04e-5 kg CO2e/kg/km"}};
  const auto f = of("mass: 32 kg, transport: {sea: 19000 km, rail: 800 km, road: 1000 km}",
                    "for: 4 years", exact);
  CHECK(source(f, "transport") ==
        doctest::Approx(32 * (19000 * 1.33e-5 + 800 * 2.5e-5 + 1000 * 5.04e-5)));
  CHECK(source(f, "hardware") == doctest::Approx(100));
  // what is stated of the whole way replaces it
  const auto stated = of("mass: 32 kg, transport: {sea: 19000 km, climate: 7 kg}");
  CHECK(source(stated, "transport") == doctest::Approx(7));
}

TEST_CASE("a device with a mass becomes waste of that mass") {
  CHECK(mean_total(of("mass: 32 kg"), "e-waste") == doctest::Approx(32));
  CHECK(mean_total(of("mass: 32 kg, end of life: {e-waste: 30 kg}"), "e-waste") ==
        doctest::Approx(30));
}

TEST_CASE("repairs are borne with the device") {
  CHECK(climate(of("repair: {climate: 20 kg}")) == doctest::Approx(120));
  CHECK(climate(of("repair: {climate: 20 kg}", "for: 1 year")) == doctest::Approx(30));
}

TEST_CASE("recycling is credited by substitution and not by cut-off") {
  const std::string end =
      "end of life: {climate: 10 kg, recycling rate: 80 %, credit: {climate: 50 kg}";
  CHECK(source(of(end + "}"), "disposal") == doctest::Approx(10));
  CHECK(source(of(end + ", allocation: cut-off}"), "disposal") == doctest::Approx(10));
  CHECK(source(of(end + ", allocation: substitution}"), "disposal") == doctest::Approx(-30));
  CHECK(source(of(end + ", credited: 50 %}"), "disposal") == doctest::Approx(-10));
  // a scenario may choose
  CHECK(source(of(end + "}", "for: 4 years", {{"end of life.credited", "1"}}), "disposal") ==
        doctest::Approx(-30));
}

TEST_CASE("two users of one device bear it once between them, by either rule") {
  struct Rule {
    const char* words;
    double first, second;
  };
  for (const auto& rule : {Rule{"", 100, 18}, Rule{", allocation: cut-off", 100, 18},
                           Rule{", allocation: by time", 118 * 4.0 / 6, 118 * 2.0 / 6}}) {
    const auto machine = [&](const char* user) {
      return fmt::format(
          "end of life: {{climate: 12 kg}}, second life: {{lifetime: 2 years, refurbishing: "
          "{{climate: 6 kg}}, user: {}{}}}",
          user, rule.words);
    };
    CHECK(climate(of(machine("first"), "for: 4 years")) == doctest::Approx(rule.first));
    CHECK(climate(of(machine("second"), "for: 2 years")) == doctest::Approx(rule.second));
  }
}

TEST_CASE("an activity answers for hardware by use, by time or at purchase") {
  CHECK(climate(of("note: x", "for: 1 year")) == doctest::Approx(25));
  const Settings half{{"machine.utilisation", "50 %"}};
  CHECK(climate(of("allocation: by use", "for: 1 year", half)) == doctest::Approx(50));
  CHECK(climate(of("allocation: by time", "for: 1 year", half)) == doctest::Approx(25));
  CHECK(climate(of("allocation: at purchase", "for: 1 year, count: 3", half)) ==
        doctest::Approx(300));
}

TEST_CASE("what is allocated at purchase falls into the first step of the activity") {
  const auto f =
      assess_text(study_of("allocation: at purchase, end of life: {climate: 8 kg}", "count: 2",
                           "time: {from: 2025-01-01, to: 2026-01-01, step: 1 month}\n"),
                  4);
  CHECK(climate(f) == doctest::Approx(216));
  REQUIRE(!f.series.empty());
  CHECK(f.series[0].values.at(0).mean > 0);
  CHECK(f.series[0].values.at(1).mean == doctest::Approx(0));
}

TEST_CASE("spare units idle, and are made like those at work") {
  const auto f = assess_text(
      "holon: 1\n"
      "places: {site: {carbon intensity: 1 kg/kWh, pue: 1, wue: 0 L/kWh, water intensity: 0 "
      "L/kWh}}\n"
      "hardware: {machine: {lifetime: 1000 hours, utilisation: 100 %, embodied: {climate: 100 kg}, "
      "power: 200 W, idle power: 100 W}}\n"
      "life cycle: {deployment: {job: {at: site, hardware: {use: machine, count: 4, for: 10 hours, "
      "spare: 25 %}}}}\n",
      4);
  CHECK(mean_total(f, "energy") == doctest::Approx(4 * 10 * 0.2 + 1 * 10 * 0.1));
  CHECK(source(f, "hardware") == doctest::Approx(5 * 10 / 1000.0 * 100));
}

}  // namespace
}  // namespace holon::findings
