// SPDX-License-Identifier: Apache-2.0
#include "findings/coverage.h"

namespace holon::findings {
namespace {

// whether the study has a total of this category from this source, as in "hardware/climate"
bool is_counted(const Findings& f, std::string_view counted_as) {
  const auto slash = counted_as.find('/');
  const auto source = counted_as.substr(0, slash);
  const auto category = counted_as.substr(slash + 1);
  for (const auto& breakdown : f.breakdowns) {
    if (breakdown.by != "source") continue;
    for (const auto& part : breakdown.parts) {
      if (part.name != source) continue;
      for (std::size_t c = 0; c < f.categories.size(); ++c) {
        if (f.categories[c].name == category && part.totals[c]) return true;
      }
    }
  }
  return false;
}

}  // namespace

CellCounts counted(const std::vector<Cell>& cells) {
  CellCounts out;
  for (const auto& cell : cells) {
    if (cell.told == Told::number)
      ++out.numbers;
    else if (cell.told == Told::words)
      ++out.words;
    else
      ++out.missing;
  }
  return out;
}

std::vector<Cell> coverage(const Findings& findings) {
  std::vector<Cell> out;
  for (const auto stage : kStages) {
    for (const auto impact : kImpacts) {
      Cell cell{std::string(stage), std::string(impact), Told::missing, "", ""};
      for (const auto& entry : findings.coverage_entries) {
        if (entry.stage != stage || entry.impact != impact) continue;
        const bool is_number = !entry.counted_as.empty();
        // words do not take the place of a number
        if (is_number ? !is_counted(findings, entry.counted_as) : cell.told == Told::number)
          continue;
        cell.told = is_number ? Told::number : Told::words;
        cell.text = entry.text;
        cell.source = entry.source;
      }
      out.push_back(std::move(cell));
    }
  }
  return out;
}

}  // namespace holon::findings
