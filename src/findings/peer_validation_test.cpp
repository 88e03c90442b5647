// SPDX-License-Identifier: Apache-2.0
//
// Other tools' published cases through studies, and their known slips, which units and kinds catch.
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
      {{"SCI: 1000 kg over 4 years, 1 h [g]", 28.5, grams("embodied: {climate: 1000 kg}"), 2e-3},
       {"IF: defaults, 1 h [g]", 28.538812785388128, grams("embodied: {climate: 1000 kg}"), 1e-12},
       {"IF: 2 hard disks, 1 h [g]", 34.24657534246575,
        grams("embodied: {climate: 1000 kg}, parts: {disks: {count: 2, embodied: {climate: 100 "
              "kg}}}"),
        1e-12}});
}

TEST_CASE("training energy from parameters and tokens comes out as LLMCarbon's") {
  struct Run {
    const char* name;
    double parameters, tokens, carbon_kg, pue, power_W, peak_TFLOPS, reached;
    double energy_MWh, climate_t;
  };
  std::vector<PublishedRow> rows;
  for (const auto& run :
       std::vector<Run>{{"T5", 11e9, 600e9, .545, 1.12, 310, 123, .37, 83.920, 45.7364},
                        {"GPT-3", 175e9, 300e9, .429, 1.1, 330, 125, .197, 1289.848, 553.3447},
                        {"GShard", 2.3e9, 1000e9, .177, 1.09, 288, 123, .39, 25.086, 4.4402},
                        {"Switch", 7.41e9, 2000e9, .33, 1.1, 245, 123, .28, 193.283, 63.783},
                        {"XLM", .55e9, 7000e9, .413, 1.1, 342, 125, .212, 91.092, 37.621}}) {
    const auto f = assess_text(
        fmt::format(
            "holon: 1\nboundary: {{in: [electricity], out: [hardware, water]}}\n"
            "places: {{site: {{carbon intensity: {} kg/kWh, pue: {}}}}}\n"
            "hardware: {{chip: {{power: {} W, peak: {} TFLOP/s}}}}\n"
            "life cycle: {{training: {{run: {{at: site, compute: {} FLOP, flop utilisation: "
            "{}, hardware: {{use: chip, count: 512}}}}}}}}\n",
            run.carbon_kg, run.pue, run.power_W, run.peak_TFLOPS, 6 * run.parameters * run.tokens,
            run.reached),
        4);
    rows.push_back(
        {fmt::format("{} [MWh]", run.name), run.energy_MWh, mean_total(f, "energy") / 1000, 2e-3});
    rows.push_back(
        {fmt::format("{} [t]", run.name), run.climate_t, mean_total(f, "climate") / 1000, 2e-3});
  }
  check_table("Faiz et al. 2023, LLMCarbon, arXiv 2309.14393", rows);
}

// energy at the devices, and both conventions of water
Findings water_of(const std::string& pue, const std::string& wue, const std::string& off_site) {
  return assess_text(
      fmt::format("holon: 1\n"
                  "places: {{site: {{carbon intensity: 400 g/kWh, pue: {}, wue: {} L/kWh, water "
                  "intensity: {} L/kWh}}}}\n"
                  "life cycle: {{training: {{run: {{at: site, energy: 1287 MWh}}}}}}\n",
                  pue, wue, off_site),
      4);
}

TEST_CASE("water of training GPT-3 comes out as published, on site and in all") {
  const auto f = water_of("1.17", "0.55", "3.142");
  const auto water = category(f, "water");
  check_table("Li et al. 2023, arXiv 2304.03271, U.S. average",
              {{"on site [m3]", 700, mean_part(f, "source", "water", water) / 1000, 0.02},
               {"in all [m3]", 5400, mean_total(f, water) / 1000, 0.01}});
}

std::string mistakes_of(const std::string& direct) {
  const auto source = std::make_shared<const base::SourceText>(
      "study.yaml",
      fmt::format("holon: 1\n"
                  "places: {{site: {{carbon intensity: 57 g/kWh, pue: 1.2, wue: 0.5 L/kWh, water "
                  "intensity: 3 L/kWh}}}}\n"
                  "life cycle:\n  training:\n    run:\n      at: site\n      energy: 1000 kWh\n"
                  "      direct: {{{}}}\n",
                  direct));
  const auto study = study::read_study(source, [](const std::string&) { return std::string(); });
  REQUIRE(study.has_value());
  const auto compiled = study::compile(*study, catalog::Catalog::embedded(), {});
  std::string out;
  for (const auto& one : compiled ? base::Diagnostics{} : compiled.error())
    out += one.message + "\n";
  return out;
}

TEST_CASE("slips that peers have published do not pass: their kinds do not fit") {
  // right: water of generation is per facility kWh, cooling per device kWh
  CHECK(mistakes_of("water: '= energy * wue + energy * pue * water intensity'").empty());
  // a code multiplies what is at the facility already by PUE again
  CHECK_FALSE(mistakes_of("water: '= energy * pue * (wue + pue * water intensity)'").empty());
  // on-site water taken per facility kWh
  CHECK_FALSE(mistakes_of("water: '= energy * pue * wue'").empty());
  // PUE left away where the factor is per facility kWh
  CHECK_FALSE(mistakes_of("water: '= energy * water intensity'").empty());
  CHECK_FALSE(mistakes_of("climate: '= energy * carbon intensity'").empty());
  // carbon where antimony is due, and cubic metres consumed where withdrawn are
  CHECK_FALSE(mistakes_of("minerals: '= energy * pue * carbon intensity'").empty());
  CHECK_FALSE(mistakes_of("water withdrawn: '= energy * wue'").empty());
}

TEST_CASE("a thousand does not slip between grams and kilograms") {
  // the worked examples of SCI for AI print .13 g/Mtoken, 4 g per 1e18 FLOP and 30 kg per billion
  const auto f = assess_text(
      "holon: 1\nplaces: {site: {carbon intensity: 1 kg/kWh, pue: 1, wue: 0 L/kWh, water "
      "intensity: 0 L/kWh}}\nfunctional unit: 1000000 token\n"
      "life cycle: {deployment: {api: {at: site, energy: 6500 kWh, serves: 50000000000 token}}}\n",
      4);
  check_table("SCI for AI, corrected",
              {{"g per million tokens", 130, 1000 * f.per_unit.at(0).value().mean, 1e-9}});
}

}  // namespace
}  // namespace holon::findings
