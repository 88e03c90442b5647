// SPDX-License-Identifier: Apache-2.0
#include "findings/coverage.h"

#include <functional>
#include <map>

#include <fmt/format.h>

#include "base/text.h"
#include "report/layout.h"
#include "report/section.h"
#include "report/table.h"
#include "study/category.h"

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

// "climate 100 %, water 0 %": categories with the same share stand together
std::string parts_told(const findings::Findings& findings) {
  std::map<double, std::vector<std::string>, std::greater<>> by_share;
  for (const auto& [category, known, parts] : findings.part_coverage) {
    by_share[static_cast<double>(known) / static_cast<double>(parts)].emplace_back(
        study::categories()[category].name);
  }
  std::string out;
  for (const auto& [share, names] : by_share) {
    out += fmt::format("{}{} in {}", out.empty() ? "" : "; ", base::listed(names, "and"),
                       share == 0 ? "none" : base::readable(100 * share, 3) + " %");
  }
  return out;
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
  const auto [numbers, words, missing] = findings::counted(cells);
  return out + wrapped("  = ",
                       fmt::format("of {} entries {} are numbers, {} words, {} missing",
                                   cells.size(), numbers, words, missing),
                       style.width);
}

std::string hardware_section(const findings::Findings& findings, const Style& style) {
  if (findings.part_coverage.empty()) return {};
  const auto cells = findings::coverage(findings);
  const auto [numbers, words, missing] = findings::counted(cells);
  const auto parts = findings.part_coverage.front().parts;
  return painted("Coverage of the hardware", Tone::heading, style) + "\n" +
         wrapped("  chain     ",
                 fmt::format("of {} cells (stages × impacts) {} have a number, {} words with their "
                             "source, {} are missing",
                             cells.size(), numbers, words, missing),
                 style.width) +
         wrapped(fmt::format("  {:<10}", parts == 1 ? "1 part" : fmt::format("{} parts", parts)),
                 fmt::format("figures of making them: {}", parts_told(findings)), style.width);
}

}  // namespace holon::report
