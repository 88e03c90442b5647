// SPDX-License-Identifier: Apache-2.0
#include "engine/loops/cycle_parts.h"

#include <algorithm>

#include "engine/loops/components.h"

namespace holon::engine::loops {
namespace {

bool any(const std::vector<Word>& bits) {
  return std::any_of(bits.begin(), bits.end(), [](Word w) { return w != 0; });
}

ChainPtr joined(const Chain& a, const Chain& b) {
  auto out = std::make_shared<Chain>(a);
  out->to = b.to;
  out->arcs.insert(out->arcs.end(), b.arcs.begin(), b.arcs.end());
  for (std::size_t w = 0; w < out->active.size(); ++w) out->active[w] &= b.active[w];
  for (std::size_t t = 0; t < out->size.size(); ++t) out->size[t] *= b.size[t];
  return out;
}

class Parting {
 public:
  explicit Parting(std::uint32_t nodes) : nodes_(nodes) {}

  CycleParts find(Chains all) {
    open_.push_back(std::move(all));
    while (!open_.empty()) {
      auto chains = std::move(open_.back());
      open_.pop_back();
      take_closed(chains);
      for (auto& part : split(chains)) {
        if (shorten(part))
          open_.push_back(std::move(part));
        else
          take_root(std::move(part));
      }
    }
    return std::move(out_);
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

  void take_closed(Chains& chains) {
    std::erase_if(chains, [&](const ChainPtr& chain) {
      if (chain->from != chain->to) return false;
      out_.closed.push_back(chain);
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

  // the busiest node; what is left without it is taken apart later
  void take_root(Chains chains) {
    const auto ends = ends_of(chains);
    std::uint32_t root = 0;
    const auto ways = [&](std::uint32_t v) { return ends.in[v].size() * ends.out[v].size(); };
    for (std::uint32_t v = 1; v < nodes_; ++v) {
      if (ways(v) > ways(root)) root = v;
    }
    out_.rooted.push_back({chains, root});
    std::erase_if(chains,
                  [&](const ChainPtr& chain) { return chain->from == root || chain->to == root; });
    if (!chains.empty()) open_.push_back(std::move(chains));
  }

  std::uint32_t nodes_;
  std::vector<Chains> open_;
  CycleParts out_;
};

}  // namespace

CycleParts take_apart(std::uint32_t nodes, Chains chains) {
  return Parting(nodes).find(std::move(chains));
}

}  // namespace holon::engine::loops
