// SPDX-License-Identifier: Apache-2.0
//
// Equations evaluated at many points at once: a lane of the batch machine is a point. Compiled
// once.
#pragma once

#include <span>
#include <vector>

#include "engine/kernel.h"
#include "engine/program.h"

namespace holon::engine::loops {

class Evaluator {
 public:
  /// Compiles `wanted`. In `model` stocks are leaves, whose values the caller gives; inputs are
  /// constant and auxiliaries computed. `leaves` names the stocks, in the order of their values.
  Evaluator(const model::Model& model, const std::vector<model::VariableId>& leaves,
            const std::vector<model::Expr>& wanted);

  /// Evaluates at `points` points. `leaves[i]` points to the values of leaf i, `results[j]` to
  /// where the values of expression j go; both are arrays of `points` numbers.
  void evaluate(std::size_t points, std::span<const double* const> leaves,
                std::span<double* const> results);

 private:
  struct Column {
    std::size_t index;
    Slot slot;
  };

  Program program_;
  std::size_t width_;  // lanes
  Kernel kernel_;
  std::vector<double> slots_;
  std::vector<Column> leaves_;  // that something reads
  std::vector<Slot> results_;
};

/// A variable for `Evaluator`'s model whose values are given.
[[nodiscard]] model::Variable leaf();

}  // namespace holon::engine::loops
