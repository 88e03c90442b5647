// SPDX-License-Identifier: Apache-2.0
#include "findings/stakes.h"

#include <algorithm>
#include <cmath>

namespace holon::findings {
namespace {

using study::ImpactFlow;

std::vector<std::string> places_of(const Subject& subject) {
  std::vector<std::string> out;
  for (const auto& flow : subject.compiled().flows) {
    if (!flow.place.empty() && std::find(out.begin(), out.end(), flow.place) == out.end())
      out.push_back(flow.place);
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

void ask_places(const Subject& subject, int in_case, Questions& questions, Stakes& into) {
  const auto places = places_of(subject);
  const auto main = subject.main_categories();
  into.places.reserve(places.size() * main.size());
  for (const auto& place : places) {
    const auto is_there = [&](const ImpactFlow& f) { return f.place == place; };
    for (const auto c : main) {
      const auto before = subject.total_of(c, 0, is_there);
      if (!before) continue;
      auto& change = into.places.emplace_back(PlaceChange{place, c, {}});
      questions.ask_summary(subject.total_of(c, in_case, is_there) - before, subject.scale_of(c),
                            change.difference);
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

void ask_stakes(const Subject& subject, const std::vector<int>& cases, Questions& questions,
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
      return !change.difference || change.difference->undefined >= 1 ||
             (change.difference->mean == 0 && change.difference->sd == 0);
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
