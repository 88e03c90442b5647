// SPDX-License-Identifier: Apache-2.0
//
// `holon ledger carbon`: carbon joined to runs after the fact, from a grid's hours.
#pragma once

#include <optional>
#include <string>

#include "cli/terminal.h"
#include "ledger/ledger.h"

namespace CLI {
class App;
}

namespace holon::cli {

struct CarbonOptions {
  std::string series;
  std::string grid;
  std::optional<double> pue;
};

void add_carbon_options(CLI::App& command, CarbonOptions& options);

/// Joins carbon to the runs of the ledger at `address` that the series covers, and tells those that
/// it does not; the exit code.
int join_carbon(const CarbonOptions& options, const std::string& address,
                const ledger::Filter& filter, ledger::Ledger& ledger, ColourChoice colour);

}  // namespace holon::cli
