// SPDX-License-Identifier: Apache-2.0
#include "findings/log_mean.h"

#include <algorithm>
#include <cmath>

#include "base/math.h"

namespace holon::findings {
namespace {

using model::Expr;
using model::Op;
using Addends = std::vector<Addend>;

constexpr std::size_t kMostAddends = 4096;

/// Below this relative distance the mean of two numbers is their logarithmic mean to the last bit.
constexpr double kSame = 1e-9;

Addend product(const Addend& a, const Addend& b) {
  Addend out{a.coefficient * b.coefficient, a.powers};
  for (const auto& [factor, exponent] : b.powers) {
    const auto at = std::lower_bound(
        out.powers.begin(), out.powers.end(), factor,
        [](const auto& power, std::size_t searched) { return power.first < searched; });
    if (at != out.powers.end() && at->first == factor)
      at->second += exponent;
    else
      out.powers.insert(at, {factor, exponent});
  }
  return out;
}

std::optional<Addends> product(const Addends& a, const Addends& b) {
  if (a.size() * b.size() > kMostAddends) return std::nullopt;
  Addends out;
  for (const auto& one : a) {
    for (const auto& other : b) out.push_back(product(one, other));
  }
  return out;
}

// only of a single addend above zero
std::optional<Addends> to_the(const Addends& base, double exponent) {
  if (base.size() != 1 || !(base[0].coefficient > 0)) return std::nullopt;
  Addend out{base::pow(base[0].coefficient, exponent), base[0].powers};
  for (auto& power : out.powers) power.second *= exponent;
  return Addends{out};
}

class Expansion {
 public:
  std::optional<Addends> of(const Expr& e) const {
    switch (e->op) {
      case Op::number:
        return Addends{{e->value, {}}};
      case Op::variable:
        return Addends{{1, {{e->variable, 1}}}};
      case Op::add:
        return sum(e);
      case Op::multiply:
        return joined(e);
      case Op::divide:
        return divided(e);
      case Op::power:
        return raised(e);
      default:
        return std::nullopt;
    }
  }

 private:
  std::optional<Addends> sum(const Expr& e) const {
    auto a = of(e->arguments[0]);
    const auto b = of(e->arguments[1]);
    if (!a || !b || a->size() + b->size() > kMostAddends) return std::nullopt;
    a->insert(a->end(), b->begin(), b->end());
    return a;
  }

  std::optional<Addends> joined(const Expr& e) const {
    const auto a = of(e->arguments[0]);
    const auto b = of(e->arguments[1]);
    return a && b ? product(*a, *b) : std::nullopt;
  }

  std::optional<Addends> divided(const Expr& e) const {
    const auto a = of(e->arguments[0]);
    const auto b = of(e->arguments[1]);
    const auto inverse = b ? to_the(*b, -1) : std::nullopt;
    return a && inverse ? product(*a, *inverse) : std::nullopt;
  }

  std::optional<Addends> raised(const Expr& e) const {
    if (e->arguments[1]->op != Op::number) return std::nullopt;
    const auto base = of(e->arguments[0]);
    return base ? to_the(*base, e->arguments[1]->value) : std::nullopt;
  }
};

// what is zero on one side takes the whole addend, in equal parts
void give_to_zeros(const Addend& addend, std::span<const double> zero_side, double whole,
                   std::vector<double>& parts) {
  std::vector<std::size_t> zeros;
  for (const auto& [factor, exponent] : addend.powers) {
    if (zero_side[factor] == 0) zeros.push_back(factor);
  }
  for (const auto factor : zeros) parts[factor] += whole / static_cast<double>(zeros.size());
}

}  // namespace

double log_mean(double a, double b) {
  if (std::abs(a - b) <= kSame * std::max(a, b)) return (a + b) / 2;
  return (a - b) / base::ln(a / b);
}

std::optional<Addends> sum_of_products(const Expr& equation) {
  auto out = Expansion().of(equation);
  if (!out) return std::nullopt;
  const bool positive =
      std::all_of(out->begin(), out->end(), [](const Addend& one) { return one.coefficient > 0; });
  return positive ? out : std::nullopt;
}

double value_of(const Addend& addend, std::span<const double> factors) {
  double out = addend.coefficient;
  for (const auto& [factor, exponent] : addend.powers) {
    const double x = factors[factor];
    out *= exponent == 1 ? x : exponent == -1 ? 1 / x : base::pow(x, exponent);
  }
  return out;
}

double value_of(const Addends& addends, std::span<const double> factors) {
  double out = 0;
  for (const auto& addend : addends) out += value_of(addend, factors);
  return out;
}

std::vector<double> log_mean_parts(const Addends& addends, std::span<const double> first,
                                   std::span<const double> second) {
  std::vector<double> parts(first.size(), 0.0);
  const double weight = 1 / log_mean(value_of(addends, first), value_of(addends, second));
  for (const auto& addend : addends) {
    const double a = value_of(addend, first);
    const double b = value_of(addend, second);
    if (a == 0 && b == 0) continue;
    if (a == 0 || b == 0) {
      give_to_zeros(addend, a == 0 ? first : second, (a - b) * weight, parts);
      continue;
    }
    const double share = log_mean(a, b) * weight;
    for (const auto& [factor, exponent] : addend.powers)
      parts[factor] += share * exponent * base::ln(first[factor] / second[factor]);
  }
  return parts;
}

}  // namespace holon::findings
