// SPDX-License-Identifier: Apache-2.0
#include "report/investments.h"

#include <nlohmann/json.hpp>

#include "report/json_parts.h"

namespace holon::report {
namespace {

using findings::Findings;
using findings::Investments;

Json charts(const Findings& f, const Investments& invested) {
  auto out = Json::array();
  for (const auto& chart : invested.charts) {
    Json one{{"category", f.categories[chart.category].name},
             {"unit", f.categories[chart.category].unit},
             {"at", chart.is_of_service ? f.functional_unit : "day"}};
    auto& curves = one["curves"] = Json::array();
    for (const auto& curve : chart.curves)
      curves.push_back({{"name", curve.name}, {"at", curve.at}, {"cost", curve.cost}});
    auto& crossings = one["crossings"] = Json::array();
    for (const auto& crossing : chart.crossings) {
      crossings.push_back({{"name", chart.curves[crossing.curve].name},
                           {"at", crossing.at},
                           {"cost", crossing.cost}});
    }
    out.push_back(std::move(one));
  }
  return out;
}

Json targets(const Findings& f, const Investments& invested) {
  auto out = Json::array();
  for (const auto& one : invested.targets) {
    const auto& category = f.categories[one.category];
    Json repaid;
    if (one.repaid)
      repaid = {{"p05", one.repaid->p05}, {"p50", one.repaid->p50}, {"p95", one.repaid->p95}};
    out.push_back({{"scenario", one.scenario},
                   {"category", category.name},
                   {"cost_of_one", one.invested},
                   {"unit", category.unit},
                   {"repaid_from", std::move(repaid)}});
  }
  return out;
}

Json refreshes(const Findings& f, const Investments& invested) {
  auto out = Json::array();
  for (const auto& one : invested.refreshes) {
    const auto& category = f.categories[one.category];
    out.push_back({{"scenario", one.scenario},
                   {"category", category.name},
                   {"device", one.device.empty() ? Json() : Json(one.device)},
                   {"made", optional_summary(one.made, category.unit)},
                   {"saved", optional_summary(one.saved, category.unit)},
                   {"years", optional_summary(one.years, "year")},
                   {"p_repaid", one.p_repaid},
                   {"p_never", one.p_never},
                   {"p_in_lifetime", one.p_in_lifetime ? Json(*one.p_in_lifetime) : Json()}});
  }
  return out;
}

Json stakes(const Findings& f, const Investments& invested) {
  auto out = Json::array();
  for (const auto& one : invested.stakes) {
    auto places = Json::array();
    for (const auto& change : one.places) {
      const auto& category = f.categories[change.category];
      places.push_back({{"place", change.place},
                        {"category", category.name},
                        {"difference", optional_summary(change.difference, category.unit)}});
    }
    out.push_back({{"scenario", f.scenarios[one.alternative - 1].name},
                   {"cost", optional_summary(one.cost, "USD")},
                   {"paid_for", one.payers},
                   {"places", std::move(places)}});
  }
  return out;
}

}  // namespace

void add_to(Json& out, const Findings& f, const Investments& invested) {
  out["break_even_charts"] = charts(f, invested);
  out["deployment_targets"] = targets(f, invested);
  out["refresh"] = refreshes(f, invested);
  out["stakes"] = stakes(f, invested);
}

}  // namespace holon::report
