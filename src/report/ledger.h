// SPDX-License-Identifier: Apache-2.0
//
// Runs of a ledger, for a terminal and as JSON. The keys stand in docs/reference/runs.md.
#pragma once

#include <string>
#include <vector>

#include "ledger/ledger.h"
#include "report/style.h"

namespace holon::report {

/// Runs that were asked for, by their start, and their sum.
struct LedgerList {
  std::string ledger;
  std::vector<ledger::Entry> runs;
  ledger::Totals totals;
  std::size_t most = 30;  ///< runs that a terminal shows, the latest; 0: all
};

[[nodiscard]] std::string terminal(const LedgerList& list, const Style& style);
[[nodiscard]] std::string json(const LedgerList& list);

/// One run, all that is known of it.
[[nodiscard]] std::string terminal(const record::Run& run, const Style& style);

/// "1.20 kWh ± 0.05": with one standard deviation of what states it.
[[nodiscard]] std::string energy_text(const record::EnergyTotal& total);

/// "measured 58 % · modelled 41 % · missing 1 component".
[[nodiscard]] std::string evidence_text(const record::EnergyTotal& total);

/// "3 h 12 min", "12.4 s".
[[nodiscard]] std::string span_text(double seconds);

/// The shortest beginnings, of at least eight characters, that tell these ids apart.
[[nodiscard]] std::vector<std::string> short_ids(const std::vector<ledger::Entry>& runs);

}  // namespace holon::report
