// SPDX-License-Identifier: Apache-2.0
#include "model/differentiate.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <utility>

namespace holon::model {
namespace {

constexpr double kLogarithm10 = 0.43429448190325182765;  // 1 / ln(10)

// sums and products that know that null is 0
Expr sum(const Expr& a, const Expr& b) {
  if (!a || !b) return a ? a : b;
  return a + b;
}
Expr difference(const Expr& a, const Expr& b) {
  if (!b) return a;
  return a ? a - b : node(Op::negate, {b});
}
Expr product(const Expr& a, const Expr& b) { return a && b ? a * b : nullptr; }
Expr quotient(const Expr& a, const Expr& b) { return a ? a / b : nullptr; }
Expr negative(const Expr& a) { return a ? node(Op::negate, {a}) : nullptr; }
Expr or_zero(const Expr& a) { return a ? a : number(0); }

Expr chosen(const Expr& condition, const Expr& yes, const Expr& no) {
  if (!yes && !no) return nullptr;
  return node(Op::if_else, {condition, or_zero(yes), or_zero(no)});
}

Expr in_table(Table table, const Expr& x) {
  auto out = std::make_shared<Expression>();
  out->op = Op::lookup;
  out->table = std::make_shared<const Table>(std::move(table));
  out->arguments = {x};
  return out;
}

// the slope of a table at x; to the right of a corner
Expr slope(const Table& table, const Expr& x) {
  if (table.kind == TableKind::hold || table.kind == TableKind::next || table.x.size() < 2)
    return nullptr;
  Table out;
  if (table.kind == TableKind::area) {
    out.x = table.x;
    out.y = table.y;
    return in_table(std::move(out), x);
  }
  out.kind = TableKind::hold;
  const auto last = table.x.size() - 1;
  for (std::size_t i = 0; i < last; ++i) {
    out.x.push_back(table.x[i]);
    out.y.push_back((table.y[i + 1] - table.y[i]) / (table.x[i + 1] - table.x[i]));
  }
  if (table.kind == TableKind::extrapolate) return in_table(std::move(out), x);
  // level beyond both ends
  out.x.push_back(table.x[last]);
  out.y.push_back(0);
  const auto below = node(Op::less, {x, number(table.x[0])});
  return chosen(below, nullptr, in_table(std::move(out), x));
}

/// Tells which leaves are what is derived by.
using IsSubject = std::function<bool(const Expression&)>;

class Differentiator {
 public:
  explicit Differentiator(IsSubject is_subject) : is_subject_(std::move(is_subject)) {}

  [[nodiscard]] Expr of(const Expr& e) const {
    if (is_subject_(*e)) return number(1);
    std::vector<Expr> d;
    bool any = false;
    for (const auto& argument : e->arguments) {
      d.push_back(of(argument));
      any = any || d.back();
    }
    if (!any) return nullptr;
    const auto& a = e->arguments;
    switch (e->op) {
      case Op::negate:
        return negative(d[0]);
      case Op::add:
        return sum(d[0], d[1]);
      case Op::subtract:
        return difference(d[0], d[1]);
      case Op::multiply:
        return sum(product(d[0], a[1]), product(a[0], d[1]));
      case Op::divide:
        return difference(quotient(d[0], a[1]), quotient(product(e, d[1]), a[1]));
      case Op::modulo:
        // a - b floor(a / b), between its jumps
        return difference(d[0], product(model::call("int", {quotient(a[0], a[1])}), d[1]));
      case Op::power:
        return power(e, d);
      case Op::if_else:
        return chosen(a[0], d[1], d[2]);
      case Op::lookup:
        return product(slope(*e->table, a[0]), d[0]);
      case Op::call:
        return call(e, d);
      default:
        return nullptr;
    }
  }

 private:
  static Expr power(const Expr& e, const std::vector<Expr>& d) {
    const auto& a = e->arguments;
    Expr out;
    if (d[0]) {
      const auto less = node(Op::power, {a[0], a[1] - number(1)});
      out = a[1] * less * d[0];
    }
    if (!d[1]) return out;
    return sum(out, e * model::call("ln", {a[0]}) * d[1]);
  }

  static Expr square(const Expr& e) { return e * e; }

  // the smallest or largest argument's
  static Expr extreme(Op better, const Expr& e, const std::vector<Expr>& d) {
    auto best = e->arguments[0];
    auto out = d[0];
    for (std::size_t i = 1; i < d.size(); ++i) {
      const auto takes = node(better, {best, e->arguments[i]});
      out = chosen(takes, out, d[i]);
      best = model::call(e->function->name, {best, e->arguments[i]});
    }
    return out;
  }

  // Σ of each factor's slope times the others
  static Expr of_product(const std::vector<Expr>& a, const std::vector<Expr>& d) {
    Expr before = number(1);
    Expr out;
    for (std::size_t i = 0; i < a.size(); ++i) {
      out = i == 0 ? d[0] : sum(product(out, a[i]), product(before, d[i]));
      before = i == 0 ? a[0] : before * a[i];
    }
    return out;
  }

  static Expr chosen_element(const Expr& e, const std::vector<Expr>& d) {
    auto arguments = e->arguments;
    for (std::size_t i = 1; i < arguments.size(); ++i) arguments[i] = or_zero(d[i]);
    return model::call(e->function->name, arguments);
  }

  static Expr call(const Expr& e, const std::vector<Expr>& d) {
    const auto& a = e->arguments;
    const auto one = number(1);
    switch (e->function->id) {
      case FunctionId::abs:
        return model::call("sign", {a[0]}) * d[0];
      case FunctionId::sqrt:
        return d[0] / (number(2) * e);
      case FunctionId::exp:
        return e * d[0];
      case FunctionId::ln:
        return d[0] / a[0];
      case FunctionId::log10:
        return number(kLogarithm10) * d[0] / a[0];
      case FunctionId::sin:
        return model::call("cos", {a[0]}) * d[0];
      case FunctionId::cos:
        return negative(model::call("sin", {a[0]}) * d[0]);
      case FunctionId::tan:
        return (one + square(e)) * d[0];
      case FunctionId::arcsin:
        return d[0] / model::call("sqrt", {one - square(a[0])});
      case FunctionId::arccos:
        return negative(d[0] / model::call("sqrt", {one - square(a[0])}));
      case FunctionId::arctan:
        return d[0] / (one + square(a[0]));
      case FunctionId::sinh:
        return model::call("cosh", {a[0]}) * d[0];
      case FunctionId::cosh:
        return model::call("sinh", {a[0]}) * d[0];
      case FunctionId::tanh:
        return (one - square(e)) * d[0];
      case FunctionId::sum:
        return std::accumulate(d.begin(), d.end(), Expr(), sum);
      case FunctionId::product:
        return of_product(a, d);
      case FunctionId::element:
        return chosen_element(e, d);
      case FunctionId::min:
        return extreme(Op::less, e, d);
      case FunctionId::max:
        return extreme(Op::greater, e, d);
      case FunctionId::safe_divide: {
        const auto inside = difference(quotient(d[0], a[1]), quotient(product(e, d[1]), a[1]));
        const auto at_zero = node(Op::equal, {a[1], number(0)});
        return chosen(at_zero, a.size() == 3 ? d[2] : nullptr, inside);
      }
      default:
        return nullptr;  // whole numbers and signs: level between their jumps
    }
  }

  IsSubject is_subject_;
};

}  // namespace

bool is_differentiable(FunctionId function) {
  switch (function) {
    case FunctionId::gamma_ln:
    case FunctionId::normal_probability:
    case FunctionId::normal_quantile:
    case FunctionId::lognormal_quantile:
    case FunctionId::triangular_quantile:
    case FunctionId::gamma_quantile:
    case FunctionId::beta_quantile:
    case FunctionId::weibull_quantile:
    case FunctionId::poisson_quantile:
    case FunctionId::binomial_quantile:
    case FunctionId::negative_binomial_quantile:
    case FunctionId::inverse_element:
    case FunctionId::internal_rate:
    case FunctionId::allocate_available:
    case FunctionId::allocate_by_priority:
      return false;
    default:
      return true;
  }
}

bool is_differentiable(const Expr& e) {
  if (e->op == Op::call && !is_differentiable(e->function->id)) return false;
  return std::all_of(e->arguments.begin(), e->arguments.end(),
                     [](const Expr& a) { return is_differentiable(a); });
}

Expr differentiated(const Expr& expression, VariableId variable) {
  return Differentiator([variable](const Expression& e) {
           return e.op == Op::variable && e.variable == variable;
         })
      .of(expression);
}

Expr differentiated(const Expr& expression, VariableId variable, int in_case) {
  return Differentiator([variable, in_case](const Expression& e) {
           return e.op == Op::variable && e.variable == variable && e.in_case == in_case;
         })
      .of(expression);
}

Expr differentiated_by_time(const Expr& expression) {
  return Differentiator([](const Expression& e) {
           return e.op == Op::call && e.function->id == FunctionId::time;
         })
      .of(expression);
}

}  // namespace holon::model
