// SPDX-License-Identifier: Apache-2.0
//
// A study as its findings see it: the categories it has any impact in, expressions over its flows
// in any case, and the further cases that questions need.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "findings/findings.h"
#include "study/compile.h"

namespace holon::findings {

/// Which flows a sum takes.
using FlowFilter = std::function<bool(const study::ImpactFlow&)>;

class Subject {
 public:
  Subject(const study::Study& study, const study::Compiled& compiled);

  [[nodiscard]] const study::Study& study() const { return study_; }
  [[nodiscard]] const study::Compiled& compiled() const { return compiled_; }
  /// The study's model with all cases, the added ones too.
  [[nodiscard]] const model::Model& model() const { return model_; }
  [[nodiscard]] const std::vector<CategoryInfo>& categories() const { return categories_; }
  /// Those that every report has, as indices into `categories`.
  [[nodiscard]] std::vector<std::size_t> main_categories() const;

  /// The size of a category's unit in base units.
  [[nodiscard]] double scale_of(std::size_t category) const;

  /// Total of a category in a case [base units].
  [[nodiscard]] model::Expr total(std::size_t category, int in_case) const;

  /// Total of the flows of a category that `belongs` picks; null when there are none.
  [[nodiscard]] model::Expr total_of(std::size_t category, int in_case,
                                     const FlowFilter& belongs) const;

  /// Where a case moves the work of a flow, in the order in which it does so.
  [[nodiscard]] std::vector<study::Relocation> relocations_of(const study::ImpactFlow& flow,
                                                              int in_case) const;

  /// The rate of a category over time [base units per second].
  [[nodiscard]] model::Expr rate(std::size_t category, int in_case) const;

  /// How many functional units a case delivers; null when it delivers none.
  [[nodiscard]] model::Expr service(int in_case) const;

  /// What `value` was in a case when `condition` last held; 0 before. Both are kept in a variable
  /// called `name`.
  model::Expr last_while(const model::Expr& condition, const model::Expr& value, int in_case,
                         const std::string& name);

  /// Adds a variable that a question needs; the study's own do not read it.
  model::VariableId add_variable(model::Variable variable);

  void set_equation(model::VariableId id, const model::Expr& equation) {
    model_.variables[id].equation = equation;
  }

  /// Adds a case: `like` another one, with further changes. Its number.
  int add_case(const std::string& name, int like, const std::vector<model::Change>& changes);

 private:
  const study::Study& study_;
  const study::Compiled& compiled_;
  model::Model model_;
  std::vector<CategoryInfo> categories_;
};

/// The variable keeps to its path in the unchanged study.
[[nodiscard]] model::Change held(model::VariableId variable);

/// All of them do.
[[nodiscard]] std::vector<model::Change> held(const std::vector<model::VariableId>& variables);

/// A difference smaller than this share of a total is rounding.
inline constexpr double kNothing = 1e-9;

/// Whether a moment [s since the start] is not over yet.
[[nodiscard]] model::Expr is_until(double moment);

/// `value` where the condition holds; elsewhere none, so that this future is left out of figures.
[[nodiscard]] model::Expr only_where(const model::Expr& condition, const model::Expr& value);

}  // namespace holon::findings
