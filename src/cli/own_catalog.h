// SPDX-License-Identifier: Apache-2.0
//
// The catalogue that commands look things up in: the embedded one, with the tables of a user's
// folders in front.
#pragma once

#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "cli/terminal.h"

namespace holon::cli {

/// The embedded catalogue, or what `add_own_tables` made of it.
[[nodiscard]] const catalog::Catalog& catalog_in_use();

/// Adds the tables of folders; false after telling every mistake in them. Throws
/// `base::WorldError` where a folder cannot be read.
[[nodiscard]] bool add_own_tables(const std::vector<std::string>& folders, ColourChoice colour);

/// Takes `--catalog DIR` out of a command line, wherever it stands before `--`: it belongs to every
/// command. The folders, in order.
[[nodiscard]] std::vector<std::string> take_catalog_options(std::vector<std::string>& words);

}  // namespace holon::cli
