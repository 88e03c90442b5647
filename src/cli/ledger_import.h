// SPDX-License-Identifier: Apache-2.0
//
// `holon ledger import`.
#pragma once

#include <string>
#include <vector>

#include "cli/terminal.h"
#include "ledger/importer.h"
#include "ledger/ledger.h"

namespace holon::cli {

struct ImportOptions {
  std::vector<std::string> files;
  std::vector<std::string> tags;
  std::string project;
  std::string phase;
  std::string zone;
};

/// Adds the runs of all logs, those of one log all or none; the exit code.
int import_logs(const ImportOptions& options, ledger::Ledger& ledger, ColourChoice colour);

/// "12 runs added, 3 were there already".
[[nodiscard]] std::string added_text(const ledger::Merged& added);

}  // namespace holon::cli
