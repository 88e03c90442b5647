// SPDX-License-Identifier: Apache-2.0
//
// What is suspicious in a model of another tool though it can be run: told only where it is a
// mistake nearly always.
#pragma once

#include "base/diagnostic.h"
#include "model/formats/build.h"
#include "model/formats/script.h"

namespace holon::model::formats {

/// Constants and lookups that nothing reads, stocks without flows (XMILE), delays and stocks that
/// are faster than the time step, times that steps do not divide, stocks compared for equality.
/// Warnings: E0573 to E0577.
[[nodiscard]] base::Diagnostics review(const Script& script, const Built& built);

}  // namespace holon::model::formats
