// SPDX-License-Identifier: Apache-2.0
//
// emission.csv of eco2AI. "power_consumption" is an energy [kWh]; start_time is local. Versions
// before 0.3 write "kWTh". A run that is still going on, or that was, has a row for each time it
// was written, under one id.
#include <map>

#include <fmt/format.h>

#include "base/text.h"
#include "ledger/importer.h"
#include "ledger/log_values.h"
#include "quantity/sizes.h"
#include "record/instant.h"
#include "record/total.h"

namespace holon::ledger {
namespace {

using quantity::kJoulesPerKWh;

using record::Evidence;

// a column whose unit is written in two ways
std::optional<double> energy_J(LogValues& row, const std::string& name) {
  const auto value = row.amount(name + "(kWh)", kJoulesPerKWh);
  return value ? value : row.amount(name + "(kWTh)", kJoulesPerKWh);
}

void read_energy(LogValues& row, record::Run& run) {
  const auto cpu_J = energy_J(row, "CPU_consumption");
  const auto gpu_J = energy_J(row, "GPU_consumption");
  const auto memory_J = energy_J(row, "RAM_consumption");
  const auto total_J = energy_J(row, "power_consumption");
  if (!cpu_J && !gpu_J && !memory_J) {
    run.energy.push_back(energy_of("machine", "all", Evidence::declared, total_J));
    run.energy.back().reason = "eco2AI writes one sum, and not how it knows it";
    return;
  }
  run.energy.push_back(energy_of("CPU", "package", Evidence::modelled, cpu_J));
  run.energy.back().reason = "eco2AI computes it from the share of CPU time";
  run.energy.push_back(energy_of("memory", "dram", Evidence::modelled, memory_J));
  run.energy.back().sensor = "model: memory by size";
  if (!run.hardware.accelerators.empty() || gpu_J.value_or(0) > 0) {
    auto gpu = energy_of("GPU", "gpu", Evidence::measured, gpu_J);
    const auto& gpus = run.hardware.accelerators;
    seen_by_gpu_sensor(gpu, "power of the GPU, through eco2AI",
                       gpus.empty() ? "" : gpus.front().model);
    run.energy.push_back(std::move(gpu));
  }
}

std::optional<record::Run> read_run(const Log& log, LogHeader& header, const LogRow& given,
                                    Imported& out) {
  LogValues row(header, given);
  const auto start = record::parse_instant(row.text("start_time"), log.zone_s);
  const auto duration_s = row.amount("duration(s)");
  record::Run run;
  if (!set_time(run, start, duration_s)) {
    out.unusable.push_back(unusable(given.span, "this row has no start or no duration"));
    return std::nullopt;
  }
  run.project = row.text("project_name");
  run.name = row.text("experiment_description");
  if (run.name.empty()) run.name = run.project;
  const auto epoch = row.text("epoch");
  if (!epoch.empty() && epoch != "N/A") run.name += ", epoch " + epoch;
  run.place.region = row.text("region/country");
  run.hardware.cpu = row.text("CPU_name");
  run.hardware.system = row.text("OS");
  const auto gpu = row.text("GPU_name");
  if (!gpu.empty() && !gpu.starts_with("0 ") && gpu != "N/A")
    run.hardware.accelerators.push_back({gpu, {}, {}});
  run.attribution.scope = record::Scope::process;
  run.origin = {"eco2ai", {}, log.source->name(), static_cast<std::int64_t>(given.line)};
  read_energy(row, run);
  if (const auto carbon_kg = row.amount("CO2_emissions(kg)")) {
    auto& impact = run.impacts.emplace_back();
    impact.category = "climate";
    impact.amount = *carbon_kg;
    impact.unit = "kg CO2e";
    impact.evidence = Evidence::declared;
    impact.source = "eco2AI";
  }
  for (const auto& bad : row.bad())
    out.unusable.push_back(unusable(row.span(bad.name), fmt::format("{} {}", bad.name, bad.why), {},
                                    "the run is kept without it"));
  run.id = "eco2ai-" + fingerprint(fmt::format("{}\n{}\n{}\n{}", row.text("id"), run.project, epoch,
                                               run.start_ns));
  return run;
}

}  // namespace

bool is_eco2ai(const Log& log) {
  const auto& text = log.source->text();
  const auto header = std::string_view(text).substr(0, text.find('\n'));
  return header.find("power_consumption(k") != header.npos &&
         header.find("duration(s)") != header.npos;
}

Imported read_eco2ai(const Log& log) {
  Imported out;
  const auto rows = read_log_table(log.source);
  if (rows.empty()) return out;
  LogHeader header(rows.front());
  // the longest form of each run
  std::map<std::string, record::Run> longest;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    if (rows[i].cells.size() != header.size()) {
      out.unusable.push_back(
          unusable(rows[i].span, fmt::format("this row has {} cells; the header has {}",
                                             rows[i].cells.size(), header.size())));
    } else if (auto run = read_run(log, header, rows[i], out)) {
      auto& kept = longest[run->id];
      if (kept.id.empty() || run->duration_ns > kept.duration_ns) kept = std::move(*run);
    }
  }
  for (auto& [id, run] : longest) out.runs.push_back(std::move(run));
  return out;
}

}  // namespace holon::ledger
