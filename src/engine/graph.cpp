// SPDX-License-Identifier: Apache-2.0
#include "engine/graph.h"

#include <bit>

#include "engine/arithmetic.h"

namespace holon::engine {
namespace {

Rate joined(Rate a, Rate b) {
  return static_cast<Rate>(static_cast<std::uint8_t>(a) | static_cast<std::uint8_t>(b));
}

}  // namespace

int argument_count(OpCode op) {
  if (op < OpCode::copy) return 0;
  if (op < OpCode::add) return 1;
  if (op < OpCode::select) return 2;
  return op < OpCode::noise_uniform ? 3 : 2;
}

NodeId Graph::add(const GraphNode& node) {
  const auto key = std::tuple(node.op, node.a, node.b, node.c,
                              std::bit_cast<std::uint64_t>(node.value), node.index, node.rate);
  const auto [found, is_new] = known_.try_emplace(key, static_cast<NodeId>(nodes_.size()));
  if (is_new) nodes_.push_back(node);
  return found->second;
}

NodeId Graph::constant(double value) {
  GraphNode node;
  node.value = value;
  return add(node);
}

NodeId Graph::leaf(OpCode op, std::uint32_t index, Rate rate) {
  GraphNode node;
  node.op = op;
  node.index = index;
  node.rate = rate;
  return add(node);
}

NodeId Graph::operation(OpCode op, NodeId a, NodeId b, NodeId c) {
  const int arguments = argument_count(op);
  if (arguments < 2) b = a;
  if (arguments < 3) c = a;
  const auto rate = joined(nodes_[a].rate, joined(nodes_[b].rate, nodes_[c].rate));
  if (rate == Rate::constant)
    return constant(apply(op, nodes_[a].value, nodes_[b].value, nodes_[c].value));
  // a choice that is settled needs only the branch taken
  if (op == OpCode::select && nodes_[a].rate == Rate::constant) return nodes_[a].value != 0 ? b : c;
  GraphNode node;
  node.op = op;
  node.a = a;
  node.b = b;
  node.c = c;
  node.rate = rate;
  return add(node);
}

NodeId Graph::lookup(std::uint32_t table, const model::Table& points, NodeId x) {
  if (nodes_[x].rate == Rate::constant) return constant(table_value(points, nodes_[x].value));
  GraphNode node;
  node.op = OpCode::lookup;
  node.a = node.b = node.c = x;
  node.index = table;
  node.rate = nodes_[x].rate;
  return add(node);
}

NodeId Graph::noise(OpCode op, std::uint32_t index, NodeId a, NodeId b, bool at_start) {
  GraphNode node;
  node.op = op;
  node.a = a;
  node.b = b;
  node.c = a;
  node.index = index;
  node.rate = at_start ? Rate::fixed : Rate::dynamic;
  return add(node);
}

}  // namespace holon::engine
