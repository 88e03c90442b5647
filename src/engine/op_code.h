// SPDX-License-Identifier: Apache-2.0
//
// The operations of a program. Names only: their meaning is engine/arithmetic.h.
#pragma once

#include <cstdint>

namespace holon::engine {

/// Calls `X` with the name of each, in the order of their codes.
// clang-format off
#define HOLON_EACH_OPERATION(X) \
  /* leaves: values that are there before a segment runs */ \
  X(constant) \
  X(draw) /* an input of this member */ \
  X(time) /* of the present stage */ \
  X(step_start) /* of the present step */ \
  X(stock) \
  X(delay) \
  X(held) \
  /* one argument */ \
  X(copy) /* a stock as it is before the step */ \
  X(negate) \
  X(logical_not) \
  X(abs) \
  X(sqrt) \
  X(exp) \
  X(ln) \
  X(log10) \
  X(sin) \
  X(cos) \
  X(tan) \
  X(arcsin) \
  X(arccos) \
  X(arctan) \
  X(sinh) \
  X(cosh) \
  X(tanh) \
  X(gamma_ln) \
  X(normal_probability) \
  X(floor) \
  X(truncate) \
  X(round) \
  X(sign) \
  X(lookup) /* of a table */ \
  /* two arguments */ \
  X(add) \
  X(subtract) \
  X(multiply) \
  X(divide) \
  X(modulo) \
  X(power) \
  X(less) \
  X(less_equal) \
  X(equal) \
  X(not_equal) \
  X(logical_and) \
  X(logical_or) \
  X(min) \
  X(max) \
  /* three arguments */ \
  X(select) /* a if condition is not 0, else b */ \
  X(safe_divide) /* a / b, or c where b is 0 */ \
  X(advance) /* a + c b: a stock, its rate and the step */ \
  /* chance: arguments are parameters, a stream gives the draw */ \
  X(noise_uniform) \
  X(noise_normal) \
  X(noise_exponential) \
  /* any number of arguments: a call record tells them and the function */ \
  X(of_many) \
  /* what only the batch machine runs; see lowering.h */ \
  X(select_less) /* c if a < b, else d */ \
  X(select_less_equal) \
  X(select_equal) \
  X(reciprocal) /* 1 / a; not a number where `divide_known` must not use it */ \
  X(divide_known) /* a / b with c, the reciprocal of b */ \
  /* two operations in one: (a ∘ b) with c, or c with (a ∘ b) where it says `from` */ \
  X(add_add) \
  X(add_subtract) \
  X(add_from) \
  X(add_multiply) \
  X(subtract_add) \
  X(subtract_subtract) \
  X(subtract_from) \
  X(subtract_multiply) \
  X(multiply_add) \
  X(multiply_subtract) \
  X(multiply_from) \
  X(multiply_multiply)
// clang-format on

#define HOLON_NAMED(name) name,
enum class OpCode : std::uint16_t { HOLON_EACH_OPERATION(HOLON_NAMED) };
#undef HOLON_NAMED

}  // namespace holon::engine
