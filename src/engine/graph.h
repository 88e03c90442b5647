// SPDX-License-Identifier: Apache-2.0
//
// The program between model and instructions: a graph of operations in which equal ones are one
// node.
#pragma once

#include <vector>

#include "engine/program.h"

namespace holon::engine {

using NodeId = std::uint32_t;

/// How often a value changes. Joining `fixed` and `time` gives `dynamic`.
enum class Rate : std::uint8_t { constant = 0, fixed = 1, time = 2, dynamic = 3 };

struct GraphNode {
  OpCode op = OpCode::constant;
  NodeId a = 0;
  NodeId b = 0;
  NodeId c = 0;
  double value = 0;         ///< of a constant
  std::uint32_t index = 0;  ///< of a draw, stock, delay, table or noise
  Rate rate = Rate::constant;
};

[[nodiscard]] int argument_count(OpCode op);

/// Nodes in an order in which arguments come first.
class Graph {
 public:
  [[nodiscard]] const GraphNode& operator[](NodeId id) const { return nodes_[id]; }
  [[nodiscard]] std::size_t size() const { return nodes_.size(); }

  NodeId constant(double value);
  NodeId leaf(OpCode op, std::uint32_t index, Rate rate);
  /// An operation; computed at once if its arguments are constants.
  NodeId operation(OpCode op, NodeId a, NodeId b, NodeId c);
  NodeId lookup(std::uint32_t table, const model::Table& points, NodeId x);
  /// A draw of a noise; `at_start` draws it once, for the first step.
  NodeId noise(OpCode op, std::uint32_t index, NodeId a, NodeId b, bool at_start);

 private:
  NodeId add(const GraphNode& node);
  void grow();

  std::vector<GraphNode> nodes_;
  std::vector<NodeId> known_;  // open addressing by hash; a power of two of places
};

}  // namespace holon::engine
