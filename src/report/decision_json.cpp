// SPDX-License-Identifier: Apache-2.0
#include "report/decision.h"

#include <nlohmann/json.hpp>

#include "findings/stakes.h"
#include "report/json_parts.h"

namespace holon::report {
namespace {

using findings::Decision;

Json alternative(const Decision& d, const findings::Alternative& one) {
  Json out{{"name", one.name}};
  auto& standings = out["categories"] = Json::object();
  for (std::size_t c = 0; c < d.categories.size(); ++c) {
    const auto& standing = one.standings[c];
    standings[d.categories[c].name] = {
        {"total", optional_summary(standing.total, d.categories[c].unit)},
        {"regret", optional_summary(standing.regret, d.categories[c].unit)},
        {"p_best", standing.p_best}};
  }
  out["service"] = optional_summary(one.service, d.functional_unit);
  auto& qualities = out["qualities"] = Json::object();
  for (std::size_t q = 0; q < d.qualities.size(); ++q)
    qualities[d.qualities[q].name] = optional_summary(one.qualities[q], d.qualities[q].unit);
  out["p_on_front"] = one.p_on_front;
  auto& dominates = out["p_dominates"] = Json::object();
  for (std::size_t b = 0; b < d.alternatives.size(); ++b) {
    if (&d.alternatives[b] != &one) dominates[d.alternatives[b].name] = one.p_dominates[b];
  }
  return out;
}

Json pivot(const findings::Pivot& one) {
  return {{"name", one.name},
          {"unit", one.unit},
          {"explained", one.explained},
          {"turns_at", one.turns_at ? Json(*one.turns_at) : Json()},
          {"split_at", one.split_at},
          {"p_first_better_below", one.p_first_better_below},
          {"p_first_better_above", one.p_first_better_above}};
}

Json flip(const Decision& d, const findings::Flip& one) {
  Json out{{"category", d.categories[one.category].name},
           {"first", d.alternatives[one.first].name},
           {"second", d.alternatives[one.second].name},
           {"p_first_better", one.p_first_better}};
  auto& pivots = out["pivots"] = Json::array();
  for (const auto& each : one.pivots) pivots.push_back(pivot(each));
  return out;
}

Json stakes(const Decision& d, const findings::Stakes& one) {
  Json out{{"alternative", d.alternatives[one.alternative].name},
           {"cost", optional_summary(one.cost, "USD")},
           {"paid_for", one.payers}};
  auto& places = out["places"] = Json::array();
  for (const auto& change : one.places) {
    const auto& category = d.categories[change.category];
    places.push_back({{"place", change.place},
                      {"category", category.name},
                      {"difference", optional_summary(change.difference, category.unit)}});
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
  return text_of(out);
}

}  // namespace holon::report
