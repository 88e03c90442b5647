// SPDX-License-Identifier: Apache-2.0
//
// Units some of which are unknown. A unit is a product of powers, so that what two units must have
// in common is a linear equation between exponents; each equation makes one unknown known.
#pragma once

#include <string>
#include <vector>

#include "model/formats/unit_text.h"

namespace holon::model::formats {

/// Unknowns stand in powers as names that no file can write.
class UnitSolver {
 public:
  /// A unit nothing is known of yet.
  [[nodiscard]] UnitPowers unknown();

  /// The unit with all that is known by now written in.
  [[nodiscard]] UnitPowers known(const UnitPowers& unit) const;

  /// Makes two units one. False, and nothing learned, if they cannot be.
  bool join(const UnitPowers& a, const UnitPowers& b);

  /// Whether nothing in it is unknown.
  [[nodiscard]] static bool is_known(const UnitPowers& unit);

 private:
  // by number of the unknown; one that stands for itself is not known
  std::vector<UnitPowers> solutions_;
};

}  // namespace holon::model::formats
