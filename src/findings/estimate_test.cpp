// SPDX-License-Identifier: Apache-2.0
#include "findings/estimate.h"

#include <cmath>
#include <filesystem>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "base/file.h"
#include "base/text.h"
#include "catalog/csv.h"
#include "findings/coverage.h"
#include "findings/example_study.h"
#include "findings/processor_power.h"
#include "findings/profile.h"
#include "findings/published_table.h"

namespace holon::findings {
namespace {

constexpr const char* kLists = "../shared/data/catalogue-sources/mlco2-impact/data/";

Estimate estimated(EstimateForm form) {
  Plan plan;
  plan.engine.samples = 64;
  plan.engine.threads = 1;
  auto out = estimate(catalog::Catalog::embedded(), form, plan);
  for (const auto& diagnostic : out ? base::Diagnostics{} : out.error())
    MESSAGE(base::render(diagnostic, false));
  REQUIRE(out.has_value());
  return std::move(*out);
}

EstimateForm form_of(const catalog::Entry& device) {
  EstimateForm form;
  form.device = device.code;
  form.device_name = device.name;
  form.hours = 10;
  return form;
}

// the lists of the ML CO2 Impact calculator are not part of the repository
bool has_lists() {
  if (std::filesystem::exists(std::string(kLists) + "gpus.csv")) return true;
  MESSAGE("skipped: the calculator's lists are not here");
  return false;
}

TEST_CASE("all stated: energy and climate of a job are products") {
  EstimateForm form = form_of(*catalog::Catalog::embedded().device("v100"));
  form.count = 8;
  form.power = "300 W";
  form.pue = "1.5";
  form.load = "50 %";
  form.carbon_intensity = "400 g/kWh";
  const auto out = estimated(form);
  CHECK(out.energy_kWh == doctest::Approx(8 * 0.3 * 10 * 0.5));
  CHECK(mean_total(out.findings, "energy") == doctest::Approx(8 * 0.3 * 10 * 0.5 * 1.5));
  CHECK(mean_part(out.findings, "source", "electricity", category(out.findings, "climate")) ==
        doctest::Approx(8 * 0.3 * 10 * 0.5 * 1.5 * 0.4));
}

TEST_CASE("elsewhere the same electricity is ranked, and best and worst differ") {
  auto form = form_of(*catalog::Catalog::embedded().device("a100"));
  form.region = "aws/us-east-1";
  const auto out = estimated(form);
  REQUIRE(out.elsewhere);
  REQUIRE(out.elsewhere->most_carbon);
  const auto& places = out.elsewhere->places;
  CHECK(places[*out.elsewhere->most_carbon].climate_kg->value >
        10 * places[out.elsewhere->least_carbon].climate_kg->value);
}

TEST_CASE("each stage and impact of the chain is a number, words with a source, or missing") {
  auto form = form_of(*catalog::Catalog::embedded().device("a100"));
  form.grid = "FR";
  const auto cells = coverage(estimated(form).findings);
  CHECK(cells.size() == kStages.size() * kImpacts.size());
  std::size_t numbers = 0;
  for (const auto& cell : cells) {
    INFO(cell.stage << ", " << cell.impact);
    if (cell.told == Told::words) CHECK_FALSE(cell.source.empty());
    if (cell.told == Told::missing) CHECK(cell.text.empty());
    numbers += cell.told == Told::number ? 1 : 0;
    // no water is known on a country's site
    if (cell.stage == "cooling" && cell.impact == "water") CHECK(cell.told == Told::missing);
    if (cell.stage == "use" && cell.impact == "climate") CHECK(cell.told == Told::number);
  }
  CHECK(numbers >= 6);
}

TEST_CASE("a stated value of another kind is told with its place") {
  auto form = form_of(*catalog::Catalog::embedded().device("a100"));
  form.grid = "FR";
  form.power = "3 kg";
  form.pue = "0.5";
  const auto out = estimate(catalog::Catalog::embedded(), form, {});
  REQUIRE(!out.has_value());
  CHECK(out.error().size() == 2);
}

TEST_CASE("a quote in a stated value is a value that cannot be read, no crash") {
  auto form = form_of(*catalog::Catalog::embedded().device("a100"));
  form.grid = "FR";
  form.power = "3 'W\n:";
  CHECK(!estimate(catalog::Catalog::embedded(), form, {}).has_value());
}

TEST_CASE("a profile gives its calculator's number to the printed digits") {
  struct Printed {
    const char *profile, *hardware, *region;
    double hours, memory_GB;
    const char* prints;
  };
  const auto& catalog = catalog::Catalog::embedded();
  // the calculators' own formulas with their own figures, worked out by hand:
  // 250 W × 100 h × 566.3 g/kWh; 300 W × 24 h × 367.8 g/kWh; 250 W × 1000 h × 105 g/kWh
  for (const auto& one : std::vector<Printed>{
           {"ml-co2-impact", "A100 PCIe 40/80GB", "gcp/us-central1", 100, 0, "14.16 kg CO2e"},
           {"ml-co2-impact", "Tesla V100-PCIE-16GB", "aws/us-east-1", 24, 0, "2.65 kg CO2e"},
           {"ml-co2-impact", "Titan V", "azure/francecentral", 1000, 0, "26.25 kg CO2e"}}) {
    EstimateForm form = form_of(*catalog.device(one.hardware));
    form.device_as_written = one.hardware;
    form.region = one.region;
    form.hours = one.hours;
    form.memory_GB = one.memory_GB;
    form.profile = one.profile;
    REQUIRE(apply_profile(catalog, form).empty());
    const auto out = estimated(form);
    INFO(one.hardware << " " << form.power << " " << form.carbon_intensity);
    CHECK(printed_by(form.profile, mean_total(out.findings, "climate")) == one.prints);
  }
}

TEST_CASE("Green Algorithms adds memory and its PUE") {
  const auto& catalog = catalog::Catalog::embedded();
  EstimateForm form = form_of(*catalog.device("Tesla V100"));
  form.device_as_written = "NVIDIA Tesla V100";
  form.grid = "FR";
  form.hours = 12;
  form.memory_GB = 64;
  form.profile = "green-algorithms";
  REQUIRE(apply_profile(catalog, form).empty());
  CHECK(form.power == "323.84 W");  // 300 + 64 × 0.3725
  CHECK(form.pue == "1.56");
  const auto out = estimated(form);
  CHECK(mean_total(out.findings, "energy") == doctest::Approx(12 * 0.32384 * 1.56));

  // a processor is all of its cores: 16 of 7.5 W, and 64 GB
  EstimateForm cores = form_of(*catalog.device("Xeon E5-2683 v4"));
  cores.device_as_written = "Xeon E5-2683 v4";
  cores.grid = "GB";
  cores.memory_GB = 64;
  cores.profile = "green-algorithms";
  REQUIRE(apply_profile(catalog, cores).empty());
  CHECK(cores.power == "143.84 W");
}

// one device for some hours, all else by the profile
Estimate by_profile(const char* profile, EstimateForm form) {
  form.profile = profile;
  const auto lacks = apply_profile(catalog::Catalog::embedded(), form);
  CAPTURE(lacks);
  REQUIRE(lacks.empty());
  return estimated(form);
}

TEST_CASE("profiles that count the making come to their tools' published numbers") {
  const auto& catalog = catalog::Catalog::embedded();
  const auto hardware = [](const Estimate& out) {
    return mean_part(out.findings, "source", "hardware", category(out.findings, "climate"));
  };

  // a device whose electricity is nothing: SCI's example of 1000 kg over four years, one hour
  auto sci = form_of(*catalog.device("v100"));
  sci.hours = 1;
  sci.power = "0 W";
  sci.carbon_intensity = "400 g/kWh";
  sci.embodied = "1000 kg";
  const auto sci_kg = mean_total(by_profile("sci", sci).findings, "climate");
  CHECK(printed_by("sci", sci_kg) == "28.5 g CO2e");
  sci.power = "1 kW";

  auto card = form_of(*catalog.device("h100"));
  card.hours = 8785;
  card.power = "1 W";
  card.grid = "FR";
  const auto default_card = by_profile("boavizta", card);
  CHECK(printed_by("boavizta", hardware(default_card) * 26280 / card.hours) == "575.1 kg CO2e");
  auto a100 = form_of(*catalog.device("a100"));
  a100.hours = 26280;
  a100.power = "1 W";
  a100.grid = "FR";

  // 7 nm in Taiwan: (583 × 2.15 + 275 + 500) g/cm2 ÷ 0.875 × 8.26 cm2, 80 GB × 65 g ÷ 0.875, and
  // two packages
  auto act = form_of(*catalog.device("a100"));
  act.hours = 8760;
  act.lifetime = "1 year";
  act.power = "1 W";
  act.grid = "US";
  const double chip_kg = (583 * 2.15 + 275 + 500) / 0.875 * 8.26 / 1000 + 0.15;
  const double memory_kg = 80 * 65 / 0.875 / 1000 + 0.15;
  const auto by_act = by_profile("act", act);

  check_table("SCI 1.1; Impact Framework 1.x; BoaviztAPI 2.4.1; ACT",
              {{"SCI: 1000 kg over 4 years, 1 h [g]", 28.5, 1000 * sci_kg, 2e-3},
               {"IF: the same [g]", 28.538812785388128, 1000 * sci_kg, 1e-12},
               {"SCI: and 1 kWh at 400 g [g]", 428.538812785388128,
                1000 * mean_total(by_profile("sci", sci).findings, "climate"), 1e-12},
               {"Boavizta: its default card [kg]", 575.1,
                hardware(default_card) * 26280 / card.hours, 1e-9},
               {"Boavizta: A100 SXM4 [kg]", 273.4, hardware(by_profile("boavizta", a100)), 1e-9},
               {"Boavizta: 1 W over a year, a day and an hour in France [kg]", 0.8609,
                mean_total(default_card.findings, "climate") - hardware(default_card),
                half_digit(0.8609, 4)},
               {"ACT: A100, by its formula [kg]", chip_kg + memory_kg, hardware(by_act), 1e-6},
               {"ACT: 8.76 kWh in the United States [kg]", 8.76 * 0.380,
                mean_total(by_act.findings, "climate") - hardware(by_act), 1e-6}});
}

TEST_CASE("Boavizta's processors and servers at work come out as its tests print them") {
  const auto& catalog = catalog::Catalog::embedded();
  const auto platinum = [&](double count, double memory_GB, double hours) {
    auto form = form_of(*catalog.device("xeon-platinum-8160"));
    form.count = count;
    form.memory_GB = memory_GB;
    form.hours = hours;
    form.grid = "EU";
    form.embodied = "0 kg";
    return by_profile("boavizta", form);
  };
  const auto kg = [](const Estimate& out) { return mean_total(out.findings, "climate"); };
  constexpr double kYear = 8760;
  constexpr double kServer = 35040;
  // its electricity of Europe: 12.874 MJ and 6.42e-8 kg Sb eq per kWh
  constexpr double kMJ = 12.874;
  constexpr double kSb = 6.42e-8;
  const auto processor = platinum(1, 0, kYear);
  const auto server = platinum(2, 4 * 32 + 4 * 16, kServer);
  const auto r740 = platinum(2, 12 * 32, kServer);
  const auto gold = [&](double load) {
    return *processor_power_W(catalog, "Intel Xeon Gold 6134 Processor", load);
  };
  check_table(
      "BoaviztAPI, tests/api/test_component.py and test_server.py",
      {{"Xeon Platinum at half load [W]", 182.22, 1000 * processor.energy_kWh / kYear,
        half_digit(182.22, 5)},
       {"over a year in Europe [kg]", 610, kg(processor), half_digit(610, 2)},
       {"the same [MJ]", 20550, kMJ * processor.energy_kWh, half_digit(20550, 4)},
       {"the same [kg Sb eq]", 1.02e-4, kSb * processor.energy_kWh, half_digit(1.02e-4, 3)},
       {"server, 2 of them and 192 GB, four years [kg]", 7400, kg(server), half_digit(7400, 2)},
       {"the same [kg Sb eq]", .00125, kSb * server.energy_kWh, half_digit(.00125, 3)},
       {"Dell R740, 384 GB [kg]", 8400, kg(r740), half_digit(8400, 2)},
       {"the same [kg Sb eq]", .00142, kSb * r740.energy_kWh, half_digit(.00142, 3)},
       // by hand from the coefficients that it returns for this name
       {"Xeon Gold at full load [W]", 35.5688 * std::log(0.2438 * (100 + 9.6694)) - 0.6087,
        gold(100), 1e-12}});
  CHECK_FALSE(processor_power_W(catalog, "Intel Xeon Processor E7-4809 v4", 50).has_value());
  CHECK(processor_power_W(catalog, "Intel Xeon Processor E5-2670 v3", 50).has_value());
}

TEST_CASE("Boavizta's processors take a load that is a share") {
  for (const auto* load : {"-90 %", "150 %", "1.5", "20 .. 50 %"}) {
    EstimateForm form;
    form.profile = "boavizta";
    form.device = "xeon-gold-6134";
    form.device_name = "Intel Xeon Gold 6134 Processor";
    form.embodied = "20 kg";
    form.carbon_intensity = "57 g/kWh";
    form.load = load;
    const auto lacks = apply_profile(catalog::Catalog::embedded(), form);
    CAPTURE(load);
    REQUIRE(lacks.size() == 1);
    CHECK(lacks.front().find("one load up to 100 %") != std::string::npos);
  }
}

TEST_CASE("what a profile does not have is told, all of it") {
  auto form = form_of(*catalog::Catalog::embedded().device("h100"));
  form.grid = "FR";
  form.profile = "act";
  const auto lacks = apply_profile(catalog::Catalog::embedded(), form);
  REQUIRE(lacks.size() == 3);
  CHECK(lacks[0] == "act has no power of `h100-sxm5`: `--power '300 W'`");
  CHECK(lacks[1] == "act has no carbon intensity of `FR`: `--carbon-intensity '400 g/kWh'`");
  CHECK(lacks[2] == "act has no lifetime: `--lifetime '4 years'`");
  // no model of a node of 4 nm
  auto newer = form_of(*catalog::Catalog::embedded().device("h100-pcie"));
  newer.profile = "act";
  newer.power = "300 W";
  newer.lifetime = "4 years";
  newer.carbon_intensity = "400 g/kWh";
  const auto lacking = apply_profile(catalog::Catalog::embedded(), newer);
  REQUIRE(lacking.size() == 1);
  CHECK(lacking[0] == "act has no making of `h100-pcie`: `--embodied '150 kg'`");
}

TEST_CASE("every hardware of the ML CO2 Impact calculator is known, with a power") {
  if (!has_lists()) return;
  // its rows differ in length: the first cell is the name
  const auto lines = base::split(base::read_file(std::string(kLists) + "gpus.csv"), '\n');
  CHECK(lines.size() > 40);
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const auto name = base::split(lines[i], ',').front();
    if (name.empty()) continue;
    INFO(name);
    const auto* device = catalog::Catalog::embedded().device(name);
    REQUIRE(device != nullptr);
    CHECK(device->find("power") != nullptr);
  }
}

TEST_CASE("every region of the ML CO2 Impact calculator is known, with a carbon intensity") {
  if (!has_lists()) return;
  const auto& catalog = catalog::Catalog::embedded();
  const auto text = base::read_file(std::string(kLists) + "impact.csv");
  const catalog::Table table(text);
  CHECK(table.size() > 75);
  for (std::size_t i = 0; i < table.size(); ++i) {
    const auto row = table.row(i);
    // one provider has one region and leaves its name away
    const auto region = row["region"].empty() ? "fr-par" : row["region"];
    const auto code = fmt::format("{}/{}", row["provider"], region);
    INFO(code);
    const auto* place = catalog.place(code);
    REQUIRE(place != nullptr);
    const auto* grid = catalog.grid(place->grid);
    // and by the names that its form shows
    const std::string name(row["regionName"]);
    for (const auto& shown :
         {fmt::format("{}/{}", row["providerName"], region),
          name.empty() ? "" : fmt::format("{} {}", row["providerName"], name)}) {
      if (shown.empty()) continue;
      INFO(shown);
      const auto called = catalog.places_called(shown);
      REQUIRE(called.size() == 1);
      CHECK(called.front() == place);
    }
    CHECK((place->find("carbon intensity") != nullptr ||
           (grid != nullptr && grid->find("carbon intensity") != nullptr)));
  }
}

}  // namespace
}  // namespace holon::findings
