// SPDX-License-Identifier: Apache-2.0
#include "engine/loops/polarity.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "base/error.h"
#include "engine/loops/sign.h"

namespace holon::engine::loops {
namespace {

using model::Expr;
using model::FunctionId;
using model::Op;
using model::VariableId;

/// How an expression moves with each variable in it.
using Moves = std::map<VariableId, Polarity>;

Polarity operator-(Polarity p) { return static_cast<Polarity>(-static_cast<int>(p)); }

void join(Moves& into, const Moves& other) {
  for (const auto& [id, polarity] : other) {
    const auto [found, is_new] = into.try_emplace(id, polarity);
    if (!is_new && found->second != polarity) found->second = Polarity::unknown;
  }
}

Moves opposite(Moves moves) {
  for (auto& [id, polarity] : moves) polarity = -polarity;
  return moves;
}

Moves unknown(Moves moves) {
  for (auto& [id, polarity] : moves) polarity = Polarity::unknown;
  return moves;
}

// behind a factor of this sign
Moves times(Moves moves, Sign sign) {
  if (!sign.may_be_negative) return moves;
  return sign.may_be_positive ? unknown(std::move(moves)) : opposite(std::move(moves));
}

Moves joined(Moves a, const Moves& b) {
  join(a, b);
  return a;
}

/// The slope's sign of a table, as far as it is one: steps below a millionth of the table's range
/// are taken for level.
Sign slope_of(const model::Table& table) {
  if (table.kind == model::TableKind::area) {
    return {std::any_of(table.y.begin(), table.y.end(), [](double y) { return y < 0; }),
            std::any_of(table.y.begin(), table.y.end(), [](double y) { return y > 0; })};
  }
  const auto [low, high] = std::minmax_element(table.y.begin(), table.y.end());
  const double level = 1e-6 * (*high - *low);
  Sign out{false, false};
  for (std::size_t i = 1; i < table.y.size(); ++i) {
    out.may_be_negative = out.may_be_negative || table.y[i] < table.y[i - 1] - level;
    out.may_be_positive = out.may_be_positive || table.y[i] > table.y[i - 1] + level;
  }
  return out;
}

class Reader {
 public:
  explicit Reader(std::vector<Sign> signs) : signs_(std::move(signs)) {}

  [[nodiscard]] Moves read(const Expr& e) const {
    if (e->op == Op::variable) return {{e->variable, Polarity::positive}};
    std::vector<Moves> a;
    for (const auto& argument : e->arguments) a.push_back(read(argument));
    switch (e->op) {
      case Op::number:
        return {};
      case Op::negate:
      case Op::logical_not:
        return opposite(std::move(a[0]));
      case Op::add:
      case Op::greater:
      case Op::greater_equal:
      case Op::logical_and:
      case Op::logical_or:
        return e->op == Op::greater || e->op == Op::greater_equal
                   ? joined(std::move(a[0]), opposite(std::move(a[1])))
                   : joined(std::move(a[0]), a[1]);
      case Op::subtract:
        return joined(std::move(a[0]), opposite(std::move(a[1])));
      case Op::less:
      case Op::less_equal:
        return joined(opposite(std::move(a[0])), a[1]);
      case Op::multiply:
        return joined(times(std::move(a[0]), sign(e, 1)), times(std::move(a[1]), sign(e, 0)));
      case Op::divide:
        return quotient(e, a);
      case Op::power:
        return power(e, a);
      case Op::if_else:
        return choice(e, a);
      case Op::lookup:
        return times(std::move(a[0]), slope_of(*e->table));
      case Op::call:
        return call(e, a);
      default:
        break;
    }
    Moves out;
    for (const auto& moves : a) join(out, unknown(moves));
    return out;
  }

 private:
  [[nodiscard]] Sign sign(const Expr& e) const {
    return sign_of(e, [&](VariableId id) { return signs_[id]; });
  }
  [[nodiscard]] Sign sign(const Expr& e, std::size_t argument) const {
    return sign(e->arguments[argument]);
  }

  [[nodiscard]] Sign sign_of_others(const Expr& e, std::size_t but) const {
    Sign out{false, true};
    for (std::size_t i = 0; i < e->arguments.size(); ++i)
      if (i != but) out = out * sign(e, i);
    return out;
  }

  [[nodiscard]] Moves quotient(const Expr& e, std::vector<Moves>& a) const {
    return joined(times(std::move(a[0]), sign(e, 1)), opposite(times(std::move(a[1]), sign(e, 0))));
  }

  [[nodiscard]] Moves power(const Expr& e, std::vector<Moves>& a) const {
    const auto& exponent = *e->arguments[1];
    const auto base_sign = sign(e, 0);
    Moves out = unknown(a[0]);
    if (!base_sign.may_be_negative) {
      out = times(std::move(a[0]), sign(e, 1));
    } else if (exponent.op == Op::number && exponent.value > 0) {
      const double rest = std::fmod(exponent.value, 2);
      if (rest == 1) out = std::move(a[0]);
      if (rest == 0) out = times(std::move(a[0]), base_sign);
    }
    // b^x rises where b is above 1
    const auto& base = *e->arguments[0];
    if (base.op != Op::number || base.value <= 0) return joined(std::move(out), unknown(a[1]));
    return joined(std::move(out), base.value >= 1 ? a[1] : opposite(a[1]));
  }

  [[nodiscard]] Moves choice(const Expr& e, std::vector<Moves>& a) const {
    // the condition is 0 or 1: what it adds is the difference of the branches
    const auto difference = sign(e, 1) + -sign(e, 2);
    Moves condition = times(std::move(a[0]), difference);
    // where only one branch reads a variable, it moves the value or leaves it
    return joined(joined(std::move(a[1]), a[2]), condition);
  }

  [[nodiscard]] Moves call(const Expr& e, std::vector<Moves>& a) const {
    Moves out;
    switch (e->function->id) {
      case FunctionId::exp:
      case FunctionId::ln:
      case FunctionId::log10:
      case FunctionId::sqrt:
      case FunctionId::arctan:
      case FunctionId::arcsin:
      case FunctionId::integer:
      case FunctionId::round:
      case FunctionId::sign:
      case FunctionId::sinh:
      case FunctionId::tanh:
      case FunctionId::truncate:
      case FunctionId::normal_probability:
      case FunctionId::min:
      case FunctionId::max:
      case FunctionId::sum:
        for (const auto& moves : a) join(out, moves);
        return out;
      case FunctionId::product:
        for (std::size_t i = 0; i < a.size(); ++i) join(out, times(a[i], sign_of_others(e, i)));
        return out;
      case FunctionId::element:
        out = unknown(a[0]);
        for (std::size_t i = 1; i < a.size(); ++i) join(out, a[i]);
        return out;
      case FunctionId::arccos:
        return opposite(std::move(a[0]));
      case FunctionId::abs:
        return times(std::move(a[0]), sign(e, 0));
      case FunctionId::safe_divide:
        out = quotient(e, a);
        if (a.size() == 3) join(out, a[2]);
        return out;
      default:
        for (const auto& moves : a) join(out, unknown(moves));
        return out;
    }
  }

  std::vector<Sign> signs_;
};

}  // namespace

Polarity operator*(Polarity a, Polarity b) {
  return static_cast<Polarity>(static_cast<int>(a) * static_cast<int>(b));
}

std::vector<Polarity> link_polarities(const model::Model& model, const Structure& structure) {
  const Reader reader(signs_of(model, structure));
  std::vector<Polarity> out;
  Moves moves;
  for (std::size_t i = 0; i < structure.links.size(); ++i) {
    const auto& link = structure.links[i];
    // links stand in the order of what they enter
    const bool is_next = i == 0 || structure.links[i - 1].to != link.to;
    if (is_next) moves = reader.read(structure.nodes[link.to].equation);
    const auto found = moves.find(link.from);
    base::check(found != moves.end(), "a link's source stands in the equation");
    out.push_back(found->second);
  }
  return out;
}

}  // namespace holon::engine::loops
