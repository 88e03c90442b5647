// SPDX-License-Identifier: Apache-2.0
#include "report/boundary.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/text.h"
#include "report/layout.h"
#include "report/section.h"
#include "report/table.h"
#include "report/wording.h"

namespace holon::report {
namespace {

using findings::BoundaryReport;

double largest_total(const BoundaryReport& r) {
  double out = 0;
  for (const auto& view : r.views) out = std::max(out, view.total ? std::abs(view.total->mean) : 0);
  return out;
}

std::string totals_of(const BoundaryReport& r, const Style& style) {
  const double most = largest_total(r);
  const auto scale = scale_for(most, r.category.unit);
  Table table({{Align::left},
               {Align::left, 2, 3, "what each holds"},
               {Align::decimal},
               {Align::left, 2, 1, "90 % interval"},
               {Align::bar, 2, 2}});
  table.head({{"Boundary", Tone::heading},
              "",
              {fmt::format("{}, {}", r.category.name, scale.text()), Tone::dim},
              {"90 % interval", Tone::dim},
              ""});
  for (const auto& view : r.views) {
    table.row({kIndent + view.name,
               {one_line(view.holds), Tone::dim},
               small_number(view.total->mean / scale.size),
               {interval(view.total, scale), Tone::dim},
               bar_cell(most > 0 ? std::abs(view.total->mean) / most : 0)});
  }
  return with_note(table.render(style), style);
}

std::string changes_of(const BoundaryReport& r, const Style& style) {
  double most = 0;
  for (const auto& view : r.views) {
    for (const auto& change : view.changes)
      most = std::max(most, change.difference ? std::abs(change.difference->mean) : 0);
  }
  const auto scale = scale_for(most, r.category.unit);
  Table table({{Align::left},
               {Align::decimal},
               {Align::left, 2, 2, "90 % interval"},
               {Align::right},
               {Align::right, 2, 1, "change in per cent"}});
  table.head({{fmt::format("Change, {}", scale.text()), Tone::heading},
              "",
              {"90 % interval", Tone::dim},
              {"lower in", Tone::dim},
              {"of its total", Tone::dim}});
  for (std::size_t s = 0; s < r.scenarios.size(); ++s) {
    table.across({kIndent + one_line(r.scenarios[s]), Tone::plain});
    for (const auto& view : r.views) {
      const auto& change = view.changes[s];
      const bool moves = change.difference && change.difference->undefined < 1 &&
                         (change.difference->mean != 0 || change.difference->sd != 0);
      if (!moves) {
        table.row({"    " + view.name, "same", "", "", ""});
        continue;
      }
      const auto tone = change.p_lower > 0.95   ? Tone::better
                        : change.p_lower < 0.05 ? Tone::worse
                                                : Tone::plain;
      table.row({"    " + view.name,
                 signed_number(change.difference->mean / scale.size),
                 {signed_interval(change.difference, scale), Tone::dim},
                 {percent(change.p_lower), tone},
                 view.total && view.total->mean != 0
                     ? findings::change(change.difference->mean / view.total->mean)
                     : ""});
    }
  }
  return with_note(table.render(style), style);
}

std::string sentences_of(const BoundaryReport& r, const Style& style) {
  std::string out;
  for (const auto& flip : r.flips) {
    out +=
        wrapped("  → ",
                fmt::format("{} {} {} as seen from {}, and {} it as seen from {}.", flip.scenario,
                            flip.saves_within ? "saves" : "costs", r.category.name, flip.within,
                            flip.saves_within ? "costs more of" : "saves", flip.beyond),
                style.width);
  }
  if (r.flips.empty())
    out += wrapped("  → ", "No scenario turns from a saving into a loss at any boundary.",
                   style.width);
  std::vector<std::string> choices;
  for (std::size_t v = 0; v < r.best.size(); ++v) {
    if (v == 0 || r.best[v] != r.best[v - 1])
      choices.push_back(fmt::format("{} from {} on", r.best[v], r.views[v].name));
  }
  out += wrapped("  → ",
                 fmt::format("Lowest in the mean: {}.", choices.size() == 1
                                                            ? r.best.front() + " at every boundary"
                                                            : base::listed(choices, "and")),
                 style.width);
  return out;
}

}  // namespace

std::string terminal(const BoundaryReport& r, const Style& style) {
  auto out = painted(one_line(r.study), Tone::heading, style) + "\n" +
             fmt::format("{} samples, seed {}\n\n", count(r.samples), r.seed) + totals_of(r, style);
  if (r.scenarios.empty()) return out;
  return out + "\n" + changes_of(r, style) + "\n" + sentences_of(r, style);
}

}  // namespace holon::report
