// SPDX-License-Identifier: Apache-2.0
//
// What a study takes when it says nothing.
#include <array>

#include <fmt/format.h>

#include "base/error.h"
#include "catalog/shelves.h"

namespace holon::catalog {
namespace {

// a default's unit, with the kind that its name implies
struct UnitRow {
  std::string_view name_begins;
  std::string_view unit_in_table;
  UnitText unit;
};

constexpr std::array kUnits{
    UnitRow{"pue", "1", kPueUnit},
    UnitRow{"wue", "L/kWh", kWueUnit},
    UnitRow{"", "1", {"1", ""}},
    UnitRow{"", "g/kWh", {"g CO2e/kWh", "g CO2e/kWh"}},
    UnitRow{"", "W/GB", {"W at device/GB", "W/GB"}},
    UnitRow{"", "Wh/TB/h", {"Wh at device/TB/h", "Wh/TB/h"}},
    UnitRow{"", "MJ", {"MJ primary", "MJ primary"}},
};

UnitText unit_of(const Row& row) {
  for (const auto& known : kUnits) {
    if (row["unit"] == known.unit_in_table && row["name"].starts_with(known.name_begins)) {
      return known.unit;
    }
  }
  return {row["unit"], row["unit"]};
}

// "pue of aws" is a pue
std::string fact_name(std::string_view name) {
  const auto of = name.find(" of ");
  return std::string(of == std::string_view::npos ? name : name.substr(0, of));
}

// shares of the rated power are bounded like that power itself
constexpr double kHighestShare = 1.1;

Fact read_default(const Row& row, FactMaker& maker) {
  const auto value = row.number("value");
  base::check(value.has_value(), "every default has a value");
  auto figure = figure_of(row, fact_name(row["name"]), *value, unit_of(row));
  figure.cause = fmt::format("default/{}", row["name"]);
  auto fact = maker.make(figure);
  // whoever takes a default assumes that it fits
  fact.value.pedigree.evidence = quantity::Evidence::assumed;
  if (fact.name == "pue") keep_pue_above_one(fact);
  if (row["spread"] == "tdp-as-power") fact.value.distribution.max = kHighestShare;
  return fact;
}

}  // namespace

std::vector<Entry> read_defaults(const Table& table, FactMaker& maker) {
  std::vector<Entry> entries;
  for (std::size_t i = 0; i < table.size(); ++i) {
    const auto row = table.row(i);
    const std::string name(row["name"]);
    entries.push_back({Shelf::default_value, name, name, {}, "", {}, {read_default(row, maker)}});
  }
  return entries;
}

}  // namespace holon::catalog
