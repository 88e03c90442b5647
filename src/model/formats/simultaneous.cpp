// SPDX-License-Identifier: Apache-2.0
#include "model/formats/simultaneous.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <span>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

#include "model/depth_first.h"
#include "model/formats/builder.h"
#include "model/formats/call.h"
#include "model/formats/circles.h"

namespace holon::model::formats {
namespace {

using Replaced = std::unordered_map<VariableId, Expr>;

// how often a circle is gone around, or Newton's method is applied
constexpr int kRoundsOfOne = 10;
constexpr int kRoundsOfMany = 60;
constexpr int kRoundsOfNewton = 12;
// more unknowns of one circle than this are no business of a matrix written out
constexpr std::size_t kMostUnknowns = 8;
// of a value, by which two guesses may differ when it counts as found
constexpr double kTolerance = 1e-9;
constexpr double kLeastTolerance = 1e-12;
// of an unknown, by which it is moved to see what follows
constexpr double kNudge = 1e-7;

Expr with_replaced(const Expr& e, const Replaced& by) {
  if (e->op == Op::variable) {
    const auto found = by.find(e->variable);
    return found == by.end() ? e : found->second;
  }
  std::vector<Expr> arguments;
  bool is_same = true;
  for (const auto& argument : e->arguments) {
    arguments.push_back(with_replaced(argument, by));
    is_same = is_same && arguments.back() == argument;
  }
  if (is_same) return e;
  auto out = std::make_shared<Expression>(*e);
  out->arguments = std::move(arguments);
  return out;
}

Expr size_of(const Expr& x) { return call("abs", {x}); }

/// One circle of equations, and what follows from guesses of its unknowns.
class Circle {
 public:
  Circle(Builder& builder, std::vector<Unknown> unknowns)
      : builder_(builder), unknowns_(std::move(unknowns)) {
    for (const auto& unknown : unknowns_) ids_.insert(unknown.id);
  }

  /// Puts the other equations in order; false if they wait for each other by themselves.
  [[nodiscard]] bool find_order(const ReadGraph& reads, const std::vector<std::size_t>& circle) {
    const auto own = circle[unknowns_.front().id];
    DepthFirst walk(reads.size());
    bool has_order = true;
    const auto inside = [&](VariableId id, std::vector<VariableId>& list) {
      for (const auto next : reads[id])
        if (circle[next] == own && !is_unknown(next)) list.push_back(next);
    };
    for (const auto& unknown : unknowns_) {
      walk.visit(
          unknown.id, inside,
          [&](VariableId id) {
            if (!is_unknown(id)) order_.push_back(id);
          },
          [&](std::span<const VariableId>) { has_order = false; });
    }
    return has_order;
  }

  void solve() {
    const bool is_fixed_point =
        std::all_of(unknowns_.begin(), unknowns_.end(), [](const Unknown& u) { return !u.scale; });
    if (!is_fixed_point)
      solve_by_newton();
    else if (unknowns_.size() == 1)
      solve_one();
    else
      solve_around();
  }

 private:
  [[nodiscard]] bool is_unknown(VariableId id) const { return ids_.count(id) != 0; }

  [[nodiscard]] bool is_full() const {
    return builder_.is_full(builder_.model()[unknowns_.front().id].span);
  }

  [[nodiscard]] Expr kept(std::size_t i, std::string_view what, const Expr& value) {
    return builder_.auxiliary(unknowns_[i].at, what, value);
  }

  /// What the equations of the unknowns give for guesses of them.
  [[nodiscard]] std::vector<Expr> follow(const std::vector<Expr>& guesses) {
    if (is_full()) return guesses;
    Replaced now;
    for (std::size_t i = 0; i < unknowns_.size(); ++i) now[unknowns_[i].id] = guesses[i];
    auto& variables = builder_.model().variables;
    for (const auto id : order_) {
      if (is_full()) break;
      model::Variable copy = variables[id];
      copy.name = builder_.hidden_name(unknowns_.front().at, "tried");
      copy.equation = with_replaced(copy.equation, now);
      if (copy.initial) copy.initial = with_replaced(copy.initial, now);
      now[id] = variable(variables.size());
      variables.push_back(std::move(copy));
    }
    std::vector<Expr> out;
    for (std::size_t i = 0; i < unknowns_.size(); ++i) {
      const auto equation = variables[unknowns_[i].id].equation;
      out.push_back(kept(i, "followed", with_replaced(equation, now)));
    }
    return out;
  }

  void settle(std::size_t i, const Expr& is_found, const Expr& value) {
    builder_.model().variables[unknowns_[i].id].equation = if_else(is_found, value, number(NAN));
  }

  [[nodiscard]] static Expr is_near(const Expr& a, const Expr& b) {
    const auto size = call("max", {size_of(a), size_of(b)});
    return node(Op::less_equal,
                {size_of(a - b), size * number(kTolerance) + number(kLeastTolerance)});
  }

  // around the circle twice, then on along the geometric series that the two steps suggest
  // (Aitken), if that leads nearer
  void solve_one() {
    Expr guess = kept(0, "guess", unknowns_[0].guess);
    for (int i = 0; i < kRoundsOfOne; ++i) {
      const auto once = follow({guess})[0];
      const auto twice = follow({once})[0];
      const auto step = kept(0, "step", once - guess);
      const auto bend = kept(0, "bend", twice - once - step);
      const auto is_straight = node(Op::equal, {bend, number(0)});
      const auto ahead = kept(0, "ahead", if_else(is_straight, twice, guess - step * step / bend));
      const auto after = follow({ahead})[0];
      const auto is_nearer = less(size_of(after - ahead), size_of(twice - once));
      guess = kept(0, "guess", if_else(is_nearer, after, twice));
    }
    const auto last = follow({guess})[0];
    settle(0, is_near(last, guess), last);
  }

  // around the circle, as Vensim does
  void solve_around() {
    std::vector<Expr> guesses;
    for (std::size_t i = 0; i < unknowns_.size(); ++i)
      guesses.push_back(kept(i, "guess", unknowns_[i].guess));
    std::vector<Expr> before;
    for (int round = 0; round <= kRoundsOfMany; ++round) {
      before = guesses;
      guesses = follow(before);
    }
    Expr is_found = number(1);
    for (std::size_t i = 0; i < guesses.size(); ++i)
      is_found = both(is_found, is_near(guesses[i], before[i]));
    is_found = kept(0, "is found", is_found);
    for (std::size_t i = 0; i < guesses.size(); ++i) settle(i, is_found, guesses[i]);
  }

  /// How far the guesses are from a solution.
  [[nodiscard]] std::vector<Expr> missed(const std::vector<Expr>& guesses) {
    auto out = follow(guesses);
    for (std::size_t i = 0; i < out.size(); ++i)
      if (!unknowns_[i].scale) out[i] = kept(i, "missed", out[i] - guesses[i]);
    return out;
  }

  // slopes by nudging one unknown after the other
  void solve_by_newton() {
    const auto count = unknowns_.size();
    if (count > kMostUnknowns) {
      builder_.error(base::Code::not_here,
                     fmt::format("FIND ZERO of {} values that hang on each other", count),
                     builder_.model()[unknowns_.front().id].span,
                     {fmt::format("holon solves {} or fewer together", kMostUnknowns)});
      return;
    }
    std::vector<Expr> guesses;
    for (std::size_t i = 0; i < count; ++i) guesses.push_back(kept(i, "guess", unknowns_[i].guess));
    for (int round = 0; round < kRoundsOfNewton; ++round) guesses = newton_step(guesses);

    const auto left = missed(guesses);
    Expr is_found = number(1);
    for (std::size_t i = 0; i < count; ++i) {
      const auto& u = unknowns_[i];
      const auto size = u.scale ? size_of(left[i] * u.zero_scale) : size_of(left[i]);
      const auto limit = call("max", {u.scale ? u.tolerance : number(0), number(kTolerance)});
      is_found = both(is_found, node(Op::less_equal, {size, limit}));
    }
    is_found = kept(0, "is found", is_found);
    for (std::size_t i = 0; i < count; ++i) settle(i, is_found, guesses[i]);
  }

  [[nodiscard]] std::vector<Expr> newton_step(const std::vector<Expr>& guesses) {
    const auto count = guesses.size();
    const auto left = missed(guesses);
    std::vector<std::vector<Expr>> slopes(count, std::vector<Expr>(count));
    for (std::size_t j = 0; j < count; ++j) {
      const auto usual = unknowns_[j].scale ? size_of(number(1) / unknowns_[j].scale) : number(1);
      auto moved = guesses;
      moved[j] = kept(j, "nudged",
                      guesses[j] + number(kNudge) * call("max", {size_of(guesses[j]), usual}));
      const auto then = missed(moved);
      const auto by = kept(j, "nudge", moved[j] - guesses[j]);
      for (std::size_t i = 0; i < count; ++i)
        slopes[i][j] = kept(i, "slope", (then[i] - left[i]) / by);
    }
    std::vector<Expr> out;
    for (std::size_t i = 0; i < count; ++i) {
      Expr step = number(0);
      for (std::size_t j = 0; j < count; ++j) {
        std::vector<Expr> arguments{number(static_cast<double>(i)), number(static_cast<double>(j)),
                                    number(static_cast<double>(count))};
        for (const auto& row : slopes) arguments.insert(arguments.end(), row.begin(), row.end());
        step = step + call("inverse element", std::move(arguments)) * left[j];
      }
      out.push_back(kept(i, "guess", guesses[i] - step));
    }
    return out;
  }

  Builder& builder_;
  std::vector<Unknown> unknowns_;
  std::unordered_set<VariableId> ids_;  // of them
  std::vector<VariableId> order_;       // of the other equations
};

// what each variable reads in the same moment
ReadGraph reads_of(const Model& model) {
  ReadGraph out(model.variables.size());
  for (VariableId id = 0; id < out.size(); ++id) {
    const auto& subject = model[id];
    if (subject.role != Role::auxiliary || !subject.equation) continue;
    for_each_variable(subject.equation, [&](VariableId next, int) { out[id].push_back(next); });
  }
  return out;
}

}  // namespace

void Simultaneous::resolve(Builder& builder) const {
  if (unknowns_.empty()) return;
  const auto reads = reads_of(builder.model());
  const auto circle = circles_of(reads);
  std::vector<std::size_t> members(reads.size());
  for (const auto number : circle) ++members[number];

  std::map<std::size_t, std::vector<Unknown>> by_circle;
  for (const auto& unknown : unknowns_) {
    const auto& own = reads[unknown.id];
    const bool waits = members[circle[unknown.id]] > 1 ||
                       std::find(own.begin(), own.end(), unknown.id) != own.end();
    if (waits) by_circle[circle[unknown.id]].push_back(unknown);
    if (!waits && unknown.scale)
      builder.error(base::Code::wrong_arguments,
                    "what FIND ZERO is to bring to 0 does not hang on this variable",
                    builder.model()[unknown.id].span,
                    {"its second argument must follow from the variable on the left"});
  }
  for (auto& [own, unknowns] : by_circle) {
    Circle one(builder, std::move(unknowns));
    // other circles in it are reported when the model is checked
    if (one.find_order(reads, circle)) one.solve();
  }
}

}  // namespace holon::model::formats
