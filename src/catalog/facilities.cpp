// SPDX-License-Identifier: Apache-2.0
//
// Kinds of facilities: PUE and WUE by climate, size and cooling.
#include <fmt/format.h>

#include "base/error.h"
#include "catalog/shelves.h"

namespace holon::catalog {
namespace {

// the source tells the 5th and the 95th percentile and nothing between: a range whose value stands
// at one end is uniform
Fact range_of(const Row& row, const std::string& fact, std::string_view low_column,
              std::string_view high_column, UnitText unit, FactMaker& maker) {
  Figure figure;
  figure.fact = fact;
  figure.cause = fmt::format("facility/{}/{}", row["code"], fact);
  figure.low = row.number(low_column);
  figure.high = row.number(high_column);
  base::check(figure.low.has_value() && figure.high.has_value(),
              "every facility has both ends of its ranges");
  figure.value = *figure.low;
  figure.unit = unit;
  figure.source = row["source"];
  figure.year = year_of(row);
  figure.licence = row["licence"];
  figure.note = row["note"];
  auto out = maker.make(figure);
  append_note(out.note, "5th to 95th percentile of simulated facilities, as uniform; by the year");
  return out;
}

}  // namespace

std::vector<Entry> read_facilities(const Table& table, FactMaker& maker) {
  std::vector<Entry> entries;
  entries.reserve(table.size());
  for (std::size_t i = 0; i < table.size(); ++i) {
    const auto row = table.row(i);
    const std::string code(row["code"]);
    Entry entry{Shelf::facility, code, code, {}, "", {}, {}};
    add_detail(entry, "climate zone", row["climate_zone"]);
    add_detail(entry, "size", row["size"]);
    add_detail(entry, "cooling", row["cooling"]);
    entry.facts.push_back(range_of(row, "pue", "pue_low", "pue_high", kPueUnit, maker));
    entry.facts.push_back(
        range_of(row, "wue", "wue_low_L_per_kWh", "wue_high_L_per_kWh", kWueUnit, maker));
    entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace holon::catalog
