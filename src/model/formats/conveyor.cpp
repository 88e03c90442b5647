// SPDX-License-Identifier: Apache-2.0
#include "model/formats/conveyor.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "model/formats/call.h"

namespace holon::model::formats {
namespace {

using base::Code;

constexpr double kMostSlats = 10'000;

/// Of a time step: what rounding may take from a moment or an amount that is whole.
constexpr double kRounding = 1e-9;

bool is_number(const Expr& e, double value) { return e->op == Op::number && e->value == value; }

// a function of constants is a constant
bool is_steady(FunctionId id) { return id <= FunctionId::safe_divide || id == FunctionId::dt; }

}  // namespace

Expr at_least_zero(const Expr& value) { return call("max", {number(0), value}); }
Expr least(const Expr& a, const Expr& b) { return call("min", {a, b}); }

Expr sum(std::vector<Expr> parts) {
  if (parts.empty()) return number(0);
  while (parts.size() > 1) {
    std::vector<Expr> pairs;
    for (std::size_t i = 0; i < parts.size(); i += 2)
      pairs.push_back(i + 1 < parts.size() ? parts[i] + parts[i + 1] : parts[i]);
    parts = std::move(pairs);
  }
  return parts.front();
}

// --- which flows a conveyor touches ---

FlowEnds Conveyors::ends_of(const Declared& flow) {
  const auto [found, is_new] = ends_.try_emplace(flow.scope->block);
  if (is_new) {
    for (const auto& stock : flow.scope->block->variables) {
      if (!stock.conveyor && !stock.queue) continue;
      for (const auto& name : stock.outflows) found->second[base::name_key(name)].from = &stock;
      for (const auto& name : stock.inflows) found->second[base::name_key(name)].to = &stock;
    }
  }
  const auto ends = found->second.find(base::name_key(flow.written->name));
  return ends == found->second.end() ? FlowEnds{} : ends->second;
}

Expr Conveyors::read(const std::string& name, const Declared& near, const Context& at) {
  auto term = std::make_shared<Term>();
  term->kind = Term::Kind::name;
  term->text = name;
  term->span = near.written->span;
  return builder_.translate(term, at);
}

VariableId Conveyors::id_of(const std::string& name, const Declared& near, const Context& at) {
  const auto out = read(name, near, at);
  return out->op == Op::variable ? out->variable : Model::npos;
}

bool Conveyors::is_driven_by_conveyor(VariableId flow) {
  const auto* subject = builder_.declared_of(flow);
  if (subject == nullptr) return false;
  const auto* from = ends_of(*subject).from;
  return from != nullptr && from->conveyor != nullptr;
}

bool Conveyors::refuse(const Belt& belt, std::string message, std::string help) {
  builder_.error(Code::bad_conveyor, std::move(message), belt.stock->written->span,
                 {std::move(help)});
  return false;
}

// --- making a belt ---

Belt* Conveyors::belt_of(const Variable& stock, const Context& at) {
  auto* declared = builder_.find(stock.name, *at.scope);
  if (declared == nullptr) return nullptr;
  const auto id = id_of(stock.name, *declared, at);
  const auto place = std::find(declared->ids.begin(), declared->ids.end(), id);
  if (place == declared->ids.end()) return nullptr;
  return belt(*declared, static_cast<std::size_t>(place - declared->ids.begin()));
}

Belt* Conveyors::belt(const Declared& stock, std::size_t flat) {
  const auto [found, is_new] = belts_.try_emplace(stock.ids[flat]);
  auto& out = found->second;
  if (!is_new) {
    if (out.is_in_work && !out.is_sound) (void)waits_for_itself(out);
    return out.is_sound ? &out : nullptr;
  }
  out.stock = &stock;
  out.flat = flat;
  out.at = builder_.context_of(stock, flat);
  out.is_sound = make(out);
  out.is_in_work = false;
  return out.is_sound ? &out : nullptr;
}

bool Conveyors::make(Belt& belt) {
  const auto& written = *belt.stock->written;
  if (written.queue)
    return refuse(belt, fmt::format("`{}` is a conveyor and a queue", written.name),
                  "a stock is one of the two");
  std::size_t slats_at_start = 0;
  know_start(belt);
  if (!find_outflows(belt) || !find_length(belt, slats_at_start)) return false;
  belt.arrested = arrested(written, belt.at);
  make_slats(belt);
  belt.is_sound = true;  // from here on its contents can be read
  for (const auto& name : belt.leak_names)
    if (!find_leak(belt, name)) return false;
  start_slats(belt, slats_at_start);
  apply_leaks(belt);
  find_room(belt);
  move(belt);
  return belt.is_ready = true;
}

// its transit time may follow from what lies on it at the start
void Conveyors::know_start(const Belt& belt) {
  const auto e = belt.stock->equation[belt.flat];
  const auto& equations = belt.stock->written->equations;
  if (e >= equations.size() || !equations[e].list.empty()) return;
  const auto& start = equations[e].initial ? equations[e].initial : equations[e].term;
  if (!start) return;
  const double value = builder_.start_value(builder_.translate(start, belt.at));
  builder_.know_start(belt.stock->ids[belt.flat], value);
}

Expr Conveyors::arrested(const Variable& stock, const Context& at) {
  if (!stock.conveyor || !stock.conveyor->arrest) return nullptr;
  auto* declared = builder_.find(stock.name, *at.scope);
  const auto id = declared == nullptr ? Model::npos : id_of(stock.name, *declared, at);
  if (id == Model::npos) return nullptr;
  if (const auto known = arrested_.find(id); known != arrested_.end()) return known->second;
  const auto place = std::find(declared->ids.begin(), declared->ids.end(), id);
  const auto own =
      builder_.context_of(*declared, static_cast<std::size_t>(place - declared->ids.begin()));
  const auto condition = builder_.translate(stock.conveyor->arrest, own);
  Expr out;
  if (!is_number(condition, 0))
    out = builder_.auxiliary(own, "arrested", node(Op::not_equal, {condition, number(0)}));
  return arrested_[id] = out;
}

// --- how long the belt is ---

bool Conveyors::changes(const Expr& expression) {
  std::vector<Expr> open{expression};
  std::set<VariableId> seen;
  while (!open.empty()) {
    const auto e = open.back();
    open.pop_back();
    if (e->op == Op::call && !is_steady(e->function->id)) return true;
    open.insert(open.end(), e->arguments.begin(), e->arguments.end());
    if (e->op != Op::variable || !seen.insert(e->variable).second) continue;
    const auto* written = builder_.declared_of(e->variable);
    if (written != nullptr && written->written->kind == Variable::Kind::stock) return true;
    builder_.translate_element(e->variable);
    const auto& subject = builder_.model()[e->variable];
    if (subject.role == Role::input) continue;
    if (subject.role != Role::auxiliary || !subject.equation) return true;
    open.push_back(subject.equation);
  }
  return false;
}

bool Conveyors::find_length(Belt& belt, std::size_t& slats_at_start) {
  const auto& conveyor = *belt.stock->written->conveyor;
  const auto& name = belt.stock->written->name;
  if (!conveyor.transit_time)
    return refuse(belt, fmt::format("the conveyor `{}` has no transit time", name),
                  "add <len>…</len>: the time that things stay on it");
  const auto length = builder_.translate(conveyor.transit_time, belt.at);
  const double start = builder_.start_value(length);
  const double step = builder_.step();
  if (!std::isfinite(start) || start <= 0)
    return refuse(belt,
                  std::isnan(start)
                      ? fmt::format("the transit time of `{}` is not known before the run", name)
                      : fmt::format("a transit time of {} on `{}`", start, name),
                  "it starts as a number above 0, or as what follows from constants");
  const double slats = std::max(1.0, std::floor(start / step + 0.5));
  const auto sample =
      conveyor.sample ? builder_.translate(conveyor.sample, belt.at) : Expr(number(1));
  const bool fixed = is_number(sample, 0) || !changes(length);
  // what enters more than the rest of the run from the exit does not leave in it, wherever it rides
  const double held = fixed ? slats : std::max(slats, builder_.model().time.steps + 1.0);
  if (held > kMostSlats)
    return refuse(belt,
                  fmt::format("the conveyor `{}` needs {} slats, one a time step", name, held),
                  fixed ? "holon takes at most 10000: make the time step longer"
                        : "holon takes at most 10000, and needs one for each step of the run where "
                          "the transit time changes: make the step longer, or the run shorter");
  slats_at_start = static_cast<std::size_t>(slats);
  belt.slats = static_cast<std::size_t>(held);
  if (!fixed) belt.depth = latched(belt, length, sample);
  if (fixed && std::fabs(start / step - slats) > kRounding * slats && belt.flat == 0)
    builder_.warn(
        Code::slats_rounded,
        fmt::format("a transit time of {} is no whole number of steps of {}", start, step),
        belt.stock->written->span, {fmt::format("things stay {} on `{}`", slats * step, name)});
  return true;
}

// slats from the exit: of the transit time when it was last looked at
Expr Conveyors::latched(const Belt& belt, const Expr& length, const Expr& sample) {
  const auto now = builder_.auxiliary(belt.at, "length", number(1) * length);
  auto looks = node(Op::equal, {now, now});  // not where there is no number
  if (!is_number(sample, 1)) looks = both(looks, sample);
  if (const auto stands = arrested(*belt.stock->written, belt.at))
    looks = both(looks, node(Op::logical_not, {stands}));
  Expr out;
  (void)builder_.held(belt.at, "transit time", now, [&](const Expr& before) {
    return out = builder_.auxiliary(belt.at, "transit time", if_else(looks, now, before));
  });
  const auto slats = call("int", {out / builder_.time_step() + number(0.5)});
  return builder_.auxiliary(belt.at, "depth", call("max", {number(1), slats}));
}

// --- what enters, and how it moves ---

// what a limit on contents, and one on the inflow in a unit of time, leave for this step's inflow
void Conveyors::find_room(Belt& belt) {
  const auto& conveyor = *belt.stock->written->conveyor;
  const auto step = builder_.time_step();
  std::vector<Expr> rates;
  bool has_multiplier = false;
  for (const auto& name : belt.stock->written->inflows) {
    const auto id = id_of(name, *belt.stock, belt.at);
    const auto* flow = builder_.find(name, *belt.at.scope);
    if (flow != nullptr && flow->written->multiplier) has_multiplier = true;
    if (id != Model::npos && is_driven_by_conveyor(id)) rates.push_back(variable(id));
  }
  if (conveyor.capacity) {
    std::vector<Expr> leaving{belt.outflow};
    for (const auto& leak : belt.leaks) leaving.push_back(leak.rate);
    const auto capacity = builder_.translate(conveyor.capacity, belt.at);
    const auto free = capacity - variable(belt.stock->ids[belt.flat]);
    belt.room = free / step + sum(leaving) - sum(rates);
  }
  if (conveyor.inflow_limit) {
    auto limit = builder_.translate(conveyor.inflow_limit, belt.at);
    if (conveyor.discrete) limit = (limit - spent(belt)) / step;
    belt.room = belt.room ? least(belt.room, limit) : limit;
  }
  if (belt.room && has_multiplier)
    (void)refuse(belt,
                 fmt::format("`{}` limits an inflow that is multiplied", belt.stock->written->name),
                 "take the multiplier into the flow's equation");
  if (belt.room) belt.room = at_least_zero(belt.room);
  if (belt.room && belt.arrested) belt.room = if_else(belt.arrested, number(0), belt.room);
  if (belt.room) belt.room = builder_.auxiliary(belt.at, "room", belt.room);
}

// a discrete belt takes all that may enter in a unit of time at once, if it comes
Expr Conveyors::spent(Belt& belt) {
  const auto unit = [&](double ago) {
    return call("int", {call("step start", {}) + number(builder_.step() * (kRounding - ago))});
  };
  Expr out;
  const auto held = builder_.held(belt.at, "spent", number(0), [&](const Expr& before) {
    const auto fresh = node(Op::not_equal, {unit(0), unit(1)});
    return out = builder_.auxiliary(belt.at, "spent", if_else(fresh, number(0), before));
  });
  std::vector<Expr> entering;
  for (const auto& name : belt.stock->written->inflows) {
    const auto id = id_of(name, *belt.stock, belt.at);
    if (id != Model::npos && !is_driven_by_conveyor(id)) entering.push_back(variable(id));
  }
  builder_.model().variables[held->variable].equation = out + sum(entering) * builder_.time_step();
  return out;
}

Expr Conveyors::room_for(Belt& belt, VariableId flow) {
  if (!belt.room)
    return belt.arrested ? if_else(belt.arrested, number(0), number(INFINITY)) : nullptr;
  Expr out = belt.room;
  for (const auto& name : belt.stock->written->inflows) {
    const auto id = id_of(name, *belt.stock, belt.at);
    if (id == flow) break;
    if (id != Model::npos && !is_driven_by_conveyor(id)) out = out - variable(id);
  }
  return out == belt.room ? out : at_least_zero(out);
}

Expr Conveyors::admitted(const Variable& stock, VariableId flow, const Expr& value,
                         const Context& at) {
  auto* belt = belt_of(stock, at);
  if (belt == nullptr) return value;
  if (!belt->is_ready) return waits_for_itself(*belt);
  const auto room = room_for(*belt, flow);
  const auto out = room ? least(at_least_zero(value), room) : at_least_zero(value);
  return stock.conveyor->discrete ? whole_units(*belt, flow, out) : out;
}

// what may enter waits until it makes a whole unit
Expr Conveyors::whole_units(Belt& belt, VariableId flow, const Expr& rate) {
  const auto step = builder_.time_step();
  for (const auto& name : belt.stock->written->inflows) {
    const auto id = id_of(name, *belt.stock, belt.at);
    if (id == flow || id == Model::npos || is_driven_by_conveyor(id)) continue;
    (void)refuse(belt,
                 fmt::format("`{}` is discrete and has several inflows", belt.stock->written->name),
                 "add the inflows up in one flow");
    break;
  }
  Expr units;
  (void)builder_.held(belt.at, "part of a unit", number(0), [&](const Expr& before) {
    const auto pool = builder_.auxiliary(belt.at, "waiting", before + rate * step);
    Expr whole = call("int", {pool + number(kRounding)});
    if (belt.room) whole = least(whole, call("int", {belt.room * step + number(kRounding)}));
    if (belt.arrested) whole = if_else(belt.arrested, number(0), whole);
    units = builder_.auxiliary(belt.at, "units", whole);
    return least(pool - units, number(1));
  });
  return units / step;
}

Expr Conveyors::driven(const Variable& stock, VariableId flow, const Context& at) {
  auto* belt = belt_of(stock, at);
  if (belt == nullptr) return number(0);
  if (!belt->is_ready) return waits_for_itself(*belt);
  if (flow == belt->exit) return belt->outflow;
  for (const auto& leak : belt->leaks)
    if (leak.flow == flow) return leak.rate;
  return number(0);
}

Expr Conveyors::waits_for_itself(const Belt& belt) {
  (void)refuse(belt,
               fmt::format("the length or a leak of `{}` follows from its own flows",
                           belt.stock->written->name),
               "let it follow from what the conveyor holds, which is known before the flows are");
  return number(0);
}

Expr Conveyors::contents(VariableId id) {
  const auto* subject = builder_.declared_of(id);
  const auto place = std::find(subject->ids.begin(), subject->ids.end(), id);
  const auto* found = belt(*subject, static_cast<std::size_t>(place - subject->ids.begin()));
  return found == nullptr ? number(0) : sum(found->content);
}

void Conveyors::require_euler(Method method) {
  if (method == Method::euler || belts_.empty()) return;
  const auto& stock = *belts_.begin()->second.stock->written;
  builder_.error(Code::needs_euler,
                 fmt::format("the conveyor `{}` moves in whole steps", stock.name), stock.span,
                 {"run the model by Euler's method: `--method euler`"});
}

// leaks, then the exit slat leaves, every other moves up, and what enters is laid down
void Conveyors::move(Belt& belt) {
  const auto step = builder_.time_step();
  std::vector<Expr> parts;
  for (const auto& name : belt.stock->written->inflows) {
    const auto rate = read(name, *belt.stock, belt.at);
    const auto* flow = builder_.find(name, *belt.at.scope);
    const bool multiplied = flow != nullptr && flow->written->multiplier != nullptr;
    parts.push_back(multiplied ? rate * builder_.translate(flow->written->multiplier, belt.at)
                               : rate);
  }
  const auto entering = builder_.auxiliary(belt.at, "entering", sum(parts) * step);
  const auto shift = [&](const std::vector<Expr>& held, const std::vector<Expr>& moved,
                         const Expr& deposit, bool exit_waits) {
    for (std::size_t i = 0; i < belt.slats; ++i) {
      const bool last = i + 1 == belt.slats;
      Expr next = last ? number(0) : moved[i + 1];
      if (i == 0 && exit_waits && belt.held_back)
        next = if_else(belt.held_back, last ? moved[0] : next + moved[0], next);
      if (belt.depth) {
        const auto place = number(static_cast<double>(i + 1));
        const auto here = last ? node(Op::greater_equal, {belt.depth, place})
                               : node(Op::equal, {belt.depth, place});
        next = next + if_else(here, deposit, number(0));
      } else if (last) {
        next = next + deposit;
      }
      if (belt.arrested) next = if_else(belt.arrested, held[i], next);
      builder_.model().variables[held[i]->variable].equation = next;
    }
  };
  shift(belt.content, belt.rest, entering, true);
  if (belt.entered.empty()) return;
  const auto share =
      belt.depth ? builder_.auxiliary(belt.at, "share", entering / belt.depth) : entering;
  shift(belt.entered, belt.entered, share, false);
}

}  // namespace holon::model::formats
