// SPDX-License-Identifier: Apache-2.0
//
// One figure of something in the catalogue, where a spread has no use.
#pragma once

#include <optional>
#include <string_view>

#include "catalog/catalog.h"

namespace holon::findings {

/// The figure from which the fact's spread was made, in `unit`. Nothing without the entry, without
/// the fact, or where rivals leave no one figure.
[[nodiscard]] std::optional<double> typical_figure(const catalog::Entry* entry,
                                                   std::string_view fact, std::string_view unit);

/// Carbon intensity of generating electricity by a technology of the catalogue [g CO2e/kWh].
[[nodiscard]] std::optional<double> technology_intensity(const catalog::Catalog& catalog,
                                                         std::string_view technology);

}  // namespace holon::findings
