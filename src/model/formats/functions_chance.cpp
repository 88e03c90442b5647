// SPDX-License-Identifier: Apache-2.0
//
// Functions of chance: a uniform draw of its own at every step, pushed through the quantile of the
// distribution. Seeds of the file are not used: the run's own seed makes all draws.
#include <array>

#include "model/formats/call.h"

namespace holon::model::formats {
namespace {

// a draw between two quantiles: the distribution cut to [low, high]
Expr truncated_normal(Call& c, const Expr& low, const Expr& high, const Expr& mean,
                      const Expr& deviation) {
  const auto below = c.auxiliary("below", call("normal probability", {(low - mean) / deviation}));
  const auto above = c.auxiliary("above", call("normal probability", {(high - mean) / deviation}));
  const auto share = below + c.chance() * (above - below);
  return mean + deviation * call("normal quantile", {share});
}

Expr uniform(Call& c) {
  const auto low = c.shared(0, "low");
  return low + c.chance() * (c[1] - low);
}
Expr unit_uniform(Call& c) { return c.chance(); }

// Vensim: RANDOM NORMAL(min, max, mean, deviation, seed)
Expr normal_vensim(Call& c) {
  return truncated_normal(c, c[0], c[1], c.shared(2, "mean"), c.shared(3, "deviation"));
}
// XMILE: NORMAL(mean, deviation[, seed[, min, max]])
Expr normal_xmile(Call& c) {
  if (c.size() == 5)
    return truncated_normal(c, c[3], c[4], c.shared(0, "mean"), c.shared(1, "deviation"));
  return c[0] + c[1] * call("normal quantile", {c.chance()});
}

// cut to the interval, then stretched and moved: value = quantile * stretch + shift
Expr within(Call& c, const Expr& value, std::size_t shift, std::size_t stretch) {
  const auto moved = value * c[stretch] + c[shift];
  return call("max", {c[0], call("min", {c[1], moved})});
}

// Vensim: RANDOM EXPONENTIAL(min, max, shift, stretch, seed)
Expr exponential_vensim(Call& c) { return within(c, number(0) - call("ln", {c.chance()}), 2, 3); }
Expr exponential_xmile(Call& c) { return number(0) - c[0] * call("ln", {c.chance()}); }

// Vensim: RANDOM POISSON(min, max, mean, shift, stretch, seed)
Expr poisson_vensim(Call& c) {
  return within(c, call("poisson quantile", {c.chance(), c[2]}), 3, 4);
}
Expr poisson_xmile(Call& c) { return call("poisson quantile", {c.chance(), c[0]}); }

// RANDOM GAMMA(min, max, order, shift, stretch, seed)
Expr gamma(Call& c) {
  return within(c, call("gamma quantile", {c.chance(), c[2], number(1)}), 3, 4);
}
// RANDOM BETA(min, max, alpha, beta, shift, stretch, seed)
Expr beta(Call& c) { return within(c, call("beta quantile", {c.chance(), c[2], c[3]}), 4, 5); }
// RANDOM WEIBULL(min, max, shape, shift, stretch, seed)
Expr weibull(Call& c) {
  return within(c, call("weibull quantile", {c.chance(), c[2], number(1)}), 3, 4);
}
// RANDOM TRIANGULAR(min, max, start, peak, stop, seed)
Expr triangular(Call& c) {
  const auto value = call("triangular quantile", {c.chance(), c[2], c[3], c[4]});
  return call("max", {c[0], call("min", {c[1], value})});
}
// RANDOM BINOMIAL(min, max, probability, trials, shift, stretch, seed)
Expr binomial(Call& c) {
  return within(c, call("binomial quantile", {c.chance(), c[3], c[2]}), 4, 5);
}
// RANDOM NEGATIVE BINOMIAL(min, max, probability, successes, shift, stretch, seed)
Expr negative_binomial(Call& c) {
  return within(c, call("negative binomial quantile", {c.chance(), c[3], c[2]}), 4, 5);
}
Expr lognormal(Call& c) {
  // XMILE: mean and deviation of the number itself
  const auto mean = c.shared(0, "mean");
  const auto ratio = c.auxiliary("ratio", c[1] / mean);
  const auto variance = c.auxiliary("variance", call("ln", {number(1) + ratio * ratio}));
  return mean * call("exp", {call("sqrt", {variance}) * call("normal quantile", {c.chance()}) -
                             variance / number(2)});
}
Expr montecarlo(Call& c) {
  return if_else(less(c.chance() * number(100), c[0] * c.step()), number(1), number(0));
}

// noise with a memory: RANDOM PINK NOISE(mean, deviation, correlation time, seed)
Expr pink_noise(Call& c) {
  const auto mean = c.shared(0, "mean");
  const auto time = c.shared(2, "correlation time");
  const auto ratio = c.step() / time;
  const auto white =
      c[1] * call("sqrt", {(number(2) - ratio) / ratio}) * call("normal quantile", {c.chance()});
  return c.stock("noise", mean, [&](const Expr& self) { return (mean + white - self) / time; });
}

constexpr std::array kRows{
    Row{"RANDOM UNIFORM", "RANDOM|UNIFORM", 2, 3, "low, high, seed", "Evenly between two bounds.",
        uniform, "a a ? -> a", "RANDOM UNIFORM(2, 2, 1)", 2},
    Row{"RANDOM 0 1", "", 0, 0, "", "Evenly between 0 and 1.", unit_uniform, "-> 1",
        "INTEGER(RANDOM 0 1())", 0},
    Row{"RANDOM NORMAL", "", 4, 5, "min, max, mean, deviation, seed",
        "A normal distribution cut to an interval.", normal_vensim, "a a a a ? -> a",
        "RANDOM NORMAL(5, 5, 4, 1, 1)", 5},
    Row{"", "NORMAL", 2, 5, "mean, deviation, seed, min, max", "A normal distribution.",
        normal_xmile, "a a ? a a -> a", "NORMAL(5, 0)", 5},
    Row{"RANDOM EXPONENTIAL", "", 4, 5, "min, max, shift, stretch, seed",
        "An exponential distribution.", exponential_vensim, "a a a a ? -> a",
        "RANDOM EXPONENTIAL(2, 2, 0, 1, 1)", 2},
    Row{"", "EXPRND", 1, 2, "mean, seed", "An exponential distribution.", exponential_xmile,
        "a ? -> a", "EXPRND(0)", 0},
    Row{"RANDOM POISSON", "", 5, 6, "min, max, mean, shift, stretch, seed",
        "A Poisson distribution.", poisson_vensim, "a a ? a a ? -> a",
        "RANDOM POISSON(2, 2, 3, 0, 1, 1)", 2},
    Row{"", "POISSON", 1, 2, "mean, seed", "A Poisson distribution.", poisson_xmile, "a ? -> a",
        "MIN(POISSON(4), 0)", 0},
    Row{"RANDOM GAMMA", "", 5, 6, "min, max, order, shift, stretch, seed", "A gamma distribution.",
        gamma, "a a 1 a a ? -> a", "RANDOM GAMMA(2, 2, 3, 0, 1, 1)", 2},
    Row{"RANDOM BETA", "", 6, 7, "min, max, alpha, beta, shift, stretch, seed",
        "A beta distribution.", beta, "a a 1 1 a a ? -> a", "RANDOM BETA(2, 2, 3, 3, 0, 1, 1)", 2},
    Row{"RANDOM WEIBULL", "", 5, 6, "min, max, shape, shift, stretch, seed",
        "A Weibull distribution.", weibull, "a a 1 a a ? -> a", "RANDOM WEIBULL(2, 2, 3, 0, 1, 1)",
        2},
    Row{"RANDOM TRIANGULAR", "", 5, 6, "min, max, start, peak, stop, seed",
        "A triangular distribution.", triangular, "a a a a a ? -> a",
        "RANDOM TRIANGULAR(2, 2, 1, 2, 3, 1)", 2},
    Row{"RANDOM BINOMIAL", "", 6, 7, "min, max, probability, trials, shift, stretch, seed",
        "A binomial distribution.", binomial, "a a 1 1 a a ? -> a",
        "RANDOM BINOMIAL(2, 2, 0.5, 4, 0, 1, 1)", 2},
    Row{"RANDOM NEGATIVE BINOMIAL", "", 6, 7,
        "min, max, probability, successes, shift, stretch, seed",
        "A negative binomial distribution.", negative_binomial, "a a 1 1 a a ? -> a",
        "RANDOM NEGATIVE BINOMIAL(2, 2, 0.5, 4, 0, 1, 1)", 2},
    Row{"", "LOGNORMAL", 2, 3, "mean, deviation, seed", "A lognormal distribution.", lognormal,
        "a a ? -> a", "LOGNORMAL(5, 0)", 5},
    Row{"", "MONTECARLO", 1, 2, "percent, seed", "1 at so many percent of moments, else 0.",
        montecarlo, "? ? -> 1", "MONTECARLO(0)", 0},
    Row{"RANDOM PINK NOISE", "", 3, 4, "mean, deviation, correlation time, seed",
        "Noise with a memory.", pink_noise, "a a t ? -> a", "RANDOM PINK NOISE(5, 0, 2, 1)", 5},
};

}  // namespace

std::span<const Row> chance_rows() { return kRows; }

}  // namespace holon::model::formats
