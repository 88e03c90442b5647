// SPDX-License-Identifier: Apache-2.0
#include "model/formats/flow_circles.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "model/formats/circles.h"

namespace holon::model::formats {
namespace {

void for_each_stand_in(const Expr& expression, const std::function<void(std::size_t)>& visit) {
  if (expression->op == Op::name) visit(expression->variable);
  for (const auto& argument : expression->arguments) for_each_stand_in(argument, visit);
}

bool has_stand_in(const Expr& expression) {
  bool out = false;
  for_each_stand_in(expression, [&](std::size_t) { out = true; });
  return out;
}

}  // namespace

Expr FlowCircles::stand_in(std::vector<Expr> inflows) {
  auto out = std::make_shared<Expression>();
  out->op = Op::name;
  out->name = "what comes in";
  out->variable = inflows_.size();
  inflows_.push_back(std::move(inflows));
  return out;
}

void FlowCircles::resolve(Model& model) const {
  if (inflows_.empty()) return;

  // what each variable reads in the same moment
  ReadGraph reads(model.variables.size());
  for (VariableId id = 0; id < reads.size(); ++id) {
    const auto& subject = model[id];
    if (subject.role != Role::auxiliary || !subject.equation) continue;
    const auto add = [&](VariableId next, int) { reads[id].push_back(next); };
    for_each_variable(subject.equation, add);
    for_each_stand_in(subject.equation, [&](std::size_t limit) {
      for (const auto& inflow : inflows_[limit]) for_each_variable(inflow, add);
    });
  }
  const auto circle = circles_of(reads);

  for (VariableId id = 0; id < reads.size(); ++id) {
    auto& subject = model.variables[id];
    const auto waits = [&](const Expr& inflow) {
      bool out = false;
      for_each_variable(inflow, [&](VariableId next, int) {
        out = out || (subject.role == Role::auxiliary && circle[next] == circle[id]);
      });
      return out;
    };
    const auto write_out = [&](const Expression& stand_in) {
      Expr out = number(0);
      for (const auto& inflow : inflows_[stand_in.variable])
        if (!waits(inflow)) out = out + inflow;
      return out;
    };
    for (auto* equation : {&subject.equation, &subject.initial, &subject.delay})
      if (*equation && has_stand_in(*equation)) *equation = resolve_names(*equation, write_out);
  }
}

}  // namespace holon::model::formats
