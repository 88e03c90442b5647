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
  const bool is_state = subject.role != Role::input && subject.role != Role::auxiliary;
  auto out = subject.equation;
  bool changed = false;
  for (const auto& change : model.cases[in_case].changes) {
    if (change.variable != variable_id) continue;
    // until then a state, or an input, is what it is in the unchanged case
    const auto before = out && (changed || !is_state) ? out : variable(variable_id, 0);
    changed = true;
    if (change.from <= 0) {
      out = change.replacement;
      continue;
    }
    // half a step of tolerance, so that rounding never moves a date by a whole step
    const auto now = call("step start", {}) + call("dt", {}) * number(0.5);
    const auto reached = node(
        Op::greater, {now, number(model.time.start + change.from, quantity::Dimension("time"))});
    out = node(Op::if_else, {reached, change.replacement, before});
  }
  return out;
}

}  // namespace holon::model
