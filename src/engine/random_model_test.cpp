// SPDX-License-Identifier: Apache-2.0
#include "engine/random_model_test.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"

namespace holon::engine {
namespace {

using base::Dice;
using model::Expr;
using model::FunctionId;
using model::Method;
using model::Op;
using model::Role;
using model::UnitRule;
using model::VariableId;
using quantity::Dimension;

double random_number(Dice& dice) {
  if (dice.roll(3) == 0) {
    return dice.one_of({1.0, 0.0, 2.0, -1.0, 0.5, -0.0, 3.0, 1e-3, 1e3, -7.25, 1e300, 1e-310});
  }
  return dice.between(-8, 8);
}

quantity::Shape random_shape(Dice& dice, bool may_choose) {
  switch (dice.roll(may_choose ? 8 : 7)) {
    case 0:
      return quantity::Uniform{dice.between(-3, 1), dice.between(1, 4)};
    case 1:
      return quantity::Normal{dice.between(-2, 5), dice.between(0.1, 2)};
    case 2:
      return quantity::Lognormal{dice.between(0.5, 5), dice.between(1.01, 3)};
    case 3:
      return quantity::Triangular{-1, dice.between(-1, 2), 2};
    case 4:
      return quantity::Beta{dice.between(0.5, 4), dice.between(0.5, 4), -1, 3};
    case 5:
      return quantity::Samples{{-1, 0, dice.between(0, 1), 1.5, 1.5, 2}, ""};
    case 6:
      return quantity::Constant{dice.between(-2, 4)};
    default:
      break;
  }
  quantity::Choice out;
  const auto count = 2 + dice.roll(2);
  for (std::size_t i = 0; i < count; ++i) {
    auto rival = quantity::Distribution{random_shape(dice, false), {}, {}};
    out.rivals.push_back({fmt::format("rival {}", i), dice.between(0.5, 2),
                          std::make_shared<const quantity::Distribution>(std::move(rival))});
  }
  return out;
}

/// Throws the variables in an order in which each reads earlier ones at the same moment only.
class Generator {
 public:
  Generator(Dice& dice, std::size_t most_steps) : dice_(dice) {
    auto& time = model_.time;
    time.steps = static_cast<std::uint32_t>(dice.roll(most_steps + 1));
    time.step = dice.one_of({1.0, 0.1, 1.0 / 3, 0.25, 86400.0});
    if (time.steps == 0 && dice.once_in(2)) time.step = 0;
    if (dice.once_in(2))
      time.method = dice.one_of({Method::rk2, Method::rk4, Method::rk45, Method::rosenbrock});
    time.tolerance = dice.one_of({0.3, 0.1, 1e-2});  // coarse: some models jump without end
    if (dice.once_in(3)) time.start = dice.one_of({1900.0, -3.5, 0.1});
    foreign_ = dice.once_in(2);
    time.from = {2022, 7, 1};
  }

  RandomModel build() {
    inputs();
    early_auxiliaries();
    states();
    late_auxiliaries();
    complete_states();
    if (dice_.once_in(3)) oscillator();
    cases();
    auto finished = finish();
    // not every model has the derivatives that an implicit method needs
    if (!finished && finished.error().front().code == base::Code::method_cannot) {
      model_.time.method = Method::rk45;
      finished = finish();
    }
    if (!finished) throw base::Bug(base::render(finished.error().front(), false));
    RandomModel out{*finished, {}};
    outputs(out);
    return out;
  }

 private:
  [[nodiscard]] base::Result<model::Model> finish() const {
    const std::vector<bool> undeclared(model_.variables.size(), false);
    return foreign_ ? model::finished_without_units(model_) : model::finished(model_, undeclared);
  }

  VariableId add(Role role) {
    model::Variable out;
    out.role = role;
    out.name = fmt::format("variable {}", model_.variables.size());
    model_.variables.push_back(std::move(out));
    return model_.variables.size() - 1;
  }

  void inputs() {
    const auto count = 1 + dice_.roll(5);
    for (std::size_t i = 0; i < count; ++i) {
      const auto id = add(Role::input);
      model_.variables[id].quantity = random_quantity(dice_);
      model_.variables[id].unit = model_.variables[id].quantity.unit;
      readable_.push_back(id);
    }
    last_input_ = model_.variables.size();
  }

  void early_auxiliaries() {
    const auto count = dice_.roll(4);
    for (std::size_t i = 0; i < count; ++i) auxiliary();
  }

  void late_auxiliaries() {
    const auto count = 1 + dice_.roll(6);
    for (std::size_t i = 0; i < count; ++i) auxiliary();
  }

  void auxiliary() {
    const auto equation = expression(4);
    const auto id = add(Role::auxiliary);
    model_.variables[id].equation = equation;
    if (dice_.once_in(5)) model_.variables[id].initial = expression(2);
    readable_.push_back(id);
  }

  void states() {
    const auto count = dice_.roll(5);
    for (std::size_t i = 0; i < count; ++i) {
      const auto initial = expression(2);
      auto role = dice_.one_of({Role::stock, Role::stock, Role::delay, Role::held});
      if (role == Role::delay && !may_delay()) role = Role::stock;
      const auto id = add(role);
      model_.variables[id].initial = initial;
      readable_.push_back(id);
    }
  }

  // rates and what goes into a delay may read everything: they belong to the step before
  void complete_states() {
    for (VariableId id = 0; id < model_.variables.size(); ++id) {
      const auto role = model_[id].role;
      if (role == Role::input || role == Role::auxiliary) continue;
      auto equation = expression(4);
      if (role == Role::stock) equation = equation / seconds(1);
      model_.variables[id].equation = equation;
      if (role == Role::delay)
        model_.variables[id].delay = foreign_ ? moving_time(2) : fixed_time();
    }
  }

  // two stocks of which one is the very rate of the other
  void oscillator() {
    const Dimension length("length");
    const auto first = add(Role::stock);
    const auto second = add(Role::stock);
    const bool place_first = dice_.once_in(2);
    const auto place = place_first ? first : second;
    const auto speed = place_first ? second : first;
    model_.variables[place].initial = model::number(random_number(dice_), length);
    model_.variables[place].equation = model::variable(speed);
    model_.variables[speed].initial = leaf() * model::number(1, length / Dimension("time"));
    model_.variables[speed].equation =
        model::node(Op::negate, {model::variable(place)}) / (seconds(4) * seconds(9));
  }

  void cases() {
    const auto stated = readable_.size();
    const auto count = dice_.roll(4);
    for (std::size_t i = 0; i < count; ++i) {
      model::Case out{fmt::format("case {}", i), {}};
      const auto changes = 1 + dice_.roll(3);
      for (std::size_t n = 0; n < changes; ++n)
        out.changes.push_back(change(readable_[dice_.roll(stated)]));
      model_.cases.push_back(std::move(out));
    }
  }

  // what is changed may read earlier variables, and itself as it is in the unchanged case
  model::Change change(VariableId id) {
    const auto all = readable_;
    readable_.erase(std::remove_if(readable_.begin(), readable_.end(),
                                   [&](VariableId other) { return other >= id; }),
                    readable_.end());
    const auto own = model::variable(id, 0);
    auto replacement = own * model::number(random_number(dice_));
    // the times of delays hang on the inputs, and may not move
    if (id >= last_input_) replacement = replacement + expression(3);
    if (model_[id].role == Role::delay) replacement = model::number(random_number(dice_));
    readable_ = all;
    const bool later = id >= last_input_ && dice_.once_in(2);
    return {id, replacement, later ? dice_.between(0, 1.2) * model_.time.length() : 0};
  }

  static Expr seconds(double value) { return model::number(value, Dimension("time")); }

  // a time that does not change during a run
  Expr fixed_time() {
    const auto input = model::variable(dice_.roll(last_input_));
    const auto base_steps = seconds(dice_.one_of({2.0, 1.0, 0.0, 3.5, 40.0}) * model_.time.step);
    if (dice_.once_in(2)) return base_steps + input * seconds(model_.time.step);
    return base_steps;
  }

  Expr moving_time(int depth) {
    return (model::number(1) + model::call("abs", {expression(depth)})) * seconds(model_.time.step);
  }

  Expr condition(int depth) {
    const auto op = dice_.one_of(
        {Op::less, Op::less_equal, Op::greater, Op::greater_equal, Op::equal, Op::not_equal});
    return model::node(op, {expression(depth), expression(depth)});
  }

  Expr table(const Expr& at) {
    using enum model::TableKind;
    auto points = std::make_shared<model::Table>();
    points->kind = dice_.one_of({linear, linear, extrapolate, hold, next, area});
    // an even grid, its points rounded each on its own, or an uneven one
    const bool even = dice_.once_in(2);
    const double step = dice_.one_of({0.1, 0.25, 1.0 / 3, 1.0, 2.0});
    const double start = dice_.between(-5, 0);
    double x = start;
    const auto most = dice_.one_of({3U, 5U, 12U, 30U});
    const auto count = 2 + dice_.roll(most);
    for (std::size_t i = 0; i < count; ++i) {
      points->x.push_back(even ? start + step * static_cast<double>(i) : x);
      points->y.push_back(random_number(dice_));
      x += dice_.between(0.01, 3);
    }
    auto out = std::make_shared<model::Expression>();
    out->op = Op::lookup;
    out->arguments = {at};
    out->table = std::move(points);
    return out;
  }

  Expr leaf() {
    const auto kind = dice_.roll(6);
    if (readable_.empty() || kind == 0) return model::number(random_number(dice_));
    const auto id = dice_.one_of(readable_);
    return kind == 1 ? model::variable(id, 0) : model::variable(id);
  }

  Expr expression(int depth) {
    if (depth == 0) return leaf();
    switch (dice_.roll(8)) {
      case 0:
        return leaf();
      case 1:
        return call(depth - 1);
      case 2:
        return call(depth - 1);
      case 3:
        return model::node(Op::if_else,
                           {condition(depth - 1), expression(depth - 1), expression(depth - 1)});
      case 4:
        return dice_.once_in(2) ? table(expression(depth - 1))
                                : model::node(dice_.one_of({Op::negate, Op::logical_not}),
                                              {expression(depth - 1)});
      case 5:
        return condition(depth - 1);
      default:
        break;
    }
    const auto op = dice_.one_of({Op::add, Op::subtract, Op::multiply, Op::divide, Op::modulo,
                                  Op::power, Op::logical_and, Op::logical_or});
    return model::node(op, {expression(depth - 1), expression(depth - 1)});
  }

  // a call of any function, its arguments of the right dimensions
  Expr call(int depth) {
    const auto& function = model::functions()[dice_.roll(model::functions().size())];
    const auto plain = [&] { return expression(depth); };
    const auto named = [&](std::vector<Expr> arguments) {
      return model::call(function.name, std::move(arguments));
    };
    const bool optional = dice_.once_in(2);
    switch (function.id) {
      case FunctionId::baseline:
        return leaf();
      case FunctionId::min:
      case FunctionId::max:
        return optional ? named({plain(), plain(), plain()}) : named({plain(), plain()});
      case FunctionId::initial:
        return named({plain()});
      case FunctionId::previous:
        return may_delay() ? named({plain(), plain()}) : plain();
      case FunctionId::delay_fixed:
        return may_delay() ? named({plain(), fixed_time(), plain()}) : plain();
      case FunctionId::ramp: {
        const auto slope = plain() / seconds(1);
        return optional ? named({slope, moving_time(0), moving_time(0)})
                        : named({slope, moving_time(0)});
      }
      case FunctionId::trend: {
        const auto growth = optional ? named({plain(), moving_time(1)})
                                     : named({plain(), moving_time(1), plain() / seconds(1)});
        return growth * seconds(1);
      }
      default:
        break;
    }
    switch (function.units) {
      case UnitRule::time:
        return named({}) / seconds(1);
      case UnitRule::date:
        return named({model::number(2022), model::number(static_cast<double>(7 + dice_.roll(5))),
                      model::number(2)}) /
               seconds(1);
      case UnitRule::step: {
        auto arguments = std::vector{plain(), moving_time(0)};
        if (function.fewest == 3) arguments.push_back(moving_time(0));
        return named(std::move(arguments));
      }
      case UnitRule::memory: {
        auto arguments = std::vector{plain(), moving_time(1)};
        if (optional) arguments.push_back(plain());
        return named(std::move(arguments));
      }
      default:
        break;
    }
    std::vector<Expr> arguments;
    for (std::size_t i = 0; i < function.fewest; ++i) arguments.push_back(plain());
    if (function.id == FunctionId::inverse_element) arguments = matrix_element(depth);
    if (function.most == function.fewest + 1 && optional) arguments.push_back(plain());
    if (function.most > 10 && optional) {
      for (std::size_t i = 0; i < 5; ++i) arguments.push_back(plain());
    }
    return named(std::move(arguments));
  }

  // of a matrix of two by two
  std::vector<Expr> matrix_element(int depth) {
    std::vector out{model::number(static_cast<double>(dice_.roll(2))),
                    model::number(static_cast<double>(dice_.roll(2))), model::number(2)};
    for (int i = 0; i < 4; ++i) out.push_back(expression(depth));
    return out;
  }

  // a study may not delay between the steps of Runge-Kutta
  [[nodiscard]] bool may_delay() const {
    return foreign_ || model_.time.method == model::Method::euler;
  }

  // every variable in every case, some of them over time
  void outputs(RandomModel& out) {
    for (VariableId id = 0; id < model_.variables.size(); ++id) {
      for (std::size_t in_case = 0; in_case < model_.cases.size(); ++in_case) {
        const auto watched = model::variable(id, static_cast<int>(in_case));
        out.outputs.push_back({"end", watched, false});
        if (dice_.roll(3) == 0) out.outputs.push_back({"series", watched, true});
      }
    }
  }

  Dice& dice_;
  model::Model model_;
  std::vector<VariableId> readable_;
  std::size_t last_input_ = 0;  // one past it
  bool foreign_ = false;        // a model of another tool
};

}  // namespace

quantity::Quantity random_quantity(Dice& dice) {
  quantity::Quantity out;
  out.distribution.shape = random_shape(dice, true);
  out.unit = quantity::unit(dice.one_of({"1", "%"}));
  const bool is_spread = !quantity::is_constant(out.distribution);
  if (is_spread && dice.once_in(4)) out.distribution.min = -0.5;
  if (is_spread && dice.once_in(4)) out.distribution.max = 1.75;
  if (dice.once_in(4)) {
    out.cause = dice.one_of({"grid", "price"});
    out.correlation = dice.one_of({1.0, 0.5, 0.0});
  }
  return out;
}

RandomModel random_model(Dice& dice, std::size_t most_steps) {
  return Generator(dice, most_steps).build();
}

}  // namespace holon::engine
