// SPDX-License-Identifier: Apache-2.0
//
// The functions of the equation language. A new one is one row in function.cpp, and, unless it is
// written with others, one case in the engine's arithmetic.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace holon::model {

enum class FunctionId : std::uint8_t {
  // arithmetic
  abs,
  sqrt,
  exp,
  ln,
  log10,
  sin,
  cos,
  tan,
  arcsin,
  arccos,
  arctan,
  sinh,
  cosh,
  tanh,
  min,
  max,
  sum,
  mean,
  product,
  integer,
  truncate,
  round,
  sign,
  safe_divide,
  gamma_ln,
  // chances: pure functions of a number between 0 and 1
  normal_probability,
  normal_quantile,
  lognormal_quantile,
  triangular_quantile,
  gamma_quantile,
  beta_quantile,
  weibull_quantile,
  poisson_quantile,
  binomial_quantile,
  negative_binomial_quantile,
  // one number out of many
  element,
  sort_order,
  rank,
  inverse_element,
  internal_rate,
  allocate_available,
  allocate_by_priority,
  // time
  time,
  dt,
  start_time,
  stop_time,
  step_start,
  date,
  step,
  ramp,
  pulse,
  // memory: written with hidden stocks
  initial,
  previous,
  smooth,
  smooth3,
  delay1,
  delay3,
  delay_fixed,
  trend,
  // chance: a new draw at every step
  random_uniform,
  random_normal,
  random_exponential,
  // cases
  baseline,
};

/// How the unit of the result follows from the arguments.
enum class UnitRule : std::uint8_t {
  plain,  ///< plain arguments, plain result
  same,   ///< all arguments alike, result like them
  square_root,
  ratio,        ///< first / second, third like the result
  time,         ///< no arguments, a time
  date,         ///< plain arguments, a time
  step,         ///< height, times: result like the height
  ramp,         ///< slope, times: slope × time
  memory,       ///< input, times, then starting values like the input: result like the input
  previous,     ///< input, starting value
  trend,        ///< input, time, plain start: 1/time
  sign,         ///< anything: plain
  product,      ///< the product of all arguments
  chosen,       ///< first plain, the others alike, result like them; plain without others
  order,        ///< two plain, the others alike: plain
  inverse,      ///< three plain, the others alike: 1 / one of them
  available,    ///< plain, supply, then per requester request and four more: like the supply
  by_priority,  ///< plain, width, supply, then request and priority in turn: like the supply
};

/// One function.
struct Function {
  FunctionId id;
  std::string_view name;  ///< lower case, words separated by a space
  std::size_t fewest;     ///< arguments
  std::size_t most;
  UnitRule units;
  std::string_view arguments;  ///< for help, as in "input, time[, start]"
  std::string_view text;       ///< what it gives, one sentence
  std::string_view example;    ///< a plain-number expression …
  double example_value;        ///< … and what it gives at the start; executed by a test
};

/// Every function, in the order of the documentation.
[[nodiscard]] std::span<const Function> functions();

/// The function of this name (any case, `_` as space), or null.
[[nodiscard]] const Function* find_function(std::string_view name);

/// The function with this id.
[[nodiscard]] const Function& function(FunctionId id);

/// True for words that cannot be names: AND OR NOT MOD IF THEN ELSE and functions.
[[nodiscard]] bool is_reserved(std::string_view name);

}  // namespace holon::model
