// SPDX-License-Identifier: Apache-2.0
//
// A draft becomes a model that can run: units, circles, and functions with a memory rewritten into
// hidden stocks.
#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "model/method_check.h"
#include "model/model.h"
#include "model/order_check.h"
#include "model/unit_check.h"

namespace holon::model {
namespace {

using base::Code;
using quantity::Dimension;

/// Rewrites functions with a memory (smooth, delay …) as hidden stocks and delays.
class Expander {
 public:
  explicit Expander(Model& model) : model_(model) {}

  void expand_all() {
    // hidden variables are appended while we go; they are built of expanded parts already
    const auto stated = model_.variables.size();
    for (VariableId id = 0; id < stated; ++id) {
      begin(model_[id].name);
      for (auto part : {&Variable::equation, &Variable::initial, &Variable::delay}) {
        if (auto equation = model_.variables[id].*part) {
          auto out = expanded(equation);
          model_.variables[id].*part = out;
        }
      }
    }
    for (std::size_t in_case = 0; in_case < model_.cases.size(); ++in_case) {
      for (std::size_t i = 0; i < model_.cases[in_case].changes.size(); ++i) {
        begin(fmt::format("{}/{}", model_[model_.cases[in_case].changes[i].variable].name,
                          model_.cases[in_case].name));
        auto out = expanded(model_.cases[in_case].changes[i].replacement);
        model_.cases[in_case].changes[i].replacement = out;
      }
    }
  }

 private:
  void begin(const std::string& owner) {
    owner_ = owner;
    count_ = 0;
  }

  std::string hidden_name(std::string_view what) {
    return fmt::format("{}#{} {}", owner_, what, ++count_);
  }

  Expr stock(std::string_view what, const Expr& initial,
             const std::function<Expr(const Expr&)>& change) {
    const VariableId id = model_.variables.size();
    Variable out;
    out.name = hidden_name(what);
    out.role = Role::stock;
    out.initial = initial;
    const auto self = variable(id);
    out.equation = change(self);
    model_.variables.push_back(std::move(out));
    return self;
  }

  Expr delay(const Expr& input, const Expr& time, const Expr& start) {
    Variable out;
    out.name = hidden_name("delay");
    out.role = Role::delay;
    out.equation = input;
    out.initial = start;
    out.delay = time;
    out.span = time->span.source ? time->span : input->span;
    model_.variables.push_back(std::move(out));
    return variable(model_.variables.size() - 1);
  }

  // a chain of first-order averages, each over time / order
  Expr smooth(const Expr& input, const Expr& time, const Expr& start, int order) {
    auto level = input;
    const auto share = order == 1 ? time : time / number(order);
    for (int i = 0; i < order; ++i) {
      level = stock("smooth", start, [&](const Expr& self) { return (level - self) / share; });
    }
    return level;
  }

  // a chain of vessels, each emptied over time / order
  Expr material_delay(const Expr& input, const Expr& time, const Expr& start, int order) {
    auto flow = input;
    const auto share = order == 1 ? time : time / number(order);
    for (int i = 0; i < order; ++i) {
      const auto vessel =
          stock("delay", start * share, [&](const Expr& self) { return flow - self / share; });
      flow = vessel / share;
    }
    return flow;
  }

  // d(average)/dt = (input - average) / time; growth = (input - average) / (time * average)
  Expr trend(const Expr& input, const Expr& time, const Expr& start) {
    const auto average = stock("trend", input / (number(1) + start * time),
                               [&](const Expr& self) { return (input - self) / time; });
    return (input - average) / (time * average);
  }

  static Expr now() { return call("step start", {}) + call("dt", {}) * number(0.5); }

  static Expr step(const Expr& height, const Expr& from) {
    return node(Op::if_else, {node(Op::greater, {now(), from}), height, number(0)});
  }

  // an expression that will stand in several places, as a variable of its own
  Expr shared(std::string_view what, const Expr& equation) {
    if (equation->arguments.empty()) return equation;
    Variable out;
    out.name = hidden_name(what);
    out.equation = equation;
    model_.variables.push_back(std::move(out));
    return variable(model_.variables.size() - 1);
  }

  Expr pulse(const Expr& height, const Expr& start, const Expr& width) {
    const auto from = shared("pulse", start);
    const auto begun = node(Op::greater, {now(), from});
    const auto ended = node(Op::greater, {now(), from + width});
    return node(Op::if_else, {ended, number(0), node(Op::if_else, {begun, height, number(0)})});
  }

  static Expr ramp(const std::vector<Expr>& a) {
    auto until = call("time", {});
    if (a.size() == 3) until = call("min", {until, a[2]});
    return a[0] * call("max", {number(0), until - a[1]});
  }

  // the argument numbers were checked to be written out
  Expr date(const std::vector<Expr>& a) const {
    const base::Date day{static_cast<int>(a[0]->value), static_cast<int>(a[1]->value),
                         static_cast<int>(a[2]->value)};
    return number(static_cast<double>(base::days_since_epoch(day) -
                                      base::days_since_epoch(model_.time.from)) *
                          86400 +
                      model_.time.start,
                  Dimension("time"));
  }

  Expr expanded(const Expr& expression) {
    if (expression->arguments.empty() && expression->op != Op::call) return expression;
    auto out = std::make_shared<Expression>(*expression);
    for (auto& argument : out->arguments) argument = expanded(argument);
    if (out->op != Op::call) return out;
    const auto& a = out->arguments;
    const auto start = a.size() == 3 ? a[2] : a.empty() ? nullptr : a[0];
    switch (out->function->id) {
      case FunctionId::mean:
        return call("sum", a) / number(static_cast<double>(a.size()));
      case FunctionId::initial:
        return stock("initial", a[0], [](const Expr&) { return number(0); });
      case FunctionId::previous:
        return delay(a[0], call("dt", {}), a[1]);
      case FunctionId::delay_fixed:
        return delay(a[0], a[1], a[2]);
      case FunctionId::smooth:
        return smooth(a[0], a[1], start, 1);
      case FunctionId::smooth3:
        return smooth(a[0], a[1], start, 3);
      case FunctionId::delay1:
        return material_delay(a[0], a[1], start, 1);
      case FunctionId::delay3:
        return material_delay(a[0], a[1], start, 3);
      case FunctionId::trend:
        return trend(a[0], a[1], a.size() == 3 ? a[2] : number(0));
      case FunctionId::step:
        return step(a[0], a[1]);
      case FunctionId::pulse:
        return pulse(a[0], a[1], a[2]);
      case FunctionId::ramp:
        return ramp(a);
      case FunctionId::date:
        return date(a);
      case FunctionId::random_uniform:
      case FunctionId::random_normal:
      case FunctionId::random_exponential:
        // names the stream of draws
        out->name = hidden_name("noise");
        return out;
      default:
        return out;
    }
  }

  Model& model_;
  std::string owner_;
  int count_ = 0;
};

void check_dates(const Expr& e, base::Diagnostics& diagnostics) {
  for (const auto& argument : e->arguments) check_dates(argument, diagnostics);
  if (e->op != Op::call || e->function->id != FunctionId::date) return;
  const bool written = std::all_of(e->arguments.begin(), e->arguments.end(),
                                   [](const Expr& a) { return a->op == Op::number; });
  const auto part = [&](std::size_t i) {
    return static_cast<int>(std::min(1e6, std::max(-1e6, e->arguments[i]->value)));
  };
  if (written) {
    const base::Date day{part(0), part(1), part(2)};
    const bool in_range = day.year >= 1900 && day.year <= 2200 && day.month >= 1 &&
                          day.month <= 12 && day.day >= 1 && day.day <= 31;
    if (in_range && base::date_of_day(base::days_since_epoch(day)) == day) return;
  }
  diagnostics.push_back({Code::not_a_date,
                         "`date` needs the three numbers of a day written out",
                         e->span,
                         "",
                         {},
                         {"as in `date(2023, 1, 31)`"}});
}

void for_each_equation(const Model& model, const std::function<void(const Expr&)>& visit) {
  for (const auto& v : model.variables) {
    for (const auto& part : {v.equation, v.initial, v.delay}) {
      if (part) visit(part);
    }
  }
  for (const auto& in_case : model.cases) {
    for (const auto& change : in_case.changes) visit(change.replacement);
  }
}

}  // namespace

base::Result<Model> finished(Model draft, const std::vector<bool>& unit_declared) {
  // units of every equation, while it still reads as it was written
  UnitCheck units(draft, unit_declared);
  units.check_all();
  auto diagnostics = units.diagnostics();
  for (VariableId id = 0; id < draft.variables.size(); ++id) {
    auto& unit = draft.variables[id].unit;
    const auto found = units.dimension_of(id);
    if (!unit_declared[id] && found) unit.dimension = *found;
  }
  for_each_equation(draft, [&](const Expr& e) { check_dates(e, diagnostics); });
  if (base::has_errors(diagnostics)) {
    const auto waiting = circles(draft);
    diagnostics.insert(diagnostics.end(), waiting.begin(), waiting.end());
    return tl::unexpected(base::in_order(std::move(diagnostics)));
  }

  // functions with a memory become stocks; what is left must not go in circles
  Expander(draft).expand_all();
  diagnostics = circles(draft);
  check_study_delays(draft, diagnostics);
  check_method(draft, diagnostics);
  if (base::has_errors(diagnostics)) return tl::unexpected(base::in_order(std::move(diagnostics)));
  return draft;
}

base::Result<Model> finished_without_units(Model draft) {
  base::Diagnostics diagnostics;
  for_each_equation(draft, [&](const Expr& e) { check_dates(e, diagnostics); });
  if (base::has_errors(diagnostics)) return tl::unexpected(base::in_order(std::move(diagnostics)));
  Expander(draft).expand_all();
  diagnostics = circles(draft);
  check_method(draft, diagnostics);
  if (base::has_errors(diagnostics)) return tl::unexpected(base::in_order(std::move(diagnostics)));
  return draft;
}

}  // namespace holon::model
