// SPDX-License-Identifier: Apache-2.0
//
// Which feedback loops drive the result, and when. Loops are scored by the Loops That Matter
// method (docs/loops.md) in a run at the means, which names them, and again in some drawn futures,
// which tell how sure that is. Loops that no total hangs on are left out. Archetypes
// (archetypes.h) are looked for in the same runs.
#pragma once

#include "findings/findings.h"
#include "findings/subject.h"

namespace holon::findings {

/// Models larger than this are left to `holon loops`.
inline constexpr std::size_t kMostLoopVariables = 5000;

/// Futures in which loops are scored, beside the run at the means.
inline constexpr std::uint64_t kLoopFutures = 20;

/// The loops of the unchanged study; empty where it has none or no time.
[[nodiscard]] LoopFindings find_loops(const Subject& subject, const engine::Plan& plan);

}  // namespace holon::findings
