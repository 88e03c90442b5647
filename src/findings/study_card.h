// SPDX-License-Identifier: Apache-2.0
//
// A study as a card: a row for each activity and place, with what it states.
#pragma once

#include <vector>

#include "findings/card_table.h"
#include "study/study.h"

namespace holon::findings {

/// The stated certain and uncertain centres of a study: energy, hardware, hours of its activities;
/// PUE and carbon intensity of its places. Equations are left out.
[[nodiscard]] std::vector<CardTable> card_of(const study::Study& study);

}  // namespace holon::findings
