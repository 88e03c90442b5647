// SPDX-License-Identifier: Apache-2.0
//
// One run of the model, kept where the scores need it: at the end of some steps and one step before
// each.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/loops/structure.h"

namespace holon::engine::loops {

/// Which part of the run is looked at.
struct Period {
  double from = 0;  ///< of the model's time
  double to = 0;
  std::size_t most_samples = 1000;  ///< a longer run is looked at every so many steps
};

/// Values of every variable that changes, at `samples()` moments and one step before each.
class Trajectory {
 public:
  /// Runs the case of `structure` with every uncertain input at its mean.
  Trajectory(const model::Model& model, const Structure& structure, std::size_t in_case,
             const Period& period);

  [[nodiscard]] std::size_t samples() const { return times_.size(); }
  [[nodiscard]] const std::vector<double>& times() const { return times_; }
  /// Steps from one sample to the next.
  [[nodiscard]] std::uint32_t every() const { return every_; }
  [[nodiscard]] double step() const { return step_; }

  /// The variable, or the driver behind the variables, at every sample, and one step before.
  [[nodiscard]] const double* now(model::VariableId id) const { return row(value_, id) + shift_; }
  [[nodiscard]] const double* before(model::VariableId id) const { return row(value_, id); }

  /// What its equation gives: of a stock its net rate, of a delay or held value what enters it, of
  /// an auxiliary the value itself.
  [[nodiscard]] const double* equation_now(model::VariableId id) const;
  [[nodiscard]] const double* equation_before(model::VariableId id) const;

  /// The model with its uncertain inputs at their mean.
  [[nodiscard]] const model::Model& certain() const { return model_; }

 private:
  void choose_samples(const Period& period);
  void run_states(std::size_t in_case);
  void compute_rest();
  [[nodiscard]] const double* row(const std::vector<double>& of, std::size_t i) const {
    return of.data() + i * columns_;
  }

  model::Model model_;
  const Structure& structure_;
  std::vector<double> times_;
  std::vector<std::uint32_t> steps_;  // of the columns
  std::uint32_t every_ = 1;
  double step_ = 0;
  std::size_t columns_ = 0;
  std::size_t shift_ = 0;      // columns from "before" to "now"
  std::vector<double> value_;  // [variable, then driver][column]
  std::vector<double> rate_;   // [variable][column], of states
};

}  // namespace holon::engine::loops
