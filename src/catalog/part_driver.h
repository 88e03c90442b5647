// SPDX-License-Identifier: Apache-2.0
//
// What the coefficients of part_models.csv may be per: a driver is an amount that follows from what
// a study states of a part, such as its die area.
#pragma once

#include <span>
#include <string_view>

namespace holon::catalog {

/// A driver and the fields of the part that it needs; what has a default is not among them.
struct PartDriver {
  std::string_view name;
  std::string_view needs;  ///< names of fields, parted by `;`; of those parted by `|` one is enough
  std::string_view units;  ///< in which tables count it, parted by blanks; empty: by number
};

/// Every driver that tables may name.
[[nodiscard]] std::span<const PartDriver> part_drivers();

/// The driver of this name; nothing if there is none.
[[nodiscard]] const PartDriver* part_driver(std::string_view name);

/// A category of a study that models of parts may have, and its unit there.
struct PartCategory {
  std::string_view name;
  std::string_view unit;
};
[[nodiscard]] std::span<const PartCategory> part_categories();

/// The category of this name; nothing if there is none.
[[nodiscard]] const PartCategory* part_category(std::string_view name);

}  // namespace holon::catalog
