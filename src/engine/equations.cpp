// SPDX-License-Identifier: Apache-2.0
#include "engine/equations.h"

#include <algorithm>
#include <span>

#include "base/error.h"

namespace holon::engine {

using model::Expr;
using model::Role;
using model::VariableId;

Equations::Equations(const model::Model& model)
    : model_(model), count_(model.variables.size()), reach_(model) {}

bool Equations::is_drawn(std::size_t i) const {
  return subject(i).role == Role::input && !reach_.is_changed(i % count_, case_of(i));
}

bool Equations::is_state(std::size_t i) const {
  const auto role = subject(i).role;
  return role != Role::input && role != Role::auxiliary &&
         !reach_.is_changed(i % count_, case_of(i));
}

Expr Equations::source(std::size_t i, Phase phase) const {
  if (is_drawn(i) || (phase == Phase::running && is_state(i))) return nullptr;
  if (reach_.is_changed(i % count_, case_of(i)))
    return model::equation_in_case(model_, i % count_, case_of(i));
  if (phase == Phase::start && subject(i).initial) return subject(i).initial;
  return subject(i).equation;
}

Order Equations::order_for(const std::vector<Output>& outputs) const {
  Order out;
  model::DepthFirst starting(instances());
  model::DepthFirst running(instances());
  std::vector<std::size_t> states;
  const auto from = [&](const Expr& expression, std::size_t in_case, Phase phase) {
    walk(reads_of(expression, in_case), phase, phase == Phase::start ? starting : running, out,
         states);
  };
  for (const auto& output : outputs) from(output.expression, 0, Phase::running);
  // what a state starts with and what changes it may bring in further states
  for (std::size_t n = 0; n < states.size(); ++n) {
    const auto i = states[n];
    const auto& state = subject(i);
    walk({i}, Phase::start, starting, out, states);
    from(state.equation, case_of(i), Phase::running);
    if (state.role == Role::delay) from(state.delay, case_of(i), Phase::start);
    auto& list = state.role == Role::stock  ? out.stocks
                 : state.role == Role::held ? out.held
                                            : out.delays;
    list.push_back(i);
  }
  std::sort(out.stocks.begin(), out.stocks.end());
  return out;
}

std::vector<std::size_t> Equations::reads_of(const Expr& expression, std::size_t in_case) const {
  std::vector<std::size_t> out;
  model::for_each_variable(expression, [&](VariableId id, int read_in) {
    out.push_back(instance(id, read_in, in_case));
  });
  return out;
}

void Equations::walk(const std::vector<std::size_t>& roots, Phase phase, model::DepthFirst& walked,
                     Order& order, std::vector<std::size_t>& states) const {
  const auto reads = [&](std::size_t i, std::vector<std::size_t>& list) {
    const auto expression = source(i, phase);
    if (!expression) return;
    const auto read = reads_of(expression, case_of(i));
    list.insert(list.end(), read.begin(), read.end());
  };
  const auto done = [&](std::size_t i) {
    (phase == Phase::start ? order.start : order.running).push_back(i);
    if (phase == Phase::running && is_state(i)) states.push_back(i);
  };
  for (const auto root : roots) {
    walked.visit(root, reads, done, [](std::span<const std::size_t>) {
      base::check(false, "a finished model has no circles");
    });
  }
}

}  // namespace holon::engine
