// SPDX-License-Identifier: Apache-2.0
//
// Impacts joined to runs that are in a ledger, after the fact.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "record/run.h"

namespace holon::ledger {

/// Joins an impact to each run that is named by its id, in place of the one of the same category
/// that was there: all of them or none. The ledger at `address` must be one that `Ledger::open` has
/// opened before. How many runs were found. Throws `base::WorldError` where it cannot be written.
std::int64_t join_impacts(const std::string& address,
                          const std::map<std::string, record::Impact>& impacts);

}  // namespace holon::ledger
