// SPDX-License-Identifier: Apache-2.0
//
// Journals whose meter is gone become runs of the ledger.
#pragma once

#include <string>
#include <vector>

#include "ledger/ledger.h"

namespace holon::ledger {

/// What was found beside a ledger.
struct Recovery {
  std::vector<std::string> finished;     ///< ids of runs that had ended, but were not in the ledger
  std::vector<std::string> interrupted;  ///< ids of runs whose meter ended before them
  std::vector<std::string> damaged;      ///< journals without a beginning, now named *.damaged
  std::vector<std::string> later;        ///< journals of a later holon, left as they are
  std::size_t alive = 0;                 ///< journals whose meter is at work
};

/// The folder of the journals of a ledger: beside a file; for a server, a folder of its own under
/// `data_folder` on this machine, where runs wait until the server can be reached.
[[nodiscard]] std::string journal_folder(const std::string& address,
                                         const std::string& data_folder);

/// The journal of a run in a folder.
[[nodiscard]] std::string journal_path(const std::string& folder, const std::string& run_id);

/// Adds the runs of all journals in a folder whose meter is gone, then removes these journals.
/// Throws `base::WorldError` where the ledger cannot be written; the journals stay then.
Recovery recover(Ledger& ledger, const std::string& folder);

}  // namespace holon::ledger
