// SPDX-License-Identifier: Apache-2.0
#include "ledger/export.h"

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "ledger/export_parts.h"
#include "quantity/sizes.h"
#include "record/instant.h"
#include "record/json.h"
#include "record/total.h"

namespace holon::ledger {
namespace {

using quantity::kJoulesPerKWh;

using record::Run;

std::string quoted(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos && text == base::trim(text)) return text;
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + "\"";
}

std::string number(const std::optional<double>& value) { return value ? base::exact(*value) : ""; }

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& word : words) out += (out.empty() ? "" : " ") + word;
  return out;
}

using Column = std::pair<const char*, std::function<std::string(const Run&)>>;

std::string table(const std::vector<Column>& columns, const std::vector<Run>& runs) {
  std::string out;
  for (const auto& [name, value] : columns) out += (out.empty() ? "" : ",") + quoted(name);
  out += "\r\n";
  for (const auto& run : runs) {
    bool first = true;
    for (const auto& [name, value] : columns) {
      if (!std::exchange(first, false)) out += ",";
      out += quoted(value(run));
    }
    out += "\r\n";
  }
  return out;
}

// energy of the devices of one kind [kWh], with the PUE inside; nothing where one is missing
std::optional<double> part_kWh(const Run& run, const std::array<std::string_view, 2>& components) {
  double sum_J = 0;
  bool any = false;
  for (const auto& one : run.energy) {
    if (!one.counted ||
        std::find(components.begin(), components.end(), one.component) == components.end())
      continue;
    if (!one.energy_J) return std::nullopt;
    any = true;
    sum_J += *one.energy_J;
  }
  return any ? std::optional(sum_J * run.place.pue.value_or(1) / kJoulesPerKWh) : std::nullopt;
}

std::optional<double> power_W(const Run& run, std::optional<double> energy_kWh) {
  const auto duration_s = record::duration_s(run);
  if (!energy_kWh || duration_s <= 0) return std::nullopt;
  return *energy_kWh * kJoulesPerKWh / run.place.pue.value_or(1) / duration_s;
}

std::string gpu_model(const Run& run) {
  const auto& all = run.hardware.accelerators;
  return all.empty() ? "" : fmt::format("{} x {}", all.size(), one_line(all.front().model));
}

using Components = std::array<std::string_view, 2>;
constexpr Components kCpu{"package", "cpu"};
constexpr Components kGpu{"gpu", "module"};
constexpr Components kMemory{"dram", "memory"};

std::optional<double> total_kWh(const Run& run) {
  const auto total = record::energy_of(run);
  if (total.figures() == 0) return std::nullopt;
  return total.energy_J() * run.place.pue.value_or(1) / kJoulesPerKWh;
}

const std::vector<Column>& codecarbon_columns() {
  const auto nothing = [](const Run&) { return std::string(); };
  static const std::vector<Column> all{
      {"timestamp", [](const Run& r) { return record::to_text(r.end_ns).substr(0, 19); }},
      {"project_name", [](const Run& r) { return one_line(r.project); }},
      {"run_id", [](const Run& r) { return one_line(r.id); }},
      {"experiment_id", nothing},
      {"duration", [](const Run& r) { return base::exact(record::duration_s(r)); }},
      {"emissions", [](const Run& r) { return number(impact_of(r, "climate", "kg CO2e")); }},
      {"emissions_rate",
       [](const Run& r) {
         const auto mass_kg = impact_of(r, "climate", "kg CO2e");
         const auto duration_s = record::duration_s(r);
         return mass_kg && duration_s > 0 ? base::exact(*mass_kg / duration_s) : std::string();
       }},
      {"cpu_power", [](const Run& r) { return number(power_W(r, part_kWh(r, kCpu))); }},
      {"gpu_power", [](const Run& r) { return number(power_W(r, part_kWh(r, kGpu))); }},
      {"ram_power", [](const Run& r) { return number(power_W(r, part_kWh(r, kMemory))); }},
      {"cpu_energy", [](const Run& r) { return number(part_kWh(r, kCpu)); }},
      {"gpu_energy", [](const Run& r) { return number(part_kWh(r, kGpu)); }},
      {"ram_energy", [](const Run& r) { return number(part_kWh(r, kMemory)); }},
      {"energy_consumed", [](const Run& r) { return number(total_kWh(r)); }},
      {"water_consumed", [](const Run& r) { return number(impact_of(r, "water", "L consumed")); }},
      {"country_name", [](const Run& r) { return one_line(r.place.name); }},
      {"country_iso_code", [](const Run& r) { return one_line(r.place.country); }},
      {"region", [](const Run& r) { return one_line(r.place.region); }},
      {"cloud_provider",
       [](const Run& r) { return one_line(r.place.cloud.substr(0, r.place.cloud.find('/'))); }},
      {"cloud_region",
       [](const Run& r) {
         const auto slash = r.place.cloud.find('/');
         return slash == std::string::npos ? "" : one_line(r.place.cloud.substr(slash + 1));
       }},
      {"os", [](const Run& r) { return one_line(r.hardware.system); }},
      {"python_version", nothing},
      {"codecarbon_version", nothing},
      {"cpu_count",
       [](const Run& r) { return r.hardware.cpus ? std::to_string(*r.hardware.cpus) : ""; }},
      {"cpu_model", [](const Run& r) { return one_line(r.hardware.cpu); }},
      {"gpu_count",
       [](const Run& r) {
         const auto count = r.hardware.accelerators.size();
         return count > 0 ? std::to_string(count) : "";
       }},
      {"gpu_model", gpu_model},
      {"longitude", nothing},
      {"latitude", nothing},
      {"ram_total_size",
       [](const Run& r) {
         constexpr double kGiB = 1024.0 * 1024 * 1024;
         return r.hardware.memory_bytes
                    ? base::exact(static_cast<double>(*r.hardware.memory_bytes) / kGiB)
                    : "";
       }},
      {"tracking_mode",
       [](const Run& r) {
         const auto scope = r.attribution.scope;
         return scope == record::Scope::machine   ? "machine"
                : scope == record::Scope::process ? "process"
                                                  : "";
       }},
      {"cpu_utilization_percent",
       [](const Run& r) {
         return r.compute.cpu_utilisation ? base::exact(*r.compute.cpu_utilisation * 100) : "";
       }},
      {"gpu_utilization_percent",
       [](const Run& r) {
         return r.compute.gpu_utilisation ? base::exact(*r.compute.gpu_utilisation * 100) : "";
       }},
      {"ram_utilization_percent", nothing},
      {"ram_used_gb", nothing},
      {"on_cloud", [](const Run& r) { return r.place.cloud.empty() ? "N" : "Y"; }},
      {"pue", [](const Run& r) { return number(r.place.pue); }},
      {"wue", [](const Run& r) { return number(r.place.wue_L_per_kWh); }},
  };
  return all;
}

const std::vector<Column>& columns() {
  static const std::vector<Column> all{
      {"id", [](const Run& r) { return one_line(r.id); }},
      {"name", [](const Run& r) { return one_line(r.name); }},
      {"project", [](const Run& r) { return one_line(r.project); }},
      {"phase", [](const Run& r) { return one_line(r.phase); }},
      {"tags", [](const Run& r) { return one_line(joined(r.tags)); }},
      {"start", [](const Run& r) { return record::to_text(r.start_ns); }},
      {"end", [](const Run& r) { return record::to_text(r.end_ns); }},
      {"time [s]", [](const Run& r) { return base::exact(record::duration_s(r)); }},
      {"ending", [](const Run& r) { return std::string(record::name(r.outcome.ending)); }},
      {"failed", [](const Run& r) { return r.outcome.failed ? "yes" : "no"; }},
      {"energy [J]",
       [](const Run& r) {
         const auto total = record::energy_of(r);
         return total.figures() > 0 ? base::exact(total.energy_J()) : "";
       }},
      {"uncertainty [J]",
       [](const Run& r) {
         const auto total = record::energy_of(r);
         const bool stated = total.figures() > 0 && total.without_uncertainty_J() == 0;
         return stated ? base::exact(total.uncertainty_J()) : "";
       }},
      {"measured [J]", [](const Run& r) { return base::exact(record::energy_of(r).measured_J()); }},
      {"declared [J]", [](const Run& r) { return base::exact(record::energy_of(r).declared_J()); }},
      {"modelled [J]", [](const Run& r) { return base::exact(record::energy_of(r).modelled_J()); }},
      {"missing components",
       [](const Run& r) { return std::to_string(record::energy_of(r).missing()); }},
      {"carbon [kg]", [](const Run& r) { return number(impact_of(r, "climate", "kg CO2e")); }},
      {"machine", [](const Run& r) { return one_line(r.hardware.machine); }},
      {"hardware",
       [](const Run& r) {
         const auto gpu = gpu_model(r);
         return gpu.empty() ? one_line(r.hardware.cpu) : gpu;
       }},
      {"tool", [](const Run& r) { return one_line(r.origin.tool); }},
      {"record", [](const Run& r) { return record::to_json(r); }},
  };
  return all;
}

// energy that is known whole: with a component missing it would stand for less than it was
std::optional<double> whole_energy_J(const Run& run) {
  const auto total = record::energy_of(run);
  return total.figures() > 0 && total.missing() == 0 ? std::optional(total.energy_J())
                                                     : std::nullopt;
}

}  // namespace

std::string to_audit_csv(const std::vector<Run>& runs) {
  std::vector<Column> table_columns{
      {"model", [](const Run& r) { return one_line(r.name); }},
      {"hardware",
       [](const Run& r) {
         const auto gpu = gpu_model(r);
         return gpu.empty() ? one_line(r.hardware.cpu) : gpu;
       }},
      {"time (s)", [](const Run& r) { return base::exact(record::duration_s(r)); }},
      {"energy (J)", [](const Run& r) { return number(whole_energy_J(r)); }},
      {"carbon (kg)", [](const Run& r) { return number(impact_of(r, "climate", "kg CO2e")); }},
  };
  std::vector<std::string> headings;
  for (const auto& run : runs) {
    for (const auto& figure : run.figures) {
      const auto heading =
          figure.unit.empty() ? figure.name : fmt::format("{} ({})", figure.name, figure.unit);
      if (std::find(headings.begin(), headings.end(), heading) == headings.end())
        headings.push_back(heading);
    }
  }
  for (const auto& heading : headings) {
    table_columns.emplace_back(heading.c_str(), [&heading](const Run& r) {
      for (const auto& figure : r.figures) {
        const auto own =
            figure.unit.empty() ? figure.name : fmt::format("{} ({})", figure.name, figure.unit);
        if (own == heading) return base::exact(figure.value);
      }
      return std::string();
    });
  }
  return table(table_columns, runs);
}

std::string to_csv(const std::vector<Run>& runs) { return table(columns(), runs); }

std::string to_codecarbon_csv(const std::vector<Run>& runs) {
  return table(codecarbon_columns(), runs);
}

}  // namespace holon::ledger
