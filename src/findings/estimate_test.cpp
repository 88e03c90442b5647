// SPDX-License-Identifier: Apache-2.0
#include "findings/estimate.h"

#include <filesystem>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "base/file.h"
#include "base/text.h"
#include "catalog/csv.h"
#include "findings/coverage.h"
#include "findings/example_study.h"
#include "findings/profile.h"

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
    REQUIRE_FALSE(apply_profile(catalog, form).has_value());
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
  REQUIRE_FALSE(apply_profile(catalog, form).has_value());
  CHECK(form.power == "323.84 W");  // 300 + 64 × 0.3725
  CHECK(form.pue == "1.56");
  const auto out = estimated(form);
  CHECK(mean_total(out.findings, "energy") == doctest::Approx(12 * 0.32384 * 1.56));
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
    CHECK((place->find("carbon intensity") != nullptr ||
           (grid != nullptr && grid->find("carbon intensity") != nullptr)));
  }
}

}  // namespace
}  // namespace holon::findings
