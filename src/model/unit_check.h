// SPDX-License-Identifier: Apache-2.0
//
// Units through every equation: only like is added, compared or chosen between, and an equation
// gives what its variable stands for.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/depth_first.h"
#include "model/model.h"

namespace holon::model {

/// Dimensions of the variables of a model, found on demand.
class UnitCheck {
 public:
  /// `declared[id]`: the variable's unit is stated, not to be found from its equation.
  UnitCheck(const Model& model, std::vector<bool> declared);

  /// Dimension of a variable; nothing while a mistake hides it.
  [[nodiscard]] std::optional<quantity::Dimension> dimension_of(VariableId id);

  /// Checks every equation, initial value, delay and change of the model.
  void check_all();

  /// Dimension of an expression; nothing when it may be any (a bare 0) or a mistake hides it.
  [[nodiscard]] std::optional<quantity::Dimension> dimension_of(const Expr& expression);

  [[nodiscard]] base::Diagnostics& diagnostics() { return diagnostics_; }

 private:
  using Known = std::optional<quantity::Dimension>;

  void find(VariableId id);
  [[nodiscard]] Expr source_of(VariableId id) const;
  Known of(const Expr& expression);
  void expect(const Expr& expression, const quantity::Dimension& expected, const std::string& what,
              const base::Span& where);
  Known alike(const Expression& expression, std::size_t first, std::size_t last);
  Known of_call(const Expression& expression);
  Known of_power(const Expression& expression);
  Known alike_every(const Expression& expression, std::size_t one, std::size_t first,
                    std::size_t step);
  bool join(Known& common, const Expr& argument);
  Known of_many(const Expression& expression);
  void expect_plain(const Expression& expression, std::size_t first, std::size_t last);
  void report(base::Code code, std::string message, const base::Span& where,
              std::vector<std::string> help = {});
  void mismatch(const quantity::Dimension& found, const quantity::Dimension& expected,
                const std::string& what, const base::Span& where);

  const Model& model_;
  std::vector<bool> declared_;
  std::vector<Known> found_;
  DepthFirst walk_;
  base::Diagnostics diagnostics_;
};

}  // namespace holon::model
