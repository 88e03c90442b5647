// SPDX-License-Identifier: Apache-2.0
//
// Every cycle of a graph (see loop_search.h).
#include <algorithm>
#include <atomic>
#include <cmath>
#include <iterator>
#include <limits>
#include <map>
#include <memory>

#include "base/parallel.h"
#include "engine/loops/components.h"
#include "engine/loops/cycle_keeper.h"
#include "engine/loops/cycle_parts.h"
#include "engine/loops/score_kernel.h"

namespace holon::engine::loops {
namespace {

/// Samples are looked at in blocks: at most so many, and so many bytes for all states.
constexpr std::size_t kMostInBlock = 64;
constexpr std::size_t kLeastInBlock = 8;
constexpr std::size_t kMostBytes = std::size_t{64} << 20U;

/// Bounds are products in another order than scores; this much more than their rounding is let
/// pass, and looked at again.
constexpr double kSlack = 1e-9;

/// One partition: its chains, then its cycles.
struct Partition {
  std::uint32_t nodes = 0;
  Chains chains;
  Chains closed;
  std::vector<std::unique_ptr<RootCycles>> graphs;
};

/// Part of the samples of one partition.
struct Block {
  std::uint32_t partition = 0;
  std::size_t first = 0;
  std::size_t count = 0;
  std::vector<Cycle> found;
};

// Samples at which the same arcs act are one class; a bit of a chain is a class.
void find_classes(Chains& chains, std::size_t samples) {
  std::map<std::vector<bool>, std::size_t> known;
  std::vector<std::size_t> first;  // sample of each class
  for (std::size_t t = 0; t < samples; ++t) {
    std::vector<bool> acting;
    for (const auto& chain : chains) acting.push_back(chain->size[t] != 0);
    if (known.try_emplace(std::move(acting), first.size()).second) first.push_back(t);
  }
  for (auto& chain : chains) {
    auto classed = std::make_shared<Chain>(*chain);
    classed->active.resize((first.size() + kWordBits - 1) / kWordBits);
    for (std::size_t c = 0; c < first.size(); ++c) {
      if (chain->size[first[c]] != 0) classed->active[c / kWordBits] |= Word{1} << (c % kWordBits);
    }
    chain = std::move(classed);
  }
}

/// Sums and largest products of the ways home from each state, over the samples of a block.
class Ways {
 public:
  Ways(const RootCycles& graph, const Block& block)
      : graph_(graph),
        count_(block.count),
        sum_(graph.states() * count_),
        most_(graph.states() * count_) {
    std::fill_n(sum_.begin(), count_, 1.0);
    std::fill_n(most_.begin(), count_, 1.0);
    const auto& kernel = score_kernel();
    for (const auto state : graph.order()) {
      for (const auto& step : graph.steps(state)) {
        kernel.fold(graph.chain(step).size.data() + block.first, sum_.data() + step.to * count_,
                    most(step.to), sum_.data() + state * count_, most_.data() + state * count_,
                    count_);
      }
    }
  }

  [[nodiscard]] const RootCycles& graph() const { return graph_; }
  [[nodiscard]] double sum(std::size_t sample) const {
    return sum_[RootCycles::kStart * count_ + sample];
  }
  [[nodiscard]] const double* most(RootCycles::State state) const {
    return most_.data() + state * count_;
  }

 private:
  const RootCycles& graph_;
  std::size_t count_;
  std::vector<double> sum_;
  std::vector<double> most_;
};

/// The cycles that reach a bar at some sample of a block.
class Walk {
 public:
  Walk(const Ways& ways, Block& block, const std::vector<double>& bar)
      : ways_(ways), block_(block), bar_(bar) {}

  void find() {
    levels_.assign(1, std::vector<double>(block_.count, 1.0));
    go_on(RootCycles::kStart, 0);
  }

 private:
  // as deep as a cycle has chains
  void go_on(RootCycles::State state, std::size_t depth) {
    if (state == RootCycles::kHome) {
      block_.found.push_back(arcs());
      return;
    }
    if (levels_.size() < depth + 2) levels_.emplace_back(block_.count);
    for (const auto& step : ways_.graph().steps(state)) {
      const auto& chain = ways_.graph().chain(step);
      if (!score_kernel().reaches(levels_[depth].data(), chain.size.data() + block_.first,
                                  ways_.most(step.to), bar_.data(), levels_[depth + 1].data(),
                                  block_.count))
        continue;
      path_.push_back(&chain);
      go_on(step.to, depth + 1);
      path_.pop_back();
    }
  }

  [[nodiscard]] Cycle arcs() const {
    Cycle out;
    for (const auto* chain : path_) out.insert(out.end(), chain->arcs.begin(), chain->arcs.end());
    return out;
  }

  const Ways& ways_;
  Block& block_;
  const std::vector<double>& bar_;
  std::vector<std::vector<double>> levels_;  // the path's product, by its length
  std::vector<const Chain*> path_;
};

class Search {
 public:
  Search(std::uint32_t nodes, std::span<const Arc> arcs, std::size_t samples,
         const SearchLimits& limits)
      : arcs_(arcs),
        samples_(samples),
        limits_(limits),
        partition_(loops::partitions(nodes, arcs, samples)) {}

  FoundCycles find() {
    gather_chains();
    found_.totals.assign(parts_.size(), std::vector<double>(samples_));
    build_graphs();
    if (work_ > limits_.most_work) return given_up();
    count();
    find_in_blocks();
    keep_what_matters(found_, arcs_, partition_, limits_.least_share);
    return std::move(found_);
  }

 private:
  // by partition, in which nodes are numbered from 0
  void gather_chains() {
    std::vector<std::uint32_t> number(partition_.size());
    for (std::uint32_t v = 0; v < partition_.size(); ++v) {
      if (partition_[v] == kNoPartition) continue;
      if (partition_[v] == parts_.size()) parts_.emplace_back();
      number[v] = parts_[partition_[v]].nodes++;
    }
    for (std::uint32_t i = 0; i < arcs_.size(); ++i) {
      const auto& arc = arcs_[i];
      const auto in = partition_[arc.from];
      if (in == kNoPartition || in != partition_[arc.to]) continue;
      Chain chain{number[arc.from], number[arc.to], {i}, {}, std::vector<double>(samples_)};
      for (std::size_t t = 0; t < samples_; ++t) chain.size[t] = std::fabs(arc.score[t]);
      const bool acts =
          std::any_of(chain.size.begin(), chain.size.end(), [](double s) { return s != 0; });
      if (acts) parts_[in].chains.push_back(std::make_shared<const Chain>(std::move(chain)));
    }
    for (auto& part : parts_) find_classes(part.chains, samples_);
  }

  // roots are independent of each other. Work adds up to the same sum in any order, so whether it
  // is too much does not depend on threads.
  void build_graphs() {
    struct Task {
      RootedPart from;
      std::uint32_t nodes;
      std::unique_ptr<RootCycles>* to;
    };
    std::vector<Task> tasks;
    for (auto& part : parts_) {
      auto taken = take_apart(part.nodes, std::move(part.chains));
      part.closed = std::move(taken.closed);
      part.graphs.resize(taken.rooted.size());
      for (std::size_t i = 0; i < taken.rooted.size(); ++i)
        tasks.push_back({std::move(taken.rooted[i]), part.nodes, &part.graphs[i]});
    }
    base::parallel_for(tasks.size(), limits_.threads, [&](std::size_t i) {
      auto& task = tasks[i];
      if (work_ > limits_.most_work) return;
      *task.to = std::make_unique<RootCycles>(std::move(task.from.chains), task.nodes,
                                              task.from.root, samples_, work_, limits_.most_work);
    });
  }

  FoundCycles given_up() {
    found_.complete = false;
    return std::move(found_);
  }

  void count() {
    const auto add = [&](std::uint64_t more) {
      found_.count = found_.count + more < more ? std::numeric_limits<std::uint64_t>::max()
                                                : found_.count + more;
    };
    for (const auto& part : parts_) {
      add(part.closed.size());
      for (const auto& graph : part.graphs) add(graph->count());
    }
  }

  void find_in_blocks() {
    std::vector<Block> blocks;
    for (std::uint32_t p = 0; p < parts_.size(); ++p) {
      std::size_t states = 1;
      for (const auto& graph : parts_[p].graphs) states += graph->states();
      auto size = kMostInBlock;
      while (size > kLeastInBlock && states * size * 2 * sizeof(double) > kMostBytes) size /= 2;
      for (std::size_t t = 0; t < samples_; t += size)
        blocks.push_back({p, t, std::min(size, samples_ - t), {}});
    }
    base::parallel_for(blocks.size(), limits_.threads,
                       [&](std::size_t i) { search_block(blocks[i]); });
    for (const auto& part : parts_) {
      for (const auto& chain : part.closed) found_.kept.push_back(chain->arcs);
    }
    for (auto& block : blocks)
      std::move(block.found.begin(), block.found.end(), std::back_inserter(found_.kept));
    // once, though it may matter in several blocks
    std::sort(found_.kept.begin(), found_.kept.end());
    found_.kept.erase(std::unique(found_.kept.begin(), found_.kept.end()), found_.kept.end());
  }

  void search_block(Block& block) {
    const auto& part = parts_[block.partition];
    std::vector<Ways> ways;
    ways.reserve(part.graphs.size());
    for (const auto& graph : part.graphs) ways.emplace_back(*graph, block);
    // what a cycle has to reach; nothing reaches what is no number
    std::vector<double> bar(block.count, std::numeric_limits<double>::quiet_NaN());
    for (std::size_t t = 0; t < block.count; ++t) {
      double sum = 0;
      for (const auto& chain : part.closed) sum += chain->size[block.first + t];
      for (const auto& of_root : ways) sum += of_root.sum(t);
      if (!std::isfinite(sum)) continue;
      found_.totals[block.partition][block.first + t] = sum;
      bar[t] = limits_.least_share * sum * (1 - kSlack);
    }
    for (const auto& of_root : ways) Walk(of_root, block, bar).find();
  }

  std::span<const Arc> arcs_;
  std::size_t samples_;
  const SearchLimits& limits_;
  std::vector<std::uint32_t> partition_;
  std::vector<Partition> parts_;
  std::atomic<std::uint64_t> work_{0};
  FoundCycles found_;
};

}  // namespace

std::vector<std::uint32_t> partitions(std::uint32_t nodes, std::span<const Arc> arcs,
                                      std::size_t samples) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> ends;
  std::vector<bool> on_loop(nodes);
  for (const auto& arc : arcs) {
    const bool acts = std::any_of(arc.score, arc.score + samples, [](double s) { return s != 0; });
    if (acts) ends.emplace_back(arc.from, arc.to);
  }
  const auto component = strong_components(nodes, ends);
  for (const auto& [from, to] : ends) {
    if (component[from] == component[to]) on_loop[from] = on_loop[to] = true;
  }
  std::vector<std::uint32_t> name(nodes, kNoPartition);
  std::vector<std::uint32_t> out(nodes, kNoPartition);
  std::uint32_t count = 0;
  for (std::uint32_t v = 0; v < nodes; ++v) {
    if (!on_loop[v]) continue;
    auto& of = name[component[v]];
    if (of == kNoPartition) of = count++;
    out[v] = of;
  }
  return out;
}

FoundCycles all_cycles(std::uint32_t nodes, std::span<const Arc> arcs, std::size_t samples,
                       const SearchLimits& limits) {
  return Search(nodes, arcs, samples, limits).find();
}

}  // namespace holon::engine::loops
