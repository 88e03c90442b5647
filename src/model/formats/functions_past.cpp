// SPDX-License-Identifier: Apache-2.0
//
// Functions of what was before, and of other runs, that only Stella has. What they mean is in isee
// systems' help, "Data builtins".
#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "base/text.h"
#include "model/formats/call.h"

namespace holon::model::formats {
namespace {

constexpr int kDeepest = 50;
constexpr double kMostSteps = 2000;  // of a run whose whole past is kept
constexpr double kMostOrder = 20;    // of a derivative

// --- HISTORY ---

bool is_named(const Term& term, std::string_view name, Call& c) {
  return term.kind == Term::Kind::name && base::name_key(term.text) == name &&
         c.builder().find(term.text, *c.at().scope) == nullptr;
}

// true of numbers, the times of the run, constants without subscripts, and what is made of them
bool stays(const Term& term, Call& c, int depth = 0) {
  if (depth > kDeepest) return false;
  if (term.kind == Term::Kind::number) return true;
  if (term.kind == Term::Kind::operation)
    return std::all_of(term.arguments.begin(), term.arguments.end(),
                       [&](const TermPtr& part) { return stays(*part, c, depth + 1); });
  if (term.kind != Term::Kind::name || !term.subscripts.empty()) return false;
  if (is_named(term, "dt", c) || is_named(term, "starttime", c) || is_named(term, "stoptime", c))
    return true;
  const auto* subject = c.builder().find(term.text, *c.at().scope);
  if (subject == nullptr || subject->written->kind != Variable::Kind::equation) return false;
  const auto& written = *subject->written;
  return written.ranges.empty() && written.equations.size() == 1 && !written.equations[0].points &&
         written.equations[0].term && stays(*written.equations[0].term, c, depth + 1);
}

// of a fixed time ago; 0 before the start, and in the future
Expr fixed_time_ago(Call& c, const Expr& input, double lag) {
  const double half_a_step = c.builder().model().time.step / 2;
  if (lag < -half_a_step) return number(0);
  if (lag < half_a_step) return input;
  return c.delay(input, number(lag), number(0));
}

// at any time: the whole past is kept, the youngest first
Expr at_any_time(Call& c, const Expr& input) {
  const auto steps = c.builder().model().time.steps;
  if (steps > kMostSteps)
    return c.refuse(fmt::format("HISTORY at a time that moves, in a run of {} steps", steps),
                    fmt::format("in runs of more than {} steps it looks a fixed time back, as in "
                                "HISTORY(x, TIME - 5)",
                                kMostSteps));
  const auto ago = c.auxiliary("steps ago", call("round", {(c.time() - c[1]) / c.step()}));
  const auto since = call("round", {(c.time() - call("start time", {})) / c.step()});
  std::vector<Expr> values{call("max", {number(0), ago}), input};
  for (std::uint32_t i = 0; i < steps; ++i) {
    const auto younger = values.back();
    values.push_back(c.held("past", number(0), [&](const Expr&) { return younger; }));
  }
  const auto is_known =
      both(node(Op::less_equal, {number(0), ago}), node(Op::less_equal, {ago, since}));
  return if_else(is_known, call("element", std::move(values)), number(0));
}

Expr history(Call& c) {
  const auto& when = *c.term().arguments[1];
  const bool is_lag = when.kind == Term::Kind::operation && when.op == Op::subtract &&
                      is_named(*when.arguments[0], "time", c) && stays(*when.arguments[1], c);
  const auto input = c.shared(0, "input");
  if (is_lag) {
    const double lag = c.builder().start_value(c.builder().translate(when.arguments[1], c.at()));
    if (std::isfinite(lag)) return fixed_time_ago(c, input, lag);
  }
  return at_any_time(c, input);
}

// --- other runs ---

// each run is the first: there is no run before it
Expr end_of_last_run(Call& c) {
  return c.stock("last end", c.size() > 1 ? c[1] : c[0], [](const Expr&) { return number(0); });
}

// a run that reads the clock could not be done again
Expr clock(Call& c) {
  c.builder().warn(base::Code::not_here, "CLOCKTIME is missing: no run reads the machine's clock",
                   c.term().span, {"what depends on it is missing too; --set gives it a value"});
  return number(NAN);
}

// --- derivatives ---

// differences of differences over steps back; 0 until there are so many steps
Expr derivative(Call& c) {
  const double order = c.constant(1);
  if (!(order >= 0) || order > kMostOrder || order != std::floor(order))
    return c.refuse("the order of a derivative is a whole number from 0 to 20",
                    "as in DERIVN(x, 1)");
  auto out = c.shared(0, "input");
  for (int n = 1; n <= static_cast<int>(order); ++n) {
    const auto value = out;
    const auto before = c.held("before", value, [&](const Expr&) { return value; });
    const auto first = call("start time", {}) + c.step() * number(n);
    out = c.auxiliary("derivative",
                      if_else(less(c.now(), first), number(0), (value - before) / c.step()));
  }
  return out;
}

constexpr std::array kRows{
    Row{"", "HISTORY", 2, 2, "x, time",
        "x at an earlier time; 0 for a time before the start or after now.", history, "a t -> a",
        "HISTORY(TIME * 2, TIME - 2)", 2},
    Row{"", "DERIVN", 2, 2, "x, order",
        "The derivative of an order by differences over steps back; 0 in the first so many steps.",
        derivative, "a ? -> ?", "DERIVN(TIME * TIME, 2)", 2},
    Row{"", "ENDVAL", 1, 2, "x, initial",
        "x at the end of the run before: the initial value (else x at the start), since each run "
        "stands alone.",
        end_of_last_run, "a a -> a", "ENDVAL(TIME, 7)", 7},
    Row{"", "CLOCKTIME", 0, 0, "", "Missing: no run reads the machine's clock.", clock, "-> 1",
        "IF TIME > 2 THEN 4 ELSE CLOCKTIME", 4},
};

}  // namespace

std::span<const Row> past_rows() { return kRows; }

}  // namespace holon::model::formats
