// SPDX-License-Identifier: Apache-2.0
#include "engine/graph.h"

#include <algorithm>
#include <bit>
#include <limits>

#include "engine/arithmetic.h"
#include "engine/of_many.h"

namespace holon::engine {
namespace {

Rate joined(Rate a, Rate b) {
  return static_cast<Rate>(static_cast<std::uint8_t>(a) | static_cast<std::uint8_t>(b));
}

constexpr std::uint64_t kGolden = 0x9E3779B97F4A7C15U;  // 2^64 / golden ratio
constexpr NodeId kEmpty = std::numeric_limits<NodeId>::max();

std::uint64_t hash(const GraphNode& node) {
  std::uint64_t out = 0;
  const auto mix = [&](std::uint64_t part) {
    out = (out ^ part) * kGolden;
    out ^= out >> 32U;
  };
  mix(static_cast<std::uint64_t>(node.op) << 8U | static_cast<std::uint64_t>(node.rate));
  mix(static_cast<std::uint64_t>(node.a) << 32U | node.b);
  mix(static_cast<std::uint64_t>(node.c) << 32U | node.index);
  mix(std::bit_cast<std::uint64_t>(node.value));
  return out;
}

bool is_same(const GraphNode& a, const GraphNode& b) {
  return a.op == b.op && a.a == b.a && a.b == b.b && a.c == b.c && a.index == b.index &&
         a.rate == b.rate &&
         std::bit_cast<std::uint64_t>(a.value) == std::bit_cast<std::uint64_t>(b.value);
}

}  // namespace

int argument_count(OpCode op) {
  if (op < OpCode::copy) return 0;
  if (op < OpCode::add) return 1;
  if (op < OpCode::select) return 2;
  if (op < OpCode::noise_uniform) return 3;
  return op < OpCode::of_many ? 2 : 0;
}

// equal nodes are one; the table is at most half full
NodeId Graph::add(const GraphNode& node) {
  if (2 * nodes_.size() >= known_.size()) grow();
  auto place = hash(node) & (known_.size() - 1);
  while (known_[place] != kEmpty) {
    if (is_same(nodes_[known_[place]], node)) return known_[place];
    place = (place + 1) & (known_.size() - 1);
  }
  known_[place] = static_cast<NodeId>(nodes_.size());
  nodes_.push_back(node);
  return known_[place];
}

void Graph::grow() {
  known_.assign(std::max<std::size_t>(1024, 2 * known_.size()), kEmpty);
  for (NodeId id = 0; id < nodes_.size(); ++id) {
    auto place = hash(nodes_[id]) & (known_.size() - 1);
    while (known_[place] != kEmpty) place = (place + 1) & (known_.size() - 1);
    known_[place] = id;
  }
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

NodeId Graph::call(model::FunctionId function, std::vector<NodeId> arguments) {
  GraphNode node;
  node.op = OpCode::of_many;
  node.a = node.b = node.c = arguments.front();
  std::uint64_t key = static_cast<std::uint64_t>(function);
  for (const auto argument : arguments) {
    node.rate = joined(node.rate, nodes_[argument].rate);
    key = (key ^ argument) * kGolden;
    key ^= key >> 32U;
  }
  if (node.rate == Rate::constant) {
    std::vector<double> values;
    for (const auto argument : arguments) values.push_back(nodes_[argument].value);
    return constant(value_of_many(function, values));
  }
  GraphCall call{function, std::move(arguments)};
  const auto [first, last] = known_calls_.equal_range(key);
  const auto known =
      std::find_if(first, last, [&](const auto& entry) { return calls_[entry.second] == call; });
  if (known != last) {
    node.index = known->second;
  } else {
    node.index = static_cast<std::uint32_t>(calls_.size());
    known_calls_.emplace(key, node.index);
    calls_.push_back(std::move(call));
  }
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
