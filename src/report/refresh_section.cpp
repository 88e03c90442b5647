// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "report/figures.h"
#include "report/investments.h"
#include "report/layout.h"
#include "report/section.h"
#include "report/table.h"
#include "report/wording.h"

namespace holon::report {
namespace {

using findings::Findings;
using findings::Refresh;
using findings::ScenarioResult;

constexpr double kDaysPerYear = 365;

// "6 months", or never where that is the rule
Cell repaid_in(const Refresh& one) {
  constexpr double kMostly = 0.5;
  if (!one.years || one.p_never > kMostly) return {"never", Tone::worse};
  return {duration(one.years->p50 * kDaysPerYear)};
}

std::string date_of(const Findings& f, const Refresh& one) {
  constexpr double kMostYears = 100;
  constexpr double kMostly = 0.5;
  if (f.start_date.empty() || !one.years || one.p_never > kMostly || one.years->p50 > kMostYears)
    return {};
  return f.date_after(one.years->p50 * kDaysPerYear);
}

const ScenarioResult* scenario_of(const Findings& f, const std::string& name) {
  const auto found = std::find_if(f.scenarios.begin(), f.scenarios.end(),
                                  [&](const ScenarioResult& s) { return s.name == name; });
  return found == f.scenarios.end() ? nullptr : &*found;
}

// "855 kg → 288 kg (−66 %)"
std::string step(const std::optional<findings::Summary>& before,
                 const std::optional<findings::Summary>& after, const std::string& unit) {
  if (!before || !after) return "missing";
  const auto relative =
      before->mean == 0 ? "" : fmt::format(" ({})", change(after->mean / before->mean - 1));
  return fmt::format("{} → {}{}", measured(before->mean, unit), measured(after->mean, unit),
                     relative);
}

bool is_below(const std::optional<findings::Summary>& a,
              const std::optional<findings::Summary>& b) {
  return a && b && a->mean < b->mean;
}

// what a unit of service takes says nothing without the total, nor the total without it
std::string both_sides(const Findings& f, const Refresh& one, const Style& style) {
  const auto* scenario = scenario_of(f, one.scenario);
  if (scenario == nullptr) return {};
  const auto c = one.category;
  const auto& unit = f.categories[c].unit;
  const auto per_unit =
      f.functional_unit.empty()
          ? std::string("per unit of service: missing, the study names no functional unit")
          : fmt::format("per {} {}", per_what(f.functional_unit),
                        step(f.per_unit[c], scenario->per_unit[c], unit));
  const bool takes_back =
      is_below(scenario->per_unit[c], f.per_unit[c]) && is_below(f.totals[c], scenario->totals[c]);
  return wrapped("    ",
                 fmt::format("{}: total {}; {}{}", one_line(one.scenario),
                             step(f.totals[c], scenario->totals[c], unit), per_unit,
                             takes_back ? ": less by the unit, more in total" : ""),
                 style.width);
}

}  // namespace

std::string refresh_section(const Findings& f, const findings::Investments& invested,
                            const Style& style) {
  const auto& refreshes = invested.refreshes;
  if (refreshes.empty()) return {};
  const auto category = refreshes.front().category;
  const double years = f.period_days / kDaysPerYear;
  double most = 0;
  for (const auto& one : refreshes) {
    if (one.category == category)
      most = std::max({most, one.made->mean, std::abs(one.saved->mean) / years});
  }
  const auto scale = scale_for(most, f.categories[category].unit);
  Table table({{Align::left},
               {Align::decimal},
               {Align::decimal},
               {Align::left},
               {Align::left, 2, 1, "the date"},
               {Align::right},
               {Align::right, 2, 2, "the lifetime"},
               {Align::right}});
  table.head({{"New hardware", Tone::heading},
              {"making", Tone::dim},
              {"saves/year", Tone::dim},
              {"repaid in", Tone::dim},
              {"on", Tone::dim},
              {"in time", Tone::dim},
              {"in life", Tone::dim},
              {"never", Tone::dim}});
  table.across(
      {fmt::format("{}{}, {}", kIndent, f.categories[category].name, scale.text()), Tone::dim});
  for (const auto& one : refreshes) {
    if (one.category != category) continue;
    const auto tone = one.p_repaid > 0.95   ? Tone::better
                      : one.p_repaid < 0.05 ? Tone::worse
                                            : Tone::plain;
    table.row({"    " + one_line(one.scenario),
               small_number(one.made->mean / scale.size),
               signed_number(one.saved->mean / years / scale.size),
               repaid_in(one),
               date_of(f, one),
               {percent(one.p_repaid), tone},
               one.p_in_lifetime ? percent(*one.p_in_lifetime) : "",
               percent(one.p_never)});
  }
  auto out = with_note(table.render(style), style);
  for (const auto& one : refreshes) {
    if (one.category == category) out += both_sides(f, one, style);
  }
  return out;
}

}  // namespace holon::report
