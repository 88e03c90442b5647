// SPDX-License-Identifier: Apache-2.0
#include "engine/loops/structure.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "engine/operation.h"

namespace holon::engine::loops {
namespace {

using model::Expr;
using model::FunctionId;
using model::Op;
using model::Role;
using model::VariableId;

class Builder {
 public:
  Builder(const model::Model& model, std::size_t in_case) : model_(model), case_(in_case) {}

  Structure build() {
    for (VariableId id = 0; id < model_.variables.size(); ++id) out_.nodes.push_back(node(id));
    find_order();
    find_varying();
    find_links();
    return std::move(out_);
  }

 private:
  Node node(VariableId id) {
    Node out;
    const auto& changes = model_.cases[case_].changes;
    const bool changed = std::any_of(changes.begin(), changes.end(),
                                     [&](const model::Change& c) { return c.variable == id; });
    out.role = changed ? Role::auxiliary : model_[id].role;
    out.hidden = is_hidden_name(model_[id].name);
    const auto equation = model::equation_in_case(model_, id, case_);
    if (equation && out.role != Role::input) out.equation = rewritten(equation);
    return out;
  }

  // the equation with its drivers as variables
  Expr rewritten(const Expr& e) {
    if (e->op == Op::variable) {
      const bool here =
          e->in_case == model::kThisCase || static_cast<std::size_t>(e->in_case) == case_;
      return here ? model::variable(e->variable) : driver(e);
    }
    if (e->op == Op::call && e->function->id == FunctionId::time) return driver(e);
    if (e->op == Op::call && e->function->id == FunctionId::step_start) return driver(e);
    if (e->arguments.empty()) return e;
    auto out = std::make_shared<model::Expression>(*e);
    for (auto& argument : out->arguments) argument = rewritten(argument);
    return e->op == Op::call && noise_of(e->function->id) ? noise(*e, *out) : Expr(out);
  }

  // a draw around its parameters, so that these keep their effect; it is the same sum of products
  // as in engine/arithmetic.h
  Expr noise(const model::Expression& written, const model::Expression& ready) {
    auto standard = std::make_shared<model::Expression>(written);
    const auto& a = ready.arguments;
    switch (written.function->id) {
      case FunctionId::random_uniform:
        standard->arguments = {model::number(0), model::number(1)};
        return a[0] + (a[1] - a[0]) * driver(standard);
      case FunctionId::random_normal:
        standard->arguments = {model::number(0), model::number(1)};
        return a[0] + a[1] * driver(standard);
      case FunctionId::random_exponential:
        standard->arguments = {model::number(1)};
        return a[0] * driver(standard);
      default:
        return driver(model::read_in_case(standard, static_cast<int>(case_)));
    }
  }

  Expr driver(const Expr& e) {
    const auto key = model::to_text(e, [](VariableId id) { return std::to_string(id); }) + "/" +
                     (e->op == Op::variable ? std::to_string(e->in_case) : e->name);
    const auto [found, is_new] = known_.try_emplace(key, out_.drivers.size());
    if (is_new) {
      const bool is_time = e->op == Op::call && e->function->id == FunctionId::time;
      out_.drivers.push_back({e, is_time});
    }
    return model::variable(model_.variables.size() + found->second);
  }

  [[nodiscard]] std::vector<VariableId> reads(VariableId id) const {
    std::set<VariableId> out;
    if (out_.nodes[id].equation) {
      model::for_each_variable(out_.nodes[id].equation,
                               [&](VariableId read, int) { out.insert(read); });
    }
    return {out.begin(), out.end()};
  }

  // depth first, on a stack of its own: chains of auxiliaries may be long
  void find_order() {
    struct Frame {
      VariableId id;
      std::vector<VariableId> reads;
      std::size_t next = 0;
    };
    std::vector<bool> seen(out_.nodes.size());
    std::vector<Frame> open;
    const auto enter = [&](VariableId id) {
      if (id >= seen.size() || seen[id] || out_.nodes[id].role != Role::auxiliary) return;
      seen[id] = true;
      open.push_back({id, reads(id)});
    };
    for (VariableId id = 0; id < out_.nodes.size(); ++id) {
      enter(id);
      while (!open.empty()) {
        auto& top = open.back();
        if (top.next < top.reads.size()) {
          enter(top.reads[top.next++]);
          continue;
        }
        out_.order.push_back(top.id);
        open.pop_back();
      }
    }
  }

  void find_varying() {
    for (VariableId id = 0; id < out_.nodes.size(); ++id) {
      auto& node = out_.nodes[id];
      // a stock that nothing fills, such as the memory of `initial`, stays as it is
      const bool still =
          node.role == Role::stock && node.equation->op == Op::number && node.equation->value == 0;
      node.varies = out_.is_state(id) && !still;
    }
    for (const auto id : out_.order) {
      const auto all = reads(id);
      out_.nodes[id].varies = std::any_of(all.begin(), all.end(), [&](VariableId read) {
        return read >= out_.nodes.size() || out_.nodes[read].varies;
      });
    }
  }

  void find_links() {
    for (VariableId to = 0; to < out_.nodes.size(); ++to) {
      if (!out_.nodes[to].varies) continue;
      for (const auto from : reads(to)) {
        if (from < out_.nodes.size() && out_.nodes[from].varies) out_.links.push_back({from, to});
      }
    }
  }

  const model::Model& model_;
  std::size_t case_;
  Structure out_;
  std::map<std::string, std::size_t> known_;  // drivers by what they are
};

}  // namespace

bool Structure::is_state(VariableId id) const {
  const auto role = nodes[id].role;
  return role == Role::stock || role == Role::delay || role == Role::held;
}

bool is_hidden_name(std::string_view name) { return name.find('#') != std::string_view::npos; }

Structure structure_of(const model::Model& model, std::size_t in_case) {
  return Builder(model, in_case).build();
}

}  // namespace holon::engine::loops
