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
//   act               energy × its carbon of the country + time ÷ lifetime × the chip's area ×
//   carbon
//                     per area of its node, its memory, 150 g a package  [Gupta et al. 2022]
//   boavizta          energy × its carbon of the zone + time ÷ 26 280 h × its figure of the card;
//                     a processor by its load (findings/processor_power.h), with memory a server:
//                     (processors + 0.284 W/GB) × 1.33       [BoaviztAPI 2.4.1]
//   sci               energy × carbon intensity + time ÷ lifetime × embodied, all of them stated; a
//                     lifetime of 35 040 h  [SCI 1.1, ISO/IEC 21031]
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

/// Whether a calculator counts the making of the hardware.
[[nodiscard]] bool counts_making_hardware(std::string_view profile);

/// Fills what the form does not state with the profile's assumptions. What the profile does not
/// have is told, in words: "act has no power of `a100`"; nothing if it has all.
[[nodiscard]] std::vector<std::string> apply_profile(const catalog::Catalog& catalog,
                                                     EstimateForm& form);

/// The climate of what the calculator counts [kg CO2e], as it prints it.
[[nodiscard]] std::string printed_by(std::string_view profile, double climate_kg);

}  // namespace holon::findings
