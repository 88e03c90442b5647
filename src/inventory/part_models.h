// SPDX-License-Identifier: Apache-2.0
//
// Published models of what making a part of a computer takes: ACT's logic, memory and storage,
// Boavizta's components, the card of Hubblo's calculator. Each is a sum
//
//   impact = Σ coefficient × driver
//
// whose coefficients stand in tables; a driver is an amount that follows from what is stated of the
// part, such as its die area. Fab energy times the fab's carbon intensity is a driver too.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/catalog.h"

namespace holon::inventory {

/// One term of a model.
struct Term {
  std::string driver;    ///< "die area", "yielded capacity", "unit", …
  std::string category;  ///< "climate", "primary energy", "minerals"
  quantity::Quantity coefficient;
  std::string note;
};

/// One model of one part, such as "boavizta cpu".
struct PartModel {
  std::string name;
  std::string source;  ///< its citation
  std::string pack;    ///< the folder of data/packs that it comes from; empty: holon's own tables
  std::vector<Term> terms;
};

/// All models, as embedded in the binary; read when first asked for.
[[nodiscard]] std::span<const PartModel> part_models();

/// The model of this name; case and `-` do not count. Nothing if there is none.
[[nodiscard]] const PartModel* part_model(std::string_view name);

/// A driver and the fields of the part that it needs; what has a default is not among them.
struct Driver {
  std::string_view name;
  std::string_view needs;  ///< names of fields, parted by `;`; of those parted by `|` one is enough
};

/// Every driver that tables may name.
[[nodiscard]] std::span<const Driver> drivers();

/// Whether a name is one of them.
[[nodiscard]] const Driver* driver(std::string_view name);

}  // namespace holon::inventory
