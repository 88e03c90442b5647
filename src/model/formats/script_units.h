// SPDX-License-Identifier: Apache-2.0
//
// Do the units of a model of another tool fit? What a modeller stated is held against what the
// equations make of it; units nobody stated are found from the equations.
//
// A number by itself is a plain number where it multiplies, divides or is added to something, and
// may have any unit where it stands alone: as a whole equation, as a bound in MIN or MAX, as a
// branch of a choice, in a comparison. 0 may have any unit everywhere.
#pragma once

#include <cstddef>
#include <string>

#include "base/diagnostic.h"
#include "model/formats/script.h"

namespace holon::model::formats {

/// What was found about the units of a model.
struct UnitFindings {
  base::Diagnostics warnings;  ///< E0570 to E0572
  std::size_t stated = 0;      ///< variables that state a unit
  std::size_t variables =
      0;  ///< variables that could: none of macros, no texts, no times of the run
};

/// Checks all equations but those of macros, whose parameters may have any unit. Where fewer than
/// two thirds of the variables state a unit, those that do not are not named one by one.
[[nodiscard]] UnitFindings check_units(const Script& script);

}  // namespace holon::model::formats
