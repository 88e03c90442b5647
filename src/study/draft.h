// SPDX-License-Identifier: Apache-2.0
//
// A model while its study is being compiled: variables by path, names resolved among them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "document/quantity_reader.h"
#include "model/model.h"
#include "study/study.h"

namespace holon::study {

class Draft {
 public:
  Draft(const Arrays& arrays, base::Diagnostics& diagnostics)
      : arrays_(arrays), diagnostics_(diagnostics) {}

  /// Adds what a statement says; `block` is where its equation looks names up first.
  model::VariableId add(const Statement& statement);

  /// Adds a figure of the catalogue, or one of holon's own.
  model::VariableId add(const std::string& path, const quantity::Quantity& quantity);

  /// Adds an equation that holon makes, of a declared unit. The equation may follow later.
  model::VariableId add(const std::string& path, const model::Expr& equation,
                        const quantity::Unit& unit, const base::Span& span = {});

  /// The same, with the unit that follows from the equation.
  model::VariableId add_inferred(const std::string& path, const model::Expr& equation,
                                 const base::Span& span);

  /// Adds a stock that holon makes.
  model::VariableId add_stock(const std::string& path, const model::Expr& rate,
                              const quantity::Unit& unit);

  /// Adds a stock of the user's; unit from its starting value.
  model::VariableId add_stock(const std::string& path, const Statement& initial,
                              const Statement& change, const base::Span& span);

  void set_equation(model::VariableId id, const model::Expr& equation) {
    variables_[id].equation = equation;
  }

  /// States the unit of a variable, whose equation is checked against it from then on.
  void declare(model::VariableId id, const quantity::Unit& unit) {
    variables_[id].unit = unit;
    declared_[id] = true;
  }

  [[nodiscard]] std::optional<model::VariableId> find(const std::string& path) const;

  /// The variable that `name` means inside `block`: in the block itself, else the only one whose
  /// path ends with it. Reports none and several.
  [[nodiscard]] std::optional<model::VariableId> look_up(const std::string& name,
                                                         const std::string& block,
                                                         const base::Span& where);

  /// Replaces the value of a variable by a stated one.
  void replace(model::VariableId id, const Statement& statement);

  /// An equation with its names resolved inside `block`; null after reporting.
  [[nodiscard]] model::Expr resolved(const model::Expr& equation, const std::string& block);

  /// Resolves every equation added so far.
  void resolve_all();

  /// Least certain evidence among everything the expression hangs on.
  [[nodiscard]] quantity::Evidence evidence_of(const model::Expr& expression) const;

  [[nodiscard]] const model::Variable& operator[](model::VariableId id) const {
    return variables_[id];
  }
  [[nodiscard]] const std::vector<model::Variable>& variables() const { return variables_; }
  [[nodiscard]] const std::vector<bool>& declared() const { return declared_; }

 private:
  model::VariableId add(model::Variable variable, bool declared, const std::string& block);
  void collect_evidence(const model::Expr& expression, std::vector<bool>& seen,
                        quantity::Evidence& worst) const;

  bool is_bare_array(const std::string& name, const base::Span& where);

  const Arrays& arrays_;
  base::Diagnostics& diagnostics_;
  std::vector<model::Variable> variables_;
  std::vector<bool> declared_;
  std::vector<std::string>
      blocks_;                 // where each variable's equation looks names up; empty: resolved
  std::vector<bool> by_user_;  // the equation is the user's
  std::map<std::string, model::VariableId> by_path_;
};

}  // namespace holon::study
