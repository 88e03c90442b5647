// SPDX-License-Identifier: Apache-2.0
//
// Functions that remember: averages, delays, trends. Each is written with hidden stocks, delays or
// held values, as the manuals of Vensim and Stella give their structure.
#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "model/formats/call.h"

namespace holon::model::formats {
namespace {

// as many stages as a delay may be split into
constexpr double kMostStages = 1000;

Expr integral(Call& c) {
  const auto rate = c[0];
  return c.stock("level", c[1], [&](const Expr&) { return rate; });
}

Expr initial(Call& c) {
  const auto value = c[0];
  return c.stock("initial", value, [](const Expr&) { return number(0); });
}

// what stands in for the equation while starting values are found
Expr active_initial(Call& c) {
  const auto out = c.builder().auxiliary(c.at(), "active", number(1) * c[0]);
  c.builder().model().variables[out->variable].initial = c[1];
  return out;
}

// --- averages ---

Expr smooth_chain(Call& c, int order, std::size_t initial_at) {
  auto level = c.shared(0, "input");
  const auto start = initial_at < c.size() ? c.shared(initial_at, "start") : level;
  const auto time = c.shared(1, "time");
  const auto share = order == 1 ? time : c.auxiliary("share", time / number(order));
  for (int i = 0; i < order; ++i) {
    const auto input = level;
    level = c.stock("smooth", start, [&](const Expr& self) { return (input - self) / share; });
  }
  return level;
}

Expr smooth(Call& c) { return smooth_chain(c, 1, 2); }
Expr smooth3(Call& c) { return smooth_chain(c, 3, 2); }

// whole number of stages, at least 1
int stages(Call& c, std::size_t argument) {
  const double order = c.constant(argument);
  if (order > kMostStages) {
    c.refuse(fmt::format("a delay of {} stages", order), "use DELAY FIXED, which has no stages");
    return 1;
  }
  return std::isnan(order) ? 1 : std::max(1, static_cast<int>(std::floor(order + 0.5)));
}

// Vensim: SMOOTH N(input, time, initial, order); XMILE: SMTHN(input, time, order[, initial])
Expr smooth_n_vensim(Call& c) { return smooth_chain(c, stages(c, 3), 2); }
Expr smooth_n_xmile(Call& c) { return smooth_chain(c, stages(c, 2), 3); }

// --- delays of material ---

// vessels that each empty over time / order
Expr delay_chain(Call& c, int order, std::size_t initial_at) {
  auto flow = c.shared(0, "input");
  const auto start = initial_at < c.size() ? c.shared(initial_at, "start") : flow;
  const auto time = c.shared(1, "time");
  const auto share = order == 1 ? time : c.auxiliary("share", time / number(order));
  for (int i = 0; i < order; ++i) {
    const auto input = flow;
    const auto vessel =
        c.stock("delay", start * share, [&](const Expr& self) { return input - self / share; });
    flow = vessel / share;
  }
  return flow;
}

Expr delay1(Call& c) { return delay_chain(c, 1, 2); }
Expr delay3(Call& c) { return delay_chain(c, 3, 2); }

// Vensim's DELAY N, as its outputs show: no more stages than steps of the delay time at the start;
// what leaves the last vessel is known a step ahead, with the delay time of that step
Expr delay_n_vensim(Call& c) {
  int order = stages(c, 3);
  const double steps = c.builder().start_value(c[1] / c.step());
  if (std::isfinite(steps))
    order = std::clamp(static_cast<int>(std::floor(steps + 1e-9)), 1, order);
  auto flow = c.shared(0, "input");
  const auto start = c.shared(2, "start");
  const auto share = c.auxiliary("share", c[1] / number(order));
  for (int i = 1; i < order; ++i) {
    const auto input = flow;
    const auto vessel =
        c.stock("delay", start * share, [&](const Expr& self) { return input - self / share; });
    flow = vessel / share;
  }
  const auto inflow = c.auxiliary("inflow", number(1) * flow);
  return c.held("outflow", start, [&](const Expr& self) {
    const auto last = c.stock("delay", start * share, [&](const Expr&) { return inflow - self; });
    return (last + c.step() * (inflow - self)) / share;
  });
}
Expr delay_n_xmile(Call& c) { return delay_chain(c, stages(c, 2), 3); }

// --- delays without spread ---

Expr delay_fixed(Call& c) { return c.delay(c[0], c[1], c[2]); }

Expr pipeline(Call& c) {
  const auto input = c.shared(0, "input");
  return c.delay(input, c[1], c.size() > 2 ? c[2] : input);
}

/// In how many steps what enters now will leave, and for how many there is room.
struct Register {
  Expr places_ahead;
  int places = 0;
  int at_start = 0;
};

// room for twice the time at the start; nothing (and a diagnostic) where that is not known
std::optional<Register> register_of(Call& c) {
  const double at_start = c.builder().start_value(c[1]) / c.builder().equal_step();
  if (!std::isfinite(at_start) || at_start > 10 * kMostStages) {
    c.refuse("the time of this delay must be known at the start, and below 10 000 steps",
             "use DELAY3 or SMOOTH3, whose time may be anything");
    return std::nullopt;
  }
  Register out;
  out.places_ahead =
      c.auxiliary("steps", call("max", {number(1), call("round", {c[1] / c.step()})}));
  out.places = static_cast<int>(std::max(4.0, 2 * at_start + 1));
  out.at_start = std::max(1, static_cast<int>(std::floor(at_start + 0.5)));
  return out;
}

// DELAY MATERIAL(input, time, initial, missing): what enters leaves after the delay time that held
// when it entered; a register of one place a step, shifted in each
Expr delay_material(Call& c) {
  const auto input = c.shared(0, "input");
  const auto start = c.shared(2, "start");
  const auto line = register_of(c);
  if (!line) return number(0);
  // beyond the room the value is no number, not a wrong one
  const auto fits = node(Op::less_equal, {line->places_ahead, number(line->places)});
  Expr following = if_else(fits, number(0), number(NAN));
  for (int i = line->places; i > 0; --i) {
    const auto after = following;
    const auto enters = node(Op::equal, {line->places_ahead, number(i)});
    const auto first = i <= line->at_start ? start : number(0);
    following = c.held("register", first,
                       [&](const Expr&) { return after + if_else(enters, input, number(0)); });
  }
  return following;
}

// DELAY INFORMATION(input, time, initial): the newest input whose delay time is over. What is
// overtaken is dropped, and where nothing arrives the last value stays.
Expr delay_information(Call& c) {
  const auto input = c.shared(0, "input");
  const auto start = c.shared(2, "start");
  const auto line = register_of(c);
  if (!line) return number(0);
  const auto fits = node(Op::less_equal, {line->places_ahead, number(line->places)});
  // what arrives at a place, and whether anything does
  Expr value = if_else(fits, number(0), number(NAN));
  Expr is_there = if_else(fits, number(0), number(1));
  for (int i = line->places; i > 0; --i) {
    const auto next_value = value;
    const auto next_is_there = is_there;
    const auto enters = c.auxiliary("enters", node(Op::equal, {line->places_ahead, number(i)}));
    const auto is_overtaken = node(Op::less, {line->places_ahead, number(i)});
    const bool at_start = i <= line->at_start;
    value =
        c.held("register", start, [&](const Expr&) { return if_else(enters, input, next_value); });
    is_there = c.held("arrives", number(at_start ? 1 : 0), [&](const Expr&) {
      return if_else(enters, number(1), if_else(is_overtaken, number(0), next_is_there));
    });
  }
  Expr now;
  (void)c.held("last", start, [&](const Expr& last) {
    now = c.auxiliary("now", if_else(is_there, value, last));
    return now;
  });
  return now;
}

// DEPRECIATE STRAIGHTLINE(stream, life, period, initial): of what flows in, each of the life's
// periods gets the same share; what flowed in during a period is taken together from the next on
Expr straight_line(Call& c) {
  const auto stream = c.shared(0, "stream");
  const auto initial = c.shared(3, "initial");
  const double period = c.constant(2);
  const double wanted = c.constant(1) / period;
  if (!(wanted > 0) || wanted > kMostStages)
    return c.refuse("a life of no or of too many periods", "a life has 1 to 1000 periods");
  const int periods = std::max(1, static_cast<int>(std::floor(wanted + 0.5)));
  const auto number_of = [&](const Expr& time) {
    return call("int", {(time - number(c.builder().model().time.start)) / number(period)});
  };
  const auto begins = c.auxiliary(
      "begins", node(Op::not_equal, {number_of(c.now()), number_of(c.now() - c.step())}));

  // totals of the running period and of those before it, moved on where a period begins
  auto total = c.held("period", initial * number(period), [&](const Expr& self) {
    return if_else(begins, number(0), self) + stream * c.step();
  });
  Expr earlier = number(0);
  for (int i = 1; i < periods; ++i) {
    const auto younger = total;
    total = c.held("period", initial * number(period),
                   [&](const Expr& self) { return if_else(begins, younger, self); });
    earlier = earlier + if_else(begins, younger, total);
  }
  return (stream + earlier / number(period)) / number(periods);
}

// SINTEG(rate, initial, least, most, …): a level that stays between two bounds
Expr bounded_integral(Call& c) {
  const auto rate = c.shared(0, "rate");
  const auto least = c.shared(2, "least");
  const auto most = c.shared(3, "most");
  return c.stock("level", c[1], [&](const Expr& self) {
    const auto next = self + c.step() * rate;
    return (call("max", {least, call("min", {most, next})}) - self) / c.step();
  });
}

Expr previous(Call& c) {
  const auto input = c[0];
  const auto start = c.size() > 1 ? c[1] : input;
  return c.held("previous", start, [&](const Expr&) { return input; });
}

// a variable that reads itself in its own SAMPLE IF TRUE reads what it kept
Expr sample_if_true(Call& c) {
  Expr sampled;
  (void)c.held("sample", c[2], [&](const Expr& kept) {
    sampled = c.builder().with_former(c.at(), kept, [&] {
      const auto condition = c.shared(0, "condition");
      const auto input = c.shared(1, "input");
      return c.auxiliary("sampled", if_else(condition, input, kept));
    });
    return sampled;
  });
  return sampled;
}

// --- growth ---

// growth = (input - average) / (time |average|), 0 where the average is 0
Expr trend_of(Call& c, const Expr& input, const Expr& time, const Expr& start) {
  const auto average = c.stock("trend", input / (number(1) + start * time),
                               [&](const Expr& self) { return (input - self) / time; });
  const auto scale = c.auxiliary("scale", time * call("abs", {average}));
  return if_else(less(call("abs", {scale}), number(1e-6)), number(0), (input - average) / scale);
}

Expr trend(Call& c) {
  return trend_of(c, c.shared(0, "input"), c.shared(1, "time"), c.argument_or(2, 0));
}

// input * (1 + growth * horizon)
Expr forecast(Call& c) {
  const auto input = c.shared(0, "input");
  const auto growth = trend_of(c, input, c.shared(1, "time"), c.argument_or(3, 0));
  return input * (number(1) + growth * c[2]);
}

// net present value: NPV(stream, rate, initial, factor), as Vensim's manual has it
Expr net_present_value(Call& c) {
  const auto stream = c.shared(0, "stream");
  const auto rate = c.shared(1, "rate");
  const auto discount = c.stock("discount", number(1), [&](const Expr& self) {
    return number(0) - self * rate / (number(1) + rate * c.step());
  });
  const auto sum =
      c.stock("npv", c.argument_or(2, 0), [&](const Expr&) { return stream * discount; });
  return (sum + stream * c.step() * discount) * c.argument_or(3, 1);
}

// NPVE(stream, rate, initial, factor): the same, paid at the end of each step
Expr net_present_value_at_ends(Call& c) {
  const auto stream = c.shared(0, "stream");
  const auto rate = c.shared(1, "rate");
  const auto shrink = c.auxiliary("shrink", number(1) + rate * c.step());
  const auto discount = c.stock("discount", number(1) / shrink,
                                [&](const Expr& self) { return number(0) - self * rate / shrink; });
  const auto sum = c.stock("npv", c[2], [&](const Expr&) { return stream * discount; });
  return (sum + stream * c.step() * discount) * c[3];
}

// Stella's: begins with the initial value (else the stream), then adds each step's stream, over
// (1 + rate)^(time since the start). The first sum is from what its users publish; isee's help
// gives none.
Expr present_value_of_stream(Call& c) {
  if (c.size() == 4) return net_present_value(c);
  const auto stream = c.shared(0, "stream");
  const auto since = c.time() - call("start time", {});
  const auto discounted = stream / node(Op::power, {number(1) + c[1], since});
  Expr now;
  (void)c.held("npv", number(0), [&](const Expr& before) {
    now = c.auxiliary("npv now",
                      if_else(less(c.now(), call("start time", {}) + c.step()),
                              c.size() > 2 ? c[2] : stream, before + c.step() * discounted));
    return now;
  });
  return now;
}

constexpr std::array kRows{
    Row{"INTEG", "INTEG", 2, 2, "rate, initial", "A level: the integral of its rate.", integral,
        "a/t a -> a", "INTEG(2, 1)", 7},
    Row{"INITIAL", "INIT", 1, 1, "x", "x as it is at the start.", initial, "a -> a",
        "INITIAL(Time)", 0},
    Row{"ACTIVE INITIAL", "", 2, 2, "active, initial",
        "The first; the second while starting values are found.", active_initial, "a a -> a",
        "ACTIVE INITIAL(Time, 5)", 3},
    Row{"SMOOTH|SMOOTHI", "SMTH1|SMTHI", 2, 3, "input, time, initial",
        "An exponential average over a time.", smooth, "a t a -> a", "SMOOTH(STEP(1, 1), 2)", 0.75},
    Row{"SMOOTH3|SMOOTH3I", "SMTH3", 2, 3, "input, time, initial",
        "Three averages in a row, each over a third of the time.", smooth3, "a t a -> a",
        "SMOOTH3I(1, 6, 0)", 0.125},
    Row{"SMOOTH N", "", 4, 4, "input, time, initial, order", "So many averages in a row.",
        smooth_n_vensim, "a t a 1 -> a", "SMOOTH N(1, 4, 0, 2)", 0.5},
    Row{"", "SMTHN", 3, 4, "input, time, order, initial", "So many averages in a row.",
        smooth_n_xmile, "a t 1 a -> a", "SMTHN(1, 4, 2, 0)", 0.5},
    Row{"DELAY1|DELAY1I", "DELAY1", 2, 3, "input, time, initial",
        "What leaves a vessel that empties over a time.", delay1, "a t a -> a", "DELAY1I(1, 2, 0)",
        0.875},
    Row{"DELAY3|DELAY3I", "DELAY3", 2, 3, "input, time, initial",
        "Three vessels in a row, each emptied over a third of the time.", delay3, "a t a -> a",
        "DELAY3I(1, 6, 0)", 0.125},
    Row{"DELAY N", "", 4, 4, "input, time, initial, order", "So many vessels in a row.",
        delay_n_vensim, "a t a 1 -> a", "DELAY N(1, 4, 0, 2)", 0.5},
    Row{"", "DELAYN", 3, 4, "input, time, order, initial", "So many vessels in a row.",
        delay_n_xmile, "a t 1 a -> a", "DELAYN(1, 4, 2, 0)", 0.5},
    Row{"DELAY FIXED", "", 3, 3, "input, time, initial",
        "The input of a fixed time ago, in whole steps.", delay_fixed, "a t a -> a",
        "DELAY FIXED(Time, 2, -1)", 1},
    Row{"DELAY MATERIAL", "", 4, 4, "input, time, initial, missing",
        "What entered a delay time ago, each part with the delay time of its own entry.",
        delay_material, "a t a a -> a", "DELAY MATERIAL(Time, 2, -1, 0)", 1},
    Row{"DELAY INFORMATION", "", 3, 3, "input, time, initial",
        "The newest input whose delay time is over.", delay_information, "a t a -> a",
        "DELAY INFORMATION(Time, 2, -1)", 1},
    Row{"DEPRECIATE STRAIGHTLINE", "", 4, 4, "stream, life, period, initial",
        "What flowed in, spread evenly over a life of whole periods.", straight_line,
        "a t t a -> a", "DEPRECIATE STRAIGHTLINE(STEP(4, 2), 4, 1, 0)", 2},
    Row{"SINTEG", "", 4, 7, "rate, initial, least, most", "A level that stays between two bounds.",
        bounded_integral, "a/t a a a ... -> a", "SINTEG(2, 1, 0, 5)", 5},
    Row{"", "DELAY", 2, 3, "input, time, initial", "The input of a fixed time ago.", pipeline,
        "a t a -> a", "DELAY(TIME, 2, -1)", 1},
    Row{"", "PREVIOUS", 1, 2, "input, initial", "The input one step ago.", previous, "a a -> a",
        "PREVIOUS(TIME, -1)", 2},
    Row{"SAMPLE IF TRUE", "", 3, 3, "condition, input, initial",
        "The input when the condition last held.", sample_if_true, "? a a -> a",
        "SAMPLE IF TRUE(Time <= 2, Time, -1)", 2},
    Row{"TREND", "TREND", 2, 3, "input, time, initial growth", "The fractional growth of an input.",
        trend, "a t 1/t -> 1/t", "TREND(10, 5, 0.1)", 0.041157556270096464},
    Row{"FORECAST", "FORCST", 3, 4, "input, time, horizon, initial growth",
        "The input as its trend would make it after the horizon.", forecast, "a t t 1/t -> a",
        "FORECAST(10, 5, 2, 0.1)", 10.82315112540193},
    Row{"NPV", "", 4, 4, "stream, rate, initial, factor", "The present value of a stream so far.",
        net_present_value, "a/t 1/t a 1 -> a", "NPV(1, 0, 0, 1)", 4},
    Row{"NPVE", "", 4, 4, "stream, rate, initial, factor",
        "The present value of a stream so far, paid at the end of each step.",
        net_present_value_at_ends, "a/t 1/t a 1 -> a", "NPVE(8, 1, 0, 1)", 7.5},
    Row{"", "NPV", 2, 4, "stream, rate, initial",
        "The present value of a stream so far, from the initial value (else the stream) on.",
        present_value_of_stream, "? ? ? ? -> ?", "NPV(8, 1, 4)", 11},
};

}  // namespace

std::span<const Row> memory_rows() { return kRows; }

}  // namespace holon::model::formats
