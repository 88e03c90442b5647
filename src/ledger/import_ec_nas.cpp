// SPDX-License-Identifier: Apache-2.0
//
// Rows of EC-NAS-Bench (Bakhtiarifard, Igel, Selvan 2024), measured by carbontracker: one run a
// row, named by its network. Totals in kWh have carbontracker's PUE of that year inside, energies
// of GPU and processor do not. In its 2,805 runs of four epochs the total is 1.5900 times the sum
// of both (1.58987 to 1.59020), which is that PUE.
#include <cmath>

#include <fmt/format.h>

#include "base/text.h"
#include "ledger/importer.h"
#include "ledger/log_values.h"
#include "quantity/sizes.h"
#include "record/instant.h"

namespace holon::ledger {
namespace {

using quantity::kJoulesPerKWh;

constexpr double kPue = 1.59;
// a figure that tables of the bench name and scale in different ways
std::optional<double> either(LogValues& row, const char* one, double one_unit, const char* other,
                             double other_unit) {
  const auto value = row.amount(one, one_unit);
  return value ? value : row.amount(other, other_unit);
}

void read_energy(LogValues& row, record::Run& run) {
  const auto gpu_J = either(row, "gpu_J", 1, "gpu_kj", 1000);
  const auto cpu_J = either(row, "cpu_J", 1, "cpu_kj", 1000);
  const auto total_J =
      either(row, "total_energy_kWh", kJoulesPerKWh, "total_energy_kwh", kJoulesPerKWh);
  run.place.pue = kPue;
  constexpr double kNear = 0.01;
  const double sum_J = gpu_J.value_or(0) + cpu_J.value_or(0);
  if (total_J && std::abs(sum_J * kPue / *total_J - 1) > kNear) {
    run.energy.push_back(energy_of("machine", "all", record::Evidence::declared, *total_J / kPue));
    run.energy.back().reason = fmt::format(
        "the total of the row, its PUE of {} divided out; GPU and processor make {:.0f} % of it",
        kPue, 100 * sum_J * kPue / *total_J);
    return;
  }
  auto gpu = energy_of("GPU", "gpu", record::Evidence::measured, gpu_J);
  seen_by_gpu_sensor(
      gpu, "power of the GPU, through carbontracker",
      run.hardware.accelerators.empty() ? "" : run.hardware.accelerators.front().model);
  run.energy.push_back(std::move(gpu));
  run.energy.push_back(energy_of("CPU", "package", record::Evidence::measured, cpu_J));
  run.energy.back().sensor = "RAPL, through carbontracker";
}

void read_figures(LogValues& row, record::Run& run) {
  const auto add = [&](const char* name, std::optional<double> value) {
    if (!value) return;
    run.figures.push_back({name, *value, {}});
  };
  add("parameters", either(row, "trainable_params", 1, "params", 1));
  add("accuracy", either(row, "final_test_acc", 1, "test_acc", 1));
  const auto carbon_g = either(row, "total_co2eq_g", 1, "total_co2_g", 1);
  if (!carbon_g) return;
  auto& impact = run.impacts.emplace_back();
  impact.category = "climate";
  impact.amount = *carbon_g / 1000;
  impact.unit = "kg CO2e";
  impact.factor = either(row, "avg_intensity_gkWh", 1, "total_ci_g_per_kwh", 1);
  if (impact.factor) impact.factor_unit = "g CO2e/kWh";
  impact.evidence = record::Evidence::declared;
  impact.source = "carbontracker";
}

std::optional<record::Run> read_run(const Log& log, LogHeader& header, const LogRow& given,
                                    Imported& out) {
  LogValues row(header, given);
  const auto start = record::parse_instant(row.text("start"), log.zone_s);
  const auto duration_s = row.amount("total_time_s");
  record::Run run;
  if (!set_time(run, start, duration_s)) {
    out.unusable.push_back(unusable(given.span, "this row has no start or no duration"));
    return std::nullopt;
  }
  run.name = row.text("model_hash");
  run.project = "EC-NAS-Bench";
  run.phase = "training";
  run.origin = {"carbontracker", {}, log.source->name(), static_cast<std::int64_t>(given.line)};
  run.attribution.scope = record::Scope::machine;
  if (const auto device = row.text("device"); !device.empty())
    run.hardware.accelerators.push_back({device, {}, {}});
  read_energy(row, run);
  read_figures(row, run);
  for (const auto& bad : row.bad())
    out.unusable.push_back(unusable(row.span(bad.name), fmt::format("{} {}", bad.name, bad.why), {},
                                    "the run is kept without it"));
  run.id = "ec-nas-" +
           fingerprint(fmt::format("{}\n{}\n{}\n{}\n{}", run.name, run.start_ns, row.text("repeat"),
                                   row.text("file"), base::exact(*duration_s)));
  return run;
}

}  // namespace

bool is_ec_nas(const Log& log) {
  const auto& text = log.source->text();
  const auto header = std::string_view(text).substr(0, text.find('\n'));
  return header.find("model_hash") != header.npos && header.find("total_time_s") != header.npos &&
         (header.find("gpu_J") != header.npos || header.find("gpu_kj") != header.npos);
}

Imported read_ec_nas(const Log& log) {
  Imported out;
  const auto rows = read_log_table(log.source);
  if (rows.empty()) return out;
  LogHeader header(rows.front());
  for (std::size_t i = 1; i < rows.size(); ++i) {
    if (rows[i].cells.size() != header.size()) {
      out.unusable.push_back(
          unusable(rows[i].span, fmt::format("this row has {} cells; the header has {}",
                                             rows[i].cells.size(), header.size())));
    } else if (auto run = read_run(log, header, rows[i], out)) {
      out.runs.push_back(std::move(*run));
    }
  }
  const auto unread = header.unread();
  if (!unread.empty())
    out.notes.push_back("columns that are not used: " + base::listed(unread, "and"));
  return out;
}

}  // namespace holon::ledger
