// SPDX-License-Identifier: Apache-2.0
//
// Sizes of units that code computes with where no unit is parsed.
#pragma once

namespace holon::quantity {

inline constexpr double kJoulesPerKWh = 3.6e6;
inline constexpr double kSecondsPerHour = 3600;

}  // namespace holon::quantity
