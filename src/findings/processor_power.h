// SPDX-License-Identifier: Apache-2.0
//
// The power of a processor by its load, as BoaviztAPI's consumption profiles have it for families
// of Intel's Xeon (data/packs/agpl-3.0/cpu_power_boavizta.csv):
//
//   P(w) = a ln(b (w + c)) + d [W], w the load in per cent, at least 1 W
//
// Read by the profile `boavizta` alone.
#pragma once

#include <optional>
#include <string_view>

#include "catalog/catalog.h"

namespace holon::findings {

/// Of a processor by its name, such as "Intel Xeon Gold 6134 Processor"; nothing if its family has
/// no curve.
[[nodiscard]] std::optional<double> processor_power_W(const catalog::Catalog& catalog,
                                                      std::string_view name, double load_percent);

}  // namespace holon::findings
