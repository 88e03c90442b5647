// SPDX-License-Identifier: Apache-2.0
#include "engine/interpreter.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "engine/arithmetic.h"
#include "engine/operation.h"

namespace holon::engine {
namespace {

using model::Expr;
using model::FunctionId;
using model::Op;
using model::Role;
using model::VariableId;

class Interpreter {
 public:
  Interpreter(const model::Model& model, std::uint64_t seed, std::uint64_t member)
      : model_(model),
        seed_(seed),
        member_(member),
        cases_(model.cases.size()),
        count_(model.variables.size()) {
    value_.resize(cases_ * count_);
    known_.resize(cases_ * count_);
    state_.resize(cases_ * count_);
    start_.resize(cases_ * count_);
    past_.resize(cases_ * count_);
    for (std::size_t in_case = 0; in_case < cases_; ++in_case) {
      for (VariableId id = 0; id < count_; ++id)
        equations_.push_back(model::equation_in_case(model, id, in_case));
    }
    drawn_.resize(count_);
    for (VariableId id = 0; id < count_; ++id) {
      const auto& subject = model[id];
      if (subject.role != Role::input) continue;
      drawn_[id] = quantity::Sampler(subject.quantity, subject.name).draw(seed, member);
    }
  }

  MemberResult run(const std::vector<Output>& outputs) {
    MemberResult out;
    out.final.resize(outputs.size());
    out.series.resize(outputs.size());
    begin();
    for (step_ = 0; step_ < model_.time.steps; ++step_) {
      const double at = model_.time.step * step_;
      moment(at, at);
      for (std::size_t i = 0; i < outputs.size(); ++i) {
        if (outputs[i].series && step_ % outputs[i].every == 0)
          out.series[i].push_back(evaluate(outputs[i].expression, 0));
      }
      remember();
      if (model_.time.method == model::Method::rk4)
        runge_kutta(at);
      else
        euler();
    }
    moment(model_.time.step * model_.time.steps, model_.time.step * model_.time.steps);
    for (std::size_t i = 0; i < outputs.size(); ++i) {
      if (!outputs[i].series) out.final[i] = evaluate(outputs[i].expression, 0);
    }
    return out;
  }

 private:
  [[nodiscard]] std::size_t at(VariableId id, std::size_t in_case) const {
    return in_case * count_ + id;
  }

  [[nodiscard]] bool is_changed(VariableId id, std::size_t in_case) const {
    const auto& changes = model_.cases[in_case].changes;
    return std::any_of(changes.begin(), changes.end(),
                       [&](const model::Change& c) { return c.variable == id; });
  }

  [[nodiscard]] bool is_state(VariableId id, std::size_t in_case) const {
    const auto role = model_[id].role;
    return (role == Role::stock || role == Role::delay) && !is_changed(id, in_case);
  }

  // starting values of stocks and delays, from each other
  void begin() {
    starting_ = true;
    step_ = 0;
    moment(0, 0);
    for (std::size_t in_case = 0; in_case < cases_; ++in_case) {
      for (VariableId id = 0; id < count_; ++id) {
        if (is_state(id, in_case)) state_[at(id, in_case)] = variable(id, in_case);
      }
    }
    start_ = state_;
    starting_ = false;
  }

  // a new moment: nothing but the states is known
  void moment(double time, double step_start) {
    time_ = time;
    step_start_ = step_start;
    std::fill(known_.begin(), known_.end(), false);
  }

  void for_each_stock(const std::function<void(VariableId, std::size_t)>& visit) {
    for (std::size_t in_case = 0; in_case < cases_; ++in_case) {
      for (VariableId id = 0; id < count_; ++id) {
        if (model_[id].role == Role::stock && is_state(id, in_case)) visit(id, in_case);
      }
    }
  }

  std::vector<double> rates() {
    std::vector<double> out(state_.size());
    for_each_stock([&](VariableId id, std::size_t in_case) {
      out[at(id, in_case)] = evaluate(model_[id].equation, in_case);
    });
    return out;
  }

  void euler() {
    const auto rate = rates();
    for_each_stock([&](VariableId id, std::size_t in_case) {
      const auto i = at(id, in_case);
      state_[i] = state_[i] + model_.time.step * rate[i];
    });
  }

  void runge_kutta(double from) {
    const double h = model_.time.step;
    const auto before = state_;
    const auto advance = [&](const std::vector<double>& rate, double reach, double time) {
      for_each_stock([&](VariableId id, std::size_t in_case) {
        const auto i = at(id, in_case);
        state_[i] = before[i] + reach * rate[i];
      });
      moment(time, from);
    };
    const auto k1 = rates();
    advance(k1, h / 2, from + h * 0.5);
    const auto k2 = rates();
    advance(k2, h / 2, from + h * 0.5);
    const auto k3 = rates();
    advance(k3, h, from + h * 1.0);
    const auto k4 = rates();
    for_each_stock([&](VariableId id, std::size_t in_case) {
      const auto i = at(id, in_case);
      state_[i] = before[i] + h / 6 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]);
    });
  }

  void remember() {
    for (std::size_t in_case = 0; in_case < cases_; ++in_case) {
      for (VariableId id = 0; id < count_; ++id) {
        if (model_[id].role == Role::delay && is_state(id, in_case)) {
          past_[at(id, in_case)].push_back(evaluate(model_[id].equation, in_case));
        }
      }
    }
  }

  double delayed(VariableId id, std::size_t in_case) {
    const bool was_starting = starting_;
    starting_ = true;
    const double wanted = std::floor(evaluate(model_[id].delay, in_case) / model_.time.step + 0.5);
    starting_ = was_starting;
    const double back = wanted > 1 ? wanted : 1;
    const auto& past = past_[at(id, in_case)];
    return back <= step_ ? past[step_ - static_cast<std::size_t>(back)] : start_[at(id, in_case)];
  }

  double variable(VariableId id, std::size_t in_case) {
    const auto i = at(id, in_case);
    if (known_[i]) return value_[i];
    const double out = fresh(id, in_case);
    value_[i] = out;
    known_[i] = true;
    return out;
  }

  double fresh(VariableId id, std::size_t in_case) {
    const auto& subject = model_[id];
    if (is_state(id, in_case)) {
      if (starting_) return evaluate(subject.initial, in_case);
      return subject.role == Role::stock ? state_[at(id, in_case)] : delayed(id, in_case);
    }
    if (subject.role == Role::input && !is_changed(id, in_case)) return drawn_[id];
    return evaluate(equations_[at(id, in_case)], in_case);
  }

  double evaluate(const Expr& e, std::size_t in_case) {
    const auto argument = [&](std::size_t i) { return evaluate(e->arguments[i], in_case); };
    if (const auto op = operation_of(e->op)) {
      const double a = argument(0);
      return apply(*op, a, argument(1), 0);
    }
    switch (e->op) {
      case Op::number:
        return e->value;
      case Op::variable:
        return variable(e->variable, e->in_case == model::kThisCase
                                         ? in_case
                                         : static_cast<std::size_t>(e->in_case));
      case Op::negate:
        return -argument(0);
      case Op::logical_not:
        return apply(OpCode::logical_not, argument(0), 0, 0);
      case Op::greater:
        return argument(0) > argument(1) ? 1 : 0;
      case Op::greater_equal:
        return argument(0) >= argument(1) ? 1 : 0;
      case Op::if_else:
        return argument(0) != 0 ? argument(1) : argument(2);
      case Op::lookup:
        return table_value(*e->table, argument(0));
      case Op::call:
        return call(*e, in_case);
      default:
        break;
    }
    base::check(false, "a finished model has no unresolved names");
    return 0;
  }

  double call(const model::Expression& e, std::size_t in_case) {
    const auto argument = [&](std::size_t i) { return evaluate(e.arguments[i], in_case); };
    if (const auto op = operation_of(e.function->id)) return apply(*op, argument(0), 0, 0);
    if (const auto op = noise_of(e.function->id)) return drawn(*op, e, in_case);
    switch (e.function->id) {
      case FunctionId::min:
        return folded(OpCode::min, e, in_case);
      case FunctionId::max:
        return folded(OpCode::max, e, in_case);
      case FunctionId::safe_divide:
        return apply(OpCode::safe_divide, argument(0), argument(1),
                     e.arguments.size() == 3 ? argument(2) : 0);
      case FunctionId::time:
        return starting_ ? 0 : time_;
      case FunctionId::step_start:
        return starting_ ? 0 : step_start_;
      case FunctionId::dt:
        return model_.time.step;
      case FunctionId::start_time:
        return 0;
      case FunctionId::stop_time:
        return model_.time.length();
      default:
        break;
    }
    base::check(false, "functions with a memory are rewritten before a run");
    return 0;
  }

  double folded(OpCode op, const model::Expression& e, std::size_t in_case) {
    double out = evaluate(e.arguments[0], in_case);
    for (std::size_t i = 1; i < e.arguments.size(); ++i)
      out = apply(op, out, evaluate(e.arguments[i], in_case), 0);
    return out;
  }

  double drawn(OpCode op, const model::Expression& e, std::size_t in_case) {
    const double a = evaluate(e.arguments[0], in_case);
    const double b = e.arguments.size() > 1 ? evaluate(e.arguments[1], in_case) : a;
    const auto step = starting_ ? 0 : step_;
    return noise(op, a, b,
                 base::uniform(seed_, base::stream_of("noise/" + e.name), member_, step + 1));
  }

  const model::Model& model_;
  std::uint64_t seed_;
  std::uint64_t member_;
  std::size_t cases_;
  std::size_t count_;
  std::vector<Expr> equations_;  // [case][variable]
  std::vector<double> drawn_;    // of inputs
  std::vector<double> value_;    // of this moment [case][variable]
  std::vector<bool> known_;
  std::vector<double> state_;              // stocks
  std::vector<double> start_;              // starting values
  std::vector<std::vector<double>> past_;  // of delays, by step
  double time_ = 0;
  double step_start_ = 0;
  std::uint32_t step_ = 0;
  bool starting_ = false;
};

}  // namespace

MemberResult interpret(const model::Model& model, const std::vector<Output>& outputs,
                       std::uint64_t seed, std::uint64_t member) {
  return Interpreter(model, seed, member).run(outputs);
}

}  // namespace holon::engine
