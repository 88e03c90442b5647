// SPDX-License-Identifier: Apache-2.0
#include "findings/coverage.h"

#include <algorithm>

#include <fmt/format.h>

#include "report/layout.h"
#include "report/section.h"
#include "report/table.h"

namespace holon::report {
namespace {

using findings::Told;

const char* mark(Told told) {
  switch (told) {
    case Told::number:
      return "●";
    case Told::words:
      return "○";
    case Told::missing:
      return "·";
  }
  return "";
}

}  // namespace

std::string coverage_section(const findings::Findings& findings, const Style& style) {
  const auto cells = findings::coverage(findings);
  std::vector<Column> columns{{Align::left}};
  for (std::size_t i = 0; i < findings::kImpacts.size(); ++i) columns.push_back({Align::left, 1});
  auto out = painted("What of the whole chain is told", Tone::heading, style) +
             painted("  ● number  ○ in words  · missing", Tone::dim, style) + "\n";
  // nine headings do not fit beside the stages
  std::string legend;
  for (const auto impact : findings::kImpacts) {
    legend += fmt::format("{}{}", legend.empty() ? "" : ", ", impact);
  }
  out += wrapped("  columns: ", legend, style.width);
  Table table(std::move(columns));
  for (const auto stage : findings::kStages) {
    std::vector<report::Cell> row{kIndent + std::string(stage)};
    for (const auto& cell : cells) {
      if (cell.stage == stage) row.emplace_back(mark(cell.told));
    }
    table.row(std::move(row));
  }
  out += table.render(style).text;
  for (const auto& cell : cells) {
    if (cell.told != Told::words) continue;
    out +=
        wrapped("  ○ ", fmt::format("{}, {}: {}", cell.stage, cell.impact, cell.text), style.width);
  }
  const auto told = std::count_if(cells.begin(), cells.end(),
                                  [](const auto& c) { return c.told == Told::number; });
  const auto words = std::count_if(cells.begin(), cells.end(),
                                   [](const auto& c) { return c.told == Told::words; });
  return out +
         wrapped("  = ",
                 fmt::format("of {} entries {} are numbers, {} words, {} missing", cells.size(),
                             told, words, static_cast<std::ptrdiff_t>(cells.size()) - told - words),
                 style.width);
}

}  // namespace holon::report
