// SPDX-License-Identifier: Apache-2.0
//
// Whose energy it is. Parts, idle and what belongs to nobody add up to the whole at every tick, to
// the microjoule.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "record/run.h"

namespace holon::meter {

/// One who may get a part of a pool's energy.
struct Consumer {
  std::uint64_t busy = 0;          ///< its processor time since the last tick, in any unit
  std::uint64_t reserved_ppm = 0;  ///< of the pool, in millionths; for the policy `reserved`
};

/// Energy that is shared out: one socket, or the whole machine, between two ticks.
struct Pool {
  std::int64_t energy_uJ = 0;
  std::int64_t idle_uJ = 0;  ///< what it would have used with nobody at work
  std::uint64_t busy = 0;    ///< processor time of all, in the unit of the consumers'
};

struct Split {
  std::vector<std::int64_t> parts_uJ;  ///< one a consumer
  std::int64_t idle_uJ = 0;            ///< of the node itself
  std::int64_t unattributed_uJ = 0;    ///< of others, of processes that came and went unseen
};

/// Shares a pool out. What exceeds idle goes by busy time; idle goes
///   marginal:     to nobody, it stays with the node;
///   proportional: by busy time too (to the node while nobody is busy);
///   reserved:     by what is reserved, the rest stays with the node.
/// Σ parts + idle + unattributed = energy, exactly. Consumers that claim more than all is are
/// taken by their shares of what they claim.
[[nodiscard]] Split split(const Pool& pool, std::span<const Consumer> consumers,
                          record::IdlePolicy policy);

}  // namespace holon::meter
