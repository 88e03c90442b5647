// SPDX-License-Identifier: Apache-2.0
#include "report/estimate.h"

#include <nlohmann/json.hpp>

#include "findings/coverage.h"
#include "findings/profile.h"
#include "report/json.h"

namespace holon::report {
namespace {

using Json = nlohmann::ordered_json;

Json figure(const std::optional<findings::Figure>& one) {
  if (!one) return {};
  return {{"p50", one->value}, {"p05", one->low}, {"p95", one->high}};
}

Json place(const findings::PlaceResult& one) {
  return {{"place", one.code},
          {"name", one.name},
          {"climate_kg", figure(one.climate_kg)},
          {"water_L", figure(one.water_L)},
          {"scope", one.is_direct ? "direct" : "life cycle"},
          {"default_pue", one.pue_is_default}};
}

Json elsewhere(const findings::Placement& found) {
  Json out{{"energy_at_devices_kWh", found.energy_kWh}};
  const bool is_known = found.most_carbon.has_value();
  out["best"] = is_known ? place(found.places[found.least_carbon]) : Json();
  out["worst"] = is_known ? place(found.places[*found.most_carbon]) : Json();
  auto& places = out["places"] = Json::array();
  for (const auto& one : found.places) places.push_back(place(one));
  return out;
}

Json coverage_of(const findings::Findings& f) {
  auto out = Json::array();
  for (const auto& cell : findings::coverage(f)) {
    const bool in_words = cell.told == findings::Told::words;
    const bool is_missing = cell.told == findings::Told::missing;
    out.push_back({{"stage", cell.stage},
                   {"impact", cell.impact},
                   {"told", is_missing ? "missing"
                            : in_words ? "words"
                                       : "number"},
                   {"text", cell.text},
                   {"source", cell.source}});
  }
  return out;
}

}  // namespace

std::string json(const findings::Estimate& estimate) {
  auto out = Json::parse(json(estimate.findings));
  out["coverage"] = coverage_of(estimate.findings);
  out["profile"] = Json();
  if (const auto printed = printed_by_profile(estimate)) {
    out["profile"] = {{"name", estimate.form.profile}, {"prints", *printed}};
  }
  out["elsewhere"] = estimate.elsewhere ? elsewhere(*estimate.elsewhere) : Json();
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace holon::report
