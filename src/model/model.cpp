// SPDX-License-Identifier: Apache-2.0
#include "model/model.h"

#include "base/text.h"

namespace holon::model {

VariableId Model::find(std::string_view name) const {
  const auto key = base::name_key(name);
  for (VariableId id = 0; id < variables.size(); ++id) {
    if (base::name_key(variables[id].name) == key) return id;
  }
  return npos;
}

Expr equation_in_case(const Model& model, VariableId variable_id, std::size_t in_case) {
  const auto& subject = model[variable_id];
  auto out = subject.equation;
  for (const auto& change : model.cases[in_case].changes) {
    if (change.variable != variable_id) continue;
    if (change.from <= 0) {
      out = change.replacement;
      continue;
    }
    // half a step of tolerance, so that rounding never moves a date by a whole step
    const auto now = call("step start", {}) + call("dt", {}) * number(0.5);
    const auto reached = node(Op::greater, {now, number(change.from, quantity::Dimension("time"))});
    out = node(Op::if_else, {reached, change.replacement, out ? out : variable(variable_id, 0)});
  }
  return out;
}

}  // namespace holon::model
