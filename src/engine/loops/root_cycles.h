// SPDX-License-Identifier: Apache-2.0
//
// All cycles through one node, merged where they go on alike.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace holon::engine::loops {

using Word = std::uint64_t;
inline constexpr std::size_t kWordBits = 64;

/// One arc, or several in a row.
struct Chain {
  std::uint32_t from;
  std::uint32_t to;
  std::vector<std::uint32_t> arcs;
  std::vector<Word> active;  // classes of samples at which all of them act
  std::vector<double> size;  // |score| by sample
};
using ChainPtr = std::shared_ptr<const Chain>;
using Chains = std::vector<ChainPtr>;

/// The cycles through a root of a strongly connected graph as the ways through a graph of states. A
/// state is all that matters for how a path from the root can go on: the node that it stands at,
/// the nodes that a way back to the root may still use, and the samples at which the path acts. So
/// paths that have the same future are one state, and the sum of the sizes of all cycles takes a
/// product and a sum for each step between states, however many cycles there are.
class RootCycles {
 public:
  using State = std::uint32_t;
  static constexpr State kHome = 0;   ///< the cycle is closed
  static constexpr State kStart = 1;  ///< at the root, nothing passed

  /// A chain that may follow a state.
  struct Step {
    std::uint32_t chain;  ///< index
    State to;
  };

  /// `chains` join `nodes` nodes or fewer; `root` is one of them. `samples` is what an operation on
  /// a state costs in `work`; where `most_work` is spent by all who share it, building ends.
  RootCycles(Chains chains, std::uint32_t nodes, std::uint32_t root, std::size_t samples,
             std::atomic<std::uint64_t>& work, std::uint64_t most_work);

  [[nodiscard]] std::size_t states() const { return at_.size(); }
  [[nodiscard]] std::span<const Step> steps(State from) const {
    return {steps_.data() + first_[from], first_[from + 1] - first_[from]};
  }
  [[nodiscard]] const Chain& chain(const Step& step) const { return *chains_[step.chain]; }

  /// States, each behind all that can follow it.
  [[nodiscard]] const std::vector<State>& order() const { return order_; }

  /// How many cycles there are; at most the largest number.
  [[nodiscard]] std::uint64_t count() const;

 private:
  /// Nodes are numbered anew, those of the graph at hand alone; the root is the first.
  static constexpr std::uint32_t kRoot = 0;

  void number_nodes(std::uint32_t nodes, std::uint32_t root);
  void find_reach();
  void expand(State from);
  [[nodiscard]] bool find_future(const Word* usable, std::uint32_t node, Word* future);
  [[nodiscard]] State state_of(std::uint32_t node, const Word* key);
  void grow_table();
  void find_order();
  [[nodiscard]] const Word* key(State state) const { return keys_.data() + state * key_words_; }
  [[nodiscard]] std::uint64_t hash(std::uint32_t node, const Word* key) const;

  struct Way {
    std::uint32_t chain;
    std::uint32_t to;
  };

  Chains chains_;
  std::size_t class_words_;
  std::size_t node_words_ = 0;
  std::size_t key_words_ = 0;
  std::vector<std::vector<Way>> out_;
  std::vector<Word> before_;  // nodes with a chain into each node
  std::vector<Word> after_;
  std::vector<Word> reach_;  // classes of samples at which the root can be reached from each node
  std::vector<std::uint32_t> at_;  // node of each state
  std::vector<Word> keys_;         // usable nodes, then classes of samples
  std::vector<State> table_;       // open addressing
  std::vector<std::size_t> first_;
  std::vector<Step> steps_;
  std::vector<State> order_;
  std::vector<Word> back_;
  std::vector<Word> next_;
};

}  // namespace holon::engine::loops
