// SPDX-License-Identifier: Apache-2.0
#include "model/function.h"

#include <algorithm>
#include <array>

#include "base/error.h"
#include "base/text.h"

namespace holon::model {
namespace {

using enum FunctionId;
constexpr std::size_t kMany = 64;

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
    Function{min, "min", 2, kMany, UnitRule::same, "x, y, …", "The smallest argument.",
             "min(3, 1, 2)", 1},
    Function{max, "max", 2, kMany, UnitRule::same, "x, y, …", "The largest argument.",
             "max(3, 1, 2)", 3},
    Function{integer, "int", 1, 1, UnitRule::same, "x", "The largest whole number not above x.",
             "int(-1.5)", -2},
    Function{round, "round", 1, 1, UnitRule::same, "x", "The nearest whole number; halves go up.",
             "round(2.5)", 3},
    Function{sign, "sign", 1, 1, UnitRule::sign, "x", "-1, 0 or 1.", "sign(-3)", -1},
    Function{safe_divide, "safe divide", 2, 3, UnitRule::ratio, "x, y[, otherwise]",
             "x / y, or `otherwise` (0 if left away) where y is 0.", "safe divide(1, 0, 7)", 7},
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
