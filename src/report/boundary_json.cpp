// SPDX-License-Identifier: Apache-2.0
#include "report/boundary.h"

#include <nlohmann/json.hpp>

#include "report/json_parts.h"

namespace holon::report {

std::string json(const findings::BoundaryReport& r) {
  Json out{
      {"study", r.study}, {"seed", r.seed}, {"samples", r.samples}, {"category", r.category.name}};
  auto& boundaries = out["boundaries"] = Json::array();
  for (std::size_t v = 0; v < r.views.size(); ++v) {
    const auto& view = r.views[v];
    Json one{{"name", view.name},
             {"holds", view.holds},
             {"total", optional_summary(view.total, r.category.unit)},
             {"best", r.best[v]}};
    auto& scenarios = one["scenarios"] = Json::object();
    for (std::size_t s = 0; s < r.scenarios.size(); ++s) {
      scenarios[r.scenarios[s]] = {
          {"difference", optional_summary(view.changes[s].difference, r.category.unit)},
          {"p_lower", view.changes[s].p_lower}};
    }
    boundaries.push_back(std::move(one));
  }
  auto& flips = out["flips"] = Json::array();
  for (const auto& flip : r.flips) {
    flips.push_back({{"scenario", flip.scenario},
                     {"within", flip.within},
                     {"beyond", flip.beyond},
                     {"saves_within", flip.saves_within}});
  }
  out["rank_changes"] = r.rank_changes;
  return text_of(out);
}

}  // namespace holon::report
