// SPDX-License-Identifier: Apache-2.0
//
// A report of BoAmps. The schema wants the family of the task, its algorithms and its data, which
// no meter knows: a report is a draft, in which "unknown" and "other" stand for a person to fill
// in.
#include "ledger/export.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "ledger/export_parts.h"
#include "quantity/sizes.h"
#include "record/instant.h"

namespace holon::ledger {
namespace {

using quantity::kJoulesPerKWh;

using Json = nlohmann::ordered_json;
using record::Run;

// "YYYY-MM-DD HH:MM:SS", UTC
std::string moment(record::Instant at_ns) {
  auto out = record::to_text(at_ns).substr(0, 19);
  if (const auto t = out.find('T'); t != std::string::npos) out[t] = ' ';
  return out;
}

Json header(const Run& run) {
  return {{"formatVersionSpecificationUri", "https://github.com/Boavizta/BoAmps/tree/main/model"},
          {"reportId", run.id},
          {"reportDatetime", moment(run.end_ns)},
          {"reportStatus", "draft"}};
}

std::string stage_of(const Run& run) {
  if (run.phase == "data") return "preprocessing";
  if (run.phase == "fine-tuning") return "finetuning";
  if (run.phase == "deployment") return "inference";
  return run.phase.empty() ? "unknown" : run.phase;
}

Json task(const Run& run) {
  Json out;
  out["taskStage"] = stage_of(run);
  out["taskFamily"] = "unknown";
  Json algorithm = Json::object();
  for (const auto& figure : run.figures) {
    constexpr double kBillion = 1e9;
    if (figure.name == "parameters" && std::isfinite(figure.value))
      algorithm["parametersNumber"] = figure.value / kBillion;
    if (figure.name == "accuracy" && figure.value >= 0 && figure.value <= 1)
      out["measuredAccuracy"] = figure.value;
  }
  out["algorithms"] = Json::array({std::move(algorithm)});
  out["dataset"] = Json::array({Json{{"dataUsage", "input"}, {"dataType", "other"}}});
  if (!run.name.empty()) out["taskDescription"] = run.name;
  return out;
}

// how the energy of some components is known: sensors, or the evidence where none is named
std::string tracking(const Run& run, std::initializer_list<std::string_view> components) {
  std::vector<std::string> words;
  for (const auto& one : run.energy) {
    const bool meant =
        std::find(components.begin(), components.end(), one.component) != components.end();
    if (!meant || !one.counted) continue;
    words.push_back(one.sensor.empty() ? std::string(record::name(one.evidence)) : one.sensor);
  }
  return joined_once(words, ", ");
}

Json measure(const Run& run, double energy_J) {
  Json out;
  out["measurementMethod"] = run.origin.tool.empty() ? "unknown" : run.origin.tool;
  if (!run.origin.version.empty()) out["version"] = run.origin.version;
  if (auto how = tracking(run, {"package", "cpu"}); !how.empty()) out["cpuTrackingMode"] = how;
  if (auto how = tracking(run, {"gpu", "module"}); !how.empty()) out["gpuTrackingMode"] = how;
  if (run.compute.cpu_utilisation) out["averageUtilizationCpu"] = *run.compute.cpu_utilisation;
  if (run.compute.gpu_utilisation) out["averageUtilizationGpu"] = *run.compute.gpu_utilisation;
  out["powerConsumption"] = energy_J / kJoulesPerKWh;  // an energy, whatever its name [kWh]
  out["measurementDuration"] = record::duration_s(run);
  out["measurementDateTime"] = moment(run.start_ns);
  return out;
}

std::int64_t whole_GB(std::int64_t bytes) {
  constexpr double kGB = 1e9;
  return std::llround(static_cast<double>(bytes) / kGB);
}

Json components(const Run& run) {
  auto out = Json::array();
  const auto& hardware = run.hardware;
  // the schema wants a number of each: one where nobody says
  if (!hardware.cpu.empty())
    out.push_back({{"componentName", hardware.cpu},
                   {"componentType", "cpu"},
                   {"nbComponent", hardware.sockets.value_or(1)}});
  for (const auto& [model, count] : accelerators_of(run)) {
    Json gpu;
    if (!model.empty()) gpu["componentName"] = model;
    gpu["componentType"] = "gpu";
    gpu["nbComponent"] = count;
    for (const auto& one : hardware.accelerators) {
      if (one.model == model && one.memory_bytes) gpu["memorySize"] = whole_GB(*one.memory_bytes);
    }
    out.push_back(std::move(gpu));
  }
  if (hardware.memory_bytes)
    out.push_back({{"componentType", "ram"},
                   {"nbComponent", 1},
                   {"memorySize", whole_GB(*hardware.memory_bytes)}});
  if (out.empty()) out.push_back({{"componentType", "unknown"}, {"nbComponent", 1}});
  return out;
}

Json infrastructure(const Run& run) {
  Json out;
  out["infraType"] = run.place.cloud.empty() ? "other" : "publicCloud";
  if (!run.place.cloud.empty())
    out["cloudProvider"] = run.place.cloud.substr(0, run.place.cloud.find('/'));
  out["components"] = components(run);
  return out;
}

// nothing where the country, which the schema wants, is not known
Json environment(const Run& run) {
  const auto& place = run.place;
  const auto country = place.country.empty() ? place.name : place.country;
  if (country.empty()) return {};
  Json out;
  out["country"] = country;
  if (!place.region.empty()) out["location"] = place.region;
  for (const auto& impact : run.impacts) {
    const bool per_kWh = impact.factor_unit.starts_with("g CO2e/kWh");
    if (impact.category == "climate" && impact.factor && per_kWh)
      out["powerSourceCarbonIntensity"] = *impact.factor;
  }
  return out;
}

// the schema's words are errors of at most 10, 25 and 50 %; taken as two standard deviations
std::string quality(const RunSum& sum) {
  const auto energy_J = sum.energy_J();
  const auto uncertainty_J = sum.uncertainty_J();
  if (!energy_J || !uncertainty_J || sum.device().missing() > 0) return {};
  const double error = 2 * *uncertainty_J / *energy_J;
  for (const auto& [word, most] :
       {std::pair{"high", 0.1}, std::pair{"medium", 0.25}, std::pair{"low", 0.5}}) {
    if (error <= most) return word;
  }
  return {};
}

// null where a run has no figure of energy: the schema wants one
Json report(const Run& run) {
  RunSum sum;
  sum.add(run);
  const double energy_J = sum.device().energy_J();
  if (sum.device().figures() == 0 || !std::isfinite(energy_J)) return {};
  Json out;
  out["header"] = header(run);
  out["task"] = task(run);
  out["measures"] = Json::array({measure(run, energy_J)});
  if (!run.hardware.system.empty()) out["system"]["os"] = run.hardware.system;
  out["infrastructure"] = infrastructure(run);
  if (auto where = environment(run); !where.is_null()) out["environment"] = std::move(where);
  if (const auto word = quality(sum); !word.empty()) out["quality"] = word;
  return out;
}

}  // namespace

Exported to_boamps(const std::vector<Run>& runs) {
  Exported out;
  auto reports = Json::array();
  for (const auto& run : runs) {
    auto one = report(run);
    if (one.is_null()) {
      out.notes.push_back(fmt::format("{}: left out: it has no figure of energy", run.id));
      continue;
    }
    const auto missing = record::energy_of(run).missing();
    if (missing > 0)
      out.notes.push_back(fmt::format("{}: a lower bound: the energy of {} {} is missing", run.id,
                                      missing, missing == 1 ? "component" : "components"));
    reports.push_back(std::move(one));
  }
  if (!reports.empty())
    out.notes.emplace_back(
        "the reports are drafts: the family of the task, its algorithms and its data are for you "
        "to fill in");
  const auto& whole = reports.size() == 1 ? reports.front() : reports;
  out.text = whole.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
  return out;
}

}  // namespace holon::ledger
