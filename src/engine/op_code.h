// SPDX-License-Identifier: Apache-2.0
//
// The operations of a program. Names only: their meaning is engine/arithmetic.h.
#pragma once

#include <cstdint>

namespace holon::engine {

enum class OpCode : std::uint16_t {
  // leaves: values that are there before a segment runs
  constant,
  draw,        ///< an input of this member
  time,        ///< of the present stage
  step_start,  ///< of the present step
  stock,
  delay,
  held,
  // one argument
  copy,  ///< a stock as it is before the step
  negate,
  logical_not,
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
  gamma_ln,
  normal_probability,
  floor,
  truncate,
  round,
  sign,
  lookup,  ///< of a table
  // two arguments
  add,
  subtract,
  multiply,
  divide,
  modulo,
  power,
  less,
  less_equal,
  equal,
  not_equal,
  logical_and,
  logical_or,
  min,
  max,
  // three arguments
  select,       ///< a if condition is not 0, else b
  safe_divide,  ///< a / b, or c where b is 0
  advance,      ///< a + c b: a stock, its rate and the step
  // chance: arguments are parameters, a stream gives the draw
  noise_uniform,
  noise_normal,
  noise_exponential,
  // any number of arguments: a call record tells them and the function
  of_many,
  // what only the batch machine runs; see lowering.h
  select_less,  ///< c if a < b, else d
  select_less_equal,
  select_equal,
  reciprocal,    ///< 1 / a; not a number where `divide_known` must not use it
  divide_known,  ///< a / b with c, the reciprocal of b
  // two operations in one: (a ∘ b) with c, or c with (a ∘ b) where it says `from`
  add_add,
  add_subtract,
  add_from,
  add_multiply,
  subtract_add,
  subtract_subtract,
  subtract_from,
  subtract_multiply,
  multiply_add,
  multiply_subtract,
  multiply_from,
  multiply_multiply,
};

}  // namespace holon::engine
