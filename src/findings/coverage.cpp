// SPDX-License-Identifier: Apache-2.0
#include "findings/coverage.h"

#include <algorithm>

#include "base/error.h"
#include "base/text.h"
#include "catalog/csv.h"
#include "catalog/embedded.h"

namespace holon::findings {
namespace {

std::string_view table_text(std::string_view name) {
  const auto files = catalog::embedded_files();
  const auto found =
      std::find_if(files.begin(), files.end(), [&](const auto& one) { return one.name == name; });
  base::check(found != files.end(), "the table of coverage is embedded");
  return found->text;
}

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

std::string citation(const catalog::Table& sources, std::string_view key) {
  for (std::size_t i = 0; i < sources.size(); ++i) {
    if (sources.row(i)["key"] == key) return std::string(sources.row(i)["citation"]);
  }
  return {};
}

}  // namespace

std::vector<CoverageEntry> coverage_entries() {
  const catalog::Table entries(table_text("coverage.csv"));
  const catalog::Table sources(table_text("sources.csv"));
  std::vector<CoverageEntry> out;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto row = entries.row(i);
    out.push_back({std::string(row["stage"]), std::string(row["impact"]),
                   std::string(row["counted_as"]), std::string(row["text"]),
                   citation(sources, row["source"])});
  }
  return out;
}

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
  const catalog::Table entries(table_text("coverage.csv"));
  const catalog::Table sources(table_text("sources.csv"));
  std::vector<Cell> out;
  for (const auto stage : kStages) {
    for (const auto impact : kImpacts) {
      Cell cell{std::string(stage), std::string(impact), Told::missing, "", ""};
      for (std::size_t i = 0; i < entries.size(); ++i) {
        const auto row = entries.row(i);
        if (row["stage"] != stage || row["impact"] != impact) continue;
        const bool is_number = row["how"] == "number";
        if (is_number && !is_counted(findings, row["counted_as"])) continue;
        cell.told = is_number ? Told::number : Told::words;
        cell.text = row["text"];
        cell.source = citation(sources, row["source"]);
      }
      out.push_back(std::move(cell));
    }
  }
  return out;
}

}  // namespace holon::findings
