// SPDX-License-Identifier: Apache-2.0
//
// Which ledger a command means, and opening it.
#pragma once

#include <optional>
#include <string>

#include "cli/terminal.h"
#include "ledger/ledger.h"

namespace holon::cli {

/// $HOLON_LEDGER, else holon/ledger.db where a user's data lies ($XDG_DATA_HOME, or .local/share at
/// home); empty: there is no such place.
[[nodiscard]] std::string default_ledger();

/// The ledger that `--ledger` names, else the default one. Throws `base::WorldError` where there is
/// none.
[[nodiscard]] std::string ledger_address(const std::string& option);

/// Where runs of a ledger are while they go on, and where those wait that it could not take: beside
/// a file; for a server, where a user's data lies on this machine.
[[nodiscard]] std::string journals_of(const std::string& address);

/// A ledger that is there, to be read: that of `ledger_address`, or the runs of a file that is a
/// log or an export, in memory. Throws `base::WorldError` where there is none.
[[nodiscard]] ledger::Ledger existing_ledger(const std::string& option);

/// Whether there is a ledger: a server's, a file, or journals of which opening makes one.
[[nodiscard]] bool is_begun(const std::string& address);

/// Opens a ledger and takes in what meters that are gone have left beside it, telling so. Nothing
/// after telling why not.
[[nodiscard]] std::optional<ledger::Ledger> open_ledger(const std::string& address,
                                                        ColourChoice colour);

}  // namespace holon::cli
