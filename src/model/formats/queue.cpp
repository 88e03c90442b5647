// SPDX-License-Identifier: Apache-2.0
#include "model/formats/queue.h"

#include <algorithm>

#include <fmt/format.h>

#include "model/formats/call.h"

namespace holon::model::formats {
namespace {

constexpr std::size_t kMostBatches = 10'000;

}  // namespace

bool Queues::refuse(const Line& line, std::string message, std::string help) {
  builder_.error(base::Code::bad_conveyor, std::move(message), line.stock->written->span,
                 {std::move(help)});
  return false;
}

const Variable* Queues::conveyor_after(VariableId flow) {
  const auto* to = builder_.conveyors().ends_of(*builder_.declared_of(flow)).to;
  return to != nullptr && to->conveyor ? to : nullptr;
}

Line* Queues::line(VariableId id) {
  const auto [found, is_new] = lines_.try_emplace(id);
  auto& out = found->second;
  if (!is_new) {
    if (out.is_in_work)
      (void)refuse(
          out, fmt::format("what `{}` leads to follows from its flows", out.stock->written->name),
          "let it follow from what waits, which is known before the flows are");
    return out.is_sound ? &out : nullptr;
  }
  out.stock = builder_.declared_of(id);
  out.at = builder_.context_of_variable(id);
  if (find_flows(out)) serve(out, id);
  out.is_in_work = false;
  return out.is_sound ? &out : nullptr;
}

bool Queues::find_flows(Line& line) {
  const auto& written = *line.stock->written;
  const auto ids_of = [&](const std::vector<std::string>& names, std::vector<VariableId>& out) {
    for (const auto& name : names) {
      auto term = std::make_shared<Term>();
      term->kind = Term::Kind::name;
      term->text = name;
      term->span = written.span;
      const auto flow = builder_.translate(term, line.at);
      if (flow->op != Op::variable) return false;
      out.push_back(flow->variable);
    }
    return true;
  };
  if (!ids_of(written.inflows, line.inflows) || !ids_of(written.outflows, line.outflows))
    return false;
  for (std::size_t i = 0; i < line.outflows.size(); ++i) {
    const auto& flow = *builder_.declared_of(line.outflows[i])->written;
    if (i == 0 && flow.leak && flow.leak->overflow)
      return refuse(line, fmt::format("the first outflow of `{}` is an overflow", written.name),
                    "name the flow that the queue serves first before it");
    if (i > 0 && conveyor_after(line.outflows[i]) != nullptr)
      return refuse(line, fmt::format("`{}` leads to several conveyors", written.name),
                    "only the first outflow of a queue may enter a conveyor");
  }
  for (const auto flow : line.inflows) {
    if (builder_.declared_of(flow)->written->multiplier)
      return refuse(line, fmt::format("an inflow of `{}` is multiplied", written.name),
                    "take the multiplier into the flow's equation");
  }
  return true;
}

Expr Queues::arriving(const Line& line) const {
  std::vector<Expr> parts;
  for (const auto flow : line.inflows) parts.push_back(variable(flow));
  return sum(std::move(parts));
}

void Queues::serve(Line& line, VariableId id) {
  const auto* next = line.outflows.empty() ? nullptr : conveyor_after(line.outflows.front());
  Expr room;
  if (next != nullptr) {
    if (!next->conveyor->discrete) {
      (void)refuse(line,
                   fmt::format("`{}` leads to `{}`, which is not discrete",
                               line.stock->written->name, next->name),
                   "a queue leads to a conveyor that takes things one by one: discrete=\"true\"");
      return;
    }
    auto* belt =
        builder_.conveyors().belt_of(*next, builder_.context_of_variable(line.outflows.front()));
    if (belt == nullptr || !belt->is_ready) return;
    room = builder_.conveyors().room_for(*belt, line.outflows.front());
    if (next->conveyor->one_at_a_time) {
      serve_batches(line, *next->conveyor, room);
      return;
    }
    if (next->conveyor->batch_integrity) {
      (void)refuse(line,
                   fmt::format("`{}` takes several whole batches of `{}` at once", next->name,
                               line.stock->written->name),
                   "holon has one_at_a_time=\"true\", or batch_integrity=\"false\"");
      return;
    }
  }
  // in what order things came does not show
  const auto step = builder_.time_step();
  Expr left = builder_.auxiliary(line.at, "waiting", variable(id) / step + arriving(line));
  for (std::size_t i = 0; i < line.outflows.size(); ++i) {
    const auto rate = i == 0 && room ? least(left, room) : left;
    line.rates.push_back(builder_.auxiliary(line.at, "served", number(1) * rate));
    left = at_least_zero(left - line.rates.back());
  }
  line.is_sound = true;
}

// at most the first batch in a step, and only what of it has room; with batch_integrity all of it
void Queues::serve_batches(Line& line, const Conveyor& conveyor, const Expr& room) {
  const std::size_t most = builder_.model().time.steps + 2;  // every step brings one
  if (most > kMostBatches) {
    (void)refuse(
        line, fmt::format("the queue `{}` may hold {} batches", line.stock->written->name, most),
        "holon takes at most 10000, one for each step of the run: make the step longer, or "
        "let the conveyor take any amount: one_at_a_time=\"false\"");
    return;
  }
  const auto step = builder_.time_step();
  const auto keep = [](const Expr& self) { return self; };
  for (std::size_t i = 0; i < most; ++i)
    line.batches.push_back(builder_.held(line.at, "batch", number(0), keep));
  const auto count = builder_.held(line.at, "batches", number(0), keep);
  line.contents = sum(line.batches);

  const auto comes = builder_.auxiliary(line.at, "arriving", arriving(line) * step);
  const auto has_come = node(Op::greater, {comes, number(0)});
  const auto with_new = [&](std::size_t i) {
    const auto is_last = node(Op::equal, {count, number(static_cast<double>(i))});
    return line.batches[i] + if_else(is_last, comes, number(0));
  };
  const auto front = builder_.auxiliary(line.at, "first batch", with_new(0));
  Expr taken = front;
  if (room) {
    const auto fits = room * step;
    taken = conveyor.batch_integrity
                ? if_else(node(Op::less_equal, {front, fits}), front, number(0))
                : least(front, fits);
  }
  taken = builder_.auxiliary(line.at, "taken", number(1) * taken);
  auto left = builder_.auxiliary(line.at, "left", front - taken);
  line.rates.push_back(taken / step);
  // the first flow beside it takes what found no room
  for (std::size_t i = 1; i < line.outflows.size(); ++i) {
    const auto& flow = *builder_.declared_of(line.outflows[i])->written;
    if (!flow.leak || !flow.leak->overflow) {
      (void)refuse(line,
                   fmt::format("`{}` has two outflows, and the first takes one batch at a time",
                               line.stock->written->name),
                   "mark the second as an <overflow/>, or let the conveyor take any amount");
      return;
    }
    line.rates.push_back(left / step);
    left = number(0);
  }
  const bool overflows = line.outflows.size() > 1;
  const auto present =
      builder_.auxiliary(line.at, "present", count + if_else(has_come, number(1), number(0)));
  auto gone = node(Op::greater, {present, number(0)});
  if (!overflows) gone = both(gone, node(Op::less_equal, {left, number(0)}));
  gone = builder_.auxiliary(line.at, "gone", gone);
  auto& variables = builder_.model().variables;
  for (std::size_t i = 0; i < most; ++i) {
    const auto stays = i == 0 ? left : with_new(i);
    const auto moves = i + 1 < most ? with_new(i + 1) : number(0);
    variables[line.batches[i]->variable].equation = if_else(gone, moves, stays);
  }
  variables[count->variable].equation = present - gone;
  line.is_sound = true;
}

void Queues::make_stock(VariableId id) {
  const auto* made = line(id);
  if (made == nullptr) return;
  const auto& written = *made->stock->written;
  const auto place = std::find(made->stock->ids.begin(), made->stock->ids.end(), id);
  const auto e = made->stock->equation[static_cast<std::size_t>(place - made->stock->ids.begin())];
  Expr start = number(0);
  if (e < written.equations.size()) {
    const auto& equation = written.equations[e];
    if (!equation.list.empty()) {
      (void)refuse(*made, fmt::format("a list of what waits in `{}`", written.name),
                   "give one number: it waits as one batch");
      return;
    }
    const auto& term = equation.initial ? equation.initial : equation.term;
    if (term) start = builder_.translate(term, made->at);
  }
  auto& variables = builder_.model().variables;
  if (!made->batches.empty()) {
    const auto first = made->batches.front()->variable;
    const auto count = made->batches.back()->variable + 1;
    variables[first].initial = at_least_zero(start);
    variables[count].initial = node(Op::greater, {start, number(0)});
    variables[id].equation = made->contents;
    return;
  }
  Expr rate = arriving(*made);
  for (const auto flow : made->outflows) rate = rate - variable(flow);
  variables[id].role = Role::stock;
  variables[id].initial = at_least_zero(start);
  variables[id].equation = rate;
}

Expr Queues::driven(const Variable& stock, VariableId flow, const Context& at) {
  auto term = std::make_shared<Term>();
  term->kind = Term::Kind::name;
  term->text = stock.name;
  term->span = stock.span;
  const auto id = builder_.translate(term, at);
  auto* found = id->op == Op::variable ? line(id->variable) : nullptr;
  if (found == nullptr) return number(0);
  const auto place = std::find(found->outflows.begin(), found->outflows.end(), flow);
  if (place == found->outflows.end()) return number(0);
  return found->rates[static_cast<std::size_t>(place - found->outflows.begin())];
}

void Queues::require_euler(Method method) {
  if (method == Method::euler || lines_.empty()) return;
  const auto& stock = *lines_.begin()->second.stock->written;
  builder_.error(base::Code::needs_euler,
                 fmt::format("the queue `{}` moves in whole steps", stock.name), stock.span,
                 {"run the model by Euler's method: `--method euler`"});
}

}  // namespace holon::model::formats
