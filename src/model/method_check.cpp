// SPDX-License-Identifier: Apache-2.0
#include "model/method_check.h"

#include <algorithm>

#include <fmt/format.h>

#include "model/differentiate.h"

namespace holon::model {
namespace {

/// Stocks of all cases together that an implicit method takes: the matrix of a member then has 2
/// MB.
constexpr std::size_t kMostStocks = 512;

bool is_noise(FunctionId id) {
  return id == FunctionId::random_uniform || id == FunctionId::random_normal ||
         id == FunctionId::random_exponential;
}

bool jumps_at_steps(const Expr& e) {
  if (e->op == Op::call && (e->function->id == FunctionId::step_start || is_noise(e->function->id)))
    return true;
  return std::any_of(e->arguments.begin(), e->arguments.end(), jumps_at_steps);
}

bool has_jump(const Variable& v) {
  return v.role == Role::delay || v.role == Role::held ||
         (v.equation && jumps_at_steps(v.equation));
}

bool has_jump(const Case& in_case) {
  return std::any_of(in_case.changes.begin(), in_case.changes.end(), [](const Change& change) {
    return change.from > 0 || jumps_at_steps(change.replacement);
  });
}

/// Which variables move with a stock at the same moment, in any case.
std::vector<bool> follow_stocks(const Model& model) {
  std::vector<std::vector<VariableId>> readers(model.variables.size());
  const auto note = [&](VariableId id, const Expr& equation) {
    for_each_variable(equation, [&](VariableId read, int) { readers[read].push_back(id); });
  };
  std::vector<bool> out(model.variables.size());
  std::vector<VariableId> open;
  for (VariableId id = 0; id < model.variables.size(); ++id) {
    const auto& v = model[id];
    if (v.role == Role::auxiliary && v.equation) note(id, v.equation);
    if (v.role == Role::stock) open.push_back(id);
  }
  for (const auto& in_case : model.cases) {
    for (const auto& change : in_case.changes) note(change.variable, change.replacement);
  }
  for (const auto id : open) out[id] = true;
  while (!open.empty()) {
    const auto id = open.back();
    open.pop_back();
    for (const auto reader : readers[id]) {
      if (out[reader]) continue;
      out[reader] = true;
      open.push_back(reader);
    }
  }
  return out;
}

// the first function of moving arguments that has no derivative
const Expression* rough_part(const Expr& e, const std::vector<bool>& moves) {
  for (const auto& argument : e->arguments) {
    if (const auto* found = rough_part(argument, moves)) return found;
  }
  if (e->op != Op::call || (is_differentiable(e->function->id) && !is_noise(e->function->id)))
    return nullptr;
  bool any = false;
  for_each_variable(e, [&](VariableId id, int) { any = any || moves[id]; });
  return any ? e.get() : nullptr;
}

void check_stocks(const Model& model, base::Diagnostics& diagnostics) {
  const auto count = static_cast<std::size_t>(
      std::count_if(model.variables.begin(), model.variables.end(),
                    [](const Variable& v) { return v.role == Role::stock; }));
  const auto all = count * model.cases.size();
  if (all <= kMostStocks) return;
  diagnostics.push_back(
      {base::Code::method_cannot,
       fmt::format("{} stocks are too many for rosenbrock, which takes {}", all, kMostStocks),
       {},
       "",
       {},
       {"use rk45, or rk4 with a short step"}});
}

void check_derivatives(const Model& model, base::Diagnostics& diagnostics) {
  const auto moves = follow_stocks(model);
  const auto check = [&](const Variable& v, const Expr& equation) {
    const auto* found = equation ? rough_part(equation, moves) : nullptr;
    if (found == nullptr) return;
    diagnostics.push_back(
        {base::Code::method_cannot,
         fmt::format("rosenbrock needs derivatives, and `{}` of a stock in `{}` has none",
                     found->function->name, v.name),
         v.span,
         "",
         {},
         {"use rk45, or rk4 with a short step"}});
  };
  for (const auto& v : model.variables) {
    if (v.role == Role::stock || v.role == Role::auxiliary) check(v, v.equation);
  }
  for (const auto& in_case : model.cases) {
    for (const auto& change : in_case.changes) check(model[change.variable], change.replacement);
  }
}

}  // namespace

bool needs_grid(const Model& model) {
  const auto variable = [](const Variable& v) { return has_jump(v); };
  const auto in_case = [](const Case& one) { return has_jump(one); };
  return std::any_of(model.variables.begin(), model.variables.end(), variable) ||
         std::any_of(model.cases.begin(), model.cases.end(), in_case);
}

void check_method(const Model& model, base::Diagnostics& diagnostics) {
  if (model.time.method != Method::rosenbrock) return;
  check_stocks(model, diagnostics);
  check_derivatives(model, diagnostics);
}

base::Diagnostics notes_on_method(const Model& model) {
  if (!is_adaptive(model.time.method) || !needs_grid(model)) return {};
  const auto found = std::find_if(model.variables.begin(), model.variables.end(),
                                  [](const Variable& v) { return has_jump(v); });
  const bool named = found != model.variables.end();
  return {{base::Code::method_keeps_steps,
           fmt::format("{} ends a step at each of the model's steps{}", name_of(model.time.method),
                       named ? fmt::format(", where `{}` may jump", found->name) : ""),
           named ? found->span : base::Span{},
           "",
           {},
           {"no mistake: a longer time step of the model makes it faster and coarsens the jumps"},
           base::Severity::warning}};
}

}  // namespace holon::model
