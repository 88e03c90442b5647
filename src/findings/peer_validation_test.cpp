// SPDX-License-Identifier: Apache-2.0
//
// Other tools' published cases through studies. Their slips stand in peer_slips_test.cpp.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "findings/example_study.h"
#include "findings/published_table.h"

namespace holon::findings {
namespace {

// one hour of a machine that lasts four years of 365 days
Findings one_hour_of(const std::string& hardware) {
  return assess_text(
      fmt::format("holon: 1\n"
                  "boundary: {{in: [hardware], out: [electricity]}}\n"
                  "places: {{site: {{carbon intensity: 1 g/kWh, pue: 1, wue: 0 L/kWh}}}}\n"
                  "hardware: {{machine: {{lifetime: 35040 hours, utilisation: 100 %, {}}}}}\n"
                  "life cycle: {{deployment: {{job: {{at: site, energy: 0 kWh, hardware: "
                  "{{use: machine, count: 1, for: 1 hour}}}}}}}}\n",
                  hardware),
      4);
}

double grams(const std::string& hardware) {
  return 1000 * mean_total(one_hour_of(hardware), "climate");
}

TEST_CASE("the embodied share of SCI and of the Impact Framework comes out as published") {
  check_table(
      "GSF Software Carbon Intensity 1.1; Impact Framework 1.x, sci-embodied",
      {{"SCI: 1000 kg over 4 years, 1 h [g]", 28.5, grams("embodied: {climate: 1000 kg}"),
        half_digit(28.5, 3)},
       {"IF: defaults, 1 h [g]", 28.538812785388128, grams("embodied: {climate: 1000 kg}"), 1e-12},
       {"IF: 2 hard disks, 1 h [g]", 34.24657534246575,
        grams("embodied: {climate: 1000 kg}, parts: {disks: {count: 2, embodied: {climate: 100 "
              "kg}}}"),
        1e-12}});
}

// its test sets a base of 2000 kg, 1172 kg for each GB beyond 16, and a life of five years
TEST_CASE("the Impact Framework's server of its own constants comes out as published") {
  const auto f = assess_text(
      "holon: 1\n"
      "boundary: {in: [hardware], out: [electricity]}\n"
      "places: {site: {carbon intensity: 1 g/kWh, pue: 1, wue: 0 L/kWh}}\n"
      "hardware:\n"
      "  machine:\n"
      "    lifetime: 43800 hours\n"
      "    utilisation: 100 %\n"
      "    embodied: {climate: 2000 kg}\n"
      "    parts:\n"
      "      cores: {count: 3, embodied: {climate: 100 kg}}\n"
      "      memory of 1 GB: {count: 16, embodied: {climate: 1172 kg}}\n"
      "      hard disk: {embodied: {climate: 100 kg}}\n"
      "      flash: {embodied: {climate: 50 kg}}\n"
      "      card: {embodied: {climate: 150 kg}}\n"
      "life cycle: {deployment: {job: {at: site, energy: 0 kWh, hardware: {use: machine, count: 1, "
      "for: 1 hour}}}}\n",
      4);
  check_table("GSF Impact Framework 1.x, sci-embodied, its test of other constants",
              {{"4 vCPU, 32 GB, disk, flash, card, 1 h [g]", 487.48858447488584,
                1000 * mean_total(f, "climate"), 1e-12}});
}

TEST_CASE("training energy from parameters and tokens comes out as LLMCarbon's") {
  struct Run {
    const char* name;
    double parameters, tokens, carbon_kg, pue, power_W, peak_TFLOPS, reached;
    int chips;
    double energy_MWh, climate_t, days;
  };
  std::vector<PublishedRow> rows;
  for (const auto& run : std::vector<Run>{
           {"T5", 11e9, 600e9, .545, 1.12, 310, 123, .37, 512, 83.920, 45.7364, 19.670},
           {"GPT-3", 175e9, 300e9, .429, 1.1, 330, 125, .197, 10000, 1289.848, 553.3447, 14.8054},
           {"GShard", 2.3e9, 1000e9, .177, 1.09, 288, 123, .39, 1000, 25.086, 4.4402, 3.3296},
           {"Switch", 7.41e9, 2000e9, .33, 1.1, 245, 123, .28, 1000, 193.283, 63.783, 29.883},
           {"XLM", .55e9, 7000e9, .413, 1.1, 342, 125, .212, 512, 91.092, 37.621, 19.705}}) {
    const auto f = assess_text(
        fmt::format(
            "holon: 1\nboundary: {{in: [electricity, hardware], out: [water]}}\n"
            "places: {{site: {{carbon intensity: {} kg/kWh, pue: {}}}}}\n"
            // a chip that lasts a day and takes 1 kg of e-waste: e-waste counts the days of chips
            "hardware: {{chip: {{power: {} W, peak: {} TFLOP/s, lifetime: 1 day, utilisation: "
            "100 %, embodied: {{e-waste: 1 kg}}}}}}\n"
            "life cycle: {{training: {{run: {{at: site, compute: {} FLOP, flop utilisation: "
            "{}, hardware: {{use: chip, count: {}}}}}}}}}\n",
            run.carbon_kg, run.pue, run.power_W, run.peak_TFLOPS, 6 * run.parameters * run.tokens,
            run.reached, run.chips),
        4);
    const double energy_MWh = mean_total(f, "energy") / 1000;
    rows.push_back({fmt::format("{} [MWh]", run.name), run.energy_MWh, energy_MWh,
                    half_digit(run.energy_MWh, 5)});
    rows.push_back({fmt::format("{} [t]", run.name), run.climate_t, mean_total(f, "climate") / 1000,
                    half_digit(run.climate_t, 5)});
    rows.push_back({fmt::format("{} [days]", run.name), run.days,
                    mean_total(f, "e-waste") / run.chips, half_digit(run.days, 5)});
  }
  check_table("Faiz et al. 2023, LLMCarbon, arXiv 2309.14393", rows);
}

TEST_CASE("the making of XLM's machines, shared by time, comes out as LLMCarbon's") {
  // per node of eight cards: areas times kg/cm2, capacities times kg/GB, boards and the rest
  const auto f = assess_text(
      "holon: 1\n"
      "boundary: {in: [hardware], out: [electricity]}\n"
      "places: {site: {carbon intensity: 1 g/kWh, pue: 1, wue: 0 L/kWh}}\n"
      "hardware:\n"
      "  node:\n"
      "    lifetime: 1825 days\n"
      "    utilisation: 100 %\n"
      "    cpus: {embodied: {climate: '= 1.47 [cm2] * 1 [kg CO2e/cm2]'}}\n"
      "    memory: {embodied: {climate: '= 256 [GB] * 0.4 [kg CO2e/GB]'}}\n"
      "    storage: {embodied: {climate: '= 32768 [GB] * 0.018 [kg CO2e/GB]'}}\n"
      "    accelerators: {count: 8, embodied: {climate: '= 8.15 [cm2] * 1.2 [kg CO2e/cm2]'}}\n"
      "    chassis: {embodied: {climate: '= 111.6 [cm2] * 1.2 [kg CO2e/cm2]'}}\n"
      "life cycle: {training: {xlm: {at: site, energy: 0 kWh, hardware: {use: node, count: 64, "
      "for: "
      "20.4 days}}}}\n",
      4);
  check_table("Faiz et al. 2023, LLMCarbon, arXiv 2309.14393, table of embodied carbon",
              {{"XLM, 512 V100 for 20.4 days [t]", .6480, mean_total(f, "climate") / 1000,
                half_digit(.6480, 4)}});
}

// SCI for AI: three of its four worked examples print a thousandth of these
TEST_CASE("the worked examples of SCI for AI come out as corrected") {
  struct Example {
    const char* name;
    double energy_kWh;  // at 1 kg/kWh
    const char* served;
    const char* functional_unit;
    double published_kg;
  };
  std::vector<PublishedRow> rows;
  for (const auto& one : std::vector<Example>{
           {"kg per million tokens", 6500, "50e9 token", "1e6 token", .130},
           {"kg per 1e18 FLOP", 200000, "5e22 FLOP", "1e18 FLOP", 4},
           {"kg per 1e9 parameters", 75000, "2.5e9 parameter", "1e9 parameter", 30000}}) {
    const auto f = assess_text(
        fmt::format(
            "holon: 1\nplaces: {{site: {{carbon intensity: 1 kg/kWh, pue: 1, wue: 0 L/kWh, "
            "water intensity: 0 L/kWh}}}}\nfunctional unit: {}\n"
            "life cycle: {{deployment: {{api: {{at: site, energy: {} kWh, serves: {}}}}}}}\n",
            one.functional_unit, one.energy_kWh, one.served),
        4);
    rows.push_back({one.name, one.published_kg, f.per_unit.at(0).value().mean, 1e-9});
  }
  check_table("GSF SCI for AI, worked examples, corrected", rows);
}

}  // namespace
}  // namespace holon::findings
