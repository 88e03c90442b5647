// SPDX-License-Identifier: Apache-2.0
//
// Feedback loops of a graph whose links act at some moments and not at others.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace holon::engine::loops {

/// A link with its score at every sample; 0: it does not act then.
struct Arc {
  std::uint32_t from = 0;
  std::uint32_t to = 0;
  const double* score = nullptr;
};

/// A loop as the arcs around it.
using Cycle = std::vector<std::uint32_t>;

/// When to stop, and what to keep.
struct SearchLimits {
  /// Numbers that are multiplied, and 1000 for each step between states: about two seconds.
  std::uint64_t most_work = 4'000'000'000;
  /// Of a loop in its partition at some sample; weaker ones are counted, and enter the totals.
  double least_share = 0.001;
  std::size_t threads = 0;  ///< 0: as many as there are; the result does not depend on it
};

struct FoundCycles {
  bool complete = true;     ///< every loop that ever acts was found; false: see strongest_cycles
  std::uint64_t count = 0;  ///< loops found; at most the largest number
  std::vector<Cycle> kept;  ///< those that matter at some sample
  /// Σ |loop score| [partition][sample], over all loops, kept or not. 0 where nothing acts, and
  /// where the sum is too large for a number: such a sample is left out.
  std::vector<std::vector<double>> totals;
};

/// Partition of each node: nodes that lie on loops with each other share one; nodes on no loop, and
/// those that ever acting arcs do not reach, have `kNoPartition`. Numbered by their first node.
inline constexpr std::uint32_t kNoPartition = static_cast<std::uint32_t>(-1);
[[nodiscard]] std::vector<std::uint32_t> partitions(std::uint32_t nodes, std::span<const Arc> arcs,
                                                    std::size_t samples);

/// Every simple cycle whose arcs all act at one sample at least: how many there are, the sum of
/// their sizes, and those that matter. Per strongly connected component: arcs in a row are joined,
/// then a root is taken, the cycles through it are merged to a graph of states (root_cycles.h), and
/// the root is removed. Sums and largest products of all ways from each state home follow from that
/// graph backwards; a search from its start enters only what still leads to a cycle that matters,
/// so its length is that of its result. Gives up when `limits.most_work` is spent, whatever the
/// clock says.
[[nodiscard]] FoundCycles all_cycles(std::uint32_t nodes, std::span<const Arc> arcs,
                                     std::size_t samples, const SearchLimits& limits);

/// The strongest cycles by the search of Eberlein and Schoenberg, "Finding the loops that matter"
/// (2020), appendix I, at up to 250 samples, from every node of `targets`. It can miss loops.
[[nodiscard]] FoundCycles strongest_cycles(std::uint32_t nodes, std::span<const Arc> arcs,
                                           std::size_t samples,
                                           std::span<const std::uint32_t> targets,
                                           const SearchLimits& limits);

/// The loop's score at every sample: the product of its arcs'; 0 where that is no number.
void cycle_score(std::span<const Arc> arcs, const Cycle& cycle, std::span<double> score);

}  // namespace holon::engine::loops
