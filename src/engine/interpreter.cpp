// SPDX-License-Identifier: Apache-2.0
#include "engine/interpreter.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "engine/arithmetic.h"
#include "engine/of_many.h"
#include "engine/operation.h"
#include "model/depth_first.h"

namespace holon::engine {
namespace {

using model::Expr;
using model::FunctionId;
using model::Op;
using model::Role;
using model::VariableId;

/// The moment for which an expression is computed.
enum class Phase : std::uint8_t { start, running };

/// Which variables a member needs, in an order in which each comes after what it reads. A variable
/// in a case is one instance: case × variables + variable.
struct Order {
  std::vector<std::size_t> start;    // for starting values
  std::vector<std::size_t> running;  // at every moment
  std::vector<std::size_t> stocks;
  std::vector<std::size_t> delays;
  std::vector<std::size_t> held;
};

/// The model with its cases, as the interpreter reads it.
class Equations {
 public:
  explicit Equations(const model::Model& model)
      : model_(model), count_(model.variables.size()), changed_(count_ * model.cases.size()) {
    for (std::size_t in_case = 0; in_case < model.cases.size(); ++in_case) {
      for (const auto& change : model.cases[in_case].changes)
        changed_[in_case * count_ + change.variable] = true;
    }
  }

  [[nodiscard]] std::size_t instances() const { return changed_.size(); }
  [[nodiscard]] const model::Variable& subject(std::size_t i) const { return model_[i % count_]; }
  [[nodiscard]] std::size_t case_of(std::size_t i) const { return i / count_; }
  [[nodiscard]] bool is_drawn(std::size_t i) const {
    return subject(i).role == Role::input && !changed_[i];
  }
  [[nodiscard]] bool is_state(std::size_t i) const {
    const auto role = subject(i).role;
    return role != Role::input && role != Role::auxiliary && !changed_[i];
  }

  [[nodiscard]] std::size_t instance(const model::Expression& read, std::size_t in_case) const {
    const auto from =
        read.in_case == model::kThisCase ? in_case : static_cast<std::size_t>(read.in_case);
    return from * count_ + read.variable;
  }

  /// What the instance is computed from; null for a draw, and for a state that runs.
  [[nodiscard]] Expr source(std::size_t i, Phase phase) const {
    if (is_drawn(i) || (phase == Phase::running && is_state(i))) return nullptr;
    if (changed_[i]) return model::equation_in_case(model_, i % count_, case_of(i));
    if (phase == Phase::start && subject(i).initial) return subject(i).initial;
    return subject(i).equation;
  }

  /// What outputs need.
  [[nodiscard]] Order order_for(const std::vector<Output>& outputs) const {
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
    return out;
  }

 private:
  [[nodiscard]] std::vector<std::size_t> reads_of(const Expr& expression,
                                                  std::size_t in_case) const {
    std::vector<std::size_t> out;
    model::for_each_variable(expression, [&](VariableId id, int read_in) {
      const auto read_case =
          read_in == model::kThisCase ? in_case : static_cast<std::size_t>(read_in);
      out.push_back(read_case * count_ + id);
    });
    return out;
  }

  void walk(const std::vector<std::size_t>& roots, Phase phase, model::DepthFirst& walked,
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

  const model::Model& model_;
  std::size_t count_;
  std::vector<bool> changed_;
};

class Interpreter {
 public:
  Interpreter(const model::Model& model, std::uint64_t seed, std::uint64_t member)
      : model_(model), seed_(seed), member_(member), equations_(model) {}

  MemberResult run(const std::vector<Output>& outputs) {
    order_ = equations_.order_for(outputs);
    begin();
    MemberResult out;
    out.final.resize(outputs.size());
    out.series.resize(outputs.size());
    for (step_ = 0; step_ < model_.time.steps; ++step_) {
      const double at = model_.time.at(step_);
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
      hold();
    }
    moment(model_.time.at(step_), model_.time.at(step_));
    for (std::size_t i = 0; i < outputs.size(); ++i) {
      if (!outputs[i].series) out.final[i] = evaluate(outputs[i].expression, 0);
    }
    return out;
  }

 private:
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

  std::vector<double> rates() {
    std::vector<double> out;
    for (const auto i : order_.stocks) out.push_back(equation_of(i));
    return out;
  }

  void euler() {
    const auto rate = rates();
    for (std::size_t n = 0; n < rate.size(); ++n) {
      const auto i = order_.stocks[n];
      state_[i] = state_[i] + model_.time.step * rate[n];
    }
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
    const auto k1 = rates();
    advance(k1, h / 2, from + h * 0.5);
    const auto k2 = rates();
    advance(k2, h / 2, from + h * 0.5);
    const auto k3 = rates();
    advance(k3, h, from + h * 1.0);
    const auto k4 = rates();
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
        return value_[equations_.instance(*e, in_case)];
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
  return Interpreter(model, seed, member).run(outputs);
}

}  // namespace holon::engine
