// SPDX-License-Identifier: Apache-2.0
//
// CycloneDX 1.6: components of type machine-learning-model, whose model cards have
// considerations.environmentalConsiderations.energyConsumptions. The schema knows one unit of
// energy (kWh) and one of mass (tCO2eq). What it has no field for stands in properties named
// "holon:…".
#include "ledger/export.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "ledger/export_parts.h"
#include "ledger/importer.h"
#include "quantity/sizes.h"

namespace holon::ledger {
namespace {

using quantity::kJoulesPerKWh;

using Json = nlohmann::ordered_json;
using record::Run;

// the schema's word for what a phase of a life cycle does
std::string_view activity_of(std::string_view phase) {
  constexpr std::pair<std::string_view, std::string_view> kWords[] = {
      {"data", "data-preparation"},   {"data collection", "data-collection"},
      {"search", "design"},           {"training", "training"},
      {"pre-training", "training"},   {"pretraining", "training"},
      {"fine-tuning", "fine-tuning"}, {"finetuning", "fine-tuning"},
      {"validation", "validation"},   {"evaluation", "validation"},
      {"deployment", "inference"},    {"inference", "inference"},
  };
  for (const auto& [own, word] : kWords) {
    if (own == phase) return word;
  }
  return "other";
}

Json energy(double energy_J) { return {{"value", energy_J / kJoulesPerKWh}, {"unit", "kWh"}}; }

void property(Json& list, const char* name, std::string value) {
  list.push_back({{"name", fmt::format("holon:{}", name)}, {"value", std::move(value)}});
}

// who sold the electricity nobody says, nor what it was made from; where it was used, a run may
Json providers(const std::vector<const Run*>& runs) {
  std::map<std::string, RunSum> by_place;
  std::map<std::string, const Run*> first;
  for (const auto* run : runs) {
    const auto place = place_of(*run);
    if (place.empty()) continue;
    by_place[place].add(*run);
    first.emplace(place, run);
  }
  auto out = Json::array();
  for (const auto& [place, sum] : by_place) {
    const auto energy_J = sum.energy_J();
    if (!energy_J) continue;
    const auto& at = first[place]->place;
    Json address;
    // the schema wants a name, or a code of two letters
    const auto country = at.name.empty() ? at.country : at.name;
    if (!country.empty()) address["country"] = one_line(country);
    if (!at.region.empty()) address["region"] = one_line(at.region);
    Json organization = Json::object();
    if (!address.is_null()) organization["address"] = std::move(address);
    out.push_back({{"description", "electricity at " + place},
                   {"organization", std::move(organization)},
                   {"energySource", "unknown"},
                   {"energyProvided", energy(*energy_J)}});
  }
  return out;
}

Json properties(const std::string& phase, const RunSum& sum) {
  auto out = Json::array();
  if (!phase.empty()) property(out, "phase", one_line(phase));
  property(out, "runs", std::to_string(sum.runs()));
  property(out, "boundary", std::string(sum.boundary()));
  property(out, "evidence", sum.evidence());
  if (const auto uncertainty_J = sum.uncertainty_J())
    property(out, "standard deviation [kWh]", base::exact(*uncertainty_J / kJoulesPerKWh));
  if (sum.device().missing() > 0)
    property(out, "components without energy", std::to_string(sum.device().missing()));
  if (sum.without_climate() > 0)
    property(out, "runs without carbon", std::to_string(sum.without_climate()));
  return out;
}

// nothing where no run of it has a figure: the schema wants one
Json consumption(const std::string& phase, const std::vector<const Run*>& runs) {
  constexpr double kKgPerTonne = 1000;
  RunSum sum;
  for (const auto* run : runs) sum.add(*run);
  const auto energy_J = sum.energy_J();
  if (!energy_J) return {};
  Json out;
  out["activity"] = activity_of(phase);
  out["energyProviders"] = providers(runs);
  out["activityEnergyCost"] = energy(*energy_J);
  if (const auto climate_kg = sum.climate_kg())
    out["co2CostEquivalent"] = {{"value", *climate_kg / kKgPerTonne}, {"unit", "tCO2eq"}};
  out["properties"] = properties(phase, sum);
  return out;
}

/// The runs of one model by phase.
using Phases = std::map<std::string, std::vector<const Run*>>;

std::string of_model(const std::string& model, const std::string& phase) {
  return one_line(phase.empty() ? model : model + ", " + phase);
}

Json component(const std::string& model, const Phases& phases, Exported& out) {
  auto consumptions = Json::array();
  for (const auto& [phase, runs] : phases) {
    auto one = consumption(phase, runs);
    if (one.is_null()) {
      out.notes.push_back(of_model(model, phase) +
                          ": left out: no run of it has a figure of energy");
      continue;
    }
    consumptions.push_back(std::move(one));
    RunSum sum;
    for (const auto* run : runs) sum.add(*run);
    if (sum.device().missing() > 0)
      out.notes.push_back(fmt::format("{}: lower bounds: components without energy: {}",
                                      of_model(model, phase), sum.device().missing()));
  }
  Json card;
  card["considerations"]["environmentalConsiderations"]["energyConsumptions"] =
      std::move(consumptions);
  return {{"type", "machine-learning-model"},
          {"bom-ref", "model-" + fingerprint(model)},
          {"name", model},
          {"modelCard", std::move(card)}};
}

// the same runs have the same number (RFC 9562, version 8)
std::string serial_number(const std::vector<Run>& runs) {
  std::string ids;
  for (const auto& run : runs) ids += run.id + "\n";
  auto digits = fingerprint(ids);
  digits[12] = '8';
  digits[16] = '8';
  return fmt::format("urn:uuid:{}-{}-{}-{}-{}", digits.substr(0, 8), digits.substr(8, 4),
                     digits.substr(12, 4), digits.substr(16, 4), digits.substr(20));
}

}  // namespace

Exported to_cyclonedx(const std::vector<Run>& runs) {
  Exported out;
  std::map<std::string, Phases> models;
  for (const auto& run : runs) {
    auto model = run.project.empty() ? run.name : run.project;
    if (model.empty()) model = run.id;
    models[model][run.phase].push_back(&run);
  }
  auto components = Json::array();
  for (const auto& [model, phases] : models) components.push_back(component(model, phases, out));
  Json tool{{"type", "application"}, {"name", "holon"}, {"version", kToolVersion}};
  Json bom;
  bom["$schema"] = "http://cyclonedx.org/schema/bom-1.6.schema.json";
  bom["bomFormat"] = "CycloneDX";
  bom["specVersion"] = "1.6";
  bom["serialNumber"] = serial_number(runs);
  bom["version"] = 1;
  bom["metadata"]["tools"]["components"] = Json::array({std::move(tool)});
  bom["components"] = std::move(components);
  out.text = bom.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
  return out;
}

}  // namespace holon::ledger
