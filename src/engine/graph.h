// SPDX-License-Identifier: Apache-2.0
//
// The program between model and instructions: a graph of operations in which equal ones are one
// node.
#pragma once

#include <unordered_map>
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
  std::uint32_t index = 0;  ///< of a draw, state, table, noise or call
  Rate rate = Rate::constant;
};

[[nodiscard]] int argument_count(OpCode op);

/// A function of any number of arguments.
struct GraphCall {
  model::FunctionId function;
  std::vector<NodeId> arguments;

  bool operator==(const GraphCall&) const = default;
};

/// Nodes in an order in which arguments come first.
class Graph {
 public:
  [[nodiscard]] const GraphNode& operator[](NodeId id) const { return nodes_[id]; }
  [[nodiscard]] std::size_t size() const { return nodes_.size(); }

  NodeId constant(double value);
  NodeId leaf(OpCode op, std::uint32_t index, Rate rate);
  /// An operation; computed at once if its arguments are constants.
  NodeId operation(OpCode op, NodeId a, NodeId b, NodeId c);
  NodeId call(model::FunctionId function, std::vector<NodeId> arguments);
  [[nodiscard]] const GraphCall& call_of(const GraphNode& node) const { return calls_[node.index]; }
  /// Calls `visit` for every argument.
  template <class Visit>
  void for_each_argument(const GraphNode& node, const Visit& visit) const {
    if (node.op == OpCode::of_many) {
      for (const auto argument : calls_[node.index].arguments) visit(argument);
      return;
    }
    const int arguments = argument_count(node.op);
    if (arguments > 0) visit(node.a);
    if (arguments > 1) visit(node.b);
    if (arguments > 2) visit(node.c);
  }
  NodeId lookup(std::uint32_t table, const model::Table& points, NodeId x);
  /// A draw of a noise; `at_start` draws it once, for the first step.
  NodeId noise(OpCode op, std::uint32_t index, NodeId a, NodeId b, bool at_start);

 private:
  NodeId add(const GraphNode& node);
  void grow();

  std::vector<GraphNode> nodes_;
  std::vector<GraphCall> calls_;
  std::unordered_multimap<std::uint64_t, std::uint32_t> known_calls_;  // by hash
  std::vector<NodeId> known_;  // open addressing by hash; a power of two of places
};

}  // namespace holon::engine
