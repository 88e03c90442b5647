// SPDX-License-Identifier: Apache-2.0
//
// What a kWh of a country brings with it beyond carbon and water, as published inventories have it.
// A part of a country, and a country in an earlier year, take the country's, as an assumption.
#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "base/error.h"
#include "catalog/part_driver.h"
#include "catalog/shelves.h"

namespace holon::catalog {
namespace {

using FactsByGrid = std::map<std::string, std::vector<Fact>, std::less<>>;

FactsByGrid read_impacts(const Table& table, FactMaker& maker) {
  FactsByGrid out;
  std::map<std::string, std::string, std::less<>> units;
  for (const auto& category : part_categories())
    units.emplace(category.name, fmt::format("{}/kWh at facility", category.unit));
  for (std::size_t i = 0; i < table.size(); ++i) {
    const auto row = table.row(i);
    const auto unit = units.find(row["category"]);
    const auto value = row.number("value");
    base::check(unit != units.end() && value.has_value(),
                "every row of grid_impacts.csv has a known category and a value");
    auto figure =
        figure_of(row, std::string(row["category"]), *value, {unit->second, unit->second});
    figure.cause = fmt::format("grid/{}/{}", row["code"], figure.fact);
    out[std::string(row["code"])].push_back(maker.make(figure));
  }
  return out;
}

// what is known of the grid itself, by its mix for instance, gives way to what was published
void put(Entry& grid, Fact fact) {
  for (auto& known : grid.facts) {
    if (known.name == fact.name) {
      known = std::move(fact);
      return;
    }
  }
  grid.facts.push_back(std::move(fact));
}

}  // namespace

void add_impacts(std::vector<Entry>& grids, const Table& table, FactMaker& maker) {
  const auto impacts = read_impacts(table, maker);
  if (impacts.empty()) return;
  for (auto& grid : grids) {
    const std::string_view code = grid.code;
    const auto country = code.substr(0, code.find_first_of("-@"));
    const auto own = impacts.find(code);
    const auto found = own != impacts.end() ? own : impacts.find(country);
    if (found == impacts.end()) continue;
    for (auto fact : found->second) {
      if (own == impacts.end()) {
        if (grid.find(fact.name) != nullptr) continue;  // worked out from its own mix
        fact.value.pedigree.evidence = quantity::Evidence::assumed;
        std::string note = fmt::format("of {} as a whole, in the year of the figure", country);
        append_note(note, fact.note);
        fact.note = std::move(note);
      }
      put(grid, std::move(fact));
    }
  }
}

}  // namespace holon::catalog
