// SPDX-License-Identifier: Apache-2.0
//
// All that is told of a study, in one call.
#pragma once

#include "desk/load.h"
#include "findings/findings.h"
#include "findings/investments.h"

namespace holon::desk {

struct Assessment {
  findings::Findings findings;
  findings::Investments investments;
};

/// Runs both on the same draws. `progress` is told of each run in turn.
[[nodiscard]] Assessment assess(const Loaded& loaded, const findings::Plan& plan,
                                const engine::Progress& progress);

}  // namespace holon::desk
