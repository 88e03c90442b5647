// SPDX-License-Identifier: Apache-2.0
//
// Carbon and water of a measured run, joined to its energy from the catalogue.
#pragma once

#include <string>

#include "catalog/catalog.h"
#include "record/run.h"

namespace holon::desk {

/// Empty for no place, or one the catalogue knows; else how to find the one that is meant.
[[nodiscard]] std::string unknown_place(const std::string& place, const catalog::Catalog& catalog);

/// Adds what the run's electricity emits and drinks at a place, and its share of its accelerators.
void join_impacts(record::Run& run, const std::string& place, const catalog::Catalog& catalog);

}  // namespace holon::desk
