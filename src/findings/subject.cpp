// SPDX-License-Identifier: Apache-2.0
#include "findings/subject.h"

#include <algorithm>
#include <limits>

namespace holon::findings {
namespace {

using model::Expr;
using study::ImpactFlow;

Expr sum_of(const std::vector<ImpactFlow>& flows, int in_case, bool rate,
            const FlowFilter& belongs) {
  Expr out;
  for (const auto& flow : flows) {
    if (!belongs(flow)) continue;
    const auto one = model::variable(rate ? flow.rate : flow.total, in_case);
    out = out ? out + one : one;
  }
  return out;
}

}  // namespace

Subject::Subject(const study::Study& study, const study::Compiled& compiled)
    : study_(study), compiled_(compiled), model_(compiled.model) {
  for (std::size_t i = 0; i < study::categories().size(); ++i) {
    const bool has_flow = std::any_of(compiled.flows.begin(), compiled.flows.end(),
                                      [&](const ImpactFlow& f) { return f.category == i; });
    if (!compiled.reported[i] || !has_flow) continue;
    const bool partial = std::any_of(compiled.missing.begin(), compiled.missing.end(),
                                     [&](const study::Missing& m) { return m.category == i; });
    categories_.push_back({i, std::string(study::categories()[i].name),
                           std::string(study::categories()[i].unit), partial});
  }
}

std::vector<std::size_t> Subject::main_categories() const {
  std::vector<std::size_t> out;
  for (std::size_t c = 0; c < categories_.size(); ++c) {
    if (study::categories()[categories_[c].index].always_reported) out.push_back(c);
  }
  return out;
}

double Subject::scale_of(std::size_t category) const {
  return study::unit_of(categories_[category].index).scale;
}

Expr Subject::total(std::size_t category, int in_case) const {
  return total_of(category, in_case, [](const ImpactFlow&) { return true; });
}

Expr Subject::total_of(std::size_t category, int in_case, const FlowFilter& belongs) const {
  const auto index = categories_[category].index;
  return sum_of(compiled_.flows, in_case, false,
                [&](const ImpactFlow& f) { return f.category == index && belongs(f); });
}

std::vector<study::Relocation> Subject::relocations_of(const ImpactFlow& flow, int in_case) const {
  std::vector<study::Relocation> out;
  if (flow.place.empty()) return out;
  for (const auto& move : compiled_.relocations) {
    if (move.in_case != static_cast<std::size_t>(in_case) || move.activity != flow.activity)
      continue;
    // what holds from a later moment or was written later takes the place of what is there
    while (!out.empty() && out.back().from >= move.from) out.pop_back();
    out.push_back(move);
  }
  return out;
}

Expr Subject::rate(std::size_t category, int in_case) const {
  const auto index = categories_[category].index;
  return sum_of(compiled_.flows, in_case, true,
                [&](const ImpactFlow& f) { return f.category == index; });
}

Expr Subject::service(int in_case) const {
  if (!study_.functional_unit) return nullptr;
  const auto& unit = *study_.functional_unit;
  const double size = std::get<quantity::Constant>(unit.distribution.shape).value * unit.unit.scale;
  Expr out;
  for (const auto& one : compiled_.services) {
    if (!quantity::same_size(one.thing, unit.unit.dimension)) continue;
    const auto amount = model::variable(one.total, in_case);
    out = out ? out + amount : amount;
  }
  return out ? out / model::number(size) : nullptr;
}

Expr Subject::last_while(const Expr& condition, const Expr& value, int in_case,
                         const std::string& name) {
  model::Variable variable;
  variable.name = name;
  variable.role = model::Role::held;
  variable.initial = model::number(0);
  const auto id = add_variable(variable);
  set_equation(id, model::node(model::Op::if_else, {condition, value, model::variable(id)}));
  return model::variable(id, in_case);
}

model::VariableId Subject::add_variable(model::Variable variable) {
  model_.variables.push_back(std::move(variable));
  return model_.variables.size() - 1;
}

int Subject::add_case(const std::string& name, int like,
                      const std::vector<model::Change>& changes) {
  auto added = model_.cases[static_cast<std::size_t>(like)];
  added.name = name;
  added.changes.insert(added.changes.end(), changes.begin(), changes.end());
  model_.cases.push_back(std::move(added));
  return static_cast<int>(model_.cases.size() - 1);
}

Expr is_until(double moment) {
  return model::node(model::Op::less_equal, {model::call("time", {}), model::number(moment)});
}

Expr only_where(const Expr& condition, const Expr& value) {
  const auto none = model::number(std::numeric_limits<double>::quiet_NaN());
  return model::node(model::Op::if_else, {condition, value, none});
}

model::Change held(model::VariableId variable) {
  return {variable, model::variable(variable, 0), 0};
}

std::vector<model::Change> held(const std::vector<model::VariableId>& variables) {
  std::vector<model::Change> out;
  for (const auto variable : variables) out.push_back(held(variable));
  return out;
}

}  // namespace holon::findings
