// SPDX-License-Identifier: Apache-2.0
//
// Model to graph: every output's expression, and whatever it needs, in the cases it needs it in.
// Graph to program: engine/schedule.cpp.
#include <algorithm>
#include <string>
#include <unordered_map>

#include "base/error.h"
#include "engine/equations.h"
#include "engine/graph.h"
#include "engine/jacobian.h"
#include "engine/of_many.h"
#include "engine/operation.h"
#include "engine/reach.h"
#include "engine/schedule.h"
#include "model/depth_first.h"
#include "model/method_check.h"

namespace holon::engine {
namespace {

using model::Expr;
using model::FunctionId;
using model::Op;
using model::Role;
using model::VariableId;

class Compiler {
 public:
  explicit Compiler(const model::Model& model)
      : model_(model),
        reach_(model),
        count_(model.variables.size()),
        walk_(2 * count_ * model.cases.size()),
        instances_(2 * model.cases.size()) {}

  Program compile(const std::vector<Output>& outputs, const std::vector<Slope>& slopes) {
    for (const auto& output : outputs) {
      draft_.outputs.push_back(
          {complete(output.expression, 0, Phase::running), output.series, output.every});
    }
    complete_states();
    if (model::is_adaptive(model_.time.method)) sort_stocks();
    for (const auto& slope : slopes)
      draft_.slopes.push_back(
          {slope.row, slope.column, complete(slope.expression, 0, Phase::running)});
    auto out = schedule(graph_, std::move(draft_), model_.time);
    out.keeps_grid = model::needs_grid(model_);
    return out;
  }

 private:
  // One variable in one case at one moment, as a number: (phase × cases + case) × variables +
  // variable. What is the same for several of them has the number of one.
  [[nodiscard]] std::size_t instance(VariableId id, std::size_t wanted_case, Phase phase) const {
    const auto in_case = reach_.effective_case(id, wanted_case);
    // a draw is the same at every moment
    if (model_[id].role == Role::input && !reach_.is_changed(id, in_case)) phase = Phase::running;
    return (static_cast<std::size_t>(phase) * model_.cases.size() + in_case) * count_ + id;
  }
  [[nodiscard]] std::size_t case_of(std::size_t i) const {
    return i / count_ % model_.cases.size();
  }
  [[nodiscard]] Phase phase_of(std::size_t i) const {
    return i / count_ < model_.cases.size() ? Phase::start : Phase::running;
  }

  // what an instance is computed from; null for a leaf
  [[nodiscard]] Expr source(std::size_t i) const {
    const VariableId id = i % count_;
    const auto& subject = model_[id];
    if (reach_.is_changed(id, case_of(i))) return model::equation_in_case(model_, id, case_of(i));
    if (phase_of(i) == Phase::start && subject.initial) return subject.initial;
    return subject.role == Role::auxiliary ? subject.equation : nullptr;
  }

  // an expression and all it reads; chains of any length are followed without recursion
  NodeId complete(const Expr& e, std::size_t in_case, Phase phase) {
    const auto add_reads = [&](const Expr& expression, std::size_t from_case, Phase at,
                               std::vector<std::size_t>& list) {
      model::for_each_variable(expression, [&](VariableId id, int read_in) {
        list.push_back(instance(
            id, read_in == model::kThisCase ? from_case : static_cast<std::size_t>(read_in), at));
      });
    };
    const auto reads = [&](std::size_t i, std::vector<std::size_t>& list) {
      if (const auto equation = source(i)) add_reads(equation, case_of(i), phase_of(i), list);
    };
    std::vector<std::size_t> roots;
    add_reads(e, in_case, phase, roots);
    for (const auto root : roots) {
      walk_.visit(
          root, reads, [&](std::size_t i) { write_instance(i); },
          [](std::span<const std::size_t>) {
            base::check(false, "a finished model has no circles");
          });
    }
    return written(e, in_case, phase);
  }

  void write_instance(std::size_t i) {
    auto& known = instances_[i / count_];
    if (known.empty()) known.resize(count_);
    const VariableId id = i % count_;
    if (const auto equation = source(i)) {
      known[id] = written(equation, case_of(i), phase_of(i));
    } else {
      known[id] = model_[id].role == Role::input ? input(id) : new_state(id, case_of(i));
    }
  }

  NodeId input(VariableId id) {
    const auto& subject = model_[id];
    quantity::Sampler sampler(subject.quantity, subject.name);
    if (sampler.is_constant()) return graph_.constant(sampler.draw(0, 0));
    draft_.draws.push_back({id, std::move(sampler)});
    return graph_.leaf(OpCode::draw, static_cast<std::uint32_t>(draft_.draws.size() - 1),
                       Rate::fixed);
  }

  NodeId new_state(VariableId id, std::size_t in_case) {
    const auto leaf = [&](OpCode op, std::size_t index) {
      return graph_.leaf(op, static_cast<std::uint32_t>(index), Rate::dynamic);
    };
    NodeId value = 0;
    std::size_t index = 0;
    const auto role = model_[id].role;
    if (role == Role::stock) {
      index = draft_.stocks.size();
      value = leaf(OpCode::stock, index);
      draft_.stocks.push_back({value, 0, 0});
    } else if (role == Role::held) {
      index = draft_.held.size();
      value = leaf(OpCode::held, index);
      draft_.held.push_back({value, 0, 0});
    } else {
      index = draft_.delays.size();
      value = leaf(OpCode::delay, index);
      draft_.delays.push_back({value, 0, 0, 0});
    }
    states_.push_back({id, in_case, index});
    return value;
  }

  // what states start with and what changes them may bring in further states
  void complete_states() {
    for (std::size_t n = 0; n < states_.size(); ++n) {
      const auto [id, in_case, index] = states_[n];
      const auto initial = complete(model_[id].initial, in_case, Phase::start);
      const auto equation = complete(model_[id].equation, in_case, Phase::running);
      switch (model_[id].role) {
        case Role::stock:
          draft_.stocks[index].initial = initial;
          draft_.stocks[index].rate = as_it_was(equation);
          break;
        case Role::held:
          draft_.held[index].initial = initial;
          draft_.held[index].input = as_it_was(equation);
          break;
        default:
          draft_.delays[index].initial = initial;
          draft_.delays[index].input = equation;
          draft_.delays[index].time = complete(model_[id].delay, in_case, Phase::start);
      }
    }
  }

  // in the order of instances, which the rows of slopes follow
  void sort_stocks() {
    std::vector<State> stocks;
    for (const auto& state : states_) {
      if (model_[state.variable].role == Role::stock) stocks.push_back(state);
    }
    std::sort(stocks.begin(), stocks.end(), [](const State& a, const State& b) {
      return std::pair(a.in_case, a.variable) < std::pair(b.in_case, b.variable);
    });
    std::vector<StockNodes> sorted;
    for (const auto& state : stocks) sorted.push_back(draft_.stocks[state.index]);
    draft_.stocks = std::move(sorted);
  }

  // states move on one after the other: what moves one must not be another, already moved
  NodeId as_it_was(NodeId node) {
    const auto op = graph_[node].op;
    return op == OpCode::stock || op == OpCode::held ? graph_.operation(OpCode::copy, node, 0, 0)
                                                     : node;
  }

  NodeId written(const Expr& e, std::size_t in_case, Phase phase) {
    const auto argument = [&](std::size_t i) { return written(e->arguments[i], in_case, phase); };
    if (const auto op = operation_of(e->op)) {
      const auto a = argument(0);
      return graph_.operation(*op, a, argument(1), a);
    }
    const auto reversed = [&](OpCode op) {
      const auto a = argument(0);
      const auto b = argument(1);
      return graph_.operation(op, b, a, b);
    };
    switch (e->op) {
      case Op::number:
        return graph_.constant(e->value);
      case Op::variable:
        return known(*e, in_case, phase);
      case Op::negate:
        return graph_.operation(OpCode::negate, argument(0), 0, 0);
      case Op::logical_not:
        return graph_.operation(OpCode::logical_not, argument(0), 0, 0);
      case Op::greater:
        return reversed(OpCode::less);
      case Op::greater_equal:
        return reversed(OpCode::less_equal);
      case Op::if_else: {
        const auto test = argument(0);
        const auto yes = argument(1);
        return graph_.operation(OpCode::select, test, yes, argument(2));
      }
      case Op::lookup:
        return graph_.lookup(table_index(e->table), *e->table, argument(0));
      case Op::call:
        return call(*e, in_case, phase);
      default:
        break;
    }
    base::check(false, "a finished model has no unresolved names");
    return 0;
  }

  // a variable that has been written before what reads it
  [[nodiscard]] NodeId known(const model::Expression& e, std::size_t in_case, Phase phase) const {
    const auto i = instance(
        e.variable, e.in_case == model::kThisCase ? in_case : static_cast<std::size_t>(e.in_case),
        phase);
    return instances_[i / count_][e.variable];
  }

  NodeId call(const model::Expression& e, std::size_t in_case, Phase phase) {
    const auto argument = [&](std::size_t i) { return written(e.arguments[i], in_case, phase); };
    if (const auto op = operation_of(e.function->id))
      return graph_.operation(*op, argument(0), 0, 0);
    if (const auto op = noise_of(e.function->id)) return noise(*op, e, in_case, phase);
    if (const auto op = fold_of(e.function->id)) return folded(*op, e, in_case, phase);
    if (is_of_many(e.function->id)) return of_many(e, in_case, phase);
    switch (e.function->id) {
      case FunctionId::safe_divide: {
        const auto a = argument(0);
        const auto b = argument(1);
        return graph_.operation(OpCode::safe_divide, a, b,
                                e.arguments.size() == 3 ? argument(2) : graph_.constant(0));
      }
      case FunctionId::time:
        return moment(OpCode::time, phase);
      case FunctionId::step_start:
        return moment(OpCode::step_start, phase);
      case FunctionId::dt:
        return graph_.constant(model_.time.step);
      case FunctionId::start_time:
        return graph_.constant(model_.time.start);
      case FunctionId::stop_time:
        return graph_.constant(model_.time.at(model_.time.steps));
      default:
        break;
    }
    base::check(false, "functions with a memory are rewritten before compilation");
    return 0;
  }

  NodeId moment(OpCode op, Phase phase) {
    if (phase == Phase::start) return graph_.constant(model_.time.start);
    // members that choose their steps have times of their own
    const bool own = model::is_adaptive(model_.time.method);
    return graph_.leaf(op, 0, own ? Rate::dynamic : Rate::time);
  }

  NodeId folded(OpCode op, const model::Expression& e, std::size_t in_case, Phase phase) {
    auto out = written(e.arguments[0], in_case, phase);
    for (std::size_t i = 1; i < e.arguments.size(); ++i) {
      out = graph_.operation(op, out, written(e.arguments[i], in_case, phase), out);
    }
    return out;
  }

  NodeId of_many(const model::Expression& e, std::size_t in_case, Phase phase) {
    std::vector<NodeId> arguments;
    for (const auto& argument : e.arguments) arguments.push_back(written(argument, in_case, phase));
    return graph_.call(e.function->id, std::move(arguments));
  }

  NodeId noise(OpCode op, const model::Expression& e, std::size_t in_case, Phase phase) {
    const auto stream = base::stream_of("noise/" + e.name);
    const auto index = index_of(stream, noises_, draft_.noises);
    const auto a = written(e.arguments[0], in_case, phase);
    const auto b = e.arguments.size() > 1 ? written(e.arguments[1], in_case, phase) : a;
    return graph_.noise(op, index, a, b, phase == Phase::start);
  }

  std::uint32_t table_index(const std::shared_ptr<const model::Table>& table) {
    return index_of(table, tables_, draft_.tables);
  }

  // the place of a thing in the list, where it is appended if it is new
  template <class Thing>
  static std::uint32_t index_of(const Thing& thing, std::unordered_map<Thing, std::uint32_t>& known,
                                std::vector<Thing>& list) {
    const auto [found, is_new] = known.try_emplace(thing, static_cast<std::uint32_t>(list.size()));
    if (is_new) list.push_back(thing);
    return found->second;
  }

  /// Where a state comes from.
  struct State {
    VariableId variable;
    std::size_t in_case;
    std::size_t index;  // among those of its role
  };

  const model::Model& model_;
  Reach reach_;
  std::size_t count_;
  model::DepthFirst walk_;
  Graph graph_;
  Draft draft_;
  std::vector<std::vector<NodeId>> instances_;  // [phase and case][variable]
  std::vector<State> states_;
  std::unordered_map<base::Stream, std::uint32_t> noises_;
  std::unordered_map<std::shared_ptr<const model::Table>, std::uint32_t> tables_;
};

}  // namespace

Program compile(const model::Model& model, const std::vector<Output>& outputs) {
  if (model.time.method != model::Method::rosenbrock) return Compiler(model).compile(outputs, {});
  const auto jacobian = jacobian_of(model, outputs);
  return Compiler(jacobian.model).compile(outputs, jacobian.slopes);
}

}  // namespace holon::engine
