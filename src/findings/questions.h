// SPDX-License-Identifier: Apache-2.0
//
// What findings ask of a run, and who wants to know: every finding asks before the run, one run
// answers all of them on the same draws.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "engine/run.h"
#include "findings/findings.h"

namespace holon::findings {

/// Five figures of an outcome, divided by `scale`.
[[nodiscard]] Summary summary_of(const engine::Statistics& statistics, double scale);

class Questions {
 public:
  using Answer = std::function<void(const std::vector<engine::Statistics>&)>;

  /// Asks for an expression at the end of the run; `answer` gets its statistics in a list of one.
  void ask(const model::Expr& expression, Answer answer);

  /// Asks for a series of every so many steps.
  void ask_series(const model::Expr& expression, std::uint32_t every, Answer answer);

  /// Asks for a summary, in units of `scale`. `into` must stay where it is until the answer.
  void ask_summary(const model::Expr& expression, double scale, std::optional<Summary>& into);

  /// Asks in which share of the futures a condition holds, among those in which it has a value.
  void ask_probability(const model::Expr& condition, double& into);

  [[nodiscard]] const std::vector<engine::Output>& outputs() const { return outputs_; }

  /// Gives every answer to whom asked.
  void answer(const engine::Observations& observations) const;

 private:
  std::vector<engine::Output> outputs_;
  std::vector<Answer> answers_;
};

}  // namespace holon::findings
