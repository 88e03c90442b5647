// SPDX-License-Identifier: Apache-2.0
//
// Functions of statistics and finance at one moment that only Stella has. What they mean is in
// isee systems' help, "Statistical builtins", "Mathematical builtins" and "Financial builtins".
#include <array>
#include <cmath>

#include "model/formats/call.h"

namespace holon::model::formats {
namespace {

// --- numbers ---

// the root of a whole order; of a number below 0 only an odd one is a number
Expr root(Call& c) {
  const auto x = c.shared(0, "number");
  const auto order = c.auxiliary("order", call("round", {c[1]}));
  const auto size = node(Op::power, {call("abs", {x}), number(1) / order});
  const auto is_odd = node(Op::equal, {node(Op::modulo, {order, number(2)}), number(1)});
  const auto below = if_else(is_odd, number(0) - size, number(NAN));
  return if_else(less(x, number(0)), below, size);
}

Expr percent(Call& c) { return c[0] * number(100); }

// --- counts: whole numbers, from the logarithm of the gamma function ---

Expr log_factorial(const Expr& n) { return call("gamma ln", {n + number(1)}); }

// so many of `n`, where 0 <= r <= n; none beyond
Expr chosen(Call& c, const Expr& n, const Expr& r, const Expr& logarithm) {
  const auto ways = call("round", {call("exp", {logarithm})});
  const auto is_some = both(node(Op::less_equal, {number(0), r}), node(Op::less_equal, {r, n}));
  return if_else(less(n, number(0)), number(NAN),
                 if_else(is_some, c.auxiliary("ways", ways), number(0)));
}

Expr factorial(Call& c) {
  const auto n = c.shared(0, "n");
  return chosen(c, n, n, log_factorial(n));
}
Expr permutations(Call& c) {
  const auto n = c.shared(0, "n");
  const auto r = c.shared(1, "r");
  return chosen(c, n, r, log_factorial(n) - log_factorial(n - r));
}
Expr combinations(Call& c) {
  const auto n = c.shared(0, "n");
  const auto r = c.shared(1, "r");
  return chosen(c, n, r, log_factorial(n) - log_factorial(r) - log_factorial(n - r));
}

// --- the normal distribution ---

Expr normal_between(Call& c) {
  const auto mean = c.auxiliary("mean", c.argument_or(2, 0));
  const auto deviation = c.auxiliary("deviation", c.argument_or(3, 1));
  const auto below = [&](const Expr& x) {
    return call("normal probability", {(x - mean) / deviation});
  };
  return below(c[1]) - below(c[0]);
}

Expr normal_inverse(Call& c) {
  const auto p = c.shared(0, "probability");
  const auto inside = both(less(number(0), p), less(p, number(1)));
  const auto at_end =
      if_else(node(Op::equal, {p, number(0)}), number(-HUGE_VAL),
              if_else(node(Op::equal, {p, number(1)}), number(HUGE_VAL), number(NAN)));
  return if_else(inside, call("normal quantile", {p}), at_end);
}

// --- annuities: present (1 + rate)^n + payment ((1 + rate)^n - 1) / rate + future = 0 ---

struct Annuity {
  Expr growth;    ///< (1 + rate)^n
  Expr payments;  ///< what n payments of 1 become
};

Annuity annuity_of(Call& c) {
  const auto rate = c.shared(0, "rate");
  const auto periods = c.shared(1, "periods");
  const auto growth = c.auxiliary("growth", node(Op::power, {number(1) + rate, periods}));
  const auto is_free = node(Op::equal, {rate, number(0)});
  return {growth, c.auxiliary("payments", if_else(is_free, periods, (growth - number(1)) / rate))};
}

Expr payment(Call& c) {
  const auto annuity = annuity_of(c);
  return number(0) - (c[2] * annuity.growth + c.argument_or(3, 0)) / annuity.payments;
}
Expr present_value(Call& c) {
  const auto annuity = annuity_of(c);
  return number(0) - (c.argument_or(3, 0) + c[2] * annuity.payments) / annuity.growth;
}
Expr future_value(Call& c) {
  const auto annuity = annuity_of(c);
  return number(0) - (c.argument_or(3, 0) * annuity.growth + c[2] * annuity.payments);
}

constexpr std::array kRows{
    Row{"", "ROOTN", 2, 2, "x, order",
        "The root of a whole order; of x below 0 no number unless the order is odd.", root,
        "? 1 -> ?", "ROOTN(-27, 3)", -3},
    Row{"", "PERCENT", 1, 1, "fraction", "The fraction in percent.", percent, "1 -> 1",
        "PERCENT(0.8)", 80},
    Row{"", "FACTORIAL", 1, 1, "n", "n!, to 13 digits.", factorial, "1 -> 1", "FACTORIAL(5)", 120},
    Row{"", "PERMUTATIONS", 2, 2, "n, r", "Ordered choices of r from n: n! / (n - r)!.",
        permutations, "1 1 -> 1", "PERMUTATIONS(5, 3)", 60},
    Row{"", "COMBINATIONS", 2, 2, "n, r", "Choices of r from n: n! / (r! (n - r)!).", combinations,
        "1 1 -> 1", "COMBINATIONS(5, 3)", 10},
    Row{"", "NORMALCDF", 2, 4, "left, right, mean, deviation",
        "The chance of a normal number (of mean 0, deviation 1) between two bounds.",
        normal_between, "a a a a -> 1", "NORMALCDF(-1, 1)", 0.6826894921370859},
    Row{"", "INVNORM", 1, 1, "probability",
        "The number below which a normal number lies with this chance.", normal_inverse, "1 -> 1",
        "INVNORM(0.975)", 1.959963984540054},
    Row{"", "PMT", 3, 4, "rate, periods, present, future",
        "The payment at the end of each period that joins two values; paid out is below 0.",
        payment, "? ? a a -> a", "PMT(0.01, 36, 10000, 0)", -332.1430981289098},
    Row{"", "PV", 3, 4, "rate, periods, payment, future", "What the payments are worth now.",
        present_value, "? ? a a -> a", "PV(0.25, 2, -25, 0)", 36},
    Row{"", "FV", 3, 4, "rate, periods, payment, present",
        "What the payments are worth after the last.", future_value, "? ? a a -> a",
        "FV(0.5, 2, -4, -10)", 32.5},
};

}  // namespace

std::span<const Row> statistics_rows() { return kRows; }

}  // namespace holon::model::formats
