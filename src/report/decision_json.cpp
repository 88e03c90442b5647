// SPDX-License-Identifier: Apache-2.0
#include "report/decision.h"

#include <cmath>

#include <nlohmann/json.hpp>

#include "findings/stakes.h"

namespace holon::report {
namespace {

using Json = nlohmann::ordered_json;
using findings::Decision;
using findings::Summary;

Json number(double value) { return std::isfinite(value) ? Json(value) : Json(); }

Json summary(const std::optional<Summary>& one, const std::string& unit) {
  if (!one || one->undefined >= 1) return {};
  Json out{{"unit", unit},
           {"mean", number(one->mean)},
           {"sd", number(one->sd)},
           {"p05", number(one->p05)},
           {"p50", number(one->p50)},
           {"p95", number(one->p95)}};
  if (one->undefined > 0) out["undefined"] = one->undefined;
  return out;
}

Json alternative(const Decision& d, const findings::Alternative& one) {
  Json out{{"name", one.name}};
  auto& standings = out["categories"] = Json::object();
  for (std::size_t c = 0; c < d.categories.size(); ++c) {
    const auto& standing = one.standings[c];
    standings[d.categories[c].name] = {{"total", summary(standing.total, d.categories[c].unit)},
                                       {"regret", summary(standing.regret, d.categories[c].unit)},
                                       {"p_best", number(standing.p_best)}};
  }
  out["service"] = summary(one.service, d.functional_unit);
  out["p_on_front"] = number(one.p_on_front);
  auto& dominates = out["p_dominates"] = Json::object();
  for (std::size_t b = 0; b < d.alternatives.size(); ++b) {
    if (&d.alternatives[b] != &one) dominates[d.alternatives[b].name] = number(one.p_dominates[b]);
  }
  return out;
}

Json lever(const findings::Lever& one) {
  return {{"name", one.name},
          {"unit", one.unit},
          {"explained", number(one.explained)},
          {"turns_at", one.turns_at ? number(*one.turns_at) : Json()},
          {"split_at", number(one.split_at)},
          {"p_first_better_below", number(one.p_first_better_below)},
          {"p_first_better_above", number(one.p_first_better_above)}};
}

Json flip(const Decision& d, const findings::Flip& one) {
  Json out{{"category", d.categories[one.category].name},
           {"first", d.alternatives[one.first].name},
           {"second", d.alternatives[one.second].name},
           {"p_first_better", number(one.p_first_better)}};
  auto& levers = out["levers"] = Json::array();
  for (const auto& each : one.levers) levers.push_back(lever(each));
  return out;
}

Json stakes(const Decision& d, const findings::Stakes& one) {
  Json out{{"alternative", d.alternatives[one.alternative].name},
           {"cost", summary(one.cost, "USD")},
           {"paid_for", one.payers}};
  auto& places = out["places"] = Json::array();
  for (const auto& change : one.places) {
    const auto& category = d.categories[change.category];
    places.push_back({{"place", change.place},
                      {"category", category.name},
                      {"difference", summary(change.difference, category.unit)}});
  }
  return out;
}

}  // namespace

std::string json(const Decision& d) {
  Json out{{"study", d.study}, {"seed", d.seed}, {"samples", d.samples}};
  auto& alternatives = out["alternatives"] = Json::array();
  for (const auto& one : d.alternatives) alternatives.push_back(alternative(d, one));
  auto& flips = out["flips"] = Json::array();
  for (const auto& one : d.flips) flips.push_back(flip(d, one));
  auto& touched = out["stakes"] = Json::array();
  for (const auto& one : d.stakes) touched.push_back(stakes(d, one));
  auto& goals = out["goals"] = Json::array();
  for (const auto& row : findings::goal_indicators())
    goals.push_back({{"category", row.category}, {"indicator", row.indicator}, {"what", row.what}});
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace holon::report
