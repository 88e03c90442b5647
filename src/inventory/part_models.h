// SPDX-License-Identifier: Apache-2.0
//
// Published models of what making a part of a computer takes: ACT's logic, memory and storage,
// Boavizta's components, the card of Hubblo's calculator. Each is a sum
//
//   impact = Σ coefficient × driver
//
// whose coefficients stand in tables; a driver is an amount that follows from what is stated of the
// part, such as its die area. Fab energy times the fab's carbon intensity is a driver too. What was
// published of a whole thing (embodied.csv) is a model of the driver `unit`: makers' declarations
// stand beside the models that way.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/catalog.h"
#include "catalog/part_driver.h"

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
  std::string item;    ///< of embodied.csv, where it is a figure published of a whole thing
  std::vector<Term> terms;
};

/// The models of a catalogue. They do not point into it.
class PartModels {
 public:
  explicit PartModels(const catalog::Catalog& catalog);

  /// Models from terms, then figures of whole things, named "<model> <item>" and, where the maker
  /// declared one, "declaration <item>".
  [[nodiscard]] std::span<const PartModel> all() const { return models_; }

  /// The model of this name, else the one of this name for an item ("declaration" of "h100"); case
  /// and `-` do not count. Nothing if there is none.
  [[nodiscard]] const PartModel* find(std::string_view name, std::string_view item = {}) const;

 private:
  std::vector<PartModel> models_;
};

}  // namespace holon::inventory
