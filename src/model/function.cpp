// SPDX-License-Identifier: Apache-2.0
#include "model/function.h"

#include <algorithm>
#include <array>

#include "base/error.h"
#include "base/text.h"

namespace holon::model {
namespace {

using enum FunctionId;
constexpr std::size_t kMany = 1'000'000;

constexpr std::array kFunctions{
    Function{abs, "abs", 1, 1, UnitRule::same, "x", "The size of x without its sign.", "abs(-2)",
             2},
    Function{sqrt, "sqrt", 1, 1, UnitRule::square_root, "x", "The square root of x.", "sqrt(9)", 3},
    Function{exp, "exp", 1, 1, UnitRule::plain, "x", "e to the power x.", "exp(0)", 1},
    Function{ln, "ln", 1, 1, UnitRule::plain, "x", "The natural logarithm of x.", "ln(1)", 0},
    Function{log10, "log10", 1, 1, UnitRule::plain, "x", "The decimal logarithm of x.", "log10(1)",
             0},
    Function{sin, "sin", 1, 1, UnitRule::plain, "x", "The sine of x in radians.", "sin(0)", 0},
    Function{cos, "cos", 1, 1, UnitRule::plain, "x", "The cosine of x in radians.", "cos(0)", 1},
    Function{tan, "tan", 1, 1, UnitRule::plain, "x", "The tangent of x in radians.", "tan(0)", 0},
    Function{arcsin, "arcsin", 1, 1, UnitRule::plain, "x", "The angle whose sine is x.",
             "arcsin(0)", 0},
    Function{arccos, "arccos", 1, 1, UnitRule::plain, "x", "The angle whose cosine is x.",
             "arccos(1)", 0},
    Function{arctan, "arctan", 1, 1, UnitRule::plain, "x", "The angle whose tangent is x.",
             "arctan(0)", 0},
    Function{sinh, "sinh", 1, 1, UnitRule::plain, "x", "The hyperbolic sine of x.", "sinh(0)", 0},
    Function{cosh, "cosh", 1, 1, UnitRule::plain, "x", "The hyperbolic cosine of x.", "cosh(0)", 1},
    Function{tanh, "tanh", 1, 1, UnitRule::plain, "x", "The hyperbolic tangent of x.", "tanh(0)",
             0},
    Function{min, "min", 1, kMany, UnitRule::same, "x, y, …", "The smallest argument.",
             "min(3, 1, 2)", 1},
    Function{max, "max", 1, kMany, UnitRule::same, "x, y, …", "The largest argument.",
             "max(3, 1, 2)", 3},
    Function{sum, "sum", 1, kMany, UnitRule::same, "x, y, …", "All arguments added, from the left.",
             "sum(3, 1, 2)", 6},
    Function{mean, "mean", 1, kMany, UnitRule::same, "x, y, …",
             "The sum of all arguments, divided by their number.", "mean(3, 1, 2)", 2},
    Function{product, "product", 1, kMany, UnitRule::product, "x, y, …",
             "All arguments multiplied, from the left.", "product(3, 1, 2)", 6},
    Function{integer, "int", 1, 1, UnitRule::same, "x", "The largest whole number not above x.",
             "int(-1.5)", -2},
    Function{truncate, "truncate", 1, 1, UnitRule::same, "x",
             "The whole number next to x towards zero.", "truncate(-1.5)", -1},
    Function{round, "round", 1, 1, UnitRule::same, "x", "The nearest whole number; halves go up.",
             "round(2.5)", 3},
    Function{sign, "sign", 1, 1, UnitRule::sign, "x", "-1, 0 or 1.", "sign(-3)", -1},
    Function{safe_divide, "safe divide", 2, 3, UnitRule::ratio, "x, y[, otherwise]",
             "x / y, or `otherwise` (0 if left away) where y is 0.", "safe divide(1, 0, 7)", 7},
    Function{gamma_ln, "gamma ln", 1, 1, UnitRule::plain, "x",
             "The logarithm of the gamma function: of (x - 1)! for a whole x.", "gamma ln(2)", 0},
    Function{normal_probability, "normal probability", 1, 1, UnitRule::plain, "x",
             "The chance that a standard normal number is below x.", "normal probability(0)", 0.5},
    Function{normal_quantile, "normal quantile", 1, 3, UnitRule::chosen, "u[, mean, sd]",
             "The number below which a normal one lies with the chance u.",
             "normal quantile(0.5, 3, 2)", 3},
    Function{
        lognormal_quantile, "lognormal quantile", 3, 3, UnitRule::chosen, "u, mean, sd",
        "The number below which a lognormal one of that mean and spread lies with the chance u.",
        "lognormal quantile(0.3, 2, 0)", 2},
    Function{triangular_quantile, "triangular quantile", 4, 4, UnitRule::chosen,
             "u, low, mode, high",
             "The number below which a triangular one lies with the chance u.",
             "triangular quantile(0.5, 1, 2, 3)", 2},
    Function{gamma_quantile, "gamma quantile", 3, 3, UnitRule::plain, "u, shape, scale",
             "The number below which a gamma one lies with the chance u.",
             "gamma quantile(0, 2, 3)", 0},
    Function{beta_quantile, "beta quantile", 3, 3, UnitRule::plain, "u, a, b",
             "The number below which a beta one lies with the chance u.",
             "beta quantile(0.5, 1, 1)", 0.5},
    Function{weibull_quantile, "weibull quantile", 3, 3, UnitRule::plain, "u, shape, scale",
             "The number below which a Weibull one lies with the chance u.",
             "weibull quantile(0, 2, 3)", 0},
    Function{poisson_quantile, "poisson quantile", 2, 2, UnitRule::plain, "u, mean",
             "The smallest count that a Poisson one does not exceed with the chance u.",
             "poisson quantile(0.5, 3)", 3},
    Function{binomial_quantile, "binomial quantile", 3, 3, UnitRule::plain, "u, trials, p",
             "The smallest count of successes that is not exceeded with the chance u.",
             "binomial quantile(0.5, 10, 0.5)", 5},
    Function{negative_binomial_quantile, "negative binomial quantile", 3, 3, UnitRule::plain,
             "u, successes, p",
             "The smallest count of failures before so many successes that is not exceeded with "
             "the chance u.",
             "negative binomial quantile(0.1, 1, 0.5)", 0},
    Function{element, "element", 2, kMany, UnitRule::chosen, "index, x, y, …",
             "One of the others by its number, from 0 and rounded down; no value outside.",
             "element(1, 7, 8, 9)", 8},
    Function{sort_order, "sort order", 3, kMany, UnitRule::order, "k, direction, x, y, …",
             "The number of that which stands at place k when the others are in rising order "
             "(falling for a direction not above 0); all from 0.",
             "sort order(0, 1, 30, 10, 20)", 1},
    Function{rank, "rank", 3, kMany, UnitRule::order, "k, direction, x, y, …",
             "The place, from 1, of number k (from 0) when the others are in rising order (falling "
             "for a direction not above 0).",
             "rank(0, 1, 30, 10, 20)", 3},
    Function{inverse_element, "inverse element", 4, kMany, UnitRule::inverse, "i, j, n, a, b, …",
             "Row i and column j (from 0) of the inverse of an n by n matrix, given by rows; no "
             "value if it has none.",
             "inverse element(0, 0, 2, 2, 0, 0, 4)", 0.5},
    Function{
        internal_rate, "internal rate", 3, kMany, UnitRule::order, "least, most, x, y, …",
        "The interest rate for a period, between two bounds above -1, at which payments at the "
        "ends of successive periods are worth nothing in all; of several the one next to 0; no "
        "value if there is none.",
        "internal rate(-1, 1, -4, 5)", 0.25},
    Function{allocate_available, "allocate available", 7, kMany, UnitRule::available,
             "k, supply, request, shape, priority, width, extra, …",
             "What requester k (from 0) gets of the supply when a common price clears it; five "
             "arguments a requester, as in Vensim.",
             "allocate available(0, 5, 3, 1, 1, 1, 0)", 3},
    Function{allocate_by_priority, "allocate by priority", 5, kMany, UnitRule::by_priority,
             "k, width, supply, request, priority, …",
             "What requester k (from 0) gets of the supply, those of high priority first; "
             "priorities closer than `width` share.",
             "allocate by priority(1, 1, 5, 3, 9, 4, 1)", 2},
    Function{time, "time", 0, 0, UnitRule::time, "", "Time since the start of the study.",
             "time / 1 [s]", 0},
    Function{dt, "dt", 0, 0, UnitRule::time, "", "Length of a time step.", "dt / dt", 1},
    Function{start_time, "start time", 0, 0, UnitRule::time, "", "Time at the start.",
             "start time / 1 [s]", 0},
    Function{stop_time, "stop time", 0, 0, UnitRule::time, "", "Time at the end.",
             "stop time / stop time", 1},
    Function{step_start, "step start", 0, 0, UnitRule::time, "",
             "Time at which the present step began.", "step start / 1 [s]", 0},
    Function{date, "date", 3, 3, UnitRule::date, "year, month, day",
             "Time from the start of the study to that day; the numbers are written out.",
             "date(1970, 1, 1) / 1 [s]", 0},
    Function{step, "step", 2, 2, UnitRule::step, "height, from",
             "0, then `height` from that time on.", "step(3, 0 [s])", 3},
    Function{ramp, "ramp", 2, 3, UnitRule::ramp, "slope, from[, to]",
             "0, then rising by `slope` per time until `to`.", "ramp(3 [1/s], 0 [s])", 0},
    Function{pulse, "pulse", 3, 3, UnitRule::step, "height, from, width",
             "`height` for that width of time, else 0.", "pulse(3, 0 [s], 5 [s])", 3},
    Function{initial, "initial", 1, 1, UnitRule::same, "x", "x as it was at the start.",
             "initial(4)", 4},
    Function{previous, "previous", 2, 2, UnitRule::previous, "x, start", "x one time step ago.",
             "previous(4, 5)", 5},
    Function{smooth, "smooth", 2, 3, UnitRule::memory, "input, time[, start]",
             "Exponential average of the input over that time.", "smooth(4, 5 [s])", 4},
    Function{smooth3, "smooth3", 2, 3, UnitRule::memory, "input, time[, start]",
             "Third-order exponential average.", "smooth3(4, 5 [s])", 4},
    Function{delay1, "delay1", 2, 3, UnitRule::memory, "input, time[, start]",
             "First-order material delay: what flows in comes out later, nothing is lost.",
             "delay1(4, 5 [s])", 4},
    Function{delay3, "delay3", 2, 3, UnitRule::memory, "input, time[, start]",
             "Third-order material delay.", "delay3(4, 5 [s])", 4},
    Function{delay_fixed, "delay fixed", 3, 3, UnitRule::memory, "input, time, start",
             "The input as it was exactly that time ago, in whole steps.",
             "delay fixed(4, 5 [s], 6)", 6},
    Function{trend, "trend", 2, 3, UnitRule::trend, "input, time[, start]",
             "Relative growth of the input per time, against its average over that time.",
             "trend(4, 5 [s]) * 1 [s]", 0},
    Function{random_uniform, "random uniform", 2, 2, UnitRule::same, "low, high",
             "A new number between low and high at every step.", "random uniform(2, 2)", 2},
    Function{random_normal, "random normal", 2, 2, UnitRule::same, "mean, sd",
             "A new normally distributed number at every step.", "random normal(2, 0)", 2},
    Function{random_exponential, "random exponential", 1, 1, UnitRule::same, "mean",
             "A new exponentially distributed number at every step.", "random exponential(0)", 0},
    Function{baseline, "baseline", 1, 1, UnitRule::same, "x",
             "x in the unchanged study, same member and time.", "baseline(4)", 4},
};

}  // namespace

std::span<const Function> functions() { return kFunctions; }

const Function* find_function(std::string_view name) {
  const auto key = base::name_key(name);
  const auto found = std::find_if(kFunctions.begin(), kFunctions.end(),
                                  [&](const Function& f) { return f.name == key; });
  return found == kFunctions.end() ? nullptr : &*found;
}

const Function& function(FunctionId id) {
  const auto found = std::find_if(kFunctions.begin(), kFunctions.end(),
                                  [&](const Function& f) { return f.id == id; });
  base::check(found != kFunctions.end(), "every function has a row");
  return *found;
}

bool is_reserved(std::string_view name) {
  static constexpr std::array<std::string_view, 7> kWords{"and", "or",   "not", "mod",
                                                          "if",  "then", "else"};
  const auto key = base::name_key(name);
  return std::find(kWords.begin(), kWords.end(), key) != kWords.end() ||
         find_function(key) != nullptr;
}

}  // namespace holon::model
