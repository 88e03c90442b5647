// SPDX-License-Identifier: Apache-2.0
//
// The tables of a ledger, and how an older ledger becomes a newer one.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "ledger/database.h"

namespace holon::ledger {

/// What makes version `version` out of the one before.
struct Migration {
  int version = 0;
  std::vector<std::string_view> statements;  ///< read alike by SQLite and PostgreSQL
};

/// E0704 for something that is no ledger.
[[nodiscard]] base::Diagnostics no_ledger(const std::string& name);

/// Every version, in order, from the first.
[[nodiscard]] std::span<const Migration> migrations();

/// Brings a database to the last of `steps`, each step whole or not at all; several processes may
/// try at once.
/// Errors: E0703 of a later version, E0704 a database of something else.
[[nodiscard]] base::Diagnostics migrate(Database& database, std::span<const Migration> steps);

}  // namespace holon::ledger
