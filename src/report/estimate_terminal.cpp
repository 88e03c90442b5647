// SPDX-License-Identifier: Apache-2.0
#include "report/estimate.h"

#include <algorithm>

#include <fmt/format.h>

#include "findings/profile.h"
#include "report/figures.h"
#include "report/layout.h"
#include "report/section.h"
#include "report/table.h"
#include "report/wording.h"

namespace holon::report {
namespace {

using findings::Estimate;
using findings::Findings;
using findings::PlaceResult;
using findings::Summary;

constexpr std::size_t kClimate = 0;  // in study::categories()

// the climate of a source, such as the electricity
std::optional<Summary> climate_of(const Findings& f, const std::string& source) {
  for (const auto& breakdown : f.breakdowns) {
    if (breakdown.by != "source") continue;
    for (const auto& part : breakdown.parts) {
      for (std::size_t c = 0; c < f.categories.size(); ++c) {
        if (part.name == source && f.categories[c].index == kClimate) return part.totals[c];
      }
    }
  }
  return std::nullopt;
}

void add_place(Table& table, const std::string& what, const PlaceResult& place, double most) {
  table.row({"  " + what,
             one_line(place.code),
             {place.is_direct ? "direct" : "", Tone::dim},
             measured(place.climate_kg->value, "kg"),
             place.water_L ? measured(place.water_L->value, "L") : "unknown",
             bar_cell(place.climate_kg->value / most)});
}

std::string elsewhere_section(const Estimate& estimate, const Style& style) {
  const auto& found = *estimate.elsewhere;
  const auto here = climate_of(estimate.findings, "electricity");
  if (!found.most_carbon) return {};
  const auto known = *found.most_carbon + 1;
  const double most =
      std::max(found.places[*found.most_carbon].climate_kg->value, here ? here->p50 : 0.0);
  auto out = painted("The same electricity elsewhere", Tone::heading, style) + "\n";
  Table table({{Align::left},
               {Align::left, 2},
               {Align::left, 1},
               {Align::right, 2},
               {Align::right, 2},
               {Align::bar, 2, 1}});
  table.head({"", "", "", "climate", "water", ""});
  add_place(table, "best", found.places[found.least_carbon], most);
  add_place(table, "middle", found.places[known / 2], most);
  add_place(table, "worst", found.places[*found.most_carbon], most);
  if (here)
    table.row({"  here", "", "", measured(here->p50, "kg"), "", bar_cell(here->p50 / most)});
  out += with_note(table.render(style), style);
  if (here) {
    const auto& best = *found.places[found.least_carbon].climate_kg;
    const auto& worst = *found.places[*found.most_carbon].climate_kg;
    out +=
        wrapped("  → ",
                fmt::format("Of {} regions the best would have emitted {} times less, the worst "
                            "{} times as much.",
                            known, number(here->p50 / best.value), number(worst.value / here->p50)),
                style.width);
  }
  return out + wrapped("  ± ",
                       "medians; regions marked direct count what power stations emit, the others "
                       "the whole life cycle of the electricity",
                       style.width);
}

std::string embodied_sentence(const Findings& f, const Style& style) {
  const auto hardware = climate_of(f, "hardware");
  const auto total = std::find_if(f.categories.begin(), f.categories.end(),
                                  [](const auto& c) { return c.index == kClimate; });
  if (!hardware || total == f.categories.end()) return {};
  const auto& all = f.totals[static_cast<std::size_t>(total - f.categories.begin())];
  if (!all) return {};
  return wrapped("  → ",
                 fmt::format("Making the hardware is {} of that, {} of climate: the job's share of "
                             "the devices' lifetime.",
                             measured(hardware->mean, "kg"), percent(hardware->mean / all->mean)),
                 style.width);
}

std::string profile_sentence(const Estimate& estimate, const Style& style) {
  const auto printed = printed_by_profile(estimate);
  if (!printed) return {};
  return wrapped("  → ", fmt::format("{} prints {}.", estimate.form.profile, *printed),
                 style.width);
}

}  // namespace

std::optional<std::string> printed_by_profile(const Estimate& estimate) {
  if (estimate.form.profile.empty()) return std::nullopt;
  const auto electricity = climate_of(estimate.findings, "electricity");
  if (!electricity) return std::nullopt;
  const auto making = findings::counts_making_hardware(estimate.form.profile)
                          ? climate_of(estimate.findings, "hardware")
                          : std::nullopt;
  return findings::printed_by(estimate.form.profile,
                              electricity->mean + (making ? making->mean : 0));
}

std::string terminal(const Estimate& estimate, const Style& given) {
  constexpr std::size_t kLeastWidth = 60;
  const Style style{given.colour, std::max(given.width, kLeastWidth)};
  const auto& f = estimate.findings;
  auto out = title_section(f, style) + "\n" + footprint_section(f, style) +
             embodied_sentence(f, style) + profile_sentence(estimate, style);
  for (const auto& section :
       {estimate.elsewhere ? elsewhere_section(estimate, style) : std::string(),
        estimate.form.profile.empty() ? coverage_section(f, style) : std::string(),
        evidence_section(f, style), missing_section(f, style), source_section(f, style),
        boundary_section(f, style)}) {
    if (!section.empty()) out += "\n" + section;
  }
  return out;
}

}  // namespace holon::report
