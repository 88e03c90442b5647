// SPDX-License-Identifier: Apache-2.0
//
// A user's own tables, from folders.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "catalog/own_tables.h"

namespace holon::desk {

/// The catalogue with the tables (.csv) of these folders in front, or every mistake in them. Throws
/// `base::WorldError` where a folder cannot be read or has none.
[[nodiscard]] base::Result<std::unique_ptr<catalog::OwnCatalog>> catalog_with(
    const std::vector<std::string>& folders);

}  // namespace holon::desk
