// SPDX-License-Identifier: Apache-2.0
#include "model/formats/flows.h"

#include <algorithm>

#include "base/text.h"
#include "model/formats/queue.h"

namespace holon::model::formats {
Expr Flows::read(const std::string& name, const Declared& near, const Context& at) {
  auto term = std::make_shared<Term>();
  term->kind = Term::Kind::name;
  term->text = name;
  term->span = near.written->span;
  return builder_.translate(term, at);
}

std::vector<Expr> Flows::inflows(const Declared& stock, const Context& at) {
  std::vector<Expr> out;
  for (const auto& name : stock.written->inflows) {
    auto part = read(name, stock, at);
    const auto* flow = builder_.find(name, *at.scope);
    if (flow != nullptr && flow->written->multiplier)
      part = part * builder_.translate(flow->written->multiplier, at);
    out.push_back(part);
  }
  return out;
}

Expr Flows::rate(const Declared& stock, const Context& at) {
  Expr out;
  for (const auto& part : inflows(stock, at)) out = out ? out + part : part;
  for (const auto& name : stock.written->outflows) {
    const auto part = read(name, stock, at);
    out = out ? out - part : number(0) - part;
  }
  return out ? out : number(0);
}

bool Flows::holds_back() const {
  const auto& vendor = builder_.script().vendor;
  return vendor.find("isee") != std::string::npos || vendor.find("stella") != std::string::npos ||
         vendor.empty();
}

// what leaves cannot be more than what is there and what comes in, after the outflows before it
Expr Flows::limited(const Declared& flow, const Expr& value, const Context& at) {
  Expr out = flow.written->non_negative ? at_least_zero(value) : value;
  const auto key = base::name_key(flow.written->name);
  for (const auto& candidate : flow.scope->block->variables) {
    if (!holds_back()) break;
    if (candidate.kind != Variable::Kind::stock || !candidate.non_negative) continue;
    const auto is_this = [&](const std::string& name) { return base::name_key(name) == key; };
    const auto place = std::find_if(candidate.outflows.begin(), candidate.outflows.end(), is_this);
    if (place == candidate.outflows.end()) continue;
    const auto* stock = builder_.find(candidate.name, *flow.scope);
    if (stock == nullptr) continue;
    Expr there = read(candidate.name, flow, at) / builder_.time_step();
    if (auto entering = inflows(*stock, at); !entering.empty())
      there = there + builder_.flow_circles_.stand_in(std::move(entering));
    for (auto before = candidate.outflows.begin(); before != place; ++before)
      there = there - read(*before, flow, at);
    out = call("min", {out, at_least_zero(there)});
  }
  return out;
}

// what leaves a conveyor or a queue has no equation of its own, and what enters one is limited
Expr Builder::flow_of(VariableId id, const Declared& subject, std::size_t flat, const Context& at) {
  const auto [from, to] = conveyors().ends_of(subject);
  if (from != nullptr && from->conveyor) return conveyors().driven(*from, id, at);
  if (from != nullptr) return queues().driven(*from, id, at);
  const auto value = Flows(*this).limited(subject, value_of(subject, flat, at), at);
  if (to == nullptr) return value;
  return to->conveyor ? conveyors().admitted(*to, id, value, at) : at_least_zero(value);
}

void Builder::translate_stock(VariableId id, const Declared& subject, std::size_t flat,
                              const Context& at) {
  if (subject.written->conveyor) {
    const auto contents = conveyors().contents(id);
    built_.model.variables[id].equation = contents;
    return;
  }
  if (subject.written->queue) {
    queues().make_stock(id);
    return;
  }
  const auto& equation = subject.written->equations[subject.equation[flat]];
  const auto& start = equation.initial ? equation.initial : equation.term;
  const auto initial = start ? translate(start, at) : number(0);
  Flows flows(*this);
  auto rate = flows.rate(subject, at);
  if (subject.written->non_negative && !flows.holds_back()) {
    const auto next = model::variable(id) + time_step() * rate;
    rate = (at_least_zero(next) - model::variable(id)) / time_step();
  }
  auto& variable = built_.model.variables[id];
  variable.role = Role::stock;
  variable.initial = initial;
  variable.equation = rate;
}

}  // namespace holon::model::formats
