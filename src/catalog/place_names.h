// SPDX-License-Identifier: Apache-2.0
//
// What people call cloud regions: by code, name or town, with or without the provider, in any
// spelling of blanks and signs ("Amazon Web Services US East (Ohio)", "west europe", "Paris").
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "catalog/catalog.h"

namespace holon::catalog {

/// The regions that a text may mean, in the order of their table: those with exactly this code,
/// name or town, else those in whose name it stands; of a provider's name alone, all of its.
[[nodiscard]] std::vector<const Entry*> places_called(std::span<const Entry> places,
                                                      std::string_view text);

}  // namespace holon::catalog
