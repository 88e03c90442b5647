// SPDX-License-Identifier: Apache-2.0
#include "report/ledger.h"

#include <nlohmann/json.hpp>

#include "record/instant.h"

namespace holon::report {
namespace {

using Json = nlohmann::ordered_json;

Json run_json(const ledger::Entry& run) {
  Json out{{"id", run.id},
           {"name", run.name},
           {"project", run.project},
           {"phase", run.phase},
           {"start", record::to_text(run.start_ns)},
           {"duration_s", run.duration_s},
           {"ending", run.ending},
           {"failed", run.failed},
           {"tool", run.tool},
           {"energy_J", run.energy_J},
           {"measured_J", run.measured_J},
           {"missing", run.missing},
           {"climate_kg", run.climate_kg ? Json(*run.climate_kg) : Json()}};
  return out;
}

}  // namespace

std::string json(const LedgerList& list) {
  Json out{{"ledger", list.ledger}};
  auto& runs = out["runs"] = Json::array();
  for (const auto& run : list.runs) runs.push_back(run_json(run));
  const auto& energy = list.totals.energy;
  auto shared = Json::object();
  for (const auto& [cause, uncertainty_J] : energy.shared_J()) shared[cause] = uncertainty_J;
  out["totals"] = {{"runs", list.totals.runs},
                   {"failed", list.totals.failed},
                   {"duration_s", list.totals.duration_s},
                   {"energy_J", energy.energy_J()},
                   {"uncertainty_J", energy.uncertainty_J()},
                   {"shared_uncertainty_J", shared},
                   {"energy_without_uncertainty_J", energy.without_uncertainty_J()},
                   {"measured_J", energy.measured_J()},
                   {"declared_J", energy.declared_J()},
                   {"modelled_J", energy.modelled_J()},
                   {"missing", energy.missing()},
                   {"climate_kg", list.totals.climate_kg ? Json(*list.totals.climate_kg) : Json()},
                   {"without_climate", list.totals.without_climate}};
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace holon::report
