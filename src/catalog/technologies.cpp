// SPDX-License-Identifier: Apache-2.0
//
// Ways to generate electricity, per kWh generated.
#include <array>

#include "base/error.h"
#include "catalog/shelves.h"

namespace holon::catalog {
namespace {

struct QuantityRow {
  std::string_view name;
  std::string_view unit_in_table;
  UnitText unit;
  std::string_view scope;
};

constexpr std::array kQuantities{
    QuantityRow{"carbon intensity", "g/kWh", kCarbonUnit, "life cycle"},
    QuantityRow{"direct carbon intensity", "g/kWh", kCarbonUnit, "direct"},
    QuantityRow{"water consumption", "L/kWh", kConsumedUnit, ""},
    QuantityRow{"water withdrawal", "L/kWh", kWithdrawnUnit, ""},
    QuantityRow{"early deaths", "deaths/TWh", kDeathUnit, ""},
    QuantityRow{"primary energy", "MJ/kWh", kPrimaryUnit, ""},
};

const QuantityRow& quantity_row(const Row& row) {
  for (const auto& known : kQuantities) {
    if (row["quantity"] == known.name && row["unit"] == known.unit_in_table) return known;
  }
  base::check(false, "technologies.csv has only quantities and units that are known here");
  return kQuantities.front();
}

}  // namespace

std::vector<Entry> read_technologies(const Table& table, FactMaker& maker) {
  std::vector<Entry> entries;
  std::map<std::string, std::size_t, std::less<>> index;
  for (std::size_t i = 0; i < table.size(); ++i) {
    const auto row = table.row(i);
    const std::string code(row["technology"]);
    const auto [at, is_new] = index.emplace(code, entries.size());
    if (is_new) entries.push_back({Shelf::technology, code, code, {}, "", {}, {}});

    const auto& known = quantity_row(row);
    const auto median = row.number("median");
    base::check(median.has_value(), "every row of technologies.csv has a median");
    auto figure = figure_of(row, std::string(known.name), *median, known.unit);
    figure.cause = "technology/" + code + "/" + figure.fact;
    figure.scope = known.scope;
    entries[at->second].facts.push_back(maker.make(figure));
  }
  return entries;
}

}  // namespace holon::catalog
