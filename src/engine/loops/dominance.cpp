// SPDX-License-Identifier: Apache-2.0
#include "engine/loops/dominance.h"

#include <algorithm>
#include <cmath>

namespace holon::engine::loops {
namespace {

/// A set of loops dominates that makes half of the change. Source: Schoenberg, Davidsen, Eberlein
/// 2020.
constexpr double kHalf = 0.5;

/// Indices of a partition's loops with their part of the change.
struct Part {
  std::size_t loop;
  double size;
};

// as few as make half; all, where the report's loops do not make it
std::vector<std::size_t> half_of(std::vector<Part> parts) {
  std::stable_sort(parts.begin(), parts.end(),
                   [](const Part& a, const Part& b) { return a.size > b.size; });
  std::vector<std::size_t> out;
  double sum = 0;
  for (const auto& part : parts) {
    if (sum >= kHalf || part.size == 0) break;
    sum += part.size;
    out.push_back(part.loop);
  }
  return out;
}

}  // namespace

void find_dominance(const std::vector<LoopReport>& loops, const std::vector<double>& total,
                    PartitionReport& partition) {
  std::vector<Part> whole;
  for (const auto i : partition.loops) {
    whole.push_back({i, loops[i].mean_share});
    partition.explained += loops[i].mean_share;
  }
  partition.explained = std::min(1.0, partition.explained);
  partition.dominant = half_of(std::move(whole));
  for (std::size_t t = 0; t < total.size(); ++t) {
    if (total[t] == 0) continue;
    std::vector<Part> now;
    for (const auto i : partition.loops) now.push_back({i, std::fabs(loops[i].share[t])});
    auto strongest = half_of(std::move(now));
    auto& phases = partition.phases;
    const auto as_set = [](std::vector<std::size_t> set) {
      std::sort(set.begin(), set.end());
      return set;
    };
    const bool goes_on = !phases.empty() && phases.back().last + 1 == t &&
                         as_set(phases.back().loops) == as_set(strongest);
    if (goes_on)
      phases.back().last = t;
    else
      phases.push_back({t, t, std::move(strongest)});
  }
}

}  // namespace holon::engine::loops
