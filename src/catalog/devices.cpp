// SPDX-License-Identifier: Apache-2.0
//
// Accelerators and processors.
#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "catalog/shelves.h"

namespace holon::catalog {
namespace {

constexpr std::string_view kStandIn = "accelerator";  // the item of cards nothing is known of

// a maker's maximum as power: real draw lies mostly below, and never far above
constexpr double kHighestDraw = 1.1;

std::string with_unit(std::string_view number, std::string_view unit) {
  return number.empty() ? "" : fmt::format("{} {}", number, unit);
}

void add_power(Entry& entry, const Row& row, FactMaker& maker) {
  const auto power = row.number("power_W");
  if (!power) return;
  auto figure = figure_of(row, "power", *power, kPowerUnit);
  figure.cause = fmt::format("device/{}/power", entry.code);
  auto fact = maker.make(figure);
  if (!quantity::is_constant(fact.value.distribution)) {
    fact.value.distribution.max = kHighestDraw * *power;
  }
  entry.facts.push_back(std::move(fact));
}

// a specification: what the maker prints, taken as exact
void add_specification(Entry& entry, const Row& row, std::string_view column, std::string fact,
                       UnitText unit, FactMaker& maker) {
  const auto value = row.number(column);
  if (!value) return;
  auto figure = figure_of(row, std::move(fact), *value, unit);
  figure.cause = fmt::format("device/{}/{}", entry.code, figure.fact);
  figure.rule = "";
  entry.facts.push_back(maker.make(figure));
}

void add_embodied(Entry& entry, std::string_view item, std::span<const Entry> items) {
  if (item.empty()) return;
  const auto* found = entry_of(items, item);
  base::check(found != nullptr, "every embodied_item stands in embodied.csv");
  for (auto fact : found->facts) {
    if (item == kStandIn) {
      fact.value.pedigree.evidence = quantity::Evidence::assumed;
      std::string note = "no figure known for this card: `accelerator` stands in";
      append_note(note, fact.note);
      fact.note = std::move(note);
    }
    entry.facts.push_back(std::move(fact));
  }
}

Entry read_accelerator(const Row& row, std::span<const Entry> items, FactMaker& maker) {
  Entry entry{
      Shelf::accelerator, std::string(row["code"]), std::string(row["name"]), {}, "", {}, {}};
  for (const auto& alias : base::split(row["aliases"], ';')) {
    if (!base::trim(alias).empty()) entry.aliases.emplace_back(base::trim(alias));
  }
  add_detail(entry, "maker", row["maker"]);
  add_detail(entry, "type", row["type"]);
  add_detail(entry, "released", row["released"]);
  add_detail(entry, "die", with_unit(row["die_mm2"], "mm2"));
  add_detail(entry, "process", with_unit(row["process_nm"], "nm"));
  add_detail(entry, "bandwidth", with_unit(row["bandwidth_GB_per_s"], "GB/s"));
  add_detail(entry, "fp32", with_unit(row["fp32_TFLOP_per_s"], "TFLOP/s"));
  add_detail(entry, "embodied item", row["embodied_item"]);

  add_power(entry, row, maker);
  add_specification(entry, row, "dense_fp16_TFLOP_per_s", "peak compute", {"TFLOP/s", "TFLOP/s"},
                    maker);
  add_specification(entry, row, "memory_GB", "memory", {"GB", "GB"}, maker);
  add_specification(entry, row, "price_USD", "price", {"USD", "USD"}, maker);
  add_embodied(entry, row["embodied_item"], items);
  return entry;
}

}  // namespace

std::vector<Entry> read_accelerators(const Table& table, std::span<const Entry> items,
                                     FactMaker& maker) {
  std::vector<Entry> entries;
  entries.reserve(table.size());
  for (std::size_t i = 0; i < table.size(); ++i) {
    entries.push_back(read_accelerator(table.row(i), items, maker));
  }
  return entries;
}

std::vector<Entry> read_cpus(const Table& table, FactMaker& maker) {
  std::vector<Entry> entries;
  entries.reserve(table.size());
  for (std::size_t i = 0; i < table.size(); ++i) {
    const auto row = table.row(i);
    Entry entry{Shelf::cpu, std::string(row["code"]), std::string(row["name"]), {}, "", {}, {}};
    add_detail(entry, "maker", row["maker"]);
    add_detail(entry, "cores", row["cores"]);
    add_detail(entry, "process", with_unit(row["process_nm"], "nm"));
    add_detail(entry, "released", row["released"]);
    add_power(entry, row, maker);
    entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace holon::catalog
