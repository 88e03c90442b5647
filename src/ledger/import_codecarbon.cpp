// SPDX-License-Identifier: Apache-2.0
//
// emissions.csv of CodeCarbon 1 to 3. Units: kWh, W, s, kg, L; times are local, without a zone, and
// are those of the end. Energies have the PUE inside, powers do not (EmissionsTracker multiplies
// each energy by it). A tracker that is flushed writes a row each time, each with everything so
// far.
#include <algorithm>
#include <cmath>
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

using record::Evidence;

constexpr double kGiB = 1024.0 * 1024 * 1024;
constexpr double kSecond = 1e9;  // [ns]

// a run as one row tells it
struct Row {
  record::Run run;
  std::string key;        // rows with the same key and start are forms of one run
  bool has_key = false;   // the tool gave the run an id
  double cpu_power = -1;  // [W]
};

bool is_header(const LogRow& row) {
  return column_named(row, "timestamp") != kNoColumn &&
         column_named(row, "duration") != kNoColumn &&
         column_named(row, "emissions") != kNoColumn &&
         (column_named(row, "energy_consumed") != kNoColumn ||
          column_named(row, "cpu_energy") != kNoColumn);
}

// "8 x Tesla V100": the model, as often as it is there
std::vector<record::Accelerator> accelerators(LogValues& row) {
  auto model = row.text("gpu_model");
  auto count = row.number("gpu_count").value_or(model.empty() ? 0 : 1);
  const auto times = model.find(" x ");
  if (times != std::string::npos && base::parse_number(model.substr(0, times))) {
    count = *base::parse_number(model.substr(0, times));
    model = model.substr(times + 3);
  }
  constexpr double kMost = 10'000;
  std::vector<record::Accelerator> out;
  if (count >= 1 && count <= kMost) out.assign(static_cast<std::size_t>(count), {model, {}, {}});
  return out;
}

void read_hardware(LogValues& row, record::Run& run) {
  auto& hardware = run.hardware;
  hardware.cpu = row.text("cpu_model");
  hardware.system = row.text("os");
  if (const auto count = row.amount("cpu_count"); count && *count < 1e9)
    hardware.cpus = static_cast<std::int64_t>(*count);
  // a GB of CodeCarbon is 2^30 byte
  if (const auto memory = row.amount("ram_total_size", kGiB); memory && *memory < 1e18)
    hardware.memory_bytes = static_cast<std::int64_t>(*memory);
  hardware.accelerators = accelerators(row);
}

void read_place(LogValues& row, record::Run& run) {
  auto& place = run.place;
  place.name = row.text("country_name");
  place.country = row.text("country_iso_code");
  place.region = row.text("region");
  const auto provider = row.text("cloud_provider");
  const auto region = row.text("cloud_region");
  if (!provider.empty() || !region.empty()) place.cloud = provider + "/" + region;
  if (const auto pue = row.amount("pue"); pue && *pue >= 1) place.pue = pue;
  if (const auto wue = row.amount("wue"); wue && *wue > 0) place.wue_L_per_kWh = wue;
}

record::Energy cpu_energy(LogValues& row, double per_kWh) {
  auto out = energy_of("CPU", "package", Evidence::declared, row.amount("cpu_energy", per_kWh));
  out.reason = "CodeCarbon does not say whether it measured or modelled";
  if (out.energy_J == 0.0) {
    // a processor that runs uses energy
    out = energy_of("CPU", "package", Evidence::missing, {});
    out.reason = "CodeCarbon wrote 0";
  } else if (!out.energy_J) {
    out.reason = "not in the row";
  }
  return out;
}

record::Energy memory_energy(LogValues& row, double per_kWh) {
  auto out = energy_of("memory", "dram", Evidence::modelled, row.amount("ram_energy", per_kWh));
  out.sensor = "model: memory by size";
  out.reason = out.energy_J ? "CodeCarbon computes memory from its size" : "not in the row";
  return out;
}

// nothing where there is no GPU
std::optional<record::Energy> gpu_energy(LogValues& row, double per_kWh, const record::Run& run) {
  const auto& gpus = run.hardware.accelerators;
  const auto energy_J = row.amount("gpu_energy", per_kWh);
  if (gpus.empty() && energy_J.value_or(0) == 0) return std::nullopt;
  auto out = energy_of("GPU", "gpu", Evidence::measured, energy_J);
  const auto model = gpus.empty() ? std::string() : gpus.front().model;
  if (energy_J == 0.0 || !energy_J) {
    out = energy_of("GPU", "gpu", Evidence::missing, {});
    out.reason = energy_J ? "CodeCarbon wrote 0: the counter was not read" : "not in the row";
  } else if (model.find("Apple") != std::string::npos) {
    out.evidence = Evidence::declared;
    out.sensor = "powermetrics";
  } else {
    seen_by_gpu_sensor(out, "energy counter of the GPU, through CodeCarbon", model);
  }
  return out;
}

void read_energy(LogValues& row, const LogHeader& header, record::Run& run) {
  const double per_kWh = quantity::kJoulesPerKWh / run.place.pue.value_or(1);
  const auto total_J = row.amount("energy_consumed", per_kWh);
  if (!header.has("cpu_energy")) {
    run.energy.push_back(energy_of("machine", "all", Evidence::declared, total_J));
    run.energy.back().reason = "CodeCarbon 1 writes one sum, and not how it knows it";
    return;
  }
  run.energy.push_back(cpu_energy(row, per_kWh));
  run.energy.push_back(memory_energy(row, per_kWh));
  if (auto gpu = gpu_energy(row, per_kWh, run)) run.energy.push_back(std::move(*gpu));
  const double parts_J = record::energy_of(run).energy_J();
  constexpr double kTolerance = 1e-6;
  if (total_J && std::abs(parts_J - *total_J) > kTolerance * std::max(parts_J, *total_J))
    run.notes.push_back(fmt::format("CodeCarbon states a sum of {} J, but its parts give {} J",
                                    base::readable(*total_J), base::readable(parts_J)));
}

void read_impacts(LogValues& row, record::Run& run) {
  const auto tool = fmt::format("CodeCarbon {}", run.origin.version);
  const auto add = [&](const char* category, std::optional<double> amount, const char* unit) {
    if (!amount) return;
    auto& out = run.impacts.emplace_back();
    out.category = category;
    out.amount = *amount;
    out.unit = unit;
    out.evidence = Evidence::declared;
    out.source = std::string(base::trim(tool));
  };
  const auto emissions_kg = row.amount("emissions");
  add("climate", emissions_kg, "kg CO2e");
  const auto energy_kWh = row.amount("energy_consumed");
  if (emissions_kg && energy_kWh && *energy_kWh > 0) {
    run.impacts.back().factor = *emissions_kg * 1000 / *energy_kWh;
    run.impacts.back().factor_unit = "g CO2e/kWh at facility";
  }
  const auto water_L = row.amount("water_consumed");
  if (water_L && *water_L > 0) add("water", water_L, "L consumed");
}

void read_compute(LogValues& row, record::Run& run) {
  const auto share = [&](const char* name) {
    auto value = row.amount(name, 0.01);
    return value && *value <= 1 ? value : std::nullopt;
  };
  run.compute.cpu_utilisation = share("cpu_utilization_percent");
  if (!run.hardware.accelerators.empty())
    run.compute.gpu_utilisation = share("gpu_utilization_percent");
}

void read_names(LogValues& row, record::Run& run) {
  run.project = row.text("project_name");
  const auto task = row.text("task_name");
  run.name = task.empty() ? run.project : task;
  run.origin.tool = "codecarbon";
  run.origin.version = row.text("codecarbon_version");
  const auto experiment = row.text("experiment_id");
  if (!experiment.empty()) run.notes.push_back("experiment " + experiment);
  const auto mode = row.text("tracking_mode");
  if (mode == "machine") run.attribution.scope = record::Scope::machine;
  if (mode == "process") run.attribution.scope = record::Scope::process;
}

// nothing after telling why a row cannot be used
std::optional<Row> read_row(const Log& log, LogHeader& header, const LogRow& given, Imported& out) {
  LogValues row(header, given);
  Row read;
  auto& run = read.run;
  const auto end = record::parse_instant(row.text("timestamp"), log.zone_s);
  if (!end) {
    out.unusable.push_back(unusable(row.span("timestamp"), "this row has no time", "not a time"));
    return std::nullopt;
  }
  const auto duration_s = row.amount("duration");
  constexpr double kLongest = 3e8;  // ten years [s]
  if (!duration_s || *duration_s > kLongest) {
    out.unusable.push_back(unusable(row.span("duration"), "this row has no duration", "not one"));
    return std::nullopt;
  }
  run.end_ns = *end;
  run.duration_ns = std::llround(*duration_s * kSecond);
  run.start_ns = run.end_ns - *run.duration_ns;
  read_names(row, run);
  read_hardware(row, run);
  read_place(row, run);
  read_energy(row, header, run);
  read_impacts(row, run);
  read_compute(row, run);
  read.cpu_power = row.number("cpu_power").value_or(-1);
  // shown by the row, and used elsewhere or implied by what is used
  for (const auto* name : {"emissions_rate", "gpu_power", "ram_power", "on_cloud"})
    static_cast<void>(row.text(name));
  for (const auto& bad : row.bad()) {
    run.notes.push_back(fmt::format("{} {}", bad.name, bad.why));
    out.unusable.push_back(unusable(row.span(bad.name), fmt::format("{} {}", bad.name, bad.why), {},
                                    "the run is kept without it"));
  }
  if (*duration_s > 0 && record::energy_of(run).figures() > 0)
    run.average_W = record::energy_of(run).energy_J() / *duration_s;
  const auto id = row.text("run_id");
  read.has_key = !id.empty();
  read.key =
      fmt::format("{}\n{}\n{}\n{}", id, row.text("task_name"), run.project, run.hardware.cpu);
  run.origin.file = log.source->name();
  run.origin.line = static_cast<std::int64_t>(given.line);
  return read;
}

// Rows of one run that a flushed tracker wrote: the same key, started at the same moment. The last
// one has everything that the others have.
std::vector<Row> last_of_each_run(std::vector<Row> rows, Imported& out) {
  // times are written to the second
  constexpr std::int64_t kSameStart = 2'000'000'000;
  std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
    return std::tie(a.key, a.run.start_ns) < std::tie(b.key, b.run.start_ns);
  });
  std::vector<Row> kept;
  std::size_t earlier_forms = 0;
  std::size_t without_id = 0;
  std::int64_t begun = 0;
  for (auto& row : rows) {
    const bool same =
        !kept.empty() && kept.back().key == row.key && row.run.start_ns - begun <= kSameStart;
    if (!same) {
      begun = row.run.start_ns;
      kept.push_back(std::move(row));
      continue;
    }
    ++earlier_forms;
    if (!row.has_key) ++without_id;
    if (row.run.duration_ns > kept.back().run.duration_ns) kept.back() = std::move(row);
  }
  if (earlier_forms > 0)
    out.notes.push_back(fmt::format(
        "rows that are earlier forms of a run which a later row has whole: {}; they are "
        "not counted twice",
        earlier_forms));
  if (without_id > 0)
    out.notes.push_back(fmt::format(
        "of these without a run_id: {}; they started with another row, on the same machine",
        without_id));
  return kept;
}

// CodeCarbon models a processor it cannot measure by a constant power: then every run on this
// processor has the same power, and it alone times the duration gives the energy.
void mark_constant_power(std::vector<Row>& rows) {
  constexpr std::size_t kEnough = 3;
  constexpr double kNear = 0.01;
  std::map<std::string, std::vector<Row*>> by_cpu;
  for (auto& row : rows) {
    if (!row.run.energy.empty() && row.run.energy[0].device == "CPU" && row.run.energy[0].energy_J)
      by_cpu[row.run.hardware.cpu].push_back(&row);
  }
  for (auto& [cpu, all] : by_cpu) {
    const auto power = all.front()->cpu_power;
    const bool constant =
        all.size() >= kEnough && power > 0 && std::all_of(all.begin(), all.end(), [&](Row* row) {
          const double product_J = power * record::duration_s(row->run);
          return row->cpu_power == power &&
                 std::abs(*row->run.energy[0].energy_J - product_J) <= kNear * product_J;
        });
    if (!constant) continue;
    for (auto* row : all) {
      auto& energy = row->run.energy[0];
      energy.evidence = Evidence::modelled;
      energy.sensor = "model: constant power";
      energy.reason = fmt::format("every run here has {} W", base::exact(power));
    }
  }
}

void name_runs(std::vector<Row>& rows) {
  const Row* before = nullptr;
  for (auto& row : rows) {
    // a run_id that is there twice names different runs by their start
    const bool again = before != nullptr && before->key == row.key;
    const auto start = !row.has_key || again ? record::to_text(row.run.start_ns) : std::string();
    row.run.id = "codecarbon-" + fingerprint(row.key + "\n" + start);
    before = &row;
  }
}

void tell_unread(const LogHeader& header, Imported& out) {
  const auto unread = header.unread();
  if (!unread.empty())
    out.notes.push_back("columns that are not used: " + base::listed(unread, "and"));
}

}  // namespace

bool is_codecarbon(const Log& log) {
  const auto& text = log.source->text();
  const auto end = text.find('\n');
  const auto first =
      read_log_table(std::make_shared<base::SourceText>(log.source->name(), text.substr(0, end)));
  return !first.empty() && is_header(first.front());
}

Imported read_codecarbon(const Log& log) {
  Imported out;
  std::vector<Row> rows;
  std::optional<LogHeader> header;
  for (const auto& row : read_log_table(log.source)) {
    // files that were put together have a header again, perhaps another one
    if (is_header(row)) {
      if (header) tell_unread(*header, out);
      header.emplace(row);
      continue;
    }
    if (!header || row.cells.size() != header->size() || row.is_not_closed) {
      const auto expected = header ? header->size() : 0;
      out.unusable.push_back(unusable(
          row.span,
          fmt::format("this row has {} cells; its header has {}", row.cells.size(), expected),
          row.cells.size() > expected ? "two rows in one line?" : "a part of a row?"));
      continue;
    }
    if (auto read = read_row(log, *header, row, out)) rows.push_back(std::move(*read));
  }
  if (header) tell_unread(*header, out);
  rows = last_of_each_run(std::move(rows), out);
  mark_constant_power(rows);
  name_runs(rows);
  for (auto& row : rows) out.runs.push_back(std::move(row.run));
  std::sort(out.notes.begin(), out.notes.end());
  out.notes.erase(std::unique(out.notes.begin(), out.notes.end()), out.notes.end());
  return out;
}

}  // namespace holon::ledger
