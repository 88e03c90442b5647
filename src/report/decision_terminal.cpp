// SPDX-License-Identifier: Apache-2.0
#include "report/decision.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/text.h"
#include "findings/phrase.h"
#include "findings/stakes.h"
#include "report/layout.h"
#include "report/section.h"
#include "report/table.h"
#include "report/wording.h"

namespace holon::report {
namespace {

using findings::Decision;
using findings::Flip;
using findings::Pivot;
using findings::share_of;

/// From this probability on, dominance is told.
constexpr double kLikely = 0.5;

Scale scale_in(const Decision& d, std::size_t category) {
  double most = 0;
  for (const auto& one : d.alternatives) {
    const auto& total = one.standings[category].total;
    if (total) most = std::max(most, std::abs(total->mean));
  }
  return scale_for(most, d.categories[category].unit);
}

std::string mean_in(const std::optional<findings::Summary>& summary, const Scale& scale) {
  return summary && summary->undefined < 1 ? small_number(summary->mean / scale.size) : "missing";
}

std::string title_of(const Decision& d, const Style& style) {
  return painted(one_line(d.study), Tone::heading, style) + "\n" +
         fmt::format("{} alternatives on the same {} samples, seed {}\n", d.alternatives.size(),
                     count(d.samples), d.seed);
}

std::string standings_of(const Decision& d, const Style& style) {
  Table table({{Align::left},
               {Align::decimal},
               {Align::left, 2, 3, "90 % interval"},
               {Align::right},
               {Align::decimal},
               {Align::decimal, 2, 1, "regret, 95 %"}});
  table.head({{"Alternatives", Tone::heading},
              {"total", Tone::dim},
              {"90 % interval", Tone::dim},
              {"least in", Tone::dim},
              {"regret", Tone::dim},
              {"95 %", Tone::dim}});
  for (std::size_t c = 0; c < d.categories.size(); ++c) {
    const auto scale = scale_in(d, c);
    table.across({fmt::format("{}{}, {}{}", kIndent, d.categories[c].name, scale.text(),
                              d.categories[c].is_partial ? ": lower bounds" : ""),
                  Tone::dim});
    for (const auto& one : d.alternatives) {
      const auto& standing = one.standings[c];
      const bool has_regret = standing.regret && standing.regret->undefined < 1;
      table.row({"    " + one_line(one.name),
                 mean_in(standing.total, scale),
                 {interval(standing.total, scale), Tone::dim},
                 {percent(standing.p_best), standing.p_best > 0.95 ? Tone::better : Tone::plain},
                 mean_in(standing.regret, scale),
                 has_regret ? small_number(standing.regret->p95 / scale.size) : ""});
    }
  }
  return with_note(table.render(style), style);
}

std::string with_unit(std::string number, const std::string& unit) {
  return unit.empty() || unit == "1" ? number : std::move(number) + " " + unit;
}

std::string front_of(const Decision& d, const Style& style) {
  std::vector<Column> columns{{Align::left}, {Align::right}};
  std::vector<Cell> head{
      {"On the front", Tone::heading},
      {d.functional_unit.empty() ? "" : counted_units(d.functional_unit), Tone::dim}};
  for (const auto& quality : d.qualities) {
    columns.push_back({Align::decimal, 2, 1, quality.name});
    head.push_back({one_line(quality.name), Tone::dim});
  }
  columns.insert(columns.end(), {{Align::right}, {Align::bar, 2, 2}});
  head.insert(head.end(), {{"in the futures", Tone::dim}, ""});
  Table table(columns);
  table.head(head);
  double most = 0;
  for (const auto& one : d.alternatives) most = std::max(most, one.service ? one.service->mean : 0);
  const auto scale = service_scale(most, d.functional_unit);
  for (const auto& one : d.alternatives) {
    std::vector<Cell> row{
        kIndent + one_line(one.name),
        one.service ? fmt::format("{} {}", small_number(one.service->mean / scale.size), scale.unit)
                    : ""};
    for (std::size_t q = 0; q < d.qualities.size(); ++q) {
      const auto& value = one.qualities[q];
      const bool is_known = value && value->undefined < 1;
      row.push_back(is_known ? with_unit(small_number(value->mean), d.qualities[q].unit)
                             : "missing");
    }
    row.insert(row.end(), {percent(one.p_on_front), bar_cell(one.p_on_front)});
    table.row(row);
  }
  auto out = with_note(table.render(style), style);
  for (const auto& a : d.alternatives) {
    for (std::size_t b = 0; b < d.alternatives.size(); ++b) {
      if (a.p_dominates[b] < kLikely) continue;
      out += wrapped("  → ",
                     fmt::format("{} is no worse than {} in anything counted, and better in "
                                 "something, in {} of the futures.",
                                 a.name, d.alternatives[b].name, share_of(a.p_dominates[b])),
                     style.width);
    }
  }
  return out;
}

// a value that a scenario states has the scenario in its path
std::string assumption(const std::string& path) {
  constexpr std::string_view kMark = "#scenarios.";
  const auto mark = path.find(kMark);
  if (mark == std::string::npos) return path;
  return fmt::format("{} of {}", path.substr(0, mark), path.substr(mark + kMark.size()));
}

std::string pivot_sentence(const Flip& flip, const Pivot& pivot, const Decision& d) {
  const auto& first = d.alternatives[flip.first].name;
  auto text = fmt::format("{} explains {} of the difference", assumption(pivot.name),
                          share_of(pivot.explained));
  const auto at = fmt::format("{} {}", number(pivot.split_at), pivot.unit);
  text += pivot.turns_at ? fmt::format("; their order turns at {}", at)
                         : fmt::format("; it turns nothing by itself, its median is {}", at);
  return text + fmt::format(": below, {} is lower in {} of the futures, above in {}.", first,
                            share_of(pivot.p_first_better_below),
                            share_of(pivot.p_first_better_above));
}

std::string flips_of(const Decision& d, const Style& style) {
  auto out = painted("Where the order is not sure", Tone::heading, style) + "\n";
  if (d.flips.empty()) {
    return out + wrapped(kIndent,
                         "Nowhere: each alternative keeps its rank in at least 98 % of the "
                         "futures.",
                         style.width);
  }
  for (const auto& flip : d.flips) {
    out += wrapped(kIndent,
                   fmt::format("{}: {} is lower than {} in {} of the futures.",
                               d.categories[flip.category].name, d.alternatives[flip.first].name,
                               d.alternatives[flip.second].name, share_of(flip.p_first_better)),
                   style.width);
    for (const auto& pivot : flip.pivots)
      out += wrapped("    • ", pivot_sentence(flip, pivot, d), style.width);
    if (flip.pivots.empty())
      out += wrapped("    • ", "No single assumption explains 2 % of it.", style.width);
  }
  return out;
}

// who pays, who bears it and where
std::string stakes_of(const Decision& d, const Style& style) {
  auto out = painted("Who pays, and who bears it", Tone::heading, style) + "\n";
  for (const auto& stakes : d.stakes) {
    out += fmt::format("{}{}\n", kIndent, one_line(d.alternatives[stakes.alternative].name));
    out += wrapped("    ",
                   stakes.cost
                       ? fmt::format("cost {} USD, paid for {}", signed_number(stakes.cost->mean),
                                     base::listed(stakes.payers, "and"))
                       : std::string("cost: missing, the study has no prices"),
                   style.width);
    for (const auto& change : stakes.places) {
      const auto& category = d.categories[change.category];
      const auto scale = scale_for(change.difference->mean, category.unit);
      const auto amount =
          change.difference->undefined < 1
              ? fmt::format("{} {}", signed_number(change.difference->mean / scale.size),
                            scale.text())
              : "missing";
      out += wrapped("    ", fmt::format("{} at {}: {}", category.name, change.place, amount),
                     style.width);
    }
    if (stakes.places.empty()) out += "    at no place does anything change\n";
    out += "    people near these places, their health and work: missing\n";
  }
  return out;
}

// what an alternative does to a category, in words; nothing where it leaves it
std::string move_of(const Decision& d, std::size_t category, std::size_t alternative) {
  const auto& before = d.alternatives[0].standings[category].total;
  const auto& after = d.alternatives[alternative].standings[category].total;
  if (!before || !after || before->mean == after->mean) return {};
  return fmt::format("{} {} it", d.alternatives[alternative].name,
                     after->mean < before->mean ? "lowers" : "raises");
}

std::string moves_of(const Decision& d, std::string_view category) {
  const auto found = std::find_if(d.categories.begin(), d.categories.end(),
                                  [&](const auto& c) { return c.name == category; });
  if (found == d.categories.end()) return "missing";
  std::vector<std::string> moves;
  for (std::size_t a = 1; a < d.alternatives.size(); ++a) {
    auto move = move_of(d, static_cast<std::size_t>(found - d.categories.begin()), a);
    if (!move.empty()) moves.push_back(std::move(move));
  }
  return moves.empty() ? "unmoved" : base::listed(moves, "and");
}

// the goals' indicators, by whether a category falls or rises
std::string goals_of(const Decision& d, const Style& style) {
  auto out = painted("Development goals that this moves", Tone::heading, style) + "\n";
  for (const auto& row : findings::goal_indicators()) {
    out += wrapped(kIndent,
                   fmt::format("{} {} ({}): {}", row.indicator, row.what, row.category,
                               moves_of(d, row.category)),
                   style.width);
  }
  return out;
}

}  // namespace

std::string terminal(const Decision& d, const Style& style) {
  auto out = title_of(d, style) + "\n" + standings_of(d, style);
  if (d.alternatives.size() < 2) {
    return out + "\n" +
           wrapped(kIndent, "The study has no scenarios: there is nothing to decide between.",
                   style.width);
  }
  for (const auto section : {front_of, flips_of, stakes_of, goals_of})
    out += "\n" + section(d, style);
  return out;
}

}  // namespace holon::report
