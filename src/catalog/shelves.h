// SPDX-License-Identifier: Apache-2.0
//
// One reader per shelf: its table to its entries. What a shelf takes from another is an argument.
#pragma once

#include <span>
#include <vector>

#include "catalog/catalog.h"
#include "catalog/csv.h"
#include "catalog/facts.h"

namespace holon::catalog {

/// technologies.csv: an entry per technology, a fact per quantity.
[[nodiscard]] std::vector<Entry> read_technologies(const Table& table, FactMaker& maker);

/// grids.csv: carbon as published, water worked out from the mix and the technologies' factors.
[[nodiscard]] std::vector<Entry> read_grids(const Table& table, std::span<const Entry> technologies,
                                            FactMaker& maker);

/// water_scarcity.csv: the country's weight as a fact of its grids.
void add_scarcity(std::vector<Entry>& grids, const Table& table, FactMaker& maker);

/// grid_impacts.csv: further impacts per kWh as facts of the country's grids, named as a study's
/// categories are.
void add_impacts(std::vector<Entry>& grids, const Table& table, FactMaker& maker);

/// places.csv: a region's own figures, else its provider's defaults for `pue` and `wue`.
[[nodiscard]] std::vector<Entry> read_places(const Table& table, std::span<const Entry> defaults,
                                             FactMaker& maker);

/// accelerators.csv, with the embodied facts of the item that stands for each.
[[nodiscard]] std::vector<Entry> read_accelerators(const Table& table, std::span<const Entry> items,
                                                   FactMaker& maker);

/// cpus.csv.
[[nodiscard]] std::vector<Entry> read_cpus(const Table& table, FactMaker& maker);

/// instances.csv: power of a whole instance, and its share of the server by virtual cores.
[[nodiscard]] std::vector<Entry> read_instances(const Table& table, FactMaker& maker);

/// embodied.csv: rival models of one figure become one fact, a choice.
[[nodiscard]] std::vector<Entry> read_items(const Table& table, FactMaker& maker);

/// defaults.csv: an entry of one fact per default.
[[nodiscard]] std::vector<Entry> read_defaults(const Table& table, FactMaker& maker);

/// facilities.csv: ranges of `pue` and `wue`.
[[nodiscard]] std::vector<Entry> read_facilities(const Table& table, FactMaker& maker);

/// The entry of this code, as written; nothing if there is none.
[[nodiscard]] const Entry* entry_of(std::span<const Entry> entries, std::string_view code);

/// Adds a detail, unless its text is empty.
void add_detail(Entry& entry, std::string_view name, std::string_view text);

}  // namespace holon::catalog
