// SPDX-License-Identifier: Apache-2.0
//
// Every cycle of a graph (see loop_search.h).
#include <algorithm>
#include <memory>

#include "engine/loops/components.h"
#include "engine/loops/cycle_keeper.h"
#include "engine/loops/root_search.h"

namespace holon::engine::loops {
namespace {

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
