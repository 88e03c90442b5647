// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "report/amount.h"
#include "report/bar.h"
#include "report/layout.h"
#include "report/section.h"
#include "report/table.h"
#include "report/wording.h"

namespace holon::report {
namespace {

using findings::Findings;
using findings::Series;

/// One case's line.
struct Path {
  std::string name;
  std::vector<double> means;
};

// the first category's rate in every case
std::vector<Path> paths(const Findings& f) {
  std::vector<Path> out;
  const auto add = [&](const std::string& name, const std::vector<Series>& all) {
    const auto found = std::find_if(all.begin(), all.end(), [&](const Series& series) {
      return series.category == f.series.front().category;
    });
    if (found == all.end() || found->values.empty()) return;
    auto& path = out.emplace_back(Path{one_line(name), {}});
    for (const auto& value : found->values) path.means.push_back(value.mean);
  };
  if (f.series.empty()) return out;
  add("baseline", f.series);
  for (const auto& scenario : f.scenarios) add(scenario.name, scenario.series);
  return out;
}

}  // namespace

std::string time_section(const Findings& f, const Style& style) {
  const auto all = paths(f);
  if (all.empty()) return {};
  Extent extent;
  std::size_t widest_name = 0;
  for (const auto& path : all) {
    for (const double mean : path.means) extent.include(mean);
    widest_name = std::max(widest_name, base::display_width(path.name));
  }
  const auto& series = f.series.front();
  const auto scale = scale_for(std::max(extent.high, -extent.low), series.unit);
  constexpr std::size_t kNumbers = 20;  // start and end value with their gaps
  const auto name_width = std::min<std::size_t>(widest_name + 2, 24);
  const auto room = style.width - name_width - kNumbers;

  Table table({{Align::left}, {Align::decimal}, {Align::left}, {Align::decimal}});
  const auto what = fmt::format("{}, {}", f.categories[series.category].name, scale.text());
  table.head({{"Over time", Tone::heading},
              {"start", Tone::dim},
              {cut(what, room), Tone::dim},
              {"end", Tone::dim}});
  for (const auto& path : all) {
    table.row({kIndent + cut(path.name, name_width - 2),
               small_number(path.means.front() / scale.size), sparkline(path.means, extent, room),
               small_number(path.means.back() / scale.size)});
  }
  return table.render(style).text;
}

std::string budget_section(const Findings& f, const Style& style) {
  if (f.budgets.empty()) return {};
  Table table({{Align::left}, {Align::left, 1}, {Align::right}, {Align::left, 1}, {Align::left}});
  bool on_partial = false;
  for (const auto& budget : f.budgets) {
    const auto& category = f.categories[budget.category];
    const auto scale = scale_for(budget.limit, category.unit);
    const auto tone = budget.holds() ? Tone::better : Tone::worse;
    on_partial = on_partial || category.is_partial;
    table.row({{std::string(kIndent) + (budget.holds() ? "✓" : "✗"), tone},
               category.name,
               stated_number(budget.limit / scale.size),
               scale.text(),
               {fmt::format("exceeded in {} of the futures ({} allowed)",
                            percent(budget.p_exceeded), percent(1 - budget.certainty)),
                tone}});
  }
  auto out = painted("Budget", Tone::heading, style) + "\n" + table.render(style).text;
  if (on_partial) out += wrapped("  ≥ ", "judged on a lower bound", style.width);
  return out;
}

std::string remark_section(const Findings& f, const Style& style) {
  // these stand where their figures are
  constexpr std::array<std::string_view, 3> kToldElsewhere{"budget", "missing", "undefined"};
  std::string out;
  for (const auto& finding : f.findings) {
    const bool told = std::find(kToldElsewhere.begin(), kToldElsewhere.end(), finding.kind) !=
                      kToldElsewhere.end();
    if (!told) out += wrapped("  • ", finding.text, style.width);
  }
  return out.empty() ? out : painted("Findings", Tone::heading, style) + "\n" + out;
}

}  // namespace holon::report
