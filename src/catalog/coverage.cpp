// SPDX-License-Identifier: Apache-2.0
#include "catalog/coverage.h"

#include "catalog/csv.h"
#include "catalog/facts.h"

namespace holon::catalog {

std::vector<CoverageEntry> coverage_entries(const Catalog& catalog) {
  const Table entries(catalog.text("coverage.csv"));
  std::vector<CoverageEntry> out;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto row = entries.row(i);
    // a number of the study cites its own sources
    const auto source = row["source"];
    out.push_back({std::string(row["stage"]), std::string(row["impact"]),
                   std::string(row["counted_as"]), std::string(row["text"]),
                   source.empty() ? "" : catalog.reference().source(source).citation});
  }
  return out;
}

}  // namespace holon::catalog
