// SPDX-License-Identifier: Apache-2.0
//
// What lies on a belt at the start. One value stands for a belt in its steady state: every slat
// holds what the leaks before it have left of the same inflow.
#include "model/formats/conveyor.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "model/formats/call.h"

namespace holon::model::formats {
namespace {

// numbers stay numbers: a start that is known needs no variables
Expr product(const Expr& a, const Expr& b) {
  if (a->op == Op::number && b->op == Op::number) return number(a->value * b->value);
  if (a->op == Op::number && a->value == 1) return b;
  if (b->op == Op::number && b->value == 1) return a;
  return a * b;
}

Expr ratio(const Expr& a, const Expr& b) {
  if (a->op == Op::number && b->op == Op::number) return number(a->value / b->value);
  return call("safe divide", {a, b});
}

Expr total(const std::vector<Expr>& parts) {
  const bool known =
      std::all_of(parts.begin(), parts.end(), [](const Expr& e) { return e->op == Op::number; });
  if (!known) return sum(parts);
  double out = 0;
  for (const auto& part : parts) out += part->value;
  return number(out);
}

}  // namespace

void Conveyors::make_slats(Belt& belt) {
  const bool linear = !belt.leak_names.empty() && !belt.stock->written->conveyor->exponential_leak;
  const auto keep = [](const Expr& self) { return self; };
  for (std::size_t i = 0; i < belt.slats; ++i)
    belt.content.push_back(builder_.held(belt.at, "slat", number(0), keep));
  for (std::size_t i = 0; linear && i < belt.slats; ++i)
    belt.entered.push_back(builder_.held(belt.at, "entered", number(0), keep));
}

// of one unit that enters in every step: what each slat holds
std::vector<Expr> Conveyors::profile(const Belt& belt, std::size_t slats) {
  const bool exponential = belt.stock->written->conveyor->exponential_leak;
  std::vector<Expr> out(slats, number(1));
  for (std::size_t i = slats - 1; i > 0; --i) {
    Expr rest = out[i];
    for (const auto& leak : belt.leaks) {
      if (!leak.in_zone[i]) continue;
      const double of_slats = belt.depth ? static_cast<double>(slats) : leak.slats;
      const auto lost = exponential
                            ? product(product(leak.share_at_start, builder_.time_step()), out[i])
                            : product(leak.share_at_start, number(1 / of_slats));
      rest = rest->op == Op::number && lost->op == Op::number
                 ? number(std::max(0.0, rest->value - lost->value))
                 : builder_.auxiliary(belt.at, "profile", at_least_zero(rest - lost));
    }
    out[i - 1] = rest;
  }
  return out;
}

void Conveyors::start_slats(Belt& belt, std::size_t slats) {
  const auto& written = *belt.stock->written;
  const auto e = belt.stock->equation[belt.flat];
  if (e >= written.equations.size()) return;
  const auto& equation = written.equations[e];
  const auto& start = equation.initial ? equation.initial : equation.term;
  std::vector<Expr> contents;
  std::vector<Expr> shape;
  if (!equation.list.empty()) {
    if (!written.ranges.empty() && equation.subscripts.empty()) {
      (void)refuse(belt, fmt::format("`{}` is an array of conveyors with one list", written.name),
                   "give each element a list of its own: <element subscript=\"…\">");
      return;
    }
    shape = profile(belt, slats);
    contents = listed(belt, equation.list, slats);
  } else {
    const auto whole = start ? builder_.translate(start, belt.at) : number(0);
    if (whole->op == Op::number && whole->value == 0) return;
    shape = profile(belt, slats);
    if (written.conveyor->discrete) {
      contents = listed(belt, {}, slats);
      for (auto& content : contents) content = product(whole, content);
    } else {
      const auto all = total(shape);
      const auto entering = builder_.auxiliary(belt.at, "start", ratio(whole, all));
      for (const auto& part : shape) contents.push_back(product(entering, part));
    }
  }
  for (std::size_t i = 0; i < slats; ++i) {
    auto& variables = builder_.model().variables;
    variables[belt.content[i]->variable].initial = contents[i];
    if (belt.entered.empty()) continue;
    auto entered = ratio(contents[i], shape[i]);
    if (belt.depth) entered = product(entered, number(1 / static_cast<double>(slats)));
    variables[belt.entered[i]->variable].initial = entered;
  }
}

// a value for every slat, the exit first; or for every unit of time, spread over its slats, or of a
// discrete belt in the last of them. No list: the same in every unit, 1 together.
std::vector<Expr> Conveyors::listed(const Belt& belt, const std::vector<TermPtr>& list,
                                    std::size_t slats) {
  std::vector<Expr> values;
  for (const auto& term : list) values.push_back(builder_.translate(term, belt.at));
  if (values.size() == slats) return values;
  const auto unit_of = [&](std::size_t slat) {
    return static_cast<std::size_t>(
        std::floor((static_cast<double>(slat) + 1e-9) * builder_.step()));
  };
  const auto units = unit_of(slats - 1) + 1;
  std::vector<std::size_t> count(units, 0);
  for (std::size_t i = 0; i < slats; ++i) ++count[unit_of(i)];
  const auto used = static_cast<std::size_t>(
      std::count_if(count.begin(), count.end(), [](std::size_t n) { return n > 0; }));
  std::vector<Expr> out(slats, number(0));
  for (std::size_t i = 0; i < slats; ++i) {
    const auto unit = unit_of(i);
    const auto value = values.empty() ? number(1 / static_cast<double>(used))
                                      : values[std::min(unit, values.size() - 1)];
    const bool last = i + 1 == slats || unit_of(i + 1) != unit;
    if (!belt.stock->written->conveyor->discrete)
      out[i] = product(value, number(1 / static_cast<double>(count[unit])));
    else if (last)
      out[i] = value;
  }
  return out;
}

}  // namespace holon::model::formats
