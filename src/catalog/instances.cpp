// SPDX-License-Identifier: Apache-2.0
//
// Instances of clouds: what they draw, and their share of the server they run on.
//
//   embodied = server × virtual cores of the instance ÷ those of the family's largest
#include <fmt/format.h>

#include "catalog/shelves.h"

namespace holon::catalog {
namespace {

void add_fact(Entry& entry, const Row& row, std::string name, std::optional<double> value,
              UnitText unit, std::string_view rule, FactMaker& maker) {
  if (!value) return;
  auto figure = figure_of(row, std::move(name), *value, unit);
  figure.cause = fmt::format("instance/{}/{}", entry.code, figure.fact);
  figure.rule = rule;
  entry.facts.push_back(maker.make(figure));
}

std::optional<double> share_of_server(const Row& row) {
  const auto server = row.number("server_embodied_kg");
  const auto cores = row.number("vcpus");
  const auto all = row.number("server_vcpus");
  if (!server || !cores || !all) return std::nullopt;
  return *server * *cores / *all;
}

}  // namespace

std::vector<Entry> read_instances(const Table& table, FactMaker& maker) {
  std::vector<Entry> entries;
  entries.reserve(table.size());
  for (std::size_t i = 0; i < table.size(); ++i) {
    const auto row = table.row(i);
    Entry entry{
        Shelf::instance, std::string(row["code"]), std::string(row["name"]), {}, "", {}, {}};
    add_detail(entry, "virtual cores", row["vcpus"]);
    add_detail(entry, "processor", row["cpu"]);
    add_detail(entry, "note", row["note"]);
    add_fact(entry, row, "power", row.number("power_W"), kPowerUnit, row["spread"], maker);
    add_fact(entry, row, "memory", row.number("memory_GB"), {"GB", "GB"}, "", maker);
    add_fact(entry, row, "embodied climate", share_of_server(row), {"kg CO2e", "kg CO2e"},
             row["spread"], maker);
    entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace holon::catalog
