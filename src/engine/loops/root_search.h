// SPDX-License-Identifier: Apache-2.0
//
// The inner part of the search for all cycles: those through one node.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "engine/loops/score_kernel.h"

namespace holon::engine::loops {

using Word = std::uint64_t;
inline constexpr std::size_t kWordBits = 64;

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

/// All cycles through one root of a strongly connected graph. Depth first; a node is entered only
/// if the root can still be reached from it without crossing the path so far, so that no way is in
/// vain but for its samples.
class RootSearch {
 public:
  /// Told of a cycle: its chains, by index, and its score.
  using Found = std::function<void(const std::vector<std::uint32_t>& path, const double* score)>;

  /// `chains` join `nodes` nodes or fewer; `root` is one of them.
  RootSearch(const Chains& chains, std::uint32_t nodes, std::uint32_t root, std::size_t samples);

  /// Finds them all; false when `work`, in numbers multiplied, is spent.
  bool run(std::uint64_t& work, const Found& found);

 private:
  /// Nodes are numbered anew, those of the graph at hand alone; the root is the first.
  static constexpr std::uint32_t kRoot = 0;
  struct Way {
    std::uint32_t chain;
    std::uint32_t from;
    std::uint32_t to;
  };
  struct Frame {
    std::uint32_t node;
    std::size_t next;
  };
  /// What the path so far amounts to, by its length.
  struct Level {
    Level(std::size_t words, std::size_t samples, std::size_t node_words)
        : active(words, ~Word{0}), score(samples, 1.0), usable(node_words) {}
    std::vector<Word> active;
    std::vector<double> score;
    std::vector<Word> usable;  // nodes from which the root can be reached off the path
  };

  void number_nodes(std::uint32_t nodes, std::uint32_t root);
  void find_reach();
  void enter(std::uint32_t node);
  void find_usable(std::vector<Word>& usable);
  [[nodiscard]] bool extend(const Way& way, std::size_t depth);
  void follow(const Way& way, const Found& found);
  void leave();
  void reserve_level(std::size_t depth);

  const Chains& chains_;
  std::size_t samples_;
  std::size_t words_;
  std::size_t node_words_ = 0;
  const ScoreKernel& kernel_ = score_kernel();
  std::vector<std::vector<Way>> out_;
  std::vector<Word> before_;  // nodes with a chain into each node
  std::vector<Word> on_path_;
  std::vector<Word> reach_;
  std::vector<Frame> frames_;
  std::vector<Level> levels_;
  std::vector<std::uint32_t> path_;  // chains
  std::vector<std::uint32_t> open_;
};

}  // namespace holon::engine::loops
