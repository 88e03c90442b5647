// SPDX-License-Identifier: Apache-2.0
//
// What a litre of a country's water weighs by scarcity. A part of a country, and a country in an
// earlier year, have the country's.
#include <map>
#include <string>

#include <fmt/format.h>

#include "base/error.h"
#include "catalog/shelves.h"

namespace holon::catalog {
namespace {

constexpr UnitText kUnit{"m3 world eq/m3 consumed", "m3 world eq/m3 consumed"};

}  // namespace

void add_scarcity(std::vector<Entry>& grids, const Table& table, FactMaker& maker) {
  std::map<std::string, Fact, std::less<>> weights;
  for (std::size_t i = 0; i < table.size(); ++i) {
    const auto row = table.row(i);
    const auto weight = row.number("m3_world_eq_per_m3");
    base::check(weight.has_value(), "every country of water_scarcity.csv has a weight");
    auto figure = figure_of(row, "water scarcity weight", *weight, kUnit);
    figure.cause = fmt::format("grid/{}/{}", row["code"], figure.fact);
    weights.emplace(row["code"], maker.make(figure));
  }
  for (auto& grid : grids) {
    const auto found = weights.find(
        std::string_view(grid.code).substr(0, std::string_view(grid.code).find_first_of("-@")));
    if (found != weights.end()) grid.facts.push_back(found->second);
  }
}

}  // namespace holon::catalog
