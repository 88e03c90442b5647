// SPDX-License-Identifier: Apache-2.0
//
// Model to graph: every output's expression, and whatever it needs, in the cases it needs it in.
// Graph to program: engine/schedule.cpp.
#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "base/error.h"
#include "engine/graph.h"
#include "engine/operation.h"
#include "engine/schedule.h"

namespace holon::engine {
namespace {

using model::Expr;
using model::FunctionId;
using model::Op;
using model::Role;
using model::VariableId;

/// The moment for which an expression is written into the graph.
enum class Phase { start, running };

// variables that a change of the case can reach
std::vector<bool> reached_by_changes(const model::Model& model, std::size_t in_case) {
  std::vector<std::vector<VariableId>> readers(model.variables.size());
  const auto note_reads = [&](VariableId reader, const Expr& expression) {
    if (!expression) return;
    model::for_each_variable(expression, [&](VariableId read, int read_in) {
      if (read_in == model::kThisCase) readers[read].push_back(reader);
    });
  };
  for (VariableId id = 0; id < model.variables.size(); ++id) {
    note_reads(id, model[id].equation);
    note_reads(id, model[id].initial);
    note_reads(id, model[id].delay);
  }
  std::vector<bool> reached(model.variables.size(), false);
  std::vector<VariableId> open;
  const auto reach = [&](VariableId id) {
    if (reached[id]) return;
    reached[id] = true;
    open.push_back(id);
  };
  for (const auto& change : model.cases[in_case].changes) reach(change.variable);
  while (!open.empty()) {
    const auto id = open.back();
    open.pop_back();
    for (const auto reader : readers[id]) reach(reader);
  }
  return reached;
}

class Compiler {
 public:
  explicit Compiler(const model::Model& model) : model_(model) {
    for (std::size_t i = 0; i < model.cases.size(); ++i)
      reached_.push_back(reached_by_changes(model, i));
  }

  Program compile(const std::vector<Output>& outputs) {
    Draft draft;
    for (const auto& output : outputs) {
      draft.outputs.push_back(
          {written(output.expression, 0, Phase::running), output.series, output.every});
    }
    complete_states();
    draft.stocks = stocks_;
    draft.delays = delays_;
    draft.draws = draws_;
    draft.noises = noises_;
    draft.tables = tables_;
    return schedule(graph_, std::move(draft), model_.time);
  }

 private:
  // a variable that no change reaches is the unchanged case's
  [[nodiscard]] std::size_t effective_case(VariableId id, std::size_t in_case) const {
    return reached_[in_case][id] ? in_case : 0;
  }

  [[nodiscard]] bool is_changed(VariableId id, std::size_t in_case) const {
    const auto& changes = model_.cases[in_case].changes;
    return std::any_of(changes.begin(), changes.end(),
                       [&](const model::Change& c) { return c.variable == id; });
  }

  NodeId variable(VariableId id, std::size_t wanted_case, Phase phase) {
    const auto in_case = effective_case(id, wanted_case);
    // a draw is the same at every moment
    if (model_[id].role == Role::input && !is_changed(id, in_case)) phase = Phase::running;
    const auto key = std::tuple(phase, in_case, id);
    if (const auto known = instances_.find(key); known != instances_.end()) return known->second;
    const auto out = new_instance(id, in_case, phase);
    instances_[key] = out;
    return out;
  }

  NodeId new_instance(VariableId id, std::size_t in_case, Phase phase) {
    const auto& subject = model_[id];
    if (is_changed(id, in_case) || subject.role == Role::auxiliary) {
      return written(model::equation_in_case(model_, id, in_case), in_case, phase);
    }
    switch (subject.role) {
      case Role::input:
        return input(id);
      case Role::stock:
        if (phase == Phase::start) return written(subject.initial, in_case, phase);
        return new_stock(id, in_case);
      default:
        if (phase == Phase::start) return written(subject.initial, in_case, phase);
        return new_delay(id, in_case);
    }
  }

  NodeId input(VariableId id) {
    const auto& subject = model_[id];
    quantity::Sampler sampler(subject.quantity, subject.name);
    if (sampler.is_constant()) return graph_.constant(sampler.draw(0, 0));
    draws_.push_back(std::move(sampler));
    return graph_.leaf(OpCode::draw, static_cast<std::uint32_t>(draws_.size() - 1), Rate::fixed);
  }

  NodeId new_stock(VariableId id, std::size_t in_case) {
    const auto index = static_cast<std::uint32_t>(stocks_.size());
    const auto value = graph_.leaf(OpCode::stock, index, Rate::dynamic);
    stocks_.push_back({value, 0, 0});
    stock_sources_.push_back({id, in_case});
    return value;
  }

  NodeId new_delay(VariableId id, std::size_t in_case) {
    const auto index = static_cast<std::uint32_t>(delays_.size());
    const auto value = graph_.leaf(OpCode::delay, index, Rate::dynamic);
    delays_.push_back({value, 0, 0, 0});
    delay_sources_.push_back({id, in_case});
    return value;
  }

  // what states start with and what changes them may bring in further states
  void complete_states() {
    std::size_t stocks_done = 0;
    std::size_t delays_done = 0;
    while (stocks_done < stocks_.size() || delays_done < delays_.size()) {
      if (stocks_done < stocks_.size()) {
        const auto [id, in_case] = stock_sources_[stocks_done];
        const auto initial = written(model_[id].initial, in_case, Phase::start);
        const auto rate = written(model_[id].equation, in_case, Phase::running);
        stocks_[stocks_done].initial = initial;
        // stocks advance one after the other: a rate must not be another one, already advanced
        const bool is_stock = graph_[rate].op == OpCode::stock;
        stocks_[stocks_done].rate =
            is_stock ? graph_.operation(OpCode::copy, rate, rate, rate) : rate;
        ++stocks_done;
      } else {
        const auto [id, in_case] = delay_sources_[delays_done];
        const auto initial = written(model_[id].initial, in_case, Phase::start);
        const auto input = written(model_[id].equation, in_case, Phase::running);
        const auto time = written(model_[id].delay, in_case, Phase::start);
        delays_[delays_done].initial = initial;
        delays_[delays_done].input = input;
        delays_[delays_done].time = time;
        ++delays_done;
      }
    }
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
        return variable(
            e->variable,
            e->in_case == model::kThisCase ? in_case : static_cast<std::size_t>(e->in_case), phase);
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

  NodeId call(const model::Expression& e, std::size_t in_case, Phase phase) {
    const auto argument = [&](std::size_t i) { return written(e.arguments[i], in_case, phase); };
    if (const auto op = operation_of(e.function->id))
      return graph_.operation(*op, argument(0), 0, 0);
    if (const auto op = noise_of(e.function->id)) return noise(*op, e, in_case, phase);
    switch (e.function->id) {
      case FunctionId::min:
        return folded(OpCode::min, e, in_case, phase);
      case FunctionId::max:
        return folded(OpCode::max, e, in_case, phase);
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
        return graph_.constant(0);
      case FunctionId::stop_time:
        return graph_.constant(model_.time.length());
      default:
        break;
    }
    base::check(false, "functions with a memory are rewritten before compilation");
    return 0;
  }

  NodeId moment(OpCode op, Phase phase) {
    return phase == Phase::start ? graph_.constant(0) : graph_.leaf(op, 0, Rate::time);
  }

  NodeId folded(OpCode op, const model::Expression& e, std::size_t in_case, Phase phase) {
    auto out = written(e.arguments[0], in_case, phase);
    for (std::size_t i = 1; i < e.arguments.size(); ++i) {
      out = graph_.operation(op, out, written(e.arguments[i], in_case, phase), out);
    }
    return out;
  }

  NodeId noise(OpCode op, const model::Expression& e, std::size_t in_case, Phase phase) {
    const auto stream = base::stream_of("noise/" + e.name);
    const auto found = std::find(noises_.begin(), noises_.end(), stream);
    const auto index = static_cast<std::uint32_t>(found - noises_.begin());
    if (found == noises_.end()) noises_.push_back(stream);
    const auto a = written(e.arguments[0], in_case, phase);
    const auto b = e.arguments.size() > 1 ? written(e.arguments[1], in_case, phase) : a;
    return graph_.noise(op, index, a, b, phase == Phase::start);
  }

  std::uint32_t table_index(const std::shared_ptr<const model::Table>& table) {
    const auto found = std::find(tables_.begin(), tables_.end(), table);
    const auto index = static_cast<std::uint32_t>(found - tables_.begin());
    if (found == tables_.end()) tables_.push_back(table);
    return index;
  }

  const model::Model& model_;
  std::vector<std::vector<bool>> reached_;
  Graph graph_;
  std::map<std::tuple<Phase, std::size_t, VariableId>, NodeId> instances_;
  std::vector<StockNodes> stocks_;
  std::vector<DelayNodes> delays_;
  std::vector<std::pair<VariableId, std::size_t>> stock_sources_;
  std::vector<std::pair<VariableId, std::size_t>> delay_sources_;
  std::vector<quantity::Sampler> draws_;
  std::vector<base::Stream> noises_;
  std::vector<std::shared_ptr<const model::Table>> tables_;
};

}  // namespace

Program compile(const model::Model& model, const std::vector<Output>& outputs) {
  return Compiler(model).compile(outputs);
}

}  // namespace holon::engine
