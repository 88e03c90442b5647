// SPDX-License-Identifier: Apache-2.0
//
// The checks of the catalogue's own tables (tools/catalogue/check.py), for tables of a user.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "catalog/own_csv.h"

namespace holon::catalog {

/// What makes a row of a table the only one; empty for a table that no user may add to.
[[nodiscard]] std::span<const std::string_view> key_columns(std::string_view table);

/// The tables that a user may add to.
[[nodiscard]] std::vector<std::string> own_table_names();

/// What own rows may name: the keys of the catalogue's tables and of the user's.
struct KnownNames {
  std::function<bool(std::string_view source)> is_source;
  std::function<std::string(std::string_view source)> licence_of;
  std::function<bool(std::string_view rule)> is_rule;
  std::function<bool(std::string_view grid)> is_grid;
  std::function<bool(std::string_view item)> is_item;
  std::function<bool(std::string_view profile)> is_profile;
};

/// Every mistake of a table (E0821 of its columns, E0822 of its rows), given the columns of the
/// catalogue's own table.
[[nodiscard]] base::Diagnostics check_own(const OwnTable& table,
                                          const std::vector<std::string>& columns,
                                          const KnownNames& known);

}  // namespace holon::catalog
