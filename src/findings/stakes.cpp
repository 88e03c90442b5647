// SPDX-License-Identifier: Apache-2.0
#include "findings/stakes.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include <fmt/format.h>

namespace holon::findings {
namespace {

using model::Expr;
using study::ImpactFlow;

// in the order in which the study comes to them
std::vector<std::string> places_of(const Subject& subject, int in_case) {
  std::vector<std::string> out;
  const auto add = [&](const std::string& place) {
    if (!place.empty() && std::find(out.begin(), out.end(), place) == out.end())
      out.push_back(place);
  };
  for (const auto& flow : subject.compiled().flows) {
    add(flow.place);
    for (const auto& move : subject.relocations_of(flow, in_case)) add(move.place);
  }
  return out;
}

std::vector<std::string> activities_with(const Subject& subject, std::size_t category) {
  std::vector<std::string> out;
  for (const auto& flow : subject.compiled().flows) {
    if (flow.category == category && std::find(out.begin(), out.end(), flow.activity) == out.end())
      out.push_back(flow.activity);
  }
  return out;
}

/// A flow's impact at one place.
struct Share {
  std::string place;
  Expr impact;
};

// where a flow's impact falls in a case: at one place until a scenario moves the work to the next
std::vector<Share> shares_of(Subject& subject, const ImpactFlow& flow, int in_case) {
  std::vector<Share> out;
  auto place = flow.place;
  Expr so_far;
  for (const auto& move : subject.relocations_of(flow, in_case)) {
    if (move.from > 0) {
      const auto name = fmt::format("{} {} {} until {} s", flow.activity, flow.source,
                                    study::categories()[flow.category].name, move.from);
      const auto until =
          subject.last_while(is_until(move.from), model::variable(flow.total), in_case, name);
      out.push_back({place, so_far ? until - so_far : until});
      so_far = until;
    }
    place = move.place;
  }
  const auto whole = model::variable(flow.total, in_case);
  out.push_back({place, so_far ? whole - so_far : whole});
  return out;
}

using ByPlace = std::map<std::string, Expr>;

ByPlace by_place(Subject& subject, std::size_t category, int in_case) {
  ByPlace out;
  for (const auto& flow : subject.compiled().flows) {
    if (flow.category != subject.categories()[category].index || flow.place.empty()) continue;
    for (auto& share : shares_of(subject, flow, in_case)) {
      auto& sum = out[share.place];
      sum = sum ? sum + share.impact : share.impact;
    }
  }
  return out;
}

// the study's change at one place; null where there is nothing before nor after
Expr change_at(const std::string& place, const ByPlace& before, const ByPlace& after) {
  const auto was = before.find(place);
  const auto is = after.find(place);
  if (is == after.end()) return was == before.end() ? nullptr : model::number(0) - was->second;
  return was == before.end() ? is->second : is->second - was->second;
}

void ask_places(Subject& subject, int in_case, Questions& questions, Stakes& into) {
  const auto main = subject.main_categories();
  std::vector<std::pair<ByPlace, ByPlace>> sums;
  for (const auto c : main)
    sums.emplace_back(by_place(subject, c, 0), by_place(subject, c, in_case));
  const auto places = places_of(subject, in_case);
  into.places.reserve(places.size() * main.size());
  for (const auto& place : places) {
    for (std::size_t i = 0; i < main.size(); ++i) {
      const auto change = change_at(place, sums[i].first, sums[i].second);
      if (!change) continue;
      auto& told = into.places.emplace_back(PlaceChange{place, main[i], {}});
      questions.ask_summary(change, subject.scale_of(main[i]), told.difference);
    }
  }
}

void ask_cost(const Subject& subject, int in_case, Questions& questions, Stakes& into) {
  const auto& categories = subject.categories();
  for (std::size_t c = 0; c < categories.size(); ++c) {
    if (categories[c].name != "cost") continue;
    questions.ask_summary(subject.total(c, in_case) - subject.total(c, 0), subject.scale_of(c),
                          into.cost);
    into.payers = activities_with(subject, categories[c].index);
  }
}

}  // namespace

void ask_stakes(Subject& subject, const std::vector<int>& cases, Questions& questions,
                Decision& decision) {
  // results keep their place, for answers are written into them
  decision.stakes.resize(cases.size() - 1);
  for (std::size_t a = 1; a < cases.size(); ++a) {
    auto& stakes = decision.stakes[a - 1];
    stakes.alternative = a;
    ask_cost(subject, cases[a], questions, stakes);
    ask_places(subject, cases[a], questions, stakes);
  }
}

void drop_what_does_not_move(Decision& decision) {
  for (auto& stakes : decision.stakes) {
    std::erase_if(stakes.places, [](const PlaceChange& change) {
      if (!change.difference) return true;
      const bool is_known = change.difference->undefined < 1;
      return is_known && change.difference->mean == 0 && change.difference->sd == 0;
    });
  }
}

const std::vector<GoalIndicator>& goal_indicators() {
  static const std::vector<GoalIndicator> rows{
      {"climate", "13.2.2", "greenhouse gas emissions"},
      {"energy", "7.3.1", "energy intensity"},
      {"water", "6.4.2", "water stress"},
      {"water withdrawn", "6.4.1", "water-use efficiency"},
      {"minerals", "12.2.1", "material footprint"},
      {"e-waste", "12.4.2", "hazardous waste"},
      {"early deaths", "3.9.1", "deaths by air pollution"},
      {"eutrophication marine", "14.1.1", "coastal eutrophication"},
      {"land use", "15.3.1", "degraded land"},
  };
  return rows;
}

}  // namespace holon::findings
