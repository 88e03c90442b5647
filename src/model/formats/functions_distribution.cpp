// SPDX-License-Identifier: Apache-2.0
//
// Stella's functions of chance that Vensim has not, or names by other arguments: a uniform draw of
// its own at every step, pushed through the quantile of the distribution. Seeds of the file are not
// used: the run's own seed makes all draws. What they mean is in isee systems' help, "Statistical
// builtins"; least and most, behind the seed, are bounds within which a number is drawn.
#include <array>
#include <cmath>
#include <functional>

#include "model/formats/call.h"

namespace holon::model::formats {
namespace {

// within the two bounds behind the seed, where they are there: drawn again three times, then the
// bound itself
Expr within_bounds(Call& c, std::size_t seed, const std::function<Expr()>& draw) {
  constexpr int kDrawnAgain = 3;
  if (c.size() <= seed + 1) return draw();
  const auto low = c.shared(seed + 1, "low");
  const auto high = c.size() > seed + 2 ? c.shared(seed + 2, "high") : number(HUGE_VAL);
  auto out = c.auxiliary("draw", draw());
  for (int i = 0; i < kDrawnAgain; ++i) {
    const auto again = c.auxiliary("draw", draw());
    const auto is_outside = node(Op::logical_or, {less(again, low), less(high, again)});
    out = if_else(is_outside, out, again);
  }
  return call("max", {low, call("min", {high, out})});
}

// a chance; what is none counts as 1
Expr chance_of(Call& c, std::size_t argument) {
  const auto p = c.shared(argument, "chance");
  const auto is_one = both(node(Op::less_equal, {number(0), p}), less(p, number(1)));
  return if_else(is_one, p, number(1));
}

Expr beta(Call& c) {
  return within_bounds(c, 2, [&] { return call("beta quantile", {c.chance(), c[0], c[1]}); });
}
Expr gamma(Call& c) {
  return within_bounds(c, 2, [&] {
    return call("gamma quantile", {c.chance(), c[0], number(1)}) * c.argument_or(1, 1);
  });
}
Expr weibull(Call& c) {
  return within_bounds(
      c, 2, [&] { return call("weibull quantile", {c.chance(), c[0], number(1)}) * c[1]; });
}
Expr triangular(Call& c) {
  return within_bounds(c, 3,
                       [&] { return call("triangular quantile", {c.chance(), c[0], c[1], c[2]}); });
}

// scale / u^(1 / shape) for u even between 0 and 1: never below the scale
Expr pareto(Call& c) {
  return within_bounds(c, 2, [&] {
    const auto scale = c.shared(1, "scale");
    const auto part = node(Op::power, {number(1) - c.chance(), number(1) / c[0]});
    return if_else(less(number(0), scale), scale / part, number(NAN));
  });
}

// mean + scale ln(u / (1 - u))
Expr logistic(Call& c) {
  return within_bounds(c, 2, [&] {
    const auto u = c.auxiliary("share", c.chance());
    return c[0] + c[1] * call("ln", {u / (number(1) - u)});
  });
}

Expr binomial(Call& c) {
  return within_bounds(
      c, 2, [&] { return call("binomial quantile", {c.chance(), c[0], chance_of(c, 1)}); });
}

// failures before so many successes
Expr negative_binomial(Call& c) {
  return within_bounds(c, 2, [&] {
    return call("negative binomial quantile", {c.chance(), c[0], chance_of(c, 1)});
  });
}

// trials up to the first success: one more than the failures before it
Expr geometric(Call& c) {
  return within_bounds(c, 1, [&] {
    return number(1) + call("negative binomial quantile", {c.chance(), number(1), chance_of(c, 0)});
  });
}

constexpr std::array kRows{
    Row{"", "BETA", 2, 5, "alpha, beta, seed, least, most", "A beta distribution.", beta,
        "1 1 ? 1 1 -> 1", "MIN(BETA(2, 3), 0)", 0},
    Row{"", "BINOMIAL", 2, 5, "trials, chance, seed, least, most",
        "Successes among so many trials.", binomial, "1 1 ? 1 1 -> 1", "BINOMIAL(6, 1)", 6},
    Row{"", "GAMMA", 1, 5, "shape, scale, seed, least, most",
        "A gamma distribution (of scale 1 where none is given).", gamma, "1 a ? a a -> a",
        "GAMMA(2, 0)", 0},
    Row{"", "GEOMETRIC", 1, 4, "chance, seed, least, most", "Trials up to the first success.",
        geometric, "1 ? 1 1 -> 1", "GEOMETRIC(1)", 1},
    Row{"", "LOGISTIC", 2, 5, "mean, scale, seed, least, most", "A logistic distribution.",
        logistic, "a a ? a a -> a", "LOGISTIC(5, 0)", 5},
    Row{"", "NEGBINOMIAL", 2, 5, "successes, chance, seed, least, most",
        "Failures before so many successes.", negative_binomial, "1 1 ? 1 1 -> 1",
        "NEGBINOMIAL(3, 1)", 0},
    Row{"", "PARETO", 2, 5, "shape, scale, seed, least, most",
        "A Pareto distribution: at least the scale.", pareto, "1 a ? a a -> a",
        "MIN(PARETO(3, 2), 2)", 2},
    Row{"", "TRIANGULAR", 3, 6, "low, mode, high, seed, least, most", "A triangular distribution.",
        triangular, "a a a ? a a -> a", "TRIANGULAR(2, 2, 2)", 2},
    Row{"", "WEIBULL", 2, 5, "shape, scale, seed, least, most", "A Weibull distribution.", weibull,
        "1 a ? a a -> a", "WEIBULL(2, 0)", 0},
};

}  // namespace

std::span<const Row> distribution_rows() { return kRows; }

}  // namespace holon::model::formats
