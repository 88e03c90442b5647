// SPDX-License-Identifier: Apache-2.0
#include "engine/interpreter.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "engine/arithmetic.h"
#include "engine/equations.h"
#include "engine/jacobian.h"
#include "engine/of_many.h"
#include "engine/operation.h"
#include "engine/stepper.h"
#include "model/method_check.h"

namespace holon::engine {
namespace {

using model::Expr;
using model::FunctionId;
using model::Op;
using model::Role;
using model::VariableId;

class Interpreter : public Flow {
 public:
  Interpreter(const model::Model& model, std::vector<Slope> slopes, std::uint64_t seed,
              std::uint64_t member)
      : model_(model),
        slopes_(std::move(slopes)),
        seed_(seed),
        member_(member),
        equations_(model) {}

  MemberResult run(const std::vector<Output>& outputs) {
    auto needed = outputs;
    for (const auto& slope : slopes_) needed.push_back({"", slope.expression});
    order_ = equations_.order_for(needed);
    begin();
    MemberResult out;
    out.final.resize(outputs.size());
    out.series.resize(outputs.size());
    if (model::is_adaptive(model_.time.method)) {
      run_adaptively(outputs, out);
      return out;
    }
    for (step_ = 0; step_ < model_.time.steps; ++step_) {
      const double at = model_.time.at(step_);
      moment(at, at);
      observe_series(outputs, out);
      remember();
      switch (model_.time.method) {
        case model::Method::euler:
          euler();
          break;
        case model::Method::rk2:
          heun(at);
          break;
        default:
          runge_kutta(at);
      }
      hold();
    }
    moment(model_.time.at(step_), model_.time.at(step_));
    observe_end(outputs, out);
    return out;
  }

  // an adaptive method's view of the stocks
  void rates(const double* time, const double* state, double* rate) override {
    for (std::size_t n = 0; n < order_.stocks.size(); ++n) state_[order_.stocks[n]] = state[n];
    moment(time[0], model_.time.at(step_));
    const auto now = current_rates();
    std::copy(now.begin(), now.end(), rate);
  }
  void slopes(double* by_stock, double* by_time) override {
    for (const auto& slope : slopes_) {
      double& to = slope.column == Jacobian::by_time
                       ? by_time[slope.row]
                       : by_stock[slope.row * order_.stocks.size() + slope.column];
      to = evaluate(slope.expression, 0);
    }
  }

 private:
  void observe_series(const std::vector<Output>& outputs, MemberResult& out) {
    for (std::size_t i = 0; i < outputs.size(); ++i) {
      if (outputs[i].series && step_ % outputs[i].every == 0)
        out.series[i].push_back(evaluate(outputs[i].expression, 0));
    }
  }

  void observe_end(const std::vector<Output>& outputs, MemberResult& out) {
    for (std::size_t i = 0; i < outputs.size(); ++i) {
      if (!outputs[i].series) out.final[i] = evaluate(outputs[i].expression, 0);
    }
  }

  // stands still at every step of the model, where steps may not cross one or something is to be
  // seen, and at the end
  void run_adaptively(const std::vector<Output>& outputs, MemberResult& out) {
    const bool keeps_grid = model::needs_grid(model_);
    const auto steps = model_.time.steps;
    Stepper stepper(model_.time, order_.stocks.size(), 1);
    std::vector<double> stocks;
    for (const auto i : order_.stocks) stocks.push_back(state_[i]);
    stepper.begin(stocks.data());
    for (step_ = 0;; ++step_) {
      const bool seen = std::any_of(outputs.begin(), outputs.end(), [&](const Output& o) {
        return o.series && step_ % o.every == 0;
      });
      if (!keeps_grid && !seen && step_ > 0 && step_ < steps) continue;
      if (step_ > 0 && !keeps_grid) stepper.advance(*this, step_, steps);
      for (std::size_t n = 0; n < order_.stocks.size(); ++n)
        stepper.read(n, step_, &state_[order_.stocks[n]]);
      moment(model_.time.at(step_), model_.time.at(step_));
      if (step_ == steps) break;
      observe_series(outputs, out);
      remember();
      if (keeps_grid || step_ == 0) stepper.restart(current_rates().data());
      if (keeps_grid) stepper.advance(*this, step_ + 1, step_ + 1);
      hold();
    }
    observe_end(outputs, out);
  }

  // starting values of states, and the times of delays
  void begin() {
    value_.resize(equations_.instances());
    state_.resize(equations_.instances());
    steps_back_.resize(equations_.instances());
    past_.resize(equations_.instances());
    running_.resize(equations_.instances());
    for (const auto i : order_.running) running_[i] = equations_.source(i, Phase::running);
    starting_ = true;
    step_ = 0;
    time_ = step_start_ = model_.time.start;
    for (const auto i : order_.start) {
      const auto source = equations_.source(i, Phase::start);
      value_[i] = source ? evaluate(source, equations_.case_of(i)) : drawn(i);
    }
    for (const auto* list : {&order_.stocks, &order_.delays, &order_.held}) {
      for (const auto i : *list) state_[i] = value_[i];
    }
    for (const auto i : order_.delays) {
      const double time = evaluate(equations_.subject(i).delay, equations_.case_of(i));
      steps_back_[i] = steps_back(time, model_.time.step);
    }
    starting_ = false;
  }

  [[nodiscard]] double drawn(std::size_t i) const {
    const auto& subject = equations_.subject(i);
    return quantity::Sampler(subject.quantity, subject.name).draw(seed_, member_);
  }

  // a new moment: everything is computed from the states
  void moment(double time, double step_start) {
    time_ = time;
    step_start_ = step_start;
    for (const auto i : order_.running) {
      if (running_[i])
        value_[i] = evaluate(running_[i], equations_.case_of(i));
      else if (equations_.is_drawn(i))
        value_[i] = drawn(i);
      else
        value_[i] = equations_.subject(i).role == Role::delay ? delayed(i) : state_[i];
    }
  }

  [[nodiscard]] double delayed(std::size_t i) const {
    const double back = steps_back_[i];
    return back <= step_ ? past_[i][step_ - static_cast<std::size_t>(back)] : state_[i];
  }

  double equation_of(std::size_t i) {
    return evaluate(equations_.subject(i).equation, equations_.case_of(i));
  }

  std::vector<double> current_rates() {
    std::vector<double> out;
    for (const auto i : order_.stocks) out.push_back(equation_of(i));
    return out;
  }

  void euler() {
    const auto rate = current_rates();
    for (std::size_t n = 0; n < rate.size(); ++n) {
      const auto i = order_.stocks[n];
      state_[i] = state_[i] + model_.time.step * rate[n];
    }
  }

  void heun(double from) {
    const double h = model_.time.step;
    const auto before = state_;
    const auto move_by = [&](double reach, const auto& slope) {
      for (std::size_t n = 0; n < order_.stocks.size(); ++n) {
        const auto i = order_.stocks[n];
        state_[i] = before[i] + reach * slope(n);
      }
    };
    const auto k1 = current_rates();
    move_by(h, [&](std::size_t n) { return k1[n]; });
    moment(from + h * 1.0, from);
    const auto k2 = current_rates();
    move_by(h / 2, [&](std::size_t n) { return k1[n] + k2[n]; });
  }

  void runge_kutta(double from) {
    const double h = model_.time.step;
    const auto before = state_;
    const auto advance = [&](const std::vector<double>& rate, double reach, double time) {
      for (std::size_t n = 0; n < rate.size(); ++n) {
        const auto i = order_.stocks[n];
        state_[i] = before[i] + reach * rate[n];
      }
      moment(time, from);
    };
    const auto k1 = current_rates();
    advance(k1, h / 2, from + h * 0.5);
    const auto k2 = current_rates();
    advance(k2, h / 2, from + h * 0.5);
    const auto k3 = current_rates();
    advance(k3, h, from + h * 1.0);
    const auto k4 = current_rates();
    for (std::size_t n = 0; n < k4.size(); ++n) {
      const auto i = order_.stocks[n];
      state_[i] = before[i] + h / 6 * (k1[n] + 2 * k2[n] + 2 * k3[n] + k4[n]);
    }
  }

  // what goes into delays and held values in this step
  void remember() {
    for (const auto i : order_.delays) past_[i].push_back(equation_of(i));
    next_.clear();
    for (const auto i : order_.held) next_.push_back(equation_of(i));
  }

  void hold() {
    for (std::size_t n = 0; n < next_.size(); ++n) state_[order_.held[n]] = next_[n];
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
        return value_[equations_.instance(e->variable, e->in_case, in_case)];
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
    if (const auto op = fold_of(e.function->id)) return folded(*op, e, in_case);
    if (is_of_many(e.function->id)) return of_many(e, in_case);
    switch (e.function->id) {
      case FunctionId::safe_divide:
        return apply(OpCode::safe_divide, argument(0), argument(1),
                     e.arguments.size() == 3 ? argument(2) : 0);
      case FunctionId::time:
        return time_;
      case FunctionId::step_start:
        return step_start_;
      case FunctionId::dt:
        return model_.time.step;
      case FunctionId::start_time:
        return model_.time.start;
      case FunctionId::stop_time:
        return model_.time.at(model_.time.steps);
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

  double of_many(const model::Expression& e, std::size_t in_case) {
    std::vector<double> values;
    for (const auto& argument : e.arguments) values.push_back(evaluate(argument, in_case));
    return value_of_many(e.function->id, values);
  }

  double drawn(OpCode op, const model::Expression& e, std::size_t in_case) {
    const double a = evaluate(e.arguments[0], in_case);
    const double b = e.arguments.size() > 1 ? evaluate(e.arguments[1], in_case) : a;
    const auto step = starting_ ? 0 : step_;
    return noise(op, a, b,
                 base::uniform(seed_, base::stream_of("noise/" + e.name), member_, step + 1));
  }

  const model::Model& model_;
  std::vector<Slope> slopes_;
  std::uint64_t seed_;
  std::uint64_t member_;
  Equations equations_;
  Order order_;
  // of every instance
  std::vector<double> value_;  // at this moment
  std::vector<double> state_;  // stocks and held values; what delays give at first
  std::vector<double> steps_back_;
  std::vector<std::vector<double>> past_;  // of delays, by step
  std::vector<Expr> running_;              // equations

  std::vector<double> next_;  // of held values, after this step
  double time_ = 0;
  double step_start_ = 0;
  std::uint32_t step_ = 0;
  bool starting_ = false;
};

}  // namespace

MemberResult interpret(const model::Model& model, const std::vector<Output>& outputs,
                       std::uint64_t seed, std::uint64_t member) {
  if (model.time.method != model::Method::rosenbrock)
    return Interpreter(model, {}, seed, member).run(outputs);
  const auto jacobian = jacobian_of(model, outputs);
  return Interpreter(jacobian.model, jacobian.slopes, seed, member).run(outputs);
}

}  // namespace holon::engine
