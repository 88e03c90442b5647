// SPDX-License-Identifier: Apache-2.0
//
// A program as the batch machine runs it: the same bits by cheaper operations.
//
// Division is what the machine would wait for most: a processor finishes one vector of quotients in
// the time of sixteen other operations. Where a divisor is constant, fixed in a run or divides
// several times, its reciprocal y is taken once, and a quotient is a product put right twice by its
// remainder. By Markstein's theorem the last correction gives the rounding of IEEE 754:
//   q0 = a y;  q1 = q0 + (a - b q0) y;  q2 = q1 + (a - b q1) y
// each remainder with one rounding (fused multiply-add), y rounded to nearest, nothing near the
// limits of the exponent; kernels divide where that does not hold.
//
// Source: P. Markstein, "Computation of elementary functions on the IBM RISC System/6000
// processor", IBM J. Res. Dev. 34, 1990; J.-M. Muller et al., "Handbook of Floating-Point
// Arithmetic", on division by a known divisor.
#pragma once

#include "engine/program.h"

namespace holon::engine {

/// The same program with reciprocals of known divisors. An operation that one other alone reads
/// becomes part of it where there is a form for both: a comparison in a choice, a sum, difference
/// or product in another. Slots of the program keep their numbers; there may be more.
[[nodiscard]] Program lowered(const Program& program);

}  // namespace holon::engine
