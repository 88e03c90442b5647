// SPDX-License-Identifier: Apache-2.0
//
// Hardware from its parts against what the models' own programs publish, through a study that uses
// one machine up: its whole lifetime, at full utilisation.
#include <cmath>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "catalog/spread.h"
#include "findings/example_study.h"
#include "findings/published_table.h"
#include "inventory/part_models.h"

namespace holon::findings {
namespace {

// the hardware of these parts, used up; electricity is left out
Findings made_of(const std::string& parts) {
  return assess_text(
      fmt::format("holon: 1\n"
                  "boundary: {{in: [hardware], out: [electricity]}}\n"
                  "places: {{site: {{carbon intensity: 1 g/kWh, pue: 1, wue: 0 L/kWh}}}}\n"
                  "hardware:\n"
                  "  machine:\n"
                  "    lifetime: 1 year\n"
                  "    utilisation: 100 %\n"
                  "    parts:\n{}"
                  "life cycle:\n"
                  "  training:\n"
                  "    job: {{at: site, energy: 0 kWh,"
                  " hardware: {{use: machine, count: 1, for: 1 year}}}}\n",
                  parts),
      4);
}

std::string part(const std::string& name, const std::string& fields) {
  return fmt::format("      {}: {{{}}}\n", name, fields);
}

/// One case of a published program, in kg CO2e, MJ and kg Sb.
struct Case {
  std::string name, parts;
  double climate, primary_energy, minerals;  // 0: not published
  double accepted = 0;                       // 0: what four published digits allow
};

std::vector<PublishedRow> rows_of(const Case& one) {
  const auto f = made_of(one.parts);
  std::vector<PublishedRow> rows;
  const auto add = [&](const char* category, const char* unit, double published) {
    if (published != 0) {
      const double accepted = one.accepted > 0 ? one.accepted : half_digit(published, 4);
      rows.push_back(
          {fmt::format("{} [{}]", one.name, unit), published, mean_total(f, category), accepted});
    }
  };
  add("climate", "kg CO2e", one.climate);
  add("primary energy", "MJ", one.primary_energy);
  add("minerals", "kg Sb", one.minerals);
  return rows;
}

void check_cases(const std::string& title, const std::vector<Case>& cases) {
  std::vector<PublishedRow> rows;
  for (const auto& one : cases) {
    const auto more = rows_of(one);
    rows.insert(rows.end(), more.begin(), more.end());
  }
  check_table(title, rows);
}

const std::string kCpus =
    part("cpus", "model: boavizta cpu, count: 2, die area: 588 mm2");  // 24 cores of 24.5 mm2
const std::string kMemory =
    part("modules", "model: boavizta ram, count: 12, capacity: 32 GB, density: 1.79 GB/cm2");
const std::string kDisk =
    part("disk", "model: boavizta ssd, capacity: 400 GB, density: 50.6 GB/cm2");
const std::string kSupplies =
    part("supplies", "model: boavizta power supply, count: 2, mass: 2.99 kg");
const std::string kCard =
    "model: boavizta gpu, die area: 814 mm2, heatsink mass: 0.9 kg, casing mass: 0.79 kg, "
    "board area: 296 cm2, ";

const std::string kServer = part("board", "model: boavizta mainboard") +
                            part("assembly", "model: boavizta assembly") +
                            part("case", "model: boavizta rack case");

TEST_CASE("Boavizta's components and its Dell R740 come out as its program prints them") {
  check_cases(
      "BoaviztAPI 2.4.1, its tests",
      {{"2 processors", kCpus, 41.45, 623.6, .04081},
       {"12 cores of 40.4 mm2", part("cpus", "model: boavizta cpu, die area: 484.8 mm2"), 18.69,
        284.5, .0204},
       {"12 modules of 32 GB", kMemory, 534.6, 6745, .0338},
       {"disk of 400 GB", kDisk, 23.73, 289.8, .001061},
       {"2 power supplies", kSupplies, 145.3, 2105, .04963},
       {"blade case", part("case", "model: boavizta blade case"), 85.9, 1229, .02767},
       {"card", part("card", kCard + "capacity: 80 GB, memory dies: 6, mass: 1.69 kg"), 575.1, 7912,
        .005826},
       {"2 cards of 2.2 kg",
        part("card", kCard + "count: 2, capacity: 24 GB, memory dies: 12, mass: 2.2 kg"), 477.2,
        6848, .01164},
       {"card of 32 GB", part("card", kCard + "capacity: 32 GB, memory dies: 6, mass: 1.69 kg"),
        284.4, 4034, .005818},
       {"Dell R740", kCpus + kMemory + kDisk + kSupplies + kServer, 967.9, 12870, .1492},
       {"full server",
        kCpus +
            part("large", "model: boavizta ram, count: 4, capacity: 32 GB, density: 1.79 GB/cm2") +
            part("small", "model: boavizta ram, count: 4, capacity: 16 GB, density: 1.79 GB/cm2") +
            part("flash", "model: boavizta ssd, count: 2, capacity: 400 GB, density: 50.6 GB/cm2") +
            part("disks", "model: boavizta hdd, count: 2") +
            part("cards", kCard + "count: 2, capacity: 40 GB, memory dies: 6, mass: 1.69 kg") +
            part("supplies", "model: boavizta power supply, count: 2, mass: 10 kg") + kServer,
        1791, 24620, .2652}});
}

// its table of cards states the wafer area of a good chip, not the chip's own
TEST_CASE("Boavizta's cards come out as its model gives them") {
  struct Card {
    const char* name;
    double good_die_mm2, board_cm2, memory_GB, dies, mass_kg, heatsink_kg, casing_kg;
    double climate_kg;
    int digits;
  };
  std::vector<Case> cases;
  for (const auto& card :
       std::vector<Card>{{"GTX 1080 Ti", 740.57, 312.14, 11, 11, .881, .427, .252, 89.1, 3},
                         {"RTX A4500", 1135.82, 230.04, 20, 10, 1.06, .714, .197, 141.4, 4},
                         {"Titan RTX", 1528.87, 309.72, 20, 12, .936, .0537, .682, 159.6, 4},
                         {"P100", 1088.7, 295.26, 16, 4, .888, .538, .175, 129.3, 4},
                         {"L4", 390.96, 93.13, 24, 12, .142, .0871, 0, 113.6, 4},
                         {"A100 PCIe", 1798, 234.36, 40, 6, 1.23, .609, .387, 275.7, 4},
                         {"A100 SXM4", 1798, 105, 40, 6, 1.56, 1.25, .09, 273.4, 4},
                         {"H100 SXM", 2810.4, 296.37, 80, 6, 1.69, .90077, .78923, 575.2, 4}}) {
    cases.push_back(
        {card.name,
         part("card",
              fmt::format("model: boavizta gpu, good die area: {} mm2, board area: {} cm2, "
                          "capacity: {} GB, memory dies: {}, mass: {} kg, heatsink mass: {} kg, "
                          "casing mass: {} kg",
                          card.good_die_mm2, card.board_cm2, card.memory_GB, card.dies,
                          card.mass_kg, card.heatsink_kg, card.casing_kg)),
         card.climate_kg, 0, 0, half_digit(card.climate_kg, card.digits)});
  }
  check_cases("BoaviztAPI 2.4.1, its table of cards through its model", cases);
}

TEST_CASE("ACT's chips, memory and Dell R740 come out to a millionth") {
  const auto coal = ", fab carbon intensity: 820 g/kWh, fab yield: 0.875";
  const auto chip = [&](const std::string& node, double area_mm2, const std::string& more) {
    return part("chip",
                fmt::format("model: act logic {}, die area: {} mm2{}", node, area_mm2, more));
  };
  const double package = 0.150;
  check_cases(
      "ACT, facebookresearch/ACT, its tests",
      {{"1 cm2 at 14 nm in Taiwan",
        chip("14nm", 100, ", packages: 0, fab carbon intensity: 583 g/kWh"), 1.556685714, 0, 0,
        1e-6},
       {"1 cm2 at 10 nm on coal", chip("10nm gas 95", 100, std::string(", packages: 0") + coal),
        2.228, 0, 0, 1e-6},
       {"3 GB of DDR4", part("memory", "model: act dram ddr4 10nm, packages: 0, capacity: 3 GB"),
        .222857142857, 0, 0, 1e-6},
       {"R740: 2 processors",
        chip("28nm gas 95", 698, std::string(", count: 2, packages: 2") + coal), 23.143405714, 0, 0,
        1e-6},
       {"R740: 12 modules",
        part("memory", "model: act dram ddr3 50nm, count: 12, packages: 19, capacity: 36 GB"),
        330.4285714286, 0, 0, 1e-6},
       {"R740: 8 main disks",
        part("disks", "model: act ssd nand 30nm, count: 8, packages: 13, capacity: 3840 GB"),
        8 * (136.0457142857 + 13 * package), 0, 0, 1e-6},
       {"R740: secondary disk",
        part("disk", "model: act ssd nand 30nm, packages: 13, capacity: 400 GB") +
            part("cache", "model: act dram ddr3 50nm, packages: 19, capacity: 68 GB"),
        62.75 + 19 * package, 0, 0, 1e-6},
       {"Fairphone 3: processor", chip("28nm gas 95", 46.4, coal), .899293714, 0, 0, 1e-6},
       {"Fairphone 3: 20 further chips",
        chip("28nm gas 95", 166.68, std::string(", packages: 20") + coal), 5.691643886, 0, 0, 1e-6},
       {"hard disk, 3 GB of it", part("disk", "model: act hdd barracuda, capacity: 3 GB"), .01371,
        0, 0, 1e-6},
       {"Fairphone 3: memory and flash",
        part("memory", "model: act dram ddr3 50nm, capacity: 4 GB") +
            part("flash", "model: act ssd nand 30nm, capacity: 64 GB"),
        5.310285714, 0, 0, 1e-6}});
}

// where a memory die's area (86.25 mm2) is documented, the site counts one die of several
TEST_CASE("yield models are rivals of a stated yield, and chiplets yield better") {
  // 7 nm on coal: 820 g × 2.15 kWh + 350 g of gases + 500 g of materials a cm2, 8 cm2 of chips
  const double before_yield = 8 * (820 * 2.15 + 350 + 500) / 1000;
  const auto kg = [](const std::string& yield) {
    return mean_total(made_of(part("chip",
                                   "model: act logic 7nm gas 95, die area: 800 mm2, "
                                   "packages: 0, fab carbon intensity: 820 g/kWh, " +
                                       yield)),
                      "climate");
  };
  const auto row = [&](const char* yield, double share) {
    return PublishedRow{yield, before_yield / share, kg(yield), 1e-9};
  };
  // by hand from the equations; at 7 nm ECO-CHIP takes 0.2 defects a cm2
  check_table(
      "yield of 800 mm2 in 7 nm [kg]",
      {row("yield model: poisson, defect density: 0.1 1/cm2", std::exp(-0.8)),
       row("yield model: murphy, defect density: 0.1 1/cm2",
           std::pow((1 - std::exp(-0.8)) / 0.8, 2)),
       row("yield model: seeds, defect density: 0.1 1/cm2", std::exp(-std::sqrt(0.8))),
       row("yield model: negative binomial, defect density: 0.2 1/cm2", std::pow(1.16, -10)),
       row("yield model: negative binomial, defect density: 0.2 1/cm2, chips: 4",
           std::pow(1.04, -10))});
  // ADEME's data: 814 mm2 take 1739 mm2 of wafer by Murphy's yield
  const double hubblo = std::pow((1 - std::exp(-0.814)) / 0.814, 2);
  CHECK(814 / hubblo == doctest::Approx(1739).epsilon(1e-3));
  // rivals: between the kindest and the harshest
  const double drawn = kg("yield model: [poisson, murphy], defect density: 0.1 1/cm2");
  CHECK(drawn > before_yield / std::pow((1 - std::exp(-0.8)) / 0.8, 2));
  CHECK(drawn < before_yield / std::exp(-0.8));
}

TEST_CASE("a machine's share of the building follows its power and its years in it") {
  const inventory::PartModels models(catalog::Catalog::embedded());
  const auto* building = models.find("greensku building");
  REQUIRE(building != nullptr);
  const double each =
      catalog::typical(building->terms.front().coefficient.distribution);  // kg/W/year
  check_table("Wang et al. 2024, GreenSKU, data_center.yaml",
              {{"a building of 50 MW, 20 years [t]", 9000, each * 50e6 * 20 / 1000, 1e-12}});
  const auto kg = [](const std::string& power, const std::string& years) {
    return mean_total(made_of(part("building", "model: greensku building, provisioned power: " +
                                                   power + ", service: " + years)),
                      "climate");
  };
  CHECK(kg("2 kW", "8 years") == doctest::Approx(4 * kg("1 kW", "4 years")));
}

TEST_CASE("the cards of Hubblo's calculator come out as its site shows them") {
  const std::string one_die = "die area: 826 mm2, capacity: 5.5645161290 GB, memory dies: 1";
  check_cases("hubblo-org/gpu-calculator, parametric model",
              {{"A100 PCIe",
                part("card",
                     "model: hubblo gpu, heatsink mass: 0.609 kg, casing mass: 0.387 kg, "
                     "board area: 234.36 cm2, mass: 1.23 kg, " +
                         one_die),
                154.9, 0, 0},
               {"A100 SXM4",
                part("card",
                     "model: hubblo gpu, heatsink mass: 1.25 kg, casing mass: 0.09 kg, "
                     "board area: 105 cm2, mass: 1.56 kg, " +
                         one_die),
                147.4, 0, 0},
               {"H100",
                part("card",
                     "model: hubblo gpu, die area: 814 mm2, heatsink mass: 0.9 kg, "
                     "casing mass: 0.79 kg, board area: 296 cm2, capacity: 80 GB, "
                     "memory dies: 6, mass: 1.69 kg"),
                238.1, 0, 0}});
}

TEST_CASE("rival models of a part are drawn, and the boundary between them is seen") {
  const auto f = assess_text(
      "holon: 1\nplaces: {site: {grid: FR}}\n"
      "hardware: {machine: {lifetime: 1 year, utilisation: 100 %, parts: {card: {model: [boavizta "
      "gpu, hubblo gpu], die area: 814 mm2, heatsink mass: 0.9 kg, casing mass: 0.79 kg, board "
      "area: 296 cm2, capacity: 80 GB, memory dies: 6, mass: 1.69 kg}}}}\n"
      "life cycle: {training: {job: {at: site, energy: 0 kWh, hardware: {use: machine, for: 1 "
      "year}}}}\n",
      4000);
  const auto& climate = f.totals.at(category(f, "climate")).value();
  CHECK(climate.p05 == doctest::Approx(238.2).epsilon(0.01));
  CHECK(climate.p95 == doctest::Approx(575.1).epsilon(0.01));
  CHECK(climate.mean == doctest::Approx((238.2 + 575.1) / 2).epsilon(0.03));
}

// a maker's declaration, a model and a database side by side: each as often
TEST_CASE("a declaration is a rival of models, drawn as often") {
  const auto one = [](const std::string& models) {
    return made_of(part("server", fmt::format("device: server, model: {}", models)));
  };
  check_table("HPE (in Luccioni et al. 2022); ADEME Base IMPACTS; BoaviztAPI 2.4.1 [kg CO2e]",
              {{"declaration", 2500, mean_total(one("declaration"), "climate"), 0.2},
               {"ademe", 3660, mean_total(one("ademe"), "climate"), 0.2},
               {"boavizta r740, primary energy [MJ]", 12870,
                mean_total(one("boavizta r740"), "primary energy"), 0.2}});
  // the card's declaration by the item that stands for it, and by its full name
  const auto card = made_of(part("card", "device: h100-sxm5, model: declaration"));
  const auto named = made_of(part("card", "model: declaration h100"));
  CHECK(mean_total(card, "climate") == mean_total(named, "climate"));
  const auto rivals = assess_text(
      "holon: 1\nplaces: {site: {grid: FR}}\n"
      "hardware: {machine: {lifetime: 1 year, utilisation: 100 %, parts: {server: {device: server, "
      "model: [declaration, ademe, ccf]}}}}\n"
      "life cycle: {training: {job: {at: site, energy: 0 kWh, hardware: {use: machine, for: 1 "
      "year}}}}\n",
      4000);
  const auto& climate = rivals.totals.at(category(rivals, "climate")).value();
  CHECK(climate.p05 < 1000);
  CHECK(climate.p95 > 3660);
}

}  // namespace
}  // namespace holon::findings
