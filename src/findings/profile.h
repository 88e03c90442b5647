// SPDX-License-Identifier: Apache-2.0
//
// Another calculator's number, with its own assumptions: its power of the device, its carbon of the
// place, its PUE, and nothing that it leaves out. They stand in data/profiles.csv; the arithmetic
// stays holon's (findings/estimate.h).
//
//   ml-co2-impact     power × hours × carbon intensity                       [arXiv 1910.09700]
//   green-algorithms  hours × (count × power × load + memory × 0.3725 W/GB) × PUE × carbon
//   intensity
//                                                           [Lannelongue et al. 2021]
//   codecarbon        energy × carbon intensity of the region or country, no PUE
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/catalog.h"
#include "findings/estimate.h"

namespace holon::findings {

/// The calculators whose assumptions are known.
[[nodiscard]] std::vector<std::string> profile_names();

/// Fills what the form does not state with the profile's assumptions. What the profile does not
/// have is told, in words; nothing if it has all.
[[nodiscard]] std::optional<std::string> apply_profile(const catalog::Catalog& catalog,
                                                       EstimateForm& form);

/// The climate of the electricity [kg CO2e] as the calculator prints it.
[[nodiscard]] std::string printed_by(std::string_view profile, double climate_kg);

}  // namespace holon::findings
