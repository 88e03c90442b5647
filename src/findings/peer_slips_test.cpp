// SPDX-License-Identifier: Apache-2.0
//
// Mistakes that other tools have published, each written as a study: units and their kinds catch
// them.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "findings/example_study.h"

namespace holon::findings {
namespace {

// what the compiler says of a study, one message a line; empty if it is right
std::string mistakes_in(const std::string& text) {
  const auto source = std::make_shared<const base::SourceText>("study.yaml", text);
  const auto study = study::read_study(source, [](const std::string&) { return std::string(); });
  REQUIRE(study.has_value());
  const auto compiled = study::compile(*study, catalog::Catalog::embedded(), {});
  std::string out;
  for (const auto& one : compiled ? compiled->warnings : compiled.error())
    out += one.message + "\n";
  return out;
}

// an activity of 1000 kWh at the devices with a direct impact of its own
std::string mistakes_of(const std::string& direct, const std::string& more = "") {
  return mistakes_in(
      fmt::format("holon: 1\n{}"
                  "places: {{site: {{carbon intensity: 57 g/kWh, pue: 1.2, wue: 0.5 L/kWh, water "
                  "intensity: 3 L/kWh}}}}\n"
                  "life cycle:\n  training:\n    run:\n      at: site\n      energy: 1000 kWh\n"
                  "      direct: {{{}}}\n",
                  more, direct));
}

TEST_CASE("EcoLogits 0.9.1: water counts the PUE twice") {
  // right: water of generation is per facility kWh, cooling per device kWh
  CHECK(mistakes_of("water: '= energy * wue + energy * pue * water intensity'").empty());
  // its code multiplies what is at the facility already by PUE again
  CHECK_FALSE(mistakes_of("water: '= energy * pue * (wue + pue * water intensity)'").empty());
}

TEST_CASE("on-site water taken per facility kWh, and PUE left away") {
  CHECK_FALSE(mistakes_of("water: '= energy * pue * wue'").empty());
  CHECK_FALSE(mistakes_of("water: '= energy * water intensity'").empty());
  CHECK_FALSE(mistakes_of("climate: '= energy * carbon intensity'").empty());
}

TEST_CASE("one category's figure in the place of another's") {
  CHECK_FALSE(mistakes_of("minerals: '= energy * pue * carbon intensity'").empty());
  CHECK_FALSE(mistakes_of("water withdrawn: '= energy * wue'").empty());
  CHECK_FALSE(mistakes_of("primary energy: '= energy * pue'").empty());
}

TEST_CASE("Impact Framework: the constants of hard disks and of flash are swapped") {
  const std::string counted = "units: [hdd, ssd]\n";
  CHECK(
      mistakes_of("climate: '= 2 [hdd] * 50 [kg CO2e/hdd] + 1 [ssd] * 100 [kg CO2e/ssd]'", counted)
          .empty());
  CHECK_FALSE(
      mistakes_of("climate: '= 2 [hdd] * 100 [kg CO2e/ssd] + 1 [ssd] * 50 [kg CO2e/hdd]'", counted)
          .empty());
}

TEST_CASE("BoaviztAPI: litres of electricity beside cubic metres that are weighted by scarcity") {
  CHECK(mistakes_of("water: '= 3 [L consumed]'").empty());
  CHECK_FALSE(mistakes_of("water: '= 3 [m3 world eq] + 2 [L consumed]'").empty());
  CHECK_FALSE(mistakes_of("water: '= 3 [m3 world eq]'").empty());
}

TEST_CASE(
    "SCI for AI: kilograms per thousand million parameters printed as kilograms per million") {
  // the spec's 75,000 kg of 2.5e9 parameters are 30,000 kg for 1e9, not 30: a rate is no amount
  CHECK(mistakes_of("climate: '= 75000 [kg CO2e] / 2.5e9 [parameter] * 1e9 [parameter]'").empty());
  CHECK_FALSE(mistakes_of("climate: '= 75000 [kg CO2e] / 2.5e9 [parameter]'").empty());
  CHECK_FALSE(mistakes_of("climate: '= 75000 [kg CO2e] / 2.5 [parameter] * 1 [token]'").empty());
}

TEST_CASE("Scope3's page: 57 kg/kWh where 57 g/kWh is meant, a thousand times too much") {
  const auto study = [](const std::string& intensity) {
    return mistakes_in(
        fmt::format("holon: 1\nplaces: {{site: {{carbon intensity: {}, pue: 1.2, wue: 0 L/kWh, "
                    "water intensity: 1 L/kWh}}}}\n"
                    "life cycle: {{training: {{run: {{at: site, energy: 1 MWh}}}}}}\n",
                    intensity));
  };
  CHECK(study("57 g/kWh").empty());
  CHECK(study("57 kg/kWh").find("usual") != std::string::npos);
}

}  // namespace
}  // namespace holon::findings
