// SPDX-License-Identifier: Apache-2.0
//
// Functions that solve equations which wait for each other. What they mean is in Vensim's manual,
// "Simultaneous functions".
#include <array>
#include <cmath>

#include "model/formats/call.h"

namespace holon::model::formats {
namespace {

// the variable at which a circle is opened; its equation is solved when all are known
Expr opened(Call& c, const Expr& equation, Unknown unknown) {
  const auto out = c.auxiliary("solution", number(1) * equation);
  c.builder().model().variables[out->variable].span = c.term().span;
  unknown.id = out->variable;
  unknown.at = c.at();
  c.builder().simultaneous().add(std::move(unknown));
  return out;
}

Expr simultaneous(Call& c) {
  Unknown unknown;
  unknown.guess = c.argument_or(1, 0);
  return opened(c, c[0], std::move(unknown));
}

// FIND ZERO(x scale, z, z scale, x first, count, skip, tolerance, most rounds, method)
Expr find_zero(Call& c) {
  if (c.constant(5) != 0)
    return c.refuse("FIND ZERO that leaves elements out is not there",
                    "give its sixth argument as 0, and fix an element by an equation of its own");
  Unknown unknown;
  unknown.scale = c.shared(0, "scale");
  unknown.zero_scale = c.shared(2, "zero scale");
  unknown.guess = c[3];
  unknown.tolerance = c.shared(6, "tolerance");
  return opened(c, c[1], std::move(unknown));
}

constexpr std::array kRows{
    Row{"SIMULTANEOUS", "", 1, 2, "x, initial",
        "x; equations that wait for each other through it are solved, from the initial value on.",
        simultaneous, "a a -> a", "SIMULTANEOUS(5, 0)", 5},
    Row{"FIND ZERO", "", 9, 9,
        "scale[r], z[r], scale of z[r], first[r], count, skip, tolerance, rounds, method",
        "The values of the variable on the left (here `itself`) for which all z are 0.", find_zero,
        "? ? ? a ? ? ? ? ? -> a",
        "FIND ZERO(1, itself[r] * itself[r] - v[r], 1, 1, 3, 0, 0, 20, 0)", 1.7320508075688772},
};

}  // namespace

std::span<const Row> simultaneous_rows() { return kRows; }

}  // namespace holon::model::formats
