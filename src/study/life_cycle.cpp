// SPDX-License-Identifier: Apache-2.0
#include "study/life_cycle.h"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "base/text.h"
#include "study/field.h"

namespace holon::study {

using base::Code;
using model::Expr;
using model::Op;
using model::VariableId;
using quantity::Dimension;

namespace {

constexpr double kDay = 86400;

Expr seconds(double value) { return model::number(value, Dimension("time")); }

quantity::Unit per_time(const quantity::Unit& unit) {
  return {unit.scale / (365 * kDay), unit.dimension / Dimension("time"), unit.text + "/year"};
}

// whether a cap or a boundary means it: by its phase, its name, or that of the array it belongs to
bool is_called(const Activity& activity, std::string_view word) {
  const auto sought = base::name_key(word);
  const auto is = [&](const std::string& name) {
    return !name.empty() && (sought == base::name_key(name) ||
                             sought == base::name_key(activity.phase + "." + name));
  };
  return sought == base::name_key(activity.phase) || is(activity.name) || is(activity.array);
}

}  // namespace

LifeCycle::LifeCycle(const Study& study, Inventory& inventory, Draft& draft,
                     base::Diagnostics& diagnostics)
    : study_(study), inventory_(inventory), draft_(draft), diagnostics_(diagnostics) {
  work_.reserve(study.activities.size());
}

void LifeCycle::report(Code code, std::string message, const base::Span& where,
                       std::vector<std::string> help) {
  diagnostics_.push_back({code, std::move(message), where, "", {}, std::move(help)});
}

void LifeCycle::declare() {
  for (const auto& activity : study_.activities) declare(activity);
  mentioned_.insert(study_.categories.begin(), study_.categories.end());
  for (const auto& place : study_.places) {
    if (place.fields.contains("water scarcity weight"))
      mentioned_.insert(static_cast<std::size_t>(find_category("water scarcity")));
    for (std::size_t i = 0; i < categories().size(); ++i) {
      if (place.fields.contains(std::string(categories()[i].place_field))) mentioned_.insert(i);
    }
  }
}

void LifeCycle::declare(const Activity& activity) {
  Work work;
  work.activity = &activity;
  work.name = activity.phase == activity.name ? activity.phase
                                              : fmt::format("{}.{}", activity.phase, activity.name);
  const auto add_all = [&](const Statements& statements, std::map<std::string, VariableId>& ids) {
    for (const auto& [key, statement] : statements) ids[key] = draft_.add(statement);
  };
  add_all(activity.fields, work.fields);
  if (activity.hardware) add_all(activity.hardware->fields, work.use);
  if (activity.storage) add_all(activity.storage->fields, work.storage);
  if (activity.network) add_all(*activity.network, work.network);
  for (const auto& [name, statement] : activity.direct) {
    const auto category = static_cast<std::size_t>(find_category(name));
    work.direct[category] = draft_.add(statement);
    mentioned_.insert(category);
  }
  if (activity.energy_per_unit) work.energy_per_unit = draft_.add(*activity.energy_per_unit);
  if (needs_level(activity))
    work.level = draft_.add(activity.path + ".level", model::number(1), quantity::Unit{});
  if (activity.serves) {
    work.serves = draft_.add(*activity.serves);
    const auto level = work.level ? model::variable(*work.level) : model::number(1);
    draft_.add_inferred(activity.path + ".served",
                        level * repeated(work, model::variable(*work.serves)),
                        activity.serves->span);
  }
  declare_place(work);
  work_.push_back(std::move(work));
}

void LifeCycle::unknown_place(const Reference& name) {
  const auto names = inventory_.place_names();
  const auto near = base::nearest(name.text, names);
  report(Code::unknown_reference, fmt::format("this study has no place `{}`", name.text), name.span,
         {near            ? fmt::format("did you mean `{}`?", *near)
          : names.empty() ? "define it under `places`"
                          : "it has " + base::listed(names, "and")});
}

// equations read a place's factors through names of the activity's own, so that a scenario may move
// it
void LifeCycle::declare_place(Work& work) {
  const auto& activity = *work.activity;
  if (!activity.at) {
    // with one place only there is nothing to choose
    if (study_.places.size() == 1) work.place = inventory_.place(study_.places[0].name);
  } else {
    work.place = inventory_.place(activity.at->text);
    if (work.place == nullptr && !study_.places_unread) unknown_place(*activity.at);
  }
  if (work.place == nullptr) return;
  for (const auto& [field, id] : *work.place) {
    work.factors[field] =
        draft_.add(fmt::format("{}.at {}", activity.path, field), model::variable(id),
                   quantity::unit(find_field(BlockKind::place, field)->unit));
  }
}

bool LifeCycle::needs_level(const Activity& activity) const {
  const auto limits = [&](const std::optional<Cap>& cap) {
    return cap && is_called(activity, cap->limits.text);
  };
  return limits(study_.cap) || std::any_of(study_.scenarios.begin(), study_.scenarios.end(),
                                           [&](const Scenario& s) { return limits(s.cap); });
}

std::vector<LifeCycle::Work*> LifeCycle::limited(const Reference& limits) {
  std::vector<Work*> out;
  std::vector<std::string> names;
  for (auto& work : work_) {
    names.push_back(work.name);
    if (is_called(*work.activity, limits.text)) out.push_back(&work);
  }
  if (out.empty()) {
    const auto near = base::nearest(limits.text, names);
    report(
        Code::unknown_reference,
        fmt::format("this study has no activity or phase `{}`", limits.text), limits.span,
        {near ? fmt::format("did you mean `{}`?", *near) : "it has " + base::listed(names, "and")});
  }
  return out;
}

void LifeCycle::build(const DimensionOf& dimension_of) {
  for (auto& work : work_) {
    settle_direct(work, dimension_of);
    if (work.serves) {
      const auto dimension = dimension_of(*work.serves);
      if (!dimension) continue;
      const auto& powers = dimension->powers();
      work.serves_rate = std::any_of(powers.begin(), powers.end(), [](const quantity::Power& p) {
        return p.base == "time" && p.sixtieths == -quantity::kWhole;
      });
      const auto thing = work.serves_rate ? *dimension * Dimension("time") : *dimension;
      if (thing.is_plain() || thing.powers().size() != 1) {
        report(Code::wrong_dimension,
               fmt::format("`serves` is an amount of something, or an amount per time; this is {}",
                           quantity::in_words(*dimension)),
               work.activity->serves->span, {"as in `230768 request` or `558 request/hour`"});
        continue;
      }
      const bool fits = !work.energy_per_unit ||
                        quantity::same_size(draft_[*work.energy_per_unit].unit.dimension * thing,
                                            Dimension("energy"));
      if (!fits) {
        report(
            Code::wrong_dimension,
            fmt::format("this activity serves {}, but its energy is {}", quantity::in_words(thing),
                        quantity::in_words(draft_[*work.energy_per_unit].unit.dimension)),
            work.activity->energy_per_unit->span,
            {fmt::format("state the `energy per {}`, or what is served in the other unit",
                         quantity::in_words(thing))});
        continue;
      }
      work.thing = thing;
    }
    build(work);
  }
}

void LifeCycle::build(Work& work) {
  std::optional<Amount> device_time;
  const auto before = flows_.size();
  const auto amounts = electricity(work, device_time);
  for (const auto& amount : amounts) add_electricity(work, amount);
  if (device_time) add_hardware(work, *device_time);
  add_direct(work);
  if (work.fields.contains("cost")) {
    mentioned_.insert(static_cast<std::size_t>(find_category("cost")));
    add_flow(work, "other", static_cast<std::size_t>(find_category("cost")),
             {model::variable(work.fields["cost"]), false, false, ""});
  }
  if (work.serves) build_service(work);
  const bool stated_nothing = flows_.size() == before && !work.serves && amounts.empty() &&
                              !device_time && excluded_.empty();
  if (stated_nothing && !base::has_errors(diagnostics_)) {
    report(Code::nothing_stated,
           fmt::format("`{}` states no energy, hardware, service or impact", work.name),
           work.activity->span,
           {"add `energy: 3 MWh`, or `hardware: {use: …, count: …, for: …}`, or `serves:` with "
            "`energy per request:`"});
  }
}

void LifeCycle::build_service(Work& work) {
  if (is_out(work, "service")) return;
  const Amount amount{repeated(work, model::variable(*work.serves)), work.serves_rate, false, ""};
  const auto path = work.activity->path + ".service";
  const quantity::Unit unit{1, work.thing, ""};
  if (!study_.time) {
    services_.push_back({work.name, work.thing, draft_.add(path, whole(work, amount), unit)});
    return;
  }
  const auto rate = draft_.add(path + " rate", rate_in_time(work, amount),
                               {1, work.thing / Dimension("time"), ""});
  services_.push_back({work.name, work.thing, draft_.add_stock(path, model::variable(rate), unit)});
}

LifeCycle::Window LifeCycle::window(const Activity& activity, bool lump) {
  const auto horizon = study_.time ? study_.time->length() : 0;
  if (!study_.time) {
    if (!activity.dates.from || !activity.dates.to) return {};
    const auto days = base::days_since_epoch(*activity.dates.to) -
                      base::days_since_epoch(*activity.dates.from) + 1;
    return {0, static_cast<double>(days) * kDay, true};
  }
  const auto since_start = [&](const base::Date& date) {
    return static_cast<double>(base::days_since_epoch(date) -
                               base::days_since_epoch(study_.time->from)) *
           kDay;
  };
  Window out{0, lump ? study_.time->step : horizon, false};
  if (activity.dates.from) out = {since_start(*activity.dates.from), horizon, true};
  // the last day is included
  if (activity.dates.to)
    out = {activity.dates.from ? out.from : 0, since_start(*activity.dates.to) + kDay, true};
  if (out.stated && (out.from < 0 || out.to > horizon + 1 || out.from >= out.to)) {
    report(Code::outside_time,
           fmt::format("the dates of `{}` do not lie between the study's", activity.name),
           activity.dates.span,
           {fmt::format("the study runs from {} for {} days", base::to_text(study_.time->from),
                        base::readable(horizon / kDay))});
    out = {0, horizon, false};
  }
  return out;
}

// what of an amount falls into the present moment, per time
Expr LifeCycle::rate_in_time(const Work& work, const Amount& amount) {
  const auto [from, last, stated] = window(*work.activity, !amount.is_rate);
  const double to = amount.at_once ? std::min(last, from + study_.time->step) : last;
  auto out = amount.value;
  const bool all_the_time = amount.is_rate && !stated;
  if (!all_the_time) {
    // share of the present step that lies in the window; the same at every stage of a step
    const auto begin = model::call("step start", {});
    const auto end = begin + model::call("dt", {});
    const auto overlap =
        model::call("max", {model::number(0), model::call("min", {end, seconds(to)}) -
                                                  model::call("max", {begin, seconds(from)})});
    out = out * (overlap / model::call("dt", {}));
    if (!amount.is_rate) out = out / seconds(to - from);
  }
  if (work.level) out = model::variable(*work.level) * out;
  return out;
}

// the whole amount, in a study without time
Expr LifeCycle::whole(const Work& work, const Amount& amount) {
  if (!amount.is_rate) return amount.value;
  const auto [from, to, stated] = window(*work.activity, false);
  if (!stated) {
    report(Code::time_needed, fmt::format("`{}` states a rate, but not for how long", work.name),
           work.activity->span,
           {"add `time: {from: 2024-01-01, to: 2025-01-01, step: 1 month}`, or `from` and `to` to "
            "the activity"});
  }
  return amount.value * seconds(to - from);
}

bool LifeCycle::is_out(const Work& work, const std::string& source) {
  for (const auto& word : study_.boundary.out) {
    const auto key = base::name_key(word.text);
    const bool meant = is_called(*work.activity, word.text) || key == source ||
                       (source == "hardware" && key == "hardware manufacture") ||
                       (source == "disposal" && key == "end of life");
    if (!meant) continue;
    const bool of_source = key == source || source == "hardware" || source == "disposal";
    const auto text = of_source ? fmt::format("{} of {}", source, work.name) : work.name;
    if (std::find(excluded_.begin(), excluded_.end(), text) == excluded_.end())
      excluded_.push_back(text);
    return true;
  }
  return false;
}

void LifeCycle::add_missing(const Work& work, std::size_t category, const std::string& source,
                            const std::string& what) {
  const auto place = source == "hardware" ? "" : place_of(work);
  if (!is_out(work, source)) missing_.push_back({category, work.name, source, place, what});
}

std::string LifeCycle::place_of(const Work& work) const {
  if (work.activity->at) return place_named(work.activity->at->text);
  return study_.places.size() == 1 ? study_.places[0].name : "";
}

// places are found by their keys, and told by the name that the study gives them
std::string LifeCycle::place_named(const std::string& word) const {
  for (const auto& place : study_.places) {
    if (base::name_key(place.name) == base::name_key(word)) return place.name;
  }
  return word;
}

// `times`: how often the whole activity is done
Expr LifeCycle::repeated(const Work& work, const Expr& once) {
  const auto times = work.fields.find("times");
  return times == work.fields.end() ? once : model::variable(times->second) * once;
}

void LifeCycle::add_flow(Work& work, std::string source, std::size_t category,
                         const Amount& amount) {
  if (is_out(work, source)) return;
  auto counted = amount;
  counted.value = repeated(work, amount.value);

  // several amounts of one source and category get numbered names
  auto path = fmt::format("{}.{}.{}", work.activity->path, source, categories()[category].name);
  for (int n = 2; draft_.find(path); ++n)
    path = fmt::format("{}.{} {}.{}", work.activity->path, source, n, categories()[category].name);
  const auto& unit = unit_of(category);
  ImpactFlow flow{
      work.activity->phase, work.name, std::move(source), place_of(work), category, {}, 0, 0};
  // what was made or bought elsewhere belongs to no place of the study
  const bool elsewhere = flow.source == "hardware" || flow.source == "transport" ||
                         flow.source == "repair" || flow.source == "disposal" ||
                         flow.source == "direct" || flow.source == "other";
  if (elsewhere) flow.place.clear();
  flow.evidence = draft_.evidence_of(counted.value);
  if (!study_.time) {
    flow.total = flow.rate = draft_.add(path, whole(work, counted), unit);
  } else {
    auto uncapped = work;
    uncapped.level.reset();
    const auto raw = rate_in_time(uncapped, counted);
    auto& sum = work.uncapped[category];
    sum = sum ? sum + raw : raw;
    flow.rate =
        draft_.add(path, work.level ? model::variable(*work.level) * raw : raw, per_time(unit));
    flow.total = draft_.add_stock(path + " total", model::variable(flow.rate), unit);
  }
  flows_.push_back(std::move(flow));
}

void LifeCycle::add_direct(Work& work) {
  for (const auto& [category, id] : work.direct)
    add_flow(work, "direct", category,
             {model::variable(id), work.direct_rates.contains(category), false, ""});
}

// an equation may give an amount, or an amount per time
void LifeCycle::settle_direct(Work& work, const DimensionOf& dimension_of) {
  for (const auto& [category, id] : work.direct) {
    if (draft_.declared()[id]) continue;
    const auto& unit = unit_of(category);
    const auto found = dimension_of(id);
    const bool is_rate = found && quantity::compatible(*found * Dimension("time"), unit.dimension);
    if (is_rate) work.direct_rates.insert(category);
    draft_.declare(id, is_rate ? per_time(unit) : unit);
  }
}

std::vector<bool> LifeCycle::reported() const {
  std::vector<bool> out;
  for (std::size_t i = 0; i < categories().size(); ++i) {
    const bool of_hardware = std::any_of(flows_.begin(), flows_.end(), [&](const ImpactFlow& f) {
      return f.category == i && (f.source == "hardware" || f.source == "transport" ||
                                 f.source == "repair" || f.source == "disposal");
    });
    out.push_back(categories()[i].always_reported || mentioned_.contains(i) || of_hardware);
  }
  return out;
}

std::vector<ActivityAmount> LifeCycle::amounts() const {
  std::vector<ActivityAmount> out;
  for (const auto& work : work_) {
    const auto add = [&](const std::map<std::string, VariableId>& of, const char* field) {
      const auto found = of.find(field);
      if (found != of.end()) out.push_back({work.activity->phase, work.name, found->second});
    };
    if (work.serves) out.push_back({work.activity->phase, work.name, *work.serves});
    add(work.fields, "times");
    add(work.fields, "compute");
    add(work.use, "count");
    add(work.use, "for");
    add(work.storage, "amount");
    add(work.network, "amount");
  }
  return out;
}

std::vector<model::Change> LifeCycle::capped(const Cap& cap, const Expr& to, double from) {
  std::vector<model::Change> out;
  if (!study_.time) {
    report(Code::time_needed, "a cap acts over time", cap.limits.span,
           {"add `time: {from: 2024-01-01, to: 2025-01-01, step: 1 month}`"});
    return out;
  }
  const auto works = limited(cap.limits);
  Expr uncapped;
  for (const auto* work : works) {
    const auto rate = work->uncapped.find(cap.category);
    if (rate != work->uncapped.end()) uncapped = uncapped ? uncapped + rate->second : rate->second;
  }
  if (works.empty()) return out;
  if (!uncapped) {
    std::vector<std::string> others;
    for (std::size_t i = 0; i < categories().size(); ++i) {
      const bool has = std::any_of(works.begin(), works.end(),
                                   [&](const Work* w) { return w->uncapped.contains(i); });
      if (has) others.emplace_back(categories()[i].name);
    }
    report(Code::not_changeable,
           fmt::format("`{}` has no {} to limit", cap.limits.text, categories()[cap.category].name),
           cap.limits.span,
           others.empty() ? std::vector<std::string>{}
                          : std::vector{"it has " + base::listed(others, "and")});
    return out;
  }
  // at most 1, and just what keeps the category at the cap
  const auto level = model::node(
      Op::if_else, {model::node(Op::greater, {uncapped, to}), to / uncapped, model::number(1)});
  for (const auto* work : works) out.push_back({*work->level, level, from});
  return out;
}

LifeCycle::Move LifeCycle::moved(const Reference& target, const Reference& place) {
  Move out;
  const auto key = base::name_key(target.text);
  const auto dot = key.rfind('.');
  const auto works = limited(
      {dot == std::string::npos ? "" : target.text.substr(0, target.text.rfind('.')), target.span});
  const auto* factors = inventory_.place(place.text);
  if (factors == nullptr) {
    if (!study_.places_unread) unknown_place(place);
    return out;
  }
  out.place = place_named(place.text);
  for (const auto* work : works) {
    out.activities.push_back(work->name);
    for (const auto& [field, alias] : work->factors) {
      // what is not known there is missing, never zero: the totals that need it have no value
      const auto there = factors->find(field);
      const auto unknown =
          model::number(std::numeric_limits<double>::quiet_NaN(),
                        quantity::unit(find_field(BlockKind::place, field)->unit).dimension);
      out.changes.push_back(
          {alias, there == factors->end() ? unknown : model::variable(there->second), 0});
    }
  }
  return out;
}

}  // namespace holon::study
