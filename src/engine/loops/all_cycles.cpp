// SPDX-License-Identifier: Apache-2.0
//
// Every cycle of a graph (see loop_search.h).
#include <algorithm>
#include <deque>
#include <memory>

#include "engine/loops/components.h"
#include "engine/loops/cycle_keeper.h"

namespace holon::engine::loops {
namespace {

using Word = std::uint64_t;
constexpr std::size_t kWordBits = 64;

/// One arc, or several in a row.
struct Chain {
  std::uint32_t from;
  std::uint32_t to;
  std::vector<std::uint32_t> arcs;
  std::vector<Word> active;  // samples at which all of them act
  std::vector<double> score;
};
using ChainPtr = std::shared_ptr<const Chain>;
using Chains = std::vector<ChainPtr>;

bool any(const std::vector<Word>& bits) {
  return std::any_of(bits.begin(), bits.end(), [](Word w) { return w != 0; });
}

std::vector<Word> active_samples(const Arc& arc, std::size_t samples) {
  std::vector<Word> out((samples + kWordBits - 1) / kWordBits);
  for (std::size_t t = 0; t < samples; ++t) {
    if (arc.score[t] != 0) out[t / kWordBits] |= Word{1} << (t % kWordBits);
  }
  return out;
}

ChainPtr joined(const Chain& a, const Chain& b) {
  auto out = std::make_shared<Chain>(a);
  out->to = b.to;
  out->arcs.insert(out->arcs.end(), b.arcs.begin(), b.arcs.end());
  for (std::size_t w = 0; w < out->active.size(); ++w) out->active[w] &= b.active[w];
  for (std::size_t t = 0; t < out->score.size(); ++t) out->score[t] *= b.score[t];
  return out;
}

/// All cycles through one root of a strongly connected graph.
class RootSearch {
 public:
  RootSearch(const Chains& chains, std::uint32_t nodes, std::uint32_t root, std::size_t samples)
      : chains_(chains),
        root_(root),
        samples_(samples),
        words_((samples + kWordBits - 1) / kWordBits),
        out_(nodes),
        blocked_(nodes),
        waiting_(nodes),
        reach_(nodes * words_) {
    for (std::uint32_t i = 0; i < chains.size(); ++i) out_[chains[i]->from].push_back(i);
    find_reach();
  }

  /// Calls `found(path of chains, score)` for each; false when `work` is spent.
  template <class Found>
  bool run(std::uint64_t& work, const Found& found) {
    enter(root_, 0);
    while (!frames_.empty()) {
      auto& frame = frames_.back();
      if (frame.next == out_[frame.node].size()) {
        leave();
        continue;
      }
      if (work < samples_) return false;
      work -= samples_;
      follow(out_[frame.node][frame.next++], found);
    }
    return true;
  }

 private:
  struct Frame {
    std::uint32_t node;
    std::size_t next;
    bool open;  // a way to the root was found, or the search was cut short
  };
  /// What the path so far amounts to, by its length.
  struct Level {
    std::vector<Word> active;
    std::vector<double> score;
  };

  // samples at which the root can be reached from each node at all
  void find_reach() {
    std::vector<std::vector<std::uint32_t>> in(out_.size());
    for (std::uint32_t i = 0; i < chains_.size(); ++i) in[chains_[i]->to].push_back(i);
    std::fill_n(reach_.begin() + static_cast<std::ptrdiff_t>(root_ * words_), words_, ~Word{0});
    std::deque<std::uint32_t> open{root_};
    while (!open.empty()) {
      const auto v = open.front();
      open.pop_front();
      for (const auto i : in[v]) {
        bool grew = false;
        for (std::size_t w = 0; w < words_; ++w) {
          auto& to = reach_[chains_[i]->from * words_ + w];
          const auto more = to | (reach_[v * words_ + w] & chains_[i]->active[w]);
          grew = grew || more != to;
          to = more;
        }
        if (grew) open.push_back(chains_[i]->from);
      }
    }
  }

  void enter(std::uint32_t node, std::size_t depth) {
    frames_.push_back({node, 0, false});
    blocked_[node] = true;
    if (levels_.size() > depth) return;
    levels_.push_back({std::vector<Word>(words_, ~Word{0}), std::vector<double>(samples_, 1.0)});
  }

  // extends the path by a chain into the next level; false where no sample is left at which it
  // acts and can still come back
  bool extend(const Chain& chain, std::size_t depth) {
    if (levels_.size() == depth + 1) levels_.push_back(levels_[depth]);
    const auto& level = levels_[depth];
    auto& next = levels_[depth + 1];
    const Word* reach = reach_.data() + chain.to * words_;
    Word left = 0;
    for (std::size_t w = 0; w < words_; ++w) {
      next.active[w] = level.active[w] & chain.active[w];
      left |= next.active[w] & reach[w];
    }
    if (left == 0) return false;
    const double* a = level.score.data();
    const double* b = chain.score.data();
    double* to = next.score.data();
    for (std::size_t t = 0; t < samples_; ++t) to[t] = a[t] * b[t];
    return true;
  }

  template <class Found>
  void follow(std::uint32_t chain, const Found& found) {
    const auto depth = frames_.size() - 1;
    const auto to = chains_[chain]->to;
    if (to != root_ && blocked_[to]) return;
    const bool acts = extend(*chains_[chain], depth);
    // a way cut short for its samples is no proof that there is none: nothing may stay blocked
    if (!acts || to == root_) frames_.back().open = true;
    if (!acts) return;
    path_.push_back(chain);
    if (to != root_) {
      enter(to, depth + 1);
      return;
    }
    found(path_, levels_[depth + 1].score.data());
    path_.pop_back();
  }

  void leave() {
    const auto [node, next, open] = frames_.back();
    frames_.pop_back();
    if (open) {
      unblock(node);
    } else {
      for (const auto i : out_[node]) waiting_[chains_[i]->to].push_back(node);
    }
    if (frames_.empty()) return;
    frames_.back().open = frames_.back().open || open;
    path_.pop_back();
  }

  void unblock(std::uint32_t node) {
    std::vector<std::uint32_t> open{node};
    while (!open.empty()) {
      const auto v = open.back();
      open.pop_back();
      if (!blocked_[v]) continue;
      blocked_[v] = false;
      open.insert(open.end(), waiting_[v].begin(), waiting_[v].end());
      waiting_[v].clear();
    }
  }

  const Chains& chains_;
  std::uint32_t root_;
  std::size_t samples_;
  std::size_t words_;
  std::vector<std::vector<std::uint32_t>> out_;
  std::vector<bool> blocked_;
  std::vector<std::vector<std::uint32_t>> waiting_;  // nodes to unblock with this one
  std::vector<Word> reach_;
  std::vector<Frame> frames_;
  std::vector<Level> levels_;
  std::vector<std::uint32_t> path_;  // chains
};

/// The cycles of one partition, whose nodes are numbered from 0.
class PartitionSearch {
 public:
  PartitionSearch(std::uint32_t nodes, std::uint32_t partition, std::size_t samples,
                  CycleKeeper& keeper, std::uint64_t& work)
      : nodes_(nodes), partition_(partition), samples_(samples), keeper_(keeper), work_(work) {}

  /// False when the work was not enough.
  bool find(Chains all) {
    open_.push_back(std::move(all));
    while (!open_.empty()) {
      auto chains = std::move(open_.back());
      open_.pop_back();
      take_loops(chains);
      for (auto& part : split(chains)) {
        if (shorten(part))
          open_.push_back(std::move(part));
        else if (!search(std::move(part)))
          return false;
      }
    }
    return true;
  }

 private:
  /// Chains by the node that they leave, or enter.
  using ByNode = std::vector<std::vector<std::uint32_t>>;
  struct Ends {
    ByNode out;
    ByNode in;
  };

  [[nodiscard]] Ends ends_of(const Chains& chains) const {
    Ends ends{ByNode(nodes_), ByNode(nodes_)};
    for (std::uint32_t i = 0; i < chains.size(); ++i) {
      ends.out[chains[i]->from].push_back(i);
      ends.in[chains[i]->to].push_back(i);
    }
    return ends;
  }

  // chains from a node to itself are cycles
  void take_loops(Chains& chains) {
    std::erase_if(chains, [&](const ChainPtr& chain) {
      if (chain->from != chain->to) return false;
      if (keeper_.count(partition_, chain->score.data())) keeper_.keep(chain->arcs);
      return true;
    });
  }

  // the strongly connected parts; chains between them lie on no cycle
  [[nodiscard]] std::vector<Chains> split(const Chains& chains) const {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> ends;
    for (const auto& chain : chains) ends.emplace_back(chain->from, chain->to);
    const auto component = strong_components(nodes_, ends);
    std::vector<Chains> out(nodes_);
    for (const auto& chain : chains) {
      if (component[chain->from] == component[chain->to])
        out[component[chain->from]].push_back(chain);
    }
    std::erase_if(out, [](const Chains& part) { return part.empty(); });
    return out;
  }

  // joins chains at nodes with a single way in, or a single way out: every cycle through such a
  // node takes that one. True if anything changed.
  [[nodiscard]] bool shorten(Chains& chains) const {
    const auto ends = ends_of(chains);
    std::vector<bool> is_middle(nodes_);
    // all such nodes at once, as long as they do not touch each other
    std::vector<bool> touched(nodes_);
    Chains rest;
    for (std::uint32_t v = 0; v < nodes_; ++v) {
      const auto& in = ends.in[v];
      const auto& out = ends.out[v];
      if (touched[v] || (in.size() != 1 && out.size() != 1)) continue;
      is_middle[v] = true;
      for (const auto i : in) touched[chains[i]->from] = true;
      for (const auto i : out) touched[chains[i]->to] = true;
      for (const auto a : in) {
        for (const auto b : out) {
          auto both = joined(*chains[a], *chains[b]);
          if (any(both->active)) rest.push_back(std::move(both));
        }
      }
    }
    const bool changed = std::find(is_middle.begin(), is_middle.end(), true) != is_middle.end();
    for (const auto& chain : chains) {
      if (!is_middle[chain->from] && !is_middle[chain->to]) rest.push_back(chain);
    }
    chains = std::move(rest);
    return changed;
  }

  // all cycles through the busiest node; what is left without it is searched later
  bool search(Chains chains) {
    const auto ends = ends_of(chains);
    std::uint32_t root = 0;
    const auto ways = [&](std::uint32_t v) { return ends.in[v].size() * ends.out[v].size(); };
    for (std::uint32_t v = 1; v < nodes_; ++v) {
      if (ways(v) > ways(root)) root = v;
    }
    RootSearch at_root(chains, nodes_, root, samples_);
    const bool complete =
        at_root.run(work_, [&](const std::vector<std::uint32_t>& path, const double* score) {
          if (!keeper_.count(partition_, score)) return;
          Cycle cycle;
          for (const auto i : path)
            cycle.insert(cycle.end(), chains[i]->arcs.begin(), chains[i]->arcs.end());
          keeper_.keep(std::move(cycle));
        });
    if (!complete) return false;
    std::erase_if(chains,
                  [&](const ChainPtr& chain) { return chain->from == root || chain->to == root; });
    if (!chains.empty()) open_.push_back(std::move(chains));
    return true;
  }

  std::uint32_t nodes_;
  std::uint32_t partition_;
  std::size_t samples_;
  CycleKeeper& keeper_;
  std::uint64_t& work_;
  std::vector<Chains> open_;
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
  const auto partition = partitions(nodes, arcs, samples);
  CycleKeeper keeper(arcs, partition, samples, limits);
  // nodes numbered within their partition
  std::vector<std::uint32_t> number(nodes);
  std::vector<std::uint32_t> size;
  for (std::uint32_t v = 0; v < nodes; ++v) {
    if (partition[v] == kNoPartition) continue;
    if (partition[v] == size.size()) size.push_back(0);
    number[v] = size[partition[v]]++;
  }
  std::vector<Chains> chains(size.size());
  for (std::uint32_t i = 0; i < arcs.size(); ++i) {
    const auto& arc = arcs[i];
    const auto in = partition[arc.from];
    if (in == kNoPartition || in != partition[arc.to]) continue;
    Chain chain{number[arc.from],
                number[arc.to],
                {i},
                active_samples(arc, samples),
                {arc.score, arc.score + samples}};
    if (any(chain.active)) chains[in].push_back(std::make_shared<const Chain>(std::move(chain)));
  }
  auto work = limits.most_work;
  for (std::uint32_t p = 0; p < size.size(); ++p) {
    PartitionSearch search(size[p], p, samples, keeper, work);
    if (!search.find(std::move(chains[p]))) return keeper.finish(false);
  }
  return keeper.finish(true);
}

}  // namespace holon::engine::loops
