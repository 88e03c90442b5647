// SPDX-License-Identifier: Apache-2.0
//
// How a ledger is named: a path, or the address of a server.
#pragma once

#include <string>

namespace holon::ledger {

/// An address without a password.
[[nodiscard]] std::string name_of(const std::string& address);

/// True for "postgresql://…" and "postgres://…", false for a path.
[[nodiscard]] bool is_on_server(const std::string& address);

}  // namespace holon::ledger
