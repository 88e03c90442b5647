// SPDX-License-Identifier: Apache-2.0
#include "engine/loops/cycle_keeper.h"

#include <algorithm>
#include <cmath>

namespace holon::engine::loops {
namespace {

/// Kept cycles are looked through again when there are this many, then at every doubling.
constexpr std::size_t kFirstCheck = 20'000;

}  // namespace

void cycle_score(std::span<const Arc> arcs, const Cycle& cycle, std::span<double> score) {
  std::fill(score.begin(), score.end(), 1.0);
  for (const auto arc : cycle) {
    const double* of_arc = arcs[arc].score;
    for (std::size_t t = 0; t < score.size(); ++t) score[t] *= of_arc[t];
  }
  for (auto& value : score) value = std::isfinite(value) ? value : 0;
}

void keep_what_matters(FoundCycles& found, std::span<const Arc> arcs,
                       const std::vector<std::uint32_t>& partition, double least_share) {
  if (found.totals.empty()) return;
  std::vector<double> score(found.totals.front().size());
  std::erase_if(found.kept, [&](const Cycle& cycle) {
    cycle_score(arcs, cycle, score);
    const auto& total = found.totals[partition[arcs[cycle.front()].from]];
    bool matters = false;
    for (std::size_t t = 0; t < score.size() && !matters; ++t)
      matters = score[t] != 0 && total[t] != 0 && std::fabs(score[t]) >= least_share * total[t];
    return !matters;
  });
}

CycleKeeper::CycleKeeper(std::span<const Arc> arcs, const std::vector<std::uint32_t>& partition,
                         std::size_t samples, const SearchLimits& limits)
    : arcs_(arcs),
      partition_(partition),
      samples_(samples),
      least_share_(limits.least_share),
      check_at_(kFirstCheck) {
  std::uint32_t count = 0;
  for (const auto p : partition)
    if (p != kNoPartition) count = std::max(count, p + 1);
  found_.totals.assign(count, std::vector<double>(samples));
}

bool CycleKeeper::count(std::uint32_t partition, const double* score) {
  ++found_.count;
  return kernel_.add_sizes(score, found_.totals[partition].data(), least_share_, samples_);
}

void CycleKeeper::keep(Cycle cycle) {
  found_.kept.push_back(std::move(cycle));
  if (found_.kept.size() < check_at_) return;
  keep_what_matters(found_, arcs_, partition_, least_share_);
  check_at_ = std::max(kFirstCheck, 2 * found_.kept.size());
}

FoundCycles CycleKeeper::finish(bool complete) {
  found_.complete = complete;
  keep_what_matters(found_, arcs_, partition_, least_share_);
  return std::move(found_);
}

}  // namespace holon::engine::loops
