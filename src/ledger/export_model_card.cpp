// SPDX-License-Identifier: Apache-2.0
//
// `co2_eq_emissions` of a model card, in grams. Only what every run says is written: a mass of
// some of the runs would understate the model.
#include "ledger/export.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "ledger/export_parts.h"
#include "quantity/sizes.h"

namespace holon::ledger {
namespace {

using quantity::kJoulesPerKWh;

using record::Run;

// a text in double quotes: what JSON escapes, YAML reads
std::string quoted(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

// "pre-training" or "fine-tuning", where a phase or a tag says so of every run; never guessed
std::string training_type(const std::vector<Run>& runs) {
  std::string out;
  for (const auto& run : runs) {
    auto words = run.tags;
    words.push_back(run.phase);
    std::string own;
    for (const auto& word : words) {
      if (word == "pre-training" || word == "pretraining") own = "pre-training";
      if (word == "fine-tuning" || word == "finetuning") own = "fine-tuning";
    }
    if (own.empty() || (!out.empty() && own != out)) return {};
    out = own;
  }
  return out;
}

std::string each(const std::vector<Run>& runs, std::string (*word)(const Run&)) {
  std::vector<std::string> words;
  words.reserve(runs.size());
  for (const auto& run : runs) words.push_back(word(run));
  return joined_once(words, "; ");
}

std::string factor_of(const Run& run) {
  for (const auto& one : run.impacts) {
    if (one.category == "climate") return one_line(one.source);
  }
  return {};
}

std::string source_of(const std::vector<Run>& runs, const RunSum& sum) {
  auto out = each(runs, tool_of);
  if (const auto factor = each(runs, factor_of); !factor.empty())
    out += "; carbon of electricity: " + factor;
  if (const auto evidence = sum.evidence(); !evidence.empty()) out += "; energy " + evidence;
  return out;
}

std::string field(const char* name, const std::string& value) {
  return value.empty() ? "" : fmt::format("  {}: {}\n", name, quoted(value));
}

std::string energy_line(const RunSum& sum) {
  const auto energy_J = sum.energy_J();
  if (!energy_J) return {};
  auto out = fmt::format("  # {} {}, {} kWh at the {}", sum.runs(),
                         sum.runs() == 1 ? "run" : "runs", decimal(*energy_J / kJoulesPerKWh),
                         sum.boundary() == "mixed" ? "device or the facility" : sum.boundary());
  if (const auto uncertainty_J = sum.uncertainty_J())
    out += fmt::format(", one standard deviation {} kWh", decimal(*uncertainty_J / kJoulesPerKWh));
  return out + "\n";
}

}  // namespace

Exported to_model_card(const std::vector<Run>& runs) {
  constexpr double kGramsPerKg = 1000;
  RunSum sum;
  for (const auto& run : runs) sum.add(run);
  Exported out;
  if (runs.empty()) return {{}, {"there is nothing to say of no run"}};
  out.text = "---\nco2_eq_emissions:\n" + energy_line(sum);
  if (const auto climate_kg = sum.climate_kg()) {
    out.text += fmt::format("  emissions: {}\n", decimal(*climate_kg * kGramsPerKg));
  } else {
    out.notes.push_back(fmt::format("no `emissions`: {} of {} runs have no carbon joined to them",
                                    sum.without_climate(), sum.runs()));
  }
  if (sum.device().missing() > 0)
    out.notes.push_back(fmt::format("the figures are lower bounds: the energy of {} {} is missing",
                                    sum.device().missing(),
                                    sum.device().missing() == 1 ? "component" : "components"));
  out.text += field("source", source_of(runs, sum));
  const auto type = training_type(runs);
  if (type.empty())
    out.notes.emplace_back(
        "no `training_type`: no phase or tag of every run says pre-training or fine-tuning");
  out.text += field("training_type", type);
  const auto place = each(runs, place_of);
  if (place.empty()) out.notes.emplace_back("no `geographical_location`: no run says its place");
  out.text += field("geographical_location", place);
  out.text += field("hardware_used", each(runs, hardware_of));
  out.text += "---\n";
  return out;
}

}  // namespace holon::ledger
