// SPDX-License-Identifier: Apache-2.0
//
// Many settings of a model's parameters, tried in one run: each point is one member, or an ensemble
// of members that draws the same futures as every other point.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/groups.h"
#include "experiment/minimise.h"
#include "model/model.h"

namespace holon::experiment {

/// A named number of a model, and where it may lie.
struct Parameter {
  std::string name;
  model::VariableId variable = 0;
  double low = 0;            ///< [base units]
  double high = 1;           ///< [base units]
  bool logarithmic = false;  ///< searched by its logarithm: both ends are above zero
};

/// The parameter's value at a place in the unit cube, and the place of a value.
[[nodiscard]] double value_at(const Parameter& parameter, double place);
[[nodiscard]] double place_of(const Parameter& parameter, double value);

/// The number that the variable is in the model as it stands; nothing where it is uncertain or
/// computed from others.
[[nodiscard]] std::optional<double> own_value(const model::Model& model,
                                              model::VariableId variable);

/// True for an input, or a variable whose equation reads no other: only these can be varied.
[[nodiscard]] bool can_vary(const model::Model& model, model::VariableId variable);

/// The model with these variables drawn between their bounds, evenly (or their logarithms).
[[nodiscard]] model::Model with_inputs(model::Model model,
                                       const std::vector<Parameter>& parameters);

/// What one point gave: its members' values at every moment of every variable.
class Trial {
 public:
  Trial(const engine::Group& group, std::size_t first, std::size_t members, std::uint32_t steps)
      : group_(group), first_(first), members_(members), steps_(steps) {}

  [[nodiscard]] std::size_t members() const { return members_; }
  [[nodiscard]] std::uint32_t steps() const { return steps_; }

  /// Of the variable at the start of step `step`; at `steps()`: at the end.
  [[nodiscard]] double value(std::size_t variable, std::uint32_t step, std::size_t member) const {
    return group_[variable * (steps_ + std::size_t{1}) + step][first_ + member];
  }

 private:
  const engine::Group& group_;
  std::size_t first_;
  std::size_t members_;
  std::uint32_t steps_;
};

class Trials {
 public:
  /// `members` of 1: whatever else is uncertain is at its median; else it is drawn, the same for
  /// every point.
  Trials(const model::Model& model, const std::vector<Parameter>& parameters,
         const std::vector<model::VariableId>& variables, std::size_t members,
         const engine::Plan& plan);

  using Reduce = std::function<std::vector<double>(const Trial&)>;

  /// Runs the model at every point, each rank its part; what `reduce` (called from several threads)
  /// makes of each, on every rank.
  [[nodiscard]] std::vector<std::vector<double>> run(const std::vector<Point>& points,
                                                     const Reduce& reduce);

  /// Runs of the model so far.
  [[nodiscard]] std::uint64_t runs() const { return runs_; }

 private:
  std::vector<Parameter> parameters_;
  std::size_t members_;
  engine::Plan plan_;
  std::shared_ptr<const quantity::Uniforms> others_;
  engine::Program program_;
  std::uint64_t runs_ = 0;
};

}  // namespace holon::experiment
