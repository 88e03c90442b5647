// SPDX-License-Identifier: Apache-2.0
//
// Where the ledger is that a person means, and reading one that is there.
#pragma once

#include <string>

#include "desk/environment.h"
#include "ledger/ledger.h"

namespace holon::desk {

/// Where runs are kept unless it is said: $HOLON_LEDGER, or holon/ledger.db where a user's data
/// lies ($XDG_DATA_HOME, or .local/share at home); empty where there is no such place.
[[nodiscard]] std::string default_ledger(const Environment& environment);

/// Where runs of a ledger are while they go on, and where those wait that it could not take: beside
/// a file; for a server, where a user's data lies on this machine.
[[nodiscard]] std::string journals_of(const std::string& address, const Environment& environment);

/// A ledger that is there, to be read; the runs of a file that is a log or an export, in memory.
/// Throws `base::WorldError` where there is none.
[[nodiscard]] ledger::Ledger existing_ledger(std::string address);

}  // namespace holon::desk
