// SPDX-License-Identifier: Apache-2.0
//
// Runs as tables for others.
#pragma once

#include <string>
#include <vector>

#include "record/run.h"

namespace holon::ledger {

/// A row for each run (RFC 4180). The columns before `record` are for people and spreadsheets;
/// `record` has the run whole, and is what is read back, exactly.
[[nodiscard]] std::string to_csv(const std::vector<record::Run>& runs);

/// The columns of CodeCarbon 3.2.9, in its units (kWh, kg, s, UTC), with the PUE inside energies as
/// it does. What a run does not know is an empty cell.
[[nodiscard]] std::string to_codecarbon_csv(const std::vector<record::Run>& runs);

/// The table that an audit reads: what stands for what, by name and unit in the headings. Figures
/// of the runs are columns of their own.
[[nodiscard]] std::string to_audit_csv(const std::vector<record::Run>& runs);

}  // namespace holon::ledger
