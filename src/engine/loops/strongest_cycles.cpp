// SPDX-License-Identifier: Apache-2.0
//
// The strongest cycles of a graph (see loop_search.h).
#include <algorithm>
#include <cmath>
#include <set>

#include "engine/loops/cycle_keeper.h"

namespace holon::engine::loops {
namespace {

/// Samples that are searched, evenly spread.
constexpr std::size_t kMostSearched = 250;

class StrongestCycles {
 public:
  StrongestCycles(std::uint32_t nodes, std::span<const Arc> arcs, std::size_t samples,
                  std::span<const std::uint32_t> targets, const SearchLimits& limits)
      : arcs_(arcs),
        samples_(samples),
        targets_(targets),
        work_(limits.most_work / 100),  // a step of this search costs about a hundred products
        out_(nodes),
        best_(nodes),
        visiting_(nodes),
        partition_(partitions(nodes, arcs, samples)),
        keeper_(arcs, partition_, samples, limits) {
    for (std::uint32_t i = 0; i < arcs.size(); ++i) {
      const auto p = partition_[arcs[i].from];
      if (p != kNoPartition && p == partition_[arcs[i].to]) out_[arcs[i].from].push_back(i);
    }
  }

  FoundCycles find() {
    const auto stride = std::max<std::size_t>(1, (samples_ + kMostSearched - 1) / kMostSearched);
    // every sample has its part of the work, so that none is left out
    const auto share = work_ / std::max<std::size_t>(1, samples_ / stride);
    for (std::size_t t = 0; t < samples_; t += stride) search_sample(t, share);
    std::vector<double> score(samples_);
    for (const auto& cycle : found_) {
      cycle_score(arcs_, cycle, score);
      if (keeper_.count(partition_[arcs_[cycle.front()].from], score.data())) keeper_.keep(cycle);
    }
    return keeper_.finish(false);
  }

 private:
  struct Frame {
    std::uint32_t node;
    std::size_t next;
    double score;
  };

  void search_sample(std::size_t t, std::uint64_t work) {
    const auto size = [&](std::uint32_t arc) { return std::fabs(arcs_[arc].score[t]); };
    for (auto& out : out_)
      std::stable_sort(out.begin(), out.end(),
                       [&](std::uint32_t a, std::uint32_t b) { return size(a) > size(b); });
    for (const auto target : targets_) {
      std::fill(best_.begin(), best_.end(), 0.0);
      if (!search_target(target, t, work)) return;
    }
  }

  bool search_target(std::uint32_t target, std::size_t t, std::uint64_t& work) {
    visit(target, 1);
    while (!frames_.empty()) {
      auto& frame = frames_.back();
      if (frame.next == out_[frame.node].size() || work == 0) {
        visiting_[frame.node] = false;
        frames_.pop_back();
        if (!path_.empty()) path_.pop_back();
        continue;
      }
      --work;
      const auto arc = out_[frame.node][frame.next++];
      const double score = frame.score * std::fabs(arcs_[arc].score[t]);
      const auto to = arcs_[arc].to;
      if (score == 0) continue;
      if (visiting_[to]) {
        if (to == target) add(arc);
      } else if (score >= best_[to]) {
        path_.push_back(arc);
        visit(to, score);
      }
    }
    return work > 0;
  }

  void visit(std::uint32_t node, double score) {
    best_[node] = score;
    visiting_[node] = true;
    frames_.push_back({node, 0, score});
  }

  // once, however it was entered: the smallest arc stands first
  void add(std::uint32_t last) {
    Cycle cycle = path_;
    cycle.push_back(last);
    std::rotate(cycle.begin(), std::min_element(cycle.begin(), cycle.end()), cycle.end());
    found_.insert(std::move(cycle));
  }

  std::span<const Arc> arcs_;
  std::size_t samples_;
  std::span<const std::uint32_t> targets_;
  std::uint64_t work_;
  std::vector<std::vector<std::uint32_t>> out_;
  std::vector<double> best_;
  std::vector<bool> visiting_;
  std::vector<std::uint32_t> partition_;
  CycleKeeper keeper_;
  std::vector<Frame> frames_;
  Cycle path_;
  std::set<Cycle> found_;
};

}  // namespace

FoundCycles strongest_cycles(std::uint32_t nodes, std::span<const Arc> arcs, std::size_t samples,
                             std::span<const std::uint32_t> targets, const SearchLimits& limits) {
  return StrongestCycles(nodes, arcs, samples, targets, limits).find();
}

}  // namespace holon::engine::loops
