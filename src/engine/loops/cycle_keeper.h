// SPDX-License-Identifier: Apache-2.0
//
// Counts cycles, sums the sizes of their scores, and keeps those that matter.
#pragma once

#include "engine/loops/loop_search.h"
#include "engine/loops/score_kernel.h"

namespace holon::engine::loops {

/// Leaves the kept cycles that have at least `least_share` of their partition's total at a sample.
void keep_what_matters(FoundCycles& found, std::span<const Arc> arcs,
                       const std::vector<std::uint32_t>& partition, double least_share);

class CycleKeeper {
 public:
  CycleKeeper(std::span<const Arc> arcs, const std::vector<std::uint32_t>& partition,
              std::size_t samples, const SearchLimits& limits);

  /// Counts a cycle with this score. True if it matters as far as can be told by now: totals only
  /// grow. It is to be given to `keep` then.
  [[nodiscard]] bool count(std::uint32_t partition, const double* score);
  void keep(Cycle cycle);

  /// What was found; the kept are those that matter in the end.
  [[nodiscard]] FoundCycles finish(bool complete);

 private:
  std::span<const Arc> arcs_;
  const std::vector<std::uint32_t>& partition_;  // of nodes
  std::size_t samples_;
  double least_share_;
  std::size_t check_at_;
  const ScoreKernel& kernel_ = score_kernel();
  FoundCycles found_;
};

}  // namespace holon::engine::loops
