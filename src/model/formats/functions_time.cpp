// SPDX-License-Identifier: Apache-2.0
//
// Functions of the time. Events are compared with half a step after now, so that exactly one step
// hits them however times were rounded; Vensim's and Stella's outputs show the same.
#include <array>
#include <cmath>

#include "model/formats/call.h"

namespace holon::model::formats {
namespace {

Expr time(Call& c) { return c.time(); }
Expr time_step(Call& c) { return c.step(); }
Expr start(Call&) { return call("start time", {}); }
Expr stop(Call&) { return call("stop time", {}); }

Expr step(Call& c) { return if_else(less(c[1], c.now()), c[0], number(0)); }

// rises from `from` (else the start) to `until` if that is later, else for ever
Expr ramp(Call& c) {
  const auto slope = c[0];
  if (c.size() == 1) return slope * (c.time() - call("start time", {}));
  const auto from = c.shared(1, "from");
  if (c.size() == 2) return slope * call("max", {number(0), c.time() - from});
  const auto until = c.shared(2, "until");
  const auto reached = if_else(less(c.time(), until), c.time(), until);
  return if_else(less(from, c.time()),
                 slope * (if_else(less(until, from), c.time(), reached) - from), number(0));
}

// the growth by which a stock becomes so many percent more in a unit of time, by Euler's method in
// steps of dt: (1 + dt g)^(1 / dt) = 1 + p / 100
Expr compound_growth(Call& c) {
  const auto grown = node(Op::power, {number(1) + c[0] / number(100), c.step()});
  return (grown - number(1)) / c.step();
}

// 1 from `from` for `width`, at least one step
Expr pulse(Call& c) {
  const auto from = c.shared(0, "from");
  const auto width = c.shared(1, "width");
  const auto lasting = if_else(less(width, c.step()), c.step(), width);
  return if_else(both(less(from, c.now()), less(c.now(), from + lasting)), number(1), number(0));
}

// pulses of `width` every `interval` from `from` until `until`
Expr pulse_train(Call& c) {
  const auto from = c.shared(0, "from");
  const auto width = c.shared(1, "width");
  const auto interval = c.shared(2, "interval");
  const auto until = c.shared(3, "until");
  const auto lasting = if_else(less(width, c.step()), c.step(), width);
  const auto since = c.auxiliary("since", c.now() - from);
  const auto phase = node(Op::modulo, {since, interval});
  const auto in_time = both(less(number(0), since), node(Op::less_equal, {c.time(), until}));
  return if_else(both(in_time, less(phase, lasting)), number(1), number(0));
}

// Stella's: a volume within one step, at `first` and every `interval` after
Expr volume_pulse(Call& c) {
  const auto height = c[0] / c.step();
  if (c.size() == 1) return height;
  const auto since = c.auxiliary("since", c.now() - c[1]);
  const auto begun = less(number(0), since);
  if (c.size() == 2) return if_else(both(begun, less(since, c.step())), height, number(0));
  const auto interval = c.shared(2, "interval");
  const auto repeats = less(node(Op::modulo, {since, interval}), c.step());
  const auto once = less(since, c.step());
  const auto hit = if_else(less(number(0), interval), repeats, once);
  return if_else(both(begun, hit), height, number(0));
}

// counts from `from` to `until` in steps of the time, then begins again
Expr counter(Call& c) {
  const auto from = c.shared(0, "from");
  const auto until = c.shared(1, "until");
  return from + node(Op::modulo, {c.time() - call("start time", {}), until - from});
}

Expr sine_wave(Call& c) {
  return c[0] * call("sin", {number(2 * 3.14159265358979323846) * c.time() / c[1]});
}
Expr cosine_wave(Call& c) {
  return c[0] * call("cos", {number(2 * 3.14159265358979323846) * c.time() / c[1]});
}

Expr time_base(Call& c) { return c[0] + c[1] * c.time(); }

// GET TIME VALUE(relative to, offset, measure): only the time itself, from now or from the start
Expr time_value(Call& c) {
  const double relative_to = c.constant(0);
  const double measure = c.constant(2);
  if (measure != 0 || (relative_to != 0 && relative_to != 1))
    return c.refuse("GET TIME VALUE gives only the time (measure 0), from now (0) or the start (1)",
                    "a model's time has no calendar here");
  return (relative_to == 0 ? c.time() : call("start time", {})) + c[1];
}

constexpr std::array kRows{
    Row{"TIME", "TIME", 0, 0, "", "The time now.", time, "-> t", "2 * Time", 6},
    Row{"TIME STEP$", "DT", 0, 0, "", "The step of the integration.", time_step, "-> t", "DT", 1},
    Row{"", "STARTTIME", 0, 0, "", "The time at the start.", start, "-> t", "STARTTIME", 0},
    Row{"", "STOPTIME", 0, 0, "", "The time at the end.", stop, "-> t", "STOPTIME", 5},
    Row{"STEP", "STEP", 2, 2, "height, time", "0 before the time, then the height.", step,
        "a t -> a", "STEP(10, 2)", 10},
    Row{"RAMP", "", 2, 3, "slope, from, until", "Rises by the slope between two times.", ramp,
        "a/t t t -> a", "RAMP(2, 1, 5)", 4},
    Row{"", "RAMP", 1, 3, "slope, from, until",
        "Rises by the slope between two times, from the start where none is given.", ramp,
        "a/t t t -> a", "RAMP(2)", 6},
    Row{"PULSE", "", 2, 2, "from, width", "1 for a time (at least one step), else 0.", pulse,
        "t t -> 1", "PULSE(2, 3)", 1},
    Row{"PULSE TRAIN", "", 4, 4, "from, width, interval, until", "Pulses at an interval.",
        pulse_train, "t t t t -> 1", "PULSE TRAIN(0, 1, 3, 10)", 1},
    Row{"", "PULSE", 1, 3, "volume, first, interval",
        "The volume within one step (volume / DT), once or at an interval.", volume_pulse,
        "a t t -> a/t", "PULSE(5, 3)", 5},
    Row{"", "COUNTER", 2, 2, "from, until", "Counts with the time, and begins again.", counter,
        "? ? -> ?", "COUNTER(1, 3)", 2},
    Row{"", "SINWAVE", 2, 2, "amplitude, period", "A sine of the time.", sine_wave, "a t -> a",
        "SINWAVE(2, 12)", 2},
    Row{"", "COSWAVE", 2, 2, "amplitude, period", "A cosine of the time.", cosine_wave, "a t -> a",
        "COSWAVE(2, 6)", -2},
    Row{"", "CGROWTH", 1, 1, "percent",
        "The growth by which a stock becomes so many percent more in a unit of time.",
        compound_growth, "? -> 1/t", "CGROWTH(10)", 0.1},
    Row{"GET TIME VALUE", "", 3, 3, "relative to, offset, measure",
        "The time now (0) or at the start (1), and an offset.", time_value, "? t ? -> t",
        "GET TIME VALUE(0, 1, 0)", 4},
    Row{"TIME BASE", "", 2, 2, "start, slope", "start + slope * Time.", time_base, "a a/t -> a",
        "TIME BASE(10, 2)", 16},
};

}  // namespace

std::span<const Row> time_rows() { return kRows; }

}  // namespace holon::model::formats
