// SPDX-License-Identifier: Apache-2.0
#include "findings/remarks.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "base/text.h"
#include "findings/loop_remarks.h"
#include "findings/phrase.h"

namespace holon::findings {
namespace {

using base::readable;

constexpr std::size_t kClimate = 0;

const Breakdown* cut_by(const Findings& f, std::string_view by) {
  const auto found = std::find_if(f.breakdowns.begin(), f.breakdowns.end(),
                                  [&](const Breakdown& b) { return b.by == by; });
  return found == f.breakdowns.end() ? nullptr : &*found;
}

bool has_climate(const Findings& f) {
  return !f.categories.empty() && f.categories[0].name == "climate" && f.totals[kClimate];
}

// a share of nothing is none
bool has_share(const Findings& f) { return has_climate(f) && f.totals[kClimate]->mean != 0; }

// which activity matters most
std::vector<Finding> largest(const Findings& f) {
  const auto* cut = cut_by(f, "activity");
  if (!has_share(f) || cut == nullptr || cut->parts.size() < 2 || !cut->parts[0].totals[kClimate])
    return {};
  const double share = cut->parts[0].totals[kClimate]->mean / f.totals[kClimate]->mean;
  return {{"largest",
           "Where most of it comes from",
           fmt::format("{} causes {} of the climate total.", cut->parts[0].name, share_of(share)),
           {{"share", share}}}};
}

// what efficiency of use does not reach
std::vector<Finding> embodied(const Findings& f) {
  const auto* cut = cut_by(f, "source");
  if (!has_share(f) || cut == nullptr) return {};
  const auto hardware = std::find_if(cut->parts.begin(), cut->parts.end(),
                                     [](const Contribution& p) { return p.name == "hardware"; });
  if (hardware == cut->parts.end() || !hardware->totals[kClimate]) return {};
  const double share = hardware->totals[kClimate]->mean / f.totals[kClimate]->mean;
  return {{"embodied",
           "Hardware",
           fmt::format(
               "Making the hardware is {} of the climate total; no efficiency in use lowers it.",
               share_of(share)),
           {{"share", share}}}};
}

// does a scenario help, how surely, and does it help per unit only
std::vector<Finding> scenarios(const Findings& f) {
  std::vector<Finding> out;
  if (!has_climate(f)) return out;
  const auto& unit = f.categories[kClimate].unit;
  for (const auto& scenario : f.scenarios) {
    if (!scenario.difference[kClimate] || !scenario.p_better[kClimate]) continue;
    const double difference = scenario.difference[kClimate]->mean;
    const double p = *scenario.p_better[kClimate];
    const double before = f.totals[kClimate]->mean;
    std::string text;
    if (difference == 0)
      text = fmt::format("{} changes nothing of the climate total.", scenario.name);
    else
      text = fmt::format(
          "{} {} the climate total by {}{}; it is lower in {} of the futures.", scenario.name,
          difference < 0 ? "lowers" : "raises", amount(std::abs(difference), unit),
          before == 0 ? "" : fmt::format(" ({})", share_of(std::abs(difference / before))),
          share_of(p));
    Finding finding{"scenario", scenario.name, text, {{"difference", difference}, {"p_better", p}}};
    const bool per_unit = f.per_unit[kClimate] && scenario.per_unit[kClimate];
    if (per_unit && scenario.per_unit[kClimate]->mean < f.per_unit[kClimate]->mean &&
        difference > 0) {
      finding.text += fmt::format(" Per {} it falls while the total rises.", f.functional_unit);
    }
    out.push_back(std::move(finding));
  }
  return out;
}

// what demand does with a gain
std::vector<Finding> rebound(const Findings& f) {
  std::vector<Finding> out;
  for (const auto& result : f.rebounds) {
    const bool told = has_climate(f) && result.category == kClimate && result.rebound;
    if (!told || std::abs(result.rebound->mean) < 0.005) continue;
    const double r = result.rebound->mean;
    const double backfires = result.p_class[static_cast<std::size_t>(ReboundClass::backfire)];
    auto text = r < 0
                    ? fmt::format("Demand adds {} to what {} would save by engineering alone",
                                  share_of(-r), result.scenario)
                    : fmt::format("Demand takes back {} of what {} would save by engineering alone",
                                  share_of(r), result.scenario);
    text += backfires > 0.005
                ? fmt::format("; in {} of the futures the total rises.", share_of(backfires))
                : ".";
    out.push_back({"rebound",
                   fmt::format("Rebound of {}", result.scenario),
                   text,
                   {{"rebound", r}, {"p_backfire", backfires}}});
  }
  return out;
}

// what costs now and saves later
std::vector<Finding> break_even(const Findings& f) {
  std::vector<Finding> out;
  for (const auto& result : f.break_evens) {
    if (!has_climate(f) || result.category != kClimate) continue;
    const auto& unit = f.categories[kClimate].unit;
    auto text =
        fmt::format("{} costs {} more in some activities and {} less in others", result.scenario,
                    amount(result.invested->mean, unit), amount(result.returned->mean, unit));
    if (result.p_repaid == 0) {
      text += "; it is never repaid.";
    } else {
      text += fmt::format(": {} to 1, repaid in {} of the futures", readable(result.ratio->p50, 3),
                          share_of(result.p_repaid));
      if (result.days) text += fmt::format(", after {} days", readable(result.days->p50, 3));
      text += ".";
    }
    out.push_back({"break-even",
                   fmt::format("Break-even of {}", result.scenario),
                   text,
                   {{"ratio", result.ratio->mean}, {"p_repaid", result.p_repaid}}});
  }
  return out;
}

// efficiency alone against efficiency under a constraint
std::vector<Finding> constraint(const Findings& f) {
  std::vector<Finding> out;
  if (!has_climate(f)) return out;
  for (const auto& capped : f.scenarios) {
    const auto alone =
        std::find_if(f.scenarios.begin(), f.scenarios.end(), [&](const ScenarioResult& s) {
          return base::name_key(s.name) == base::name_key(capped.also);
        });
    if (!capped.capped || alone == f.scenarios.end()) continue;
    if (!capped.difference[kClimate] || !alone->difference[kClimate]) continue;
    const double with = -capped.difference[kClimate]->mean;
    const double without = -alone->difference[kClimate]->mean;
    out.push_back({"constraint",
                   fmt::format("{} with and without a constraint", alone->name),
                   fmt::format("{} alone saves {} of climate; under the cap of {} it is {}.",
                               alone->name, amount(without, f.categories[kClimate].unit),
                               capped.name, amount(with, f.categories[kClimate].unit)),
                   {{"saving_alone", without}, {"saving_under_constraint", with}}});
  }
  return out;
}

std::vector<Finding> budget(const Findings& f) {
  std::vector<Finding> out;
  for (const auto& result : f.budgets) {
    const auto& category = f.categories[result.category];
    out.push_back(
        {"budget",
         fmt::format("Budget of {}", category.name),
         fmt::format("The {} budget of {} is exceeded in {} of the futures: it {}.", category.name,
                     amount(result.limit, category.unit), share_of(result.p_exceeded),
                     result.holds() ? "holds" : "does not hold"),
         {{"limit", result.limit},
          {"p_exceeded", result.p_exceeded},
          {"certainty", result.certainty}}});
  }
  return out;
}

// carbon of a region that counts less than a country's: the two do not compare
std::vector<Finding> scope(const Findings& f) {
  std::vector<std::string> places;
  for (const auto& assumption : f.assumptions) {
    const bool direct = assumption.path.ends_with(".carbon intensity") &&
                        assumption.note.find("scope: direct") != std::string::npos;
    if (direct) places.push_back(base::split(assumption.path, '.').at(1));
  }
  if (places.empty()) return {};
  return {{"scope",
           "What the carbon of a grid counts",
           fmt::format("The catalogue's carbon of {} counts what power stations emit, not the fuel "
                       "and the plant behind it; life-cycle figures are higher.",
                       base::listed(places, "and")),
           {{"count", static_cast<double>(places.size())}}}};
}

// totals that are known to be too low
std::vector<Finding> missing(const Findings& f) {
  if (f.missing.empty()) return {};
  std::vector<std::string> names;
  for (const auto& category : f.categories) {
    if (category.is_partial) names.push_back(category.name);
  }
  if (names.empty()) return {};
  return {{"missing",
           "What is not known",
           fmt::format("{} factors are missing, so the {} total is a lower bound.",
                       f.missing.size(), base::listed(names, "and the")),
           {{"count", static_cast<double>(f.missing.size())}}}};
}

// members without a value: a division by nothing, a root of a negative number
std::vector<Finding> undefined(const Findings& f) {
  double worst = 0;
  for (const auto& total : f.totals) worst = std::max(worst, total ? total->undefined : 0);
  if (worst == 0) return {};
  return {{"undefined",
           "Futures without a value",
           fmt::format("In {} of the futures an equation has no value (a division by zero, say); "
                       "they are left out of every figure.",
                       share_of(worst)),
           {{"share", worst}}}};
}

using Remark = std::vector<Finding> (*)(const Findings&);
constexpr std::array<Remark, 12> kRemarks{
    largest, embodied,          scenarios,         rebound, break_even, constraint,
    budget,  dominance_remarks, archetype_remarks, scope,   missing,    undefined};

}  // namespace

std::vector<Finding> remarks(const Findings& findings) {
  std::vector<Finding> out;
  for (const auto remark : kRemarks) {
    for (auto& finding : remark(findings)) out.push_back(std::move(finding));
  }
  return out;
}

}  // namespace holon::findings
