// SPDX-License-Identifier: Apache-2.0
#include "engine/loops/sign.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "quantity/distribution.h"

namespace holon::engine::loops {
namespace {

using model::Expr;
using model::FunctionId;
using model::Op;
using model::Role;
using model::VariableId;

constexpr Sign kZero{false, false};
constexpr Sign kNotNegative{false, true};

/// Beyond this many evaluations of equations the signs of stocks stay open.
constexpr std::size_t kMostWork = 20'000'000;

Sign of_number(double value) { return {value < 0, value > 0}; }

Sign either(Sign a, Sign b) {
  return {a.may_be_negative || b.may_be_negative, a.may_be_positive || b.may_be_positive};
}

Sign of_table(const model::Table& table) {
  const auto [low, high] = std::minmax_element(table.y.begin(), table.y.end());
  const bool bounded =
      table.kind != model::TableKind::extrapolate && table.kind != model::TableKind::area;
  if (bounded) return {*low < 0, *high > 0};
  return {};
}

Sign of_power(const Expr& e, Sign base) {
  const auto& exponent = *e->arguments[1];
  if (!base.may_be_negative) return base.is_zero() ? kNotNegative : base;
  const bool even = exponent.op == Op::number && std::fmod(exponent.value, 2) == 0;
  return even ? kNotNegative : Sign{};
}

Sign of_call(const Expr& e, const std::vector<Sign>& a) {
  switch (e->function->id) {
    case FunctionId::exp:
    case FunctionId::sqrt:
    case FunctionId::dt:
    case FunctionId::abs:
    case FunctionId::cosh:
    case FunctionId::normal_probability:
    case FunctionId::sort_order:
    case FunctionId::rank:
      return kNotNegative;
    case FunctionId::sum:
    case FunctionId::element: {
      Sign out = kZero;
      for (std::size_t i = e->function->id == FunctionId::sum ? 0 : 1; i < a.size(); ++i)
        out = either(out, a[i]);
      return out;
    }
    case FunctionId::product:
      return std::accumulate(a.begin(), a.end(), kNotNegative,
                             [](Sign x, Sign y) { return x * y; });
    case FunctionId::truncate:
    case FunctionId::sinh:
    case FunctionId::tanh:
    case FunctionId::integer:
    case FunctionId::round:
    case FunctionId::sign:
    case FunctionId::arctan:
    case FunctionId::arcsin:
      return a[0];
    case FunctionId::min: {
      auto out = a[0];
      for (const auto s : a) {
        out = {out.may_be_negative || s.may_be_negative, out.may_be_positive && s.may_be_positive};
      }
      return out;
    }
    case FunctionId::max: {
      auto out = a[0];
      for (const auto s : a) {
        out = {out.may_be_negative && s.may_be_negative, out.may_be_positive || s.may_be_positive};
      }
      return out;
    }
    case FunctionId::safe_divide:
      return either(a[0] * a[1], a.size() == 3 ? a[2] : kZero);
    default:
      return {};
  }
}

/// Finds the stocks that cannot become negative.
class StockSigns {
 public:
  StockSigns(const model::Model& model, const Structure& structure)
      : model_(model), structure_(structure), sign_(structure.nodes.size()) {
    for (VariableId id = 0; id < sign_.size(); ++id) {
      if (structure.nodes[id].role == Role::input)
        sign_[id] = of_number(quantity::mean(model[id].quantity.distribution));
    }
    for (const auto& driver : structure.drivers)
      sign_.push_back(driver.is_time && model.time.start >= 0 ? kNotNegative : Sign{});
  }

  std::vector<Sign> find() {
    suppose_all();
    while (refute_some()) continue;
    return std::move(sign_);
  }

 private:
  // every state that does not start below zero
  void suppose_all() {
    std::size_t states = 0;
    for (VariableId id = 0; id < structure_.nodes.size(); ++id) states += structure_.is_state(id);
    if (states * structure_.nodes.size() > kMostWork) {
      follow();
      return;
    }
    // starting values may hang on auxiliaries that hang on states that are supposed
    for (VariableId id = 0; id < structure_.nodes.size(); ++id) {
      if (structure_.is_state(id)) sign_[id] = kNotNegative;
    }
    follow();
    for (VariableId id = 0; id < structure_.nodes.size(); ++id) {
      if (!structure_.is_state(id)) continue;
      supposed_.push_back(id);
    }
  }

  // what was supposed of a state must hold at its start, and at zero of its rate
  bool refute_some() {
    std::vector<VariableId> wrong;
    const auto ground = sign_;
    for (const auto id : supposed_) {
      bool negative = of(model_[id].initial).may_be_negative;
      if (structure_.nodes[id].role == Role::stock) {
        sign_[id] = kZero;
        follow();
        negative = negative || of(structure_.nodes[id].equation).may_be_negative;
        sign_ = ground;
      } else {
        negative = negative || of(structure_.nodes[id].equation).may_be_negative;
      }
      if (negative) wrong.push_back(id);
    }
    for (const auto id : wrong) {
      sign_[id] = {};
      supposed_.erase(std::find(supposed_.begin(), supposed_.end(), id));
    }
    follow();
    return !wrong.empty();
  }

  Sign of(const Expr& e) const {
    return sign_of(e, [&](VariableId id) { return sign_[id]; });
  }

  void follow() {
    for (const auto id : structure_.order) sign_[id] = of(structure_.nodes[id].equation);
  }

  const model::Model& model_;
  const Structure& structure_;
  std::vector<Sign> sign_;
  std::vector<VariableId> supposed_;
};

}  // namespace

Sign operator-(Sign a) { return {a.may_be_positive, a.may_be_negative}; }

Sign operator+(Sign a, Sign b) { return either(a, b); }

Sign operator*(Sign a, Sign b) {
  return {(a.may_be_negative && b.may_be_positive) || (a.may_be_positive && b.may_be_negative),
          (a.may_be_positive && b.may_be_positive) || (a.may_be_negative && b.may_be_negative)};
}

Sign sign_of(const Expr& e, const std::function<Sign(VariableId)>& sign_of_variable) {
  if (e->op == Op::number) return of_number(e->value);
  if (e->op == Op::variable) return sign_of_variable(e->variable);
  std::vector<Sign> a;
  for (const auto& argument : e->arguments) a.push_back(sign_of(argument, sign_of_variable));
  switch (e->op) {
    case Op::negate:
      return -a[0];
    case Op::add:
      return a[0] + a[1];
    case Op::subtract:
      return a[0] + -a[1];
    case Op::multiply:
    case Op::divide:
      return a[0] * a[1];
    case Op::modulo:
      return a[1];
    case Op::power:
      return of_power(e, a[0]);
    case Op::if_else:
      return either(a[1], a[2]);
    case Op::lookup:
      return of_table(*e->table);
    case Op::call:
      return of_call(e, a);
    default:
      return kNotNegative;  // comparisons and logic: 0 or 1
  }
}

std::vector<Sign> signs_of(const model::Model& model, const Structure& structure) {
  return StockSigns(model, structure).find();
}

}  // namespace holon::engine::loops
