// SPDX-License-Identifier: Apache-2.0
//
// The indicators a footprint is told in. They are never summed into one score. A new category is
// one row.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "quantity/unit.h"

namespace holon::study {

/// One indicator.
struct Category {
  std::string_view name;
  std::string_view unit;            ///< in which results are given, with its kind
  std::string_view place_field;     ///< factor per kWh of a place; empty: electricity causes none
  std::string_view catalogue_fact;  ///< the same in the catalogue; empty: not there
  std::string_view embodied_fact;   ///< per device in the catalogue; empty: not there
  bool always_reported;             ///< shown, and missing factors listed, in every study
};

[[nodiscard]] std::span<const Category> categories();

/// Index of the category of this name, or -1.
[[nodiscard]] int find_category(std::string_view name);

/// The unit of a category.
[[nodiscard]] const quantity::Unit& unit_of(std::size_t category);

}  // namespace holon::study
