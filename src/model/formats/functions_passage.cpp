// SPDX-License-Identifier: Apache-2.0
//
// Functions through which material passes as a whole: batches and belts of Vensim ("Dynamic
// functions" of its manual), and what Stella tells of its conveyors ("Discrete builtins" of isee
// systems' help).
#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "model/formats/call.h"
#include "model/formats/conveyor.h"

namespace holon::model::formats {
namespace {

constexpr double kMostPlaces = 10'000;

// --- batches ---

// DELAY BATCH(input, size, time, initial batch, when it is done, initial backlog): what came in
// waits until it makes a batch and the batch before is done; a batch comes out within one step
Expr delay_batch(Call& c) {
  const double first = c.builder().start_value(c[3]);
  if (first != 0 && c.builder().equal_step() != 1)
    return c.refuse("a batch in process at the start, with a time step other than 1",
                    "Vensim's manual leaves open whether it is an amount or a rate; start without "
                    "one: give 0 as the fourth argument");
  const auto size = c.shared(1, "size");
  const auto time = c.shared(2, "time");
  const auto nothing = [](const Expr& self) { return self; };
  const auto backlog = c.held("backlog", c[5], nothing);
  const auto batch = c.held("batch", c[3], nothing);
  const auto due = c.held("due", c[4], nothing);

  const auto is_busy = less(number(0), batch);
  const auto is_done = c.auxiliary("is done", both(is_busy, less(due, c.now())));
  const auto is_free = node(Op::logical_or, {is_done, node(Op::logical_not, {is_busy})});
  const auto starts = c.auxiliary("starts", both(is_free, node(Op::less_equal, {size, backlog})));
  auto& variables = c.builder().model().variables;
  variables[backlog->variable].equation =
      backlog - if_else(starts, size, number(0)) + c[0] * c.step();
  variables[batch->variable].equation = if_else(starts, size, if_else(is_done, number(0), batch));
  variables[due->variable].equation = if_else(starts, c.time() + time, due);
  return if_else(is_done, batch / c.step(), number(0));
}

// --- belts ---

/// How many steps a time of the belt is; nothing (and a diagnostic) where that may change.
std::optional<std::size_t> steps_of(Call& c, std::size_t argument) {
  const auto time = c[argument];
  const double steps = c.builder().start_value(time) / c.builder().equal_step();
  if (!(steps < kMostPlaces) || c.builder().conveyors().changes(time)) {
    c.refuse("the time of DELAY CONVEYOR must stay the same, and be below 10 000 steps",
             "how a belt in motion changes its speed is not in Vensim's manual; take a conveyor of "
             "XMILE, or DELAY MATERIAL");
    return std::nullopt;
  }
  return static_cast<std::size_t>(std::max(1.0, std::floor(steps + 0.5)));
}

// what lies on the belt must lie evenly: how a profile is spread over the steps is not in the
// manual
bool lies_evenly(Call& c) {
  if (c.builder().start_value(c[4]) == 0) return true;
  const auto profile = c.table(3);
  if (!profile) return false;
  const auto& y = profile->y;
  if (std::all_of(y.begin(), y.end(), [&](double at) { return at == y.front(); })) return true;
  c.refuse("the initial profile of DELAY CONVEYOR must be level",
           "how Vensim spreads another one over the steps is not in its manual");
  return false;
}

// DELAY CONVEYOR(input, time, leakage, profile, initial, initial time): in each step all that is on
// the belt, what has just come in too, loses the same share
Expr delay_conveyor(Call& c) {
  const auto places = steps_of(c, 1);
  const auto filled = steps_of(c, 5);
  if (!places || !filled || !lies_evenly(c)) return number(0);
  const auto kept = c.auxiliary("kept", number(1) - c[2] * c.step());
  const auto initial = c.auxiliary("initial", c[4] / number(static_cast<double>(*filled)));
  Expr behind = c.auxiliary("enters", c[0] * c.step());
  for (std::size_t i = *places; i-- > 0;) {
    const auto next = behind;
    behind = c.held("place", i < *filled ? initial : number(0),
                    [&](const Expr&) { return next * kept; });
  }
  return behind / c.step();
}

// --- conveyors of Stella ---

/// The conveyor that an argument names.
struct Named {
  const Variable* stock = nullptr;
  Context at;
};

std::optional<Named> conveyor_of(Call& c) {
  const auto value = c[0];
  const auto* subject =
      value->op == Op::variable ? c.builder().declared_of(value->variable) : nullptr;
  if (subject == nullptr || !subject->written->conveyor) {
    c.refuse(fmt::format("{} is told of a conveyor", c.term().text),
             "name a stock with <conveyor>; ovens are not there");
    return std::nullopt;
  }
  return Named{subject->written, c.builder().context_of_variable(value->variable)};
}

Expr capacity(Call& c) {
  const auto named = conveyor_of(c);
  if (!named) return number(0);
  const auto& limit = named->stock->conveyor->capacity;
  return limit ? c.builder().translate(limit, named->at) : number(HUGE_VAL);
}

// of what enters; while nothing does, of what entered last
Expr transit_time(Call& c) {
  const auto named = conveyor_of(c);
  if (!named) return number(0);
  const auto* belt = c.builder().conveyors().belt_of(*named->stock, named->at);
  if (belt == nullptr) return number(0);
  if (!belt->depth) return number(static_cast<double>(belt->slats)) * c.step();
  std::vector<Expr> inflows;
  for (const auto& name : named->stock->inflows) {
    auto flow = std::make_shared<Term>();
    flow->kind = Term::Kind::name;
    flow->text = name;
    flow->span = c.term().span;
    inflows.push_back(c.builder().translate(flow, named->at));
  }
  const auto takes = belt->depth * c.step();
  const auto comes = c.auxiliary("comes", less(number(0), sum(std::move(inflows))));
  Expr now;
  (void)c.held("last", takes, [&](const Expr& before) {
    return now = c.auxiliary("now", if_else(comes, takes, before));
  });
  return now;
}

constexpr std::array kRows{
    Row{"DELAY BATCH", "", 6, 6, "input, size, time, batch, done at, backlog",
        "The input in batches: each starts when enough has come and the one before is done, and "
        "comes out after its time, within one step.",
        delay_batch, "a ? t ? t ? -> a", "DELAY BATCH(2, 3, 1, 0, 0, 0)", 3},
    Row{"DELAY CONVEYOR", "", 6, 6, "input, time, leakage, profile, initial, initial time",
        "What leaves a belt on which things ride for a time, and leak.", delay_conveyor,
        "a t 1/t ? a*t t -> a", "DELAY CONVEYOR(2, 2, 0.5, line, 0, 2)", 0.5},
    Row{"", "CAPACITY|CAP", 1, 1, "conveyor",
        "What a conveyor may hold; any amount where none is stated.", capacity, "a -> a",
        "CAPACITY(belt)", 9},
    Row{"", "PROCTIME|TRANSTIME", 1, 1, "conveyor",
        "The time that what enters a conveyor stays on it, in whole steps; while nothing enters, "
        "that of what entered last.",
        transit_time, "? -> t", "PROCTIME(belt)", 2},
};

}  // namespace

std::span<const Row> passage_rows() { return kRows; }

}  // namespace holon::model::formats
