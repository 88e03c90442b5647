// SPDX-License-Identifier: Apache-2.0
//
// Graph to program: which operation runs how often, and in which slot its value lies.
#pragma once

#include <vector>

#include "engine/graph.h"
#include "engine/program.h"

namespace holon::engine {

struct StockNodes {
  NodeId value;
  NodeId initial;
  NodeId rate;
};

struct DelayNodes {
  NodeId value;
  NodeId initial;
  NodeId input;
  NodeId time;
};

struct HeldNodes {
  NodeId value;
  NodeId initial;
  NodeId input;
};

struct OutputNode {
  NodeId node;
  bool series;
  std::uint32_t every;
};

struct InputDraw {
  model::VariableId input;
  quantity::Sampler sampler;
};

struct SlopeNode {
  std::size_t row;
  std::size_t column;
  NodeId node;
};

/// What the compiler found beside the graph itself.
struct Draft {
  std::vector<OutputNode> outputs;
  std::vector<StockNodes> stocks;
  std::vector<DelayNodes> delays;
  std::vector<HeldNodes> held;
  std::vector<SlopeNode> slopes;
  std::vector<InputDraw> draws;
  std::vector<base::Stream> noises;
  std::vector<std::shared_ptr<const model::Table>> tables;
};

[[nodiscard]] Program schedule(const Graph& graph, Draft draft, const model::TimeAxis& time);

}  // namespace holon::engine
