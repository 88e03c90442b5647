// SPDX-License-Identifier: Apache-2.0
//
// Published figures that are no tool's test suite: whether a study can say them, and comes to them.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "findings/example_study.h"
#include "findings/published_table.h"

namespace holon::findings {
namespace {

// ECO-CHIP's carbon per area is ACT's on coal, its yield of 0.875 included
TEST_CASE("ECO-CHIP's carbon per area comes out of ACT's terms") {
  struct Node {
    const char* name;
    double g_per_mm2;
    int digits;
  };
  std::vector<PublishedRow> rows;
  for (const auto& node : std::vector<Node>{
           {"7nm", 29.8629, 6}, {"10nm", 22.28, 4}, {"14nm", 19.2457, 6}, {"28nm", 16.1486, 6}}) {
    const auto f = assess_text(
        fmt::format("holon: 1\n"
                    "boundary: {{in: [hardware], out: [electricity]}}\n"
                    "places: {{site: {{carbon intensity: 1 g/kWh, pue: 1, wue: 0 L/kWh}}}}\n"
                    "hardware: {{chip: {{lifetime: 1 year, utilisation: 100 %, parts: {{die: "
                    "{{model: act logic {} gas 95, die area: 1 mm2, packages: 0, fab yield: 0.875, "
                    "fab carbon intensity: 820 g/kWh}}}}}}}}\n"
                    "life cycle: {{training: {{job: {{at: site, energy: 0 kWh, hardware: {{use: "
                    "chip, for: 1 year}}}}}}}}\n",
                    node.name),
        4);
    rows.push_back({fmt::format("{} [g/mm2]", node.name), node.g_per_mm2,
                    1000 * mean_total(f, "climate"), half_digit(node.g_per_mm2, node.digits)});
  }
  check_table("ECO-CHIP (HPCA 2024), tech_params", rows);
}

// 384 cards and 48 servers for 289 days; its page prints kg/kWh for g/kWh
TEST_CASE("BLOOM as Scope3's methodology counts it, its unit corrected") {
  const auto f = assess_text(
      "holon: 1\n"
      "places: {site: {carbon intensity: 57 g/kWh, pue: 1, wue: 0 L/kWh, water intensity: 0 "
      "L/kWh}}\n"
      "hardware:\n"
      "  cluster:\n"
      "    lifetime: 35040 hours\n"
      "    utilisation: 95 %\n"
      "    parts:\n"
      "      cards: {count: 384, embodied: {climate: 318 kg}}\n"
      "      servers: {count: 48, embodied: {climate: 2500 kg}}\n"
      "life cycle:\n"
      "  training:\n"
      "    bloom: {at: site, energy: '= 0.471 [kW] * 2653326 [h]', hardware: {use: cluster, for: "
      "289 days}}\n",
      4);
  const auto climate = category(f, "climate");
  const double making_kg = mean_part(f, "source", "hardware", climate);
  check_table("Scope3, methodology for generative models, worked example of BLOOM",
              {{"making, by the hour [kg]", 7.27, making_kg / (289 * 24), half_digit(7.27, 3)},
               // printed of the rounded figure by the hour
               {"making [kg]", 50425, making_kg, half_digit(7.27, 3)},
               {"operation [kg]", 71234, mean_part(f, "source", "electricity", climate),
                half_digit(71234, 5)}});
}

// 87 layers of 137.3 L each, 29 chips of a wafer
TEST_CASE("water of an A100's chip comes to the litres that Scope3 prints") {
  const auto f = assess_text(
      "holon: 1\nunits: [layer, chip]\n"
      "places: {site: {carbon intensity: 1 g/kWh, pue: 1, wue: 0 L/kWh, water intensity: 0 "
      "L/kWh}}\n"
      "life cycle: {training: {job: {at: site, energy: 0 kWh, direct: {water: '= 137.3 [L "
      "consumed/layer] * 87 [layer/chip] / 29 * 1 [chip]'}}}}\n",
      4);
  check_table("Scope3, water of a wafer by TSMC 2022",
              {{"chip of an A100 [L]", 411.9, mean_total(f, "water"), half_digit(411.9, 4)}});
}

// the plant's own count is 1/(1 - losses) of what arrives
TEST_CASE("losses of the network count where they are stated, for what is generated alone") {
  const auto study = [](const std::string& losses) {
    return assess_text(
        fmt::format("holon: 1\ncategories: [climate market]\n"
                    "places: {{site: {{carbon intensity: 400 g/kWh, carbon intensity market: 300 "
                    "g/kWh, pue: 1.2, wue: 1 L/kWh, water intensity: 2 L/kWh{}}}}}\n"
                    "life cycle: {{training: {{job: {{at: site, energy: 100 kWh}}}}}}\n",
                    losses),
        4);
  };
  const auto without = study("");
  const auto with = study(", grid losses: 6 %");
  CHECK(mean_total(without, "climate") == doctest::Approx(100 * 1.2 * 0.4));
  CHECK(mean_total(with, "climate") == doctest::Approx(100 * 1.2 * 0.4 / 0.94));
  CHECK(mean_total(with, "climate market") == doctest::Approx(100 * 1.2 * 0.3));
  CHECK(mean_total(with, "energy") == mean_total(without, "energy"));
  CHECK(mean_total(with, "water") == doctest::Approx(100 * (1 + 1.2 * 2 / 0.94)));
}

// moved to a place without losses and back
TEST_CASE("a scenario that moves an activity takes the losses of where it goes") {
  const auto f = assess_text(
      "holon: 1\n"
      "places:\n"
      "  near: {carbon intensity: 400 g/kWh, pue: 1, wue: 0 L/kWh, water intensity: 0 L/kWh}\n"
      "  far: {carbon intensity: 400 g/kWh, pue: 1, wue: 0 L/kWh, water intensity: 0 L/kWh, grid "
      "losses: 20 %}\n"
      "life cycle: {training: {job: {at: near, energy: 100 kWh}}}\n"
      "scenarios: {away: {job.at: far}}\n",
      4);
  CHECK(mean_total(f, "climate") == doctest::Approx(40));
  CHECK(f.scenarios.at(0).totals.at(category(f, "climate"))->mean == doctest::Approx(50));
}

}  // namespace
}  // namespace holon::findings
