// SPDX-License-Identifier: Apache-2.0
//
// Functions of chance: a uniform draw of its own at every step, pushed through the quantile of the
// distribution. Seeds of the file are not used: the run's own seed makes all draws. What they mean
// is in Vensim's manual, "RANDOM number functions": a draw is stretched, then shifted, and the
// distribution is cut off at the bounds.
#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <utility>

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

Expr between(const Expr& low, const Expr& high, const Expr& x) {
  return call("max", {low, call("min", {high, x})});
}

// Vensim draws again where a draw is outside the bounds; here three times, then the bound itself
Expr drawn_within(Call& c, std::size_t shift, std::size_t stretch,
                  const std::function<Expr()>& draw) {
  constexpr int kDrawnAgain = 3;
  const auto low = c.shared(0, "low");
  const auto high = c.shared(1, "high");
  const auto one = [&] { return c.auxiliary("draw", draw() * c[stretch] + c[shift]); };
  Expr out = one();
  for (int i = 0; i < kDrawnAgain; ++i) {
    const auto again = one();
    const auto is_outside = node(Op::logical_or, {less(again, low), less(high, again)});
    out = if_else(is_outside, out, again);
  }
  return between(low, high, out);
}

// an exponential draw of mean 1 between two bounds, exactly: e^-x is even between e^-low and
// e^-high
Expr exponential_between(Call& c, const Expr& low, const Expr& high) {
  const auto most = c.auxiliary("most", call("exp", {number(0) - call("max", {low, number(0)})}));
  const auto least =
      c.auxiliary("least", call("exp", {number(0) - call("max", {high, number(0)})}));
  return number(0) - call("ln", {most - c.chance() * (most - least)});
}

// Vensim: RANDOM EXPONENTIAL(min, max, shift, stretch, seed)
Expr exponential_vensim(Call& c) {
  const auto low = c.shared(0, "low");
  const auto high = c.shared(1, "high");
  const auto shift = c.shared(2, "shift");
  const auto stretch = c.shared(3, "stretch");
  const auto draw = exponential_between(c, (low - shift) / stretch, (high - shift) / stretch);
  return between(low, high, draw * stretch + shift);
}
Expr exponential_xmile(Call& c) { return number(0) - c[0] * call("ln", {c.chance()}); }

// Vensim: RANDOM POISSON(min, max, mean, shift, stretch, seed)
Expr poisson_vensim(Call& c) {
  return drawn_within(c, 3, 4, [&] { return call("poisson quantile", {c.chance(), c[2]}); });
}
Expr poisson_xmile(Call& c) { return call("poisson quantile", {c.chance(), c[0]}); }

// RANDOM GAMMA(min, max, order, shift, stretch, seed): orders below 1 are taken for 1
Expr gamma(Call& c) {
  return drawn_within(c, 3, 4, [&] {
    return call("gamma quantile", {c.chance(), call("max", {c[2], number(1)}), number(1)});
  });
}
// RANDOM BETA(min, max, alpha, beta, shift, stretch, seed)
Expr beta(Call& c) {
  return drawn_within(c, 4, 5, [&] { return call("beta quantile", {c.chance(), c[2], c[3]}); });
}
// RANDOM WEIBULL(min, max, shape, shift, stretch, seed): of mean 1, so a power of an exponential
// draw over gamma(1 + 1 / shape)
Expr weibull(Call& c) {
  const auto low = c.shared(0, "low");
  const auto high = c.shared(1, "high");
  const auto shape = c.shared(2, "shape");
  const auto shift = c.shared(3, "shift");
  const auto stretch = c.shared(4, "stretch");
  const auto mean =
      c.auxiliary("mean", call("exp", {call("gamma ln", {number(1) + number(1) / shape})}));
  const auto power = [&](const Expr& bound) {
    const auto scaled = call("max", {number(0), (bound - shift) / stretch * mean});
    return node(Op::power, {scaled, shape});
  };
  const auto draw = exponential_between(c, power(low), power(high));
  const auto value = node(Op::power, {draw, number(1) / shape}) / mean;
  return between(low, high, value * stretch + shift);
}
// RANDOM TRIANGULAR(min, max, start, peak, stop, seed): cut off where its probability says
Expr triangular(Call& c) {
  const auto start = c.shared(2, "start");
  const auto peak = c.shared(3, "peak");
  const auto stop = c.shared(4, "stop");
  const auto low = c.shared(0, "low");
  const auto high = c.shared(1, "high");
  const auto probability = [&](const Expr& bound) {
    const auto x = c.auxiliary("bound", between(start, stop, bound));
    const auto area = [&](const Expr& side, const Expr& end) {
      const auto whole = (stop - start) * call("abs", {peak - end});
      return side * side / call("max", {whole, number(1e-300)});
    };
    return c.auxiliary("probability", if_else(less(x, peak), area(x - start, start),
                                              number(1) - area(stop - x, stop)));
  };
  const auto below = probability(low);
  const auto share = below + c.chance() * (probability(high) - below);
  return between(low, high, call("triangular quantile", {share, start, peak, stop}));
}
// RANDOM BINOMIAL(min, max, probability, trials, shift, stretch, seed)
Expr binomial(Call& c) {
  return drawn_within(c, 4, 5, [&] { return call("binomial quantile", {c.chance(), c[3], c[2]}); });
}
// RANDOM NEGATIVE BINOMIAL(min, max, probability, successes, shift, stretch, seed): the trials that
// so many successes take
Expr negative_binomial(Call& c) {
  return drawn_within(
      c, 4, 5, [&] { return c[3] + call("negative binomial quantile", {c.chance(), c[3], c[2]}); });
}

/// A density by its points, lines between: where each piece begins, and its part of the whole.
struct Density {
  std::shared_ptr<Table> area = std::make_shared<Table>();    ///< probability below x
  std::shared_ptr<Table> start = std::make_shared<Table>();   ///< by probability: x of the piece
  std::shared_ptr<Table> before = std::make_shared<Table>();  ///< probability below the piece
  std::shared_ptr<Table> height = std::make_shared<Table>();  ///< density where the piece begins
  std::shared_ptr<Table> slope = std::make_shared<Table>();
};

Density density_of(const Table& points, double whole) {
  Density out;
  *out.area = points;
  out.area->kind = TableKind::area;
  for (auto& y : out.area->y) y /= whole;
  double below = 0;
  for (std::size_t i = 0; i + 1 < points.x.size(); ++i) {
    const double width = points.x[i + 1] - points.x[i];
    const double part = (points.y[i] + points.y[i + 1]) / 2 * width / whole;
    if (part > 0) {
      const double slope = (points.y[i + 1] - points.y[i]) / width / whole;
      for (const auto& [table, value] :
           {std::pair{out.start, points.x[i]}, std::pair{out.before, below},
            std::pair{out.height, points.y[i] / whole}, std::pair{out.slope, slope}}) {
        table->kind = TableKind::hold;
        table->x.push_back(below);
        table->y.push_back(value);
      }
    }
    below += part;
  }
  return out;
}

// RANDOM LOOKUP(lookup, min, max, shift, stretch, seed): the lookup is the density
Expr random_lookup(Call& c) {
  const auto points = c.table(0);
  if (!points) return number(0);
  double whole = 0;
  for (std::size_t i = 0; i + 1 < points->x.size(); ++i)
    whole += (points->y[i] + points->y[i + 1]) / 2 * (points->x[i + 1] - points->x[i]);
  const bool falls_below =
      std::any_of(points->y.begin(), points->y.end(), [](double y) { return y < 0; });
  if (!(whole > 0) || falls_below)
    return c.refuse("a density must be 0 or more everywhere, and above 0 somewhere",
                    "give the lookup such points");
  const auto density = density_of(*points, whole);
  const auto low = c.shared(1, "low");
  const auto high = c.shared(2, "high");
  const auto shift = c.shared(3, "shift");
  const auto stretch = c.shared(4, "stretch");
  const auto probability = [&](const Expr& bound) {
    const auto x =
        between(number(points->x.front()), number(points->x.back()), (bound - shift) / stretch);
    return c.auxiliary("probability", lookup(density.area, x));
  };

  // within a piece the probability is h t + s t² / 2, which is solved for t
  const auto below = probability(low);
  const auto share = c.auxiliary("share", below + c.chance() * (probability(high) - below));
  const auto rest = c.auxiliary("rest", share - lookup(density.before, share));
  const auto height = c.auxiliary("height", lookup(density.height, share));
  const auto inner = height * height + number(2) * lookup(density.slope, share) * rest;
  const auto root = call("sqrt", {call("max", {inner, number(0)})});
  const auto moved = number(2) * rest / call("max", {height + root, number(1e-300)});
  return between(low, high, (lookup(density.start, share) + moved) * stretch + shift);
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
        "An exponential distribution of mean 1.", exponential_vensim, "a a a a ? -> a",
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
        "A Weibull distribution of mean 1.", weibull, "a a 1 a a ? -> a",
        "RANDOM WEIBULL(2, 2, 3, 0, 1, 1)", 2},
    Row{"RANDOM TRIANGULAR", "", 5, 6, "min, max, start, peak, stop, seed",
        "A triangular distribution.", triangular, "a a a a a ? -> a",
        "RANDOM TRIANGULAR(2, 2, 1, 2, 3, 1)", 2},
    Row{"RANDOM BINOMIAL", "", 6, 7, "min, max, probability, trials, shift, stretch, seed",
        "A binomial distribution.", binomial, "a a 1 1 a a ? -> a",
        "RANDOM BINOMIAL(2, 2, 0.5, 4, 0, 1, 1)", 2},
    Row{"RANDOM NEGATIVE BINOMIAL", "", 6, 7,
        "min, max, probability, successes, shift, stretch, seed",
        "How many trials so many successes take.", negative_binomial, "a a 1 1 a a ? -> a",
        "RANDOM NEGATIVE BINOMIAL(2, 2, 0.5, 4, 0, 1, 1)", 2},
    Row{"RANDOM LOOKUP", "", 5, 6, "lookup, min, max, shift, stretch, seed",
        "A distribution whose density is a lookup.", random_lookup, "? a a a a ? -> a",
        "RANDOM LOOKUP(line, 2, 2, 0, 1, 1)", 2},
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
