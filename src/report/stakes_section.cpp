// SPDX-License-Identifier: Apache-2.0
#include "findings/stakes.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/text.h"
#include "report/figures.h"
#include "report/investments.h"
#include "report/layout.h"
#include "report/section.h"
#include "report/wording.h"
#include "study/category.h"

namespace holon::report {
namespace {

using findings::Findings;
using findings::ScenarioResult;
using findings::Stakes;

std::string payers_of(const Stakes& stakes) {
  if (!stakes.cost) return "missing, the study has no prices";
  return fmt::format("{} USD, for {}", signed_number(stakes.cost->mean),
                     base::listed(stakes.payers, "and"));
}

// what of a scenario's change in a category falls on no place that the study names
double without_place(const Findings& f, const Stakes& stakes, const ScenarioResult& scenario,
                     std::size_t category) {
  const auto& difference = scenario.difference[category];
  // places are told of the main categories alone
  if (!difference || !study::categories()[f.categories[category].index].always_reported) return 0;
  double left = difference->mean;
  double size = std::abs(left);
  for (const auto& change : stakes.places) {
    if (change.category != category) continue;
    left -= change.difference->mean;
    size += std::abs(change.difference->mean);
  }
  constexpr double kRounding = 1e-6;
  return std::abs(left) > kRounding * size ? left : 0;
}

std::string amount_of(const Findings& f, std::size_t category, double value) {
  const auto scale = scale_for(value, f.categories[category].unit);
  return fmt::format("{} {} {}", f.categories[category].name, signed_number(value / scale.size),
                     scale.text());
}

// "site: climate −566 kg CO2e, water −38.4 m³; place missing: climate +36.6 kg CO2e"
std::string bearers_of(const Findings& f, const Stakes& stakes, const ScenarioResult& scenario) {
  std::string out;
  std::string place;
  const auto add = [&](const std::string& where, const std::string& what) {
    out += where == place ? ", " + what
                          : fmt::format("{}{}: {}", out.empty() ? "" : "; ", where, what);
    place = where;
  };
  for (const auto& change : stakes.places) {
    const bool is_known = change.difference->undefined < 1;
    add(change.place, is_known ? amount_of(f, change.category, change.difference->mean)
                               : f.categories[change.category].name + " missing");
  }
  for (std::size_t c = 0; c < f.categories.size(); ++c) {
    if (const double left = without_place(f, stakes, scenario, c); left != 0)
      add("place missing", amount_of(f, c, left));
  }
  return out.empty() ? "nothing changes at any place" : out + "; people there: missing";
}

/// What a scenario does to the indicators, by their numbers.
struct Moves {
  std::vector<std::string> fall, rise, missing;
};

Moves moves_of(const Findings& f, const ScenarioResult& scenario) {
  Moves out;
  for (const auto& row : findings::goal_indicators()) {
    const auto found = std::find_if(f.categories.begin(), f.categories.end(),
                                    [&](const auto& c) { return c.name == row.category; });
    const auto& difference =
        found == f.categories.end()
            ? std::optional<findings::Summary>()
            : scenario.difference[static_cast<std::size_t>(found - f.categories.begin())];
    const auto text = fmt::format("{} ({})", row.indicator, row.category);
    if (!difference)
      out.missing.emplace_back(row.indicator);
    else if (difference->mean < 0)
      out.fall.push_back(text);
    else if (difference->mean > 0)
      out.rise.push_back(text);
  }
  return out;
}

std::string goals_of(const Moves& moves) {
  std::vector<std::string> parts;
  if (!moves.fall.empty())
    parts.push_back(base::listed(moves.fall, "and") + (moves.fall.size() > 1 ? " fall" : " falls"));
  if (!moves.rise.empty())
    parts.push_back(base::listed(moves.rise, "and") + (moves.rise.size() > 1 ? " rise" : " rises"));
  if (parts.empty()) parts.emplace_back("none that is known moves");
  if (!moves.missing.empty()) parts.push_back(base::listed(moves.missing, "and") + ": missing");
  return fmt::format("{}", fmt::join(parts, "; "));
}

}  // namespace

std::string stakes_section(const Findings& f, const findings::Investments& invested,
                           const Style& style) {
  if (invested.stakes.empty() || f.categories.empty()) return {};
  auto out = heading("Who pays, and who bears it", style);
  for (const auto& stakes : invested.stakes) {
    const auto& scenario = f.scenarios[stakes.alternative - 1];
    out += fmt::format("{}{}\n", kIndent, one_line(scenario.name));
    out += wrapped("    pays   ", payers_of(stakes), style.width);
    out += wrapped("    bears  ", bearers_of(f, stakes, scenario), style.width);
    out += wrapped("    goals  ", goals_of(moves_of(f, scenario)), style.width);
  }
  return out;
}

}  // namespace holon::report
