// SPDX-License-Identifier: Apache-2.0
//
// The model: variables and equations with units. A life cycle, an uncertain factor and a feedback
// loop are all written in it. Immutable once built.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "base/diagnostic.h"
#include "model/expression.h"
#include "model/method.h"
#include "quantity/quantity.h"

namespace holon::model {

enum class Role {
  input,      ///< a stated quantity, drawn once per member
  auxiliary,  ///< an equation of the same moment
  stock,      ///< what accumulates: d(stock)/dt = equation
  delay,      ///< a value of `equation` from `delay` ago, in whole steps; `initial` before that
  held,       ///< kept from step to step: after each step it becomes what `equation` was in it
};

struct Variable {
  std::string name;  ///< full path, such as "deployment.api.energy per request"
  Role role = Role::auxiliary;
  quantity::Unit unit;          ///< dimension, and the unit in which it is shown
  quantity::Quantity quantity;  ///< of an input
  Expr equation;                ///< of the other roles
  Expr initial;     ///< of a stock, delay or held value; of an auxiliary: what stands in
                    ///< for its equation while starting values are found, if anything
  Expr delay;       ///< of a delay: a time that does not change during a run
  base::Span span;  ///< where it was stated; empty when made by holon
};

/// The time of a model: `steps` equal steps from `start`; no steps: all at one moment. A study's
/// time is in seconds from its first day; a model of another tool brings its own unit.
struct TimeAxis {
  base::Date from;
  double step = 0;  ///< [s], or the model's own unit of time
  std::uint32_t steps = 0;
  Method method = Method::euler;
  double start = 0;         ///< what `time` is at the first step
  double tolerance = 1e-6;  ///< of an adaptive method: error of a step, relative to a stock's size

  [[nodiscard]] double length() const { return step * steps; }
  /// The time at which step `n` begins; of `steps`, the end.
  [[nodiscard]] double at(std::uint32_t n) const { return start + step * n; }
};

/// One change that makes a case: the variable gets another equation, perhaps only from some time
/// on.
struct Change {
  VariableId variable = 0;
  Expr replacement;
  double from = 0;  ///< [s, or the model's unit of time] since the start; 0: always
};

/// The model as one question needs it. Case 0 is the model unchanged.
struct Case {
  std::string name;
  std::vector<Change> changes;
};

/// Variables, time, and the cases to run side by side.
struct Model {
  std::vector<Variable> variables;
  TimeAxis time;
  std::vector<Case> cases{{"baseline", {}}};

  [[nodiscard]] const Variable& operator[](VariableId id) const { return variables[id]; }
  /// The variable with exactly this name (by `base::name_key`), or `npos`.
  [[nodiscard]] VariableId find(std::string_view name) const;
  static constexpr VariableId npos = static_cast<VariableId>(-1);
};

/// What `variable` is computed from in case `in_case` (0: unchanged): its equation, a case's change
/// folded in. Before the date of a change, an input or a stock is what it is in the unchanged case.
/// Null for an input that the case leaves alone.
[[nodiscard]] Expr equation_in_case(const Model& model, VariableId variable, std::size_t in_case);

/// Checks that a model can run: every equation has matching units (and infers those that are not
/// declared), and no equations wait for each other. Rewrites smooths, delays and the like into
/// hidden stocks. Errors: E0306 to E0310.
[[nodiscard]] base::Result<Model> finished(Model draft, const std::vector<bool>& unit_declared);

/// The same for a model of another tool, whose units are checked elsewhere: numbers mean what its
/// modeller meant. The times of its delays are taken at the start and may hang on anything.
[[nodiscard]] base::Result<Model> finished_without_units(Model draft);

}  // namespace holon::model
