// SPDX-License-Identifier: Apache-2.0
//
// What falls off a belt on its way: a share of what entered, the same amount in every step
// (linear), or a share of what is still there (exponential).
#include "model/formats/conveyor.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "model/formats/call.h"

namespace holon::model::formats {

// the first outflow that is no leak takes what reaches the end; all others are leaks
bool Conveyors::find_outflows(Belt& belt) {
  const auto& written = *belt.stock->written;
  for (const auto& name : written.outflows) {
    const auto* flow = builder_.find(name, *belt.at.scope);
    const auto id = id_of(name, *belt.stock, belt.at);
    if (flow == nullptr || id == Model::npos) return false;
    const bool marked = flow->written->leak && !flow->written->leak->overflow;
    if (belt.exit == Model::npos && !marked) {
      belt.exit = id;
      const auto* to = ends_of(*flow).to;
      if (to != nullptr) belt.held_back = arrested(*to, builder_.context_of_variable(id));
    } else {
      belt.leak_names.push_back(name);
    }
  }
  if (belt.exit != Model::npos) return true;
  return refuse(belt, fmt::format("the conveyor `{}` has no outflow at its end", written.name),
                "add an <outflow> whose flow has no <leak>");
}

bool Conveyors::find_leak(Belt& belt, const std::string& name) {
  LeakFlow out;
  out.flow = id_of(name, *belt.stock, belt.at);
  const auto* subject = builder_.declared_of(out.flow);
  const auto at = builder_.context_of_variable(out.flow);
  const auto& flow = *subject->written;
  TermPtr term = flow.leak ? flow.leak->fraction : nullptr;
  if (!term) {
    const auto place = std::find(subject->ids.begin(), subject->ids.end(), out.flow);
    const auto e = subject->equation[static_cast<std::size_t>(place - subject->ids.begin())];
    if (e < flow.equations.size()) term = flow.equations[e].term;
  }
  if (!term) {
    builder_.error(
        base::Code::bad_conveyor,
        fmt::format("the leak `{}` of `{}` says not how much", name, belt.stock->written->name),
        flow.span, {"write the share into <leak>…</leak>, or into the flow's <eqn>"});
    return false;
  }
  const bool exponential = belt.stock->written->conveyor->exponential_leak;
  auto share = at_least_zero(builder_.translate(term, at));
  if (!exponential) share = least(share, number(1));
  const double start = builder_.start_value(share);
  out.share_at_start = std::isnan(start) ? share : number(start);
  const auto* to = ends_of(*subject).to;
  const auto target = to == nullptr ? nullptr : arrested(*to, at);
  if (target) share = if_else(target, number(0), share);
  if (belt.arrested) share = if_else(belt.arrested, number(0), share);
  out.share = builder_.auxiliary(belt.at, "share", share);
  out.integers = flow.leak && flow.leak->integers;
  if (!find_zone(belt, out, flow.leak.get())) return false;
  belt.leaks.push_back(std::move(out));
  return true;
}

// the zone is a part of the belt's length, counted from where material enters; the middle of a slat
// tells whether it lies in it
bool Conveyors::find_zone(const Belt& belt, LeakFlow& leak, const Leak* written) {
  const auto limit = [&](const TermPtr& term, double otherwise) {
    return term ? builder_.start_value(builder_.translate(term, belt.at)) : otherwise;
  };
  const double from = written == nullptr ? 0 : limit(written->from, 0);
  const double to = written == nullptr ? 1 : limit(written->to, 1);
  const auto& name = belt.stock->written->name;
  if (std::isnan(from) || std::isnan(to))
    return refuse(belt, fmt::format("a leak zone of `{}` is not known before the run", name),
                  "its ends are numbers from 0 to 1");
  if (belt.depth && (from > 0 || to < 1))
    return refuse(belt, fmt::format("a leak zone on `{}`, whose transit time changes", name),
                  "let it leak over its whole length, or keep the transit time");
  const auto length = static_cast<double>(belt.slats);
  leak.in_zone.assign(belt.slats, false);
  for (std::size_t i = 0; i < belt.slats; ++i) {
    const double middle = 1 - (static_cast<double>(i) + 0.5) / length;
    leak.in_zone[i] = from <= middle && middle <= to;
  }
  leak.slats = static_cast<double>(std::count(leak.in_zone.begin(), leak.in_zone.end(), true));
  if (leak.slats > 0) return true;
  return refuse(belt,
                fmt::format("a leak zone of `{}` from {} to {} holds no slat", name, from, to),
                fmt::format("the belt has {} slats, one a time step: widen the zone, or make the "
                            "step shorter",
                            belt.slats));
}

// in one step, of one slat, before what is left of it is looked at
Expr Conveyors::leaked(const Belt& belt, const LeakFlow& leak, std::size_t slat) const {
  if (belt.stock->written->conveyor->exponential_leak)
    return leak.share * belt.content[slat] * builder_.time_step();
  // where the transit time changes, `entered` is already a step's part
  const auto part = belt.depth ? belt.entered[slat] : belt.entered[slat] / number(leak.slats);
  return leak.share * part;
}

// in the order of the outflows; the first take first
void Conveyors::apply_leaks(Belt& belt) {
  belt.rest = belt.content;
  for (auto& leak : belt.leaks) {
    std::vector<Expr> amounts(belt.slats);
    for (std::size_t i = 0; i < belt.slats; ++i) {
      if (!leak.in_zone[i]) continue;
      amounts[i] = builder_.auxiliary(belt.at, "leak", least(leaked(belt, leak, i), belt.rest[i]));
    }
    if (leak.integers) leak_whole_units(belt, amounts);
    std::vector<Expr> parts;
    for (std::size_t i = 0; i < belt.slats; ++i) {
      if (!amounts[i]) continue;
      parts.push_back(amounts[i]);
      belt.rest[i] = builder_.auxiliary(belt.at, "rest", belt.rest[i] - amounts[i]);
    }
    leak.rate = builder_.auxiliary(belt.at, "leaking", sum(parts) / builder_.time_step());
  }
  Expr leaves = belt.rest.front() / builder_.time_step();
  if (belt.held_back) leaves = if_else(belt.held_back, number(0), leaves);
  if (belt.arrested) leaves = if_else(belt.arrested, number(0), leaves);
  belt.outflow = builder_.auxiliary(belt.at, "leaving", leaves);
}

// what would leak gathers until it makes a unit; units leave from the slats nearest the exit
void Conveyors::leak_whole_units(const Belt& belt, std::vector<Expr>& amounts) {
  constexpr double kRounding = 1e-9;
  std::vector<Expr> due;
  std::vector<Expr> there;
  for (std::size_t i = 0; i < belt.slats; ++i) {
    if (!amounts[i]) continue;
    due.push_back(amounts[i]);
    there.push_back(belt.rest[i]);
  }
  Expr units;
  (void)builder_.held(belt.at, "part of a unit", number(0), [&](const Expr& before) {
    const auto gathered = builder_.auxiliary(belt.at, "gathered", before + sum(due));
    const auto whole = call("int", {least(gathered, sum(there)) + number(kRounding)});
    units = builder_.auxiliary(belt.at, "units", whole);
    return gathered - units;
  });
  Expr open = units;
  for (std::size_t i = 0; i < belt.slats; ++i) {
    if (!amounts[i]) continue;
    amounts[i] = builder_.auxiliary(belt.at, "leak", least(open, belt.rest[i]));
    open = builder_.auxiliary(belt.at, "units left", open - amounts[i]);
  }
}

}  // namespace holon::model::formats
