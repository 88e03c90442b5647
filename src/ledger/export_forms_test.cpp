// SPDX-License-Identifier: Apache-2.0
//
// The forms of others: that each is what its specification wants, for any runs.
#include "ledger/export.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <nlohmann/json.hpp>

#include "base/property_test.h"
#include "base/text.h"
#include "ledger/export_parts.h"
#include "ledger/store_test.h"
#include "record/random_run_test.h"

namespace holon::ledger {
namespace {

using Json = nlohmann::json;

// a training in France with carbon, and its search before it
std::vector<record::Run> two_runs() {
  auto training = run_named("t");
  training.project = "bloom";
  training.phase = "training";
  training.tags = {"fine-tuning"};
  training.place = {"France", "FRA", "", "gcp/europe-west9", 1.25, {}};
  training.hardware.accelerators.resize(2);
  training.hardware.accelerators[0].model = training.hardware.accelerators[1].model = "A100";
  training.hardware.cpu = "Xeon \"Gold\"";
  training.origin = {"holon", "0.1.0", {}, {}};
  auto& carbon = training.impacts.emplace_back();
  carbon.category = "climate";
  carbon.amount = 0.002;
  carbon.unit = "kg CO2e";
  carbon.source = "FR, yearly mean";
  auto search = training;
  search.id = search.name = "s";
  search.phase = "search";
  return {training, search};
}

/// What a text of OpenMetrics holds, after holding it to the specification.
struct Metrics {
  std::map<std::string, double> samples;  ///< by name and labels
};

Metrics read_metrics(const std::string& text) {
  Metrics out;
  std::string family;
  std::set<std::string> families;
  RC_ASSERT(text.ends_with("# EOF\n"));
  const auto lines = base::split(text.substr(0, text.size() - 1), '\n');
  for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
    const auto& line = lines[i];
    RC_ASSERT(!line.empty());
    if (line.starts_with("# TYPE ")) {
      const auto words = base::split(line, ' ');
      family = words.at(2);
      // a family stands once, its metadata and its samples together
      RC_ASSERT(families.insert(family).second);
      RC_ASSERT((words.at(3) == "gauge" || words.at(3) == "info"));
    } else if (line.starts_with("# UNIT ")) {
      const auto words = base::split(line, ' ');
      RC_ASSERT(words.at(2) == family);
      RC_ASSERT(family.ends_with("_" + words.at(3)));
    } else if (line.starts_with("# HELP ")) {
      RC_ASSERT(base::split(line, ' ').at(2) == family);
    } else {
      RC_ASSERT(line.starts_with(family));
      const auto close = line.rfind("} ");
      RC_ASSERT(close != std::string::npos);
      const auto numbers = base::split(line.substr(close + 2), ' ');
      RC_ASSERT(numbers.size() == 2U);
      RC_ASSERT(base::parse_number(numbers[1]).has_value());
      const auto value = base::parse_number(numbers[0]);
      RC_ASSERT(value.has_value());
      // no two samples of one metric
      RC_ASSERT(out.samples.emplace(line.substr(0, close + 1), *value).second);
    }
  }
  return out;
}

void check_energy(const Json& energy) {
  RC_ASSERT(energy.size() == 2U);
  RC_ASSERT(energy.at("unit") == "kWh");
  RC_ASSERT(energy.at("value").is_number());
}

// energyConsumption of bom-1.6.schema.json
void check_consumption(const Json& one) {
  const std::set<std::string> activities{"design",     "data-collection", "data-preparation",
                                         "training",   "fine-tuning",     "validation",
                                         "deployment", "inference",       "other"};
  const std::set<std::string> known{"activity", "energyProviders", "activityEnergyCost",
                                    "co2CostEquivalent", "properties"};
  for (const auto& [key, value] : one.items()) RC_ASSERT(known.contains(key));
  RC_ASSERT(activities.contains(one.at("activity").get<std::string>()));
  check_energy(one.at("activityEnergyCost"));
  for (const auto& provider : one.at("energyProviders")) {
    RC_ASSERT(provider.at("organization").is_object());
    RC_ASSERT(provider.at("energySource") == "unknown");
    check_energy(provider.at("energyProvided"));
  }
  if (one.contains("co2CostEquivalent")) {
    RC_ASSERT(one.at("co2CostEquivalent").at("unit") == "tCO2eq");
    RC_ASSERT(one.at("co2CostEquivalent").at("value").is_number());
  }
  for (const auto& property : one.at("properties"))
    RC_ASSERT(property.at("name").get<std::string>().starts_with("holon:"));
}

void check_bom(const Json& bom) {
  RC_ASSERT(bom.at("bomFormat") == "CycloneDX");
  RC_ASSERT(bom.at("specVersion") == "1.6");
  RC_ASSERT(bom.at("serialNumber").get<std::string>().size() == 45U);
  std::set<std::string> names;
  for (const auto& component : bom.at("components")) {
    RC_ASSERT(component.at("type") == "machine-learning-model");
    RC_ASSERT(names.insert(component.at("bom-ref").get<std::string>()).second);
    for (const auto& one : component.at("modelCard")
                               .at("considerations")
                               .at("environmentalConsiderations")
                               .at("energyConsumptions"))
      check_consumption(one);
  }
}

// report_schema.json, measure_schema.json and hardware_schema.json
void check_report(const Json& report) {
  RC_ASSERT(report.at("header").at("reportDatetime").get<std::string>().size() == 19U);
  const auto& task = report.at("task");
  RC_ASSERT(task.at("taskStage").is_string());
  RC_ASSERT(task.at("taskFamily").is_string());
  RC_ASSERT(!task.at("algorithms").empty());
  RC_ASSERT(!task.at("dataset").empty());
  RC_ASSERT(!report.at("measures").empty());
  for (const auto& measure : report.at("measures")) {
    RC_ASSERT(measure.at("measurementMethod").is_string());
    RC_ASSERT(measure.at("powerConsumption").is_number());
  }
  RC_ASSERT(!report.at("infrastructure").at("components").empty());
  for (const auto& component : report.at("infrastructure").at("components")) {
    RC_ASSERT(component.at("componentType").is_string());
    RC_ASSERT(component.at("nbComponent").is_number_integer());
  }
}

}  // namespace

TEST_CASE("every form is what its specification wants, for any runs") {
  base::check_always(100, 811, [](base::Dice& dice) {
    std::vector<record::Run> runs(dice.roll(4));
    for (auto& run : runs) run = record::random_run(dice);
    for (std::size_t i = 0; i < runs.size(); ++i) runs[i].id += std::to_string(i);
    static_cast<void>(read_metrics(to_open_metrics(runs).text));
    const auto card = to_model_card(runs).text;
    RC_ASSERT(card.empty() == runs.empty());
    RC_ASSERT((card.empty() || card.starts_with("---\nco2_eq_emissions:\n")));
    RC_ASSERT((card.empty() || card.ends_with("---\n")));
    check_bom(Json::parse(to_cyclonedx(runs).text));
    const auto reports = Json::parse(to_boamps(runs).text);
    if (reports.is_object()) {
      check_report(reports);
    } else {
      for (const auto& report : reports) check_report(report);
    }
  });
}

TEST_CASE(
    "metrics: what is counted, in joules, at the end of the run; nothing for what is missing") {
  auto runs = two_runs();
  runs.resize(1);
  runs[0].energy[2].counted = false;
  runs[0].energy.push_back({});
  runs[0].energy.back().device = "GPU 1";
  runs[0].energy.back().component = "all";
  const auto text = to_open_metrics(runs).text;
  const auto metrics = read_metrics(text);
  CHECK(text.find("# UNIT holon_ledger_energy_joules joules\n") != std::string::npos);
  double sum_J = 0;
  for (const auto& [name, value] : metrics.samples) {
    if (name.starts_with("holon_ledger_energy_joules{")) sum_J += value;
    CHECK(name.find("GPU 1") == std::string::npos);
  }
  CHECK(sum_J == 90);
  CHECK(metrics.samples.at("holon_ledger_climate_grams{run=\"t\"}") == 2);
  CHECK(metrics.samples.at("holon_ledger_missing_components{run=\"t\"}") == 1);
  CHECK(text.find("} 60 11.000\n") != std::string::npos);
  CHECK(text.find("hardware=\"2 x A100, Xeon \\\"Gold\\\"\"") != std::string::npos);
}

TEST_CASE("a model card: grams of all runs, or none and the reason") {
  auto runs = two_runs();
  const auto whole = to_model_card(runs);
  CHECK(whole.text.find("\n  emissions: 4\n") != std::string::npos);
  CHECK(whole.text.find("\n  training_type: \"fine-tuning\"\n") != std::string::npos);
  CHECK(whole.text.find("\n  geographical_location: \"France (gcp/europe-west9)\"\n") !=
        std::string::npos);
  CHECK(whole.notes.empty());
  runs[1].impacts.clear();
  const auto part = to_model_card(runs);
  CHECK(part.text.find("emissions: ") == std::string::npos);
  CHECK(part.notes.size() == 1);
}

TEST_CASE("numbers of a model card have no exponent") {
  CHECK(decimal(0.00001234) == "0.00001234");
  CHECK(decimal(1234567.8) == "1234568");
  CHECK(decimal(94.99999999999) == "95");
  CHECK(decimal(0.5) == "0.5");
  CHECK(decimal(1e21) == "1000000000000000000000");
  CHECK(decimal(0) == "0");
}

TEST_CASE("a bill of materials: a model, its activities, kWh with the PUE inside") {
  const auto bom = Json::parse(to_cyclonedx(two_runs()).text);
  REQUIRE(bom.at("components").size() == 1);
  const auto& component = bom.at("components")[0];
  CHECK(component.at("name") == "bloom");
  const auto& all = component.at("modelCard")
                        .at("considerations")
                        .at("environmentalConsiderations")
                        .at("energyConsumptions");
  REQUIRE(all.size() == 2);
  CHECK(all[0].at("activity") == "design");
  CHECK(all[1].at("activity") == "training");
  const double energy_kWh = all[1].at("activityEnergyCost").at("value");
  CHECK(energy_kWh == doctest::Approx(100 * 1.25 / 3.6e6));
  CHECK(all[1].at("co2CostEquivalent").at("value").get<double>() == doctest::Approx(2e-6));
  CHECK(all[1].at("energyProviders")[0].at("organization").at("address").at("country") == "France");
}

TEST_CASE("a run without a figure of energy is left out and told, never zero") {
  auto runs = two_runs();
  for (auto& one : runs[1].energy) {
    one.evidence = record::Evidence::missing;
    one.energy_J.reset();
    one.uncertainty_J.reset();
  }
  const auto bom = to_cyclonedx(runs);
  REQUIRE(bom.notes.size() == 1);
  CHECK(bom.notes[0] == "bloom, search: left out: no run of it has a figure of energy");
  const auto reports = to_boamps(runs);
  CHECK(Json::parse(reports.text).is_object());
  CHECK(reports.notes.size() == 2);
}

TEST_CASE("a report of BoAmps: kWh at the device, a draft") {
  const auto reports = Json::parse(to_boamps(two_runs()).text);
  REQUIRE(reports.size() == 2);
  const auto& report = reports[0];
  CHECK(report.at("header").at("reportStatus") == "draft");
  CHECK(report.at("task").at("taskStage") == "training");
  CHECK(report.at("measures")[0].at("powerConsumption").get<double>() ==
        doctest::Approx(100 / 3.6e6));
  CHECK(report.at("infrastructure").at("cloudProvider") == "gcp");
  CHECK(report.at("infrastructure").at("components")[1].at("nbComponent") == 2);
  CHECK(!report.contains("quality"));  // nobody states the uncertainty of the fan
}

}  // namespace holon::ledger
