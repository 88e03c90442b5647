// SPDX-License-Identifier: Apache-2.0
//
// A model with its cases as a list of instances: a variable in a case is one, numbered case ×
// variables + variable. What no change of a case reaches is the unchanged case's instance.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/program.h"
#include "engine/reach.h"
#include "model/depth_first.h"
#include "model/model.h"

namespace holon::engine {

/// The moment for which an expression is computed.
enum class Phase : std::uint8_t { start, running };

/// Which instances a member needs, in an order in which each comes after what it reads.
struct Order {
  std::vector<std::size_t> start;    // for starting values
  std::vector<std::size_t> running;  // at every moment
  std::vector<std::size_t> stocks;   // rising
  std::vector<std::size_t> delays;
  std::vector<std::size_t> held;
};

class Equations {
 public:
  /// Refers to `model`.
  explicit Equations(const model::Model& model);

  [[nodiscard]] std::size_t instances() const { return count_ * model_.cases.size(); }
  [[nodiscard]] const model::Variable& subject(std::size_t i) const { return model_[i % count_]; }
  [[nodiscard]] std::size_t case_of(std::size_t i) const { return i / count_; }
  [[nodiscard]] bool is_drawn(std::size_t i) const;
  [[nodiscard]] bool is_state(std::size_t i) const;

  [[nodiscard]] std::size_t instance(model::VariableId id, int read_in, std::size_t in_case) const {
    const auto wanted = read_in == model::kThisCase ? in_case : static_cast<std::size_t>(read_in);
    return reach_.effective_case(id, wanted) * count_ + id;
  }

  /// What the instance is computed from; null for a draw, and for a state that runs.
  [[nodiscard]] model::Expr source(std::size_t i, Phase phase) const;

  /// What outputs need.
  [[nodiscard]] Order order_for(const std::vector<Output>& outputs) const;

 private:
  [[nodiscard]] std::vector<std::size_t> reads_of(const model::Expr& expression,
                                                  std::size_t in_case) const;
  void walk(const std::vector<std::size_t>& roots, Phase phase, model::DepthFirst& walked,
            Order& order, std::vector<std::size_t>& states) const;

  const model::Model& model_;
  std::size_t count_;
  Reach reach_;
};

}  // namespace holon::engine
