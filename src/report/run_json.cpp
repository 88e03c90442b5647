// SPDX-License-Identifier: Apache-2.0
#include "report/run.h"

#include <nlohmann/json.hpp>

#include "record/json.h"
#include "record/total.h"

namespace holon::report {
namespace {

using Json = nlohmann::ordered_json;

template <class T>
Json shown(const std::optional<T>& value) {
  return value ? Json(*value) : Json();
}

Json compute(const record::Compute& compute) {
  return {{"cpu_time_s", shown(compute.cpu_time_s)},
          {"instructions", shown(compute.instructions)},
          {"cpu_utilisation", shown(compute.cpu_utilisation)},
          {"gpu_utilisation", shown(compute.gpu_utilisation)},
          {"memory_peak_bytes", shown(compute.memory_peak_bytes)},
          {"gpu_memory_peak_bytes", shown(compute.gpu_memory_peak_bytes)}};
}

Json impacts(const record::Run& run) {
  auto out = Json::array();
  for (const auto& impact : run.impacts) {
    out.push_back({{"category", impact.category},
                   {"amount", impact.amount},
                   {"unit", impact.unit},
                   {"low", shown(impact.low)},
                   {"high", shown(impact.high)},
                   {"source", impact.source}});
  }
  return out;
}

}  // namespace

std::string json(const RunReport& report) {
  const auto& run = report.run;
  const auto total = record::energy_of(run);
  const double all_J = total.energy_J() + report.missing_J;
  const auto share = [&](double part_J) { return all_J > 0 ? Json(part_J / all_J) : Json(); };
  Json out;
  out["name"] = run.name;
  out["duration_s"] = record::duration_s(run);
  out["exit_code"] = shown(run.outcome.exit_code);
  out["signal"] = shown(run.outcome.signal);
  out["energy_J"] = total.energy_J();
  out["uncertainty_J"] = total.uncertainty_J();
  out["measured_J"] = total.measured_J();
  out["modelled_J"] = total.modelled_J();
  out["missing_J"] = report.missing_J;
  out["evidence"] = {{"measured", share(total.measured_J())},
                     {"modelled", share(total.modelled_J())},
                     {"missing", share(report.missing_J)}};
  out["average_W"] = shown(run.average_W);
  out["peak_W"] = shown(run.peak_W);
  auto& devices = out["devices"] = Json::array();
  for (const auto& energy : run.energy) {
    devices.push_back({{"device", energy.device},
                       {"component", energy.component},
                       {"energy_J", shown(energy.energy_J)},
                       {"uncertainty_J", shown(energy.uncertainty_J)},
                       {"average_W", shown(energy.average_W)},
                       {"evidence", record::name(energy.evidence)},
                       {"sensor", energy.sensor},
                       {"counted", energy.counted},
                       {"reason", energy.reason}});
  }
  out["compute"] = compute(run.compute);
  out["impacts"] = impacts(run);
  out["command_share_of_processors"] = shown(report.our_share);
  out["faults"] = report.faults;
  out["run"] = Json::parse(record::to_json(run));
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace holon::report
