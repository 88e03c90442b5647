// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include <fmt/format.h>

#include "report/cost_chart.h"
#include "report/investments.h"
#include "report/layout.h"
#include "report/table.h"
#include "report/wording.h"

namespace holon::report {
namespace {

using findings::Findings;
using findings::Targets;

// how many whole targets
std::string least(double targets) {
  constexpr double kMost = 1e15;
  constexpr double kRounding = 1e-9;
  if (!(targets < kMost)) return "never";
  return count(static_cast<std::size_t>(std::ceil(targets * (1 - kRounding))));
}

// what is invested once may serve several deployments, each of which returns as much
std::string targets_table(const Findings& f, const std::vector<Targets>& all, std::size_t category,
                          const Style& style) {
  Table table({{Align::left},
               {Align::right},
               {Align::right},
               {Align::right},
               {Align::right, 3},
               {Align::right, 2, 1, "95 %"}});
  table.head({{"    cost of a deployment target", Tone::dim},
              {"of 1", Tone::dim},
              {"of 10", Tone::dim},
              {"of 100", Tone::dim},
              {"repaid from", Tone::dim},
              {"95 %", Tone::dim}});
  bool any = false;
  for (const auto& one : all) {
    if (one.category != category) continue;
    any = true;
    const auto part = [&](double targets) {
      const auto scale = scale_for(one.invested / targets, f.categories[category].unit);
      return number(one.invested / targets / scale.size) + " " + scale.unit;
    };
    table.row({"      " + one_line(one.scenario), part(1), part(10), part(100),
               one.repaid ? least(one.repaid->p50) : "never",
               one.repaid ? least(one.repaid->p95) : "never"});
  }
  return any ? with_note(table.render(style), style) : "";
}

}  // namespace

// of the first category, as the table above it
std::string invest_section(const Findings& f, const findings::Investments& invested,
                           const Style& style) {
  if (f.break_evens.empty()) return {};
  const auto category = f.break_evens.front().category;
  std::string out;
  for (const auto& chart : invested.charts) {
    if (chart.category == category) out += cost_chart(f, chart, style);
  }
  return out + targets_table(f, invested.targets, category, style);
}

}  // namespace holon::report
