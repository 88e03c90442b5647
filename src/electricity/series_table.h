// SPDX-License-Identifier: Apache-2.0
//
// Hours of carbon intensity as a table, as `holon plan --series` reads it. Every row says what it
// is and where it comes from; a hole is an empty cell.
#pragma once

#include <string>

#include "electricity/hourly.h"

namespace holon::electricity {

/// CSV with the columns `time (UTC)`, `carbon intensity [g/kWh]`, `zone`, `accounting`, `kind`,
/// `source`, `licence` and `fetched`.
[[nodiscard]] std::string to_csv(const HourlyIntensity& hours);

}  // namespace holon::electricity
