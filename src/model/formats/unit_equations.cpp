// SPDX-License-Identifier: Apache-2.0
#include "model/formats/unit_equations.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "model/formats/call.h"
#include "model/formats/constant_terms.h"
#include "model/formats/outline.h"

namespace holon::model::formats {
namespace {

using base::Code;

constexpr std::size_t kLongestText = 40;

// key of the unit that XMILE's older files write for the unit of time
const std::string kTime = "time";

bool is_zero(const TermPtr& term) { return term->kind == Term::Kind::number && term->number == 0; }

// the value of an exponent that is written out, such as 2, -1 or 1/2
std::optional<double> written_out(const TermPtr& term) {
  static const ConstantTerms without_names{Block()};
  return without_names.value(term);
}

/// "the time of `SMOOTH`": the name of an argument in the documentation of a function.
std::string argument_name(std::string_view arguments, std::size_t i) {
  const auto names = base::split(arguments, ',');
  return i < names.size() ? std::string(base::trim(names[i])) : "argument";
}

}  // namespace

std::string short_text(const Term& term) {
  auto out = text_of(term.span);
  if (out.empty()) out = term.text;
  if (base::display_width(out) <= kLongestText) return out;
  return base::character_range(out, 0, kLongestText - 1) + "…";
}

UnitEquations::UnitEquations(const Script& script, const UnitNames& names,
                             const std::set<const Variable*>& forgotten)
    : script_(script), unit_names_(names), forgotten_(forgotten) {
  const auto time_text = time_units(script);
  learn_spelling(time_text);
  const auto time = names.read(time_text);
  // of XMILE, `time` is the unit of time, whatever that is
  time_ = time && !is_nameless(*time) ? *time : solver_.unknown();
  for (const auto& block : script.models) {
    auto& known = blocks_.emplace_back();
    for (const auto& variable : block.variables) declare(variable, known);
  }
}

void UnitEquations::declare(const Variable& variable, Names& names) {
  if (variable.kind == Variable::Kind::text) return;
  auto& subject = subjects_.emplace_back();
  subject.variable = &variable;
  const auto stated = unit_names_.read(variable.units);
  subject.stated = stated && !forgotten_.contains(&variable);
  if (subject.stated)
    subject.unit = in_time(*stated);
  else
    subject.unit = is_control(script_, variable) ? time_ : solver_.unknown();
  subject.x = solver_.unknown();
  learn_spelling(variable.units);
  names.emplace(base::name_key(variable.name), &subject);
  by_variable_.emplace(&variable, &subject);
}

bool UnitEquations::is_nameless(const UnitPowers& time) const {
  return script_.dialect == Dialect::xmile && time.contains(kTime);
}

UnitPowers UnitEquations::in_time(const UnitPowers& unit) const {
  const auto found = unit.find(kTime);
  if (script_.dialect != Dialect::xmile || found == unit.end()) return unit;
  const auto power = found->second;
  return times(times(unit, {{kTime, 1}}, -power), time_, power);
}

// the first way in which a unit is written is how it is shown
void UnitEquations::learn_spelling(std::string_view units) {
  for (std::size_t start = 0; start < units.size();) {
    const auto end = std::min(units.find_first_of("*/^()", start), units.size());
    const auto word = base::trim(units.substr(start, end - start));
    if (!word.empty()) spelling_.emplace(unit_names_.key(word), word);
    start = end + 1;
  }
}

std::vector<UnitMisfit> UnitEquations::check() {
  connect_modules();
  std::vector<Work> work;
  for (std::size_t block = 0; block < script_.models.size(); ++block) {
    for (const auto& variable : script_.models[block].variables) {
      auto* subject = blocks_[block][base::name_key(variable.name)];
      if (subject != nullptr && subject->variable == &variable)
        work.push_back(work_of(*subject, block));
    }
  }
  std::stable_sort(work.begin(), work.end(),
                   [](const Work& a, const Work& b) { return a.unknowns < b.unknowns; });
  for (const auto& one : work) {
    work_ = &one;
    variable(*one.subject);
  }
  return std::move(misfits_);
}

UnitEquations::Work UnitEquations::work_of(Subject& subject, std::size_t block) const {
  Work out{&subject, block, 0, {}};
  const auto count = [&](std::string_view name) {
    const auto found = blocks_[block].find(base::name_key(name));
    if (found == blocks_[block].end()) return;
    if (found->second->stated)
      out.involved.insert(found->second->variable);
    else
      ++out.unknowns;
  };
  count(subject.variable->name);
  for_each_side(*subject.variable, [&](const TermPtr& side) {
    for_each_term(side, [&](const Term& term) {
      if (term.kind == Term::Kind::name || term.kind == Term::Kind::call) count(term.text);
    });
  });
  for (const auto& flow : subject.variable->inflows) count(flow);
  for (const auto& flow : subject.variable->outflows) count(flow);
  return out;
}

// an input of a module without a unit of its own has that of what feeds it
void UnitEquations::connect_modules() {
  for (std::size_t block = 0; block < script_.models.size(); ++block) {
    const Work here{nullptr, block, 0, {}};
    work_ = &here;
    for (const auto& module : script_.models[block].modules) {
      for (const auto& connection : module.connections) {
        const auto* from =
            find(connection.from.starts_with('.') ? connection.from.substr(1) : connection.from);
        const auto* to = connection.to.starts_with('.') ? find(connection.to.substr(1))
                                                        : find(module.name + "." + connection.to);
        if (from != nullptr && to != nullptr) solver_.join(from->unit, to->unit);
      }
    }
  }
}

// a name of this model, of a module in it, or of the model around it
UnitEquations::Subject* UnitEquations::find(std::string_view name) const {
  const auto key = base::name_key(name);
  const auto& here = blocks_[work_->block];
  if (const auto found = here.find(key); found != here.end()) return found->second;
  const auto dot = key.find('.');
  if (dot == std::string::npos) return nullptr;
  for (const auto& module : script_.models[work_->block].modules) {
    if (base::name_key(module.name) != key.substr(0, dot)) continue;
    for (std::size_t block = 0; block < script_.models.size(); ++block) {
      if (base::name_key(script_.models[block].name) != base::name_key(module.block)) continue;
      const auto found = blocks_[block].find(key.substr(dot + 1));
      if (found != blocks_[block].end()) return found->second;
    }
  }
  return nullptr;
}

// --- equations ---

void UnitEquations::variable(const Subject& subject) {
  if (subject.variable->kind == Variable::Kind::stock) {
    stock(subject);
    return;
  }
  for (const auto& equation : subject.variable->equations) {
    // with points, the term is where they are read
    if (equation.points && equation.term)
      static_cast<void>(side(equation.term));
    else if (equation.term)
      gives(subject, equation.term);
    if (equation.initial) gives(subject, equation.initial);
    for (const auto& term : equation.list) gives(subject, term);
  }
}

void UnitEquations::stock(const Subject& subject) {
  for (const auto& equation : subject.variable->equations) {
    if (equation.term) gives(subject, equation.term);
    if (equation.initial) gives(subject, equation.initial);
    for (const auto& term : equation.list) gives(subject, term);
  }
  const auto per_time = times(subject.unit, time_, -1);
  const auto flow = [&](const std::string& name, bool enters) {
    const auto* found = find(name);
    if (found == nullptr) return;
    auto unit = found->unit;
    if (enters && found->variable->multiplier)
      unit = times(unit, side(found->variable->multiplier).unit);
    if (solver_.join(per_time, unit)) return;
    Term where;
    where.text = subject.variable->name;
    where.span = subject.variable->span;
    misfit(fmt::format("`{}` is {}, so that its flow `{}` would be {}, but it is {}",
                       subject.variable->name, shown_unit(subject.unit), name, shown_unit(per_time),
                       shown_unit(unit)),
           where, {remedy(per_time, unit)});
  };
  for (const auto& name : subject.variable->inflows) flow(name, true);
  for (const auto& name : subject.variable->outflows) flow(name, false);
  if (subject.variable->conveyor) conveyor(subject);
}

void UnitEquations::conveyor(const Subject& subject) {
  const auto& conveyor = *subject.variable->conveyor;
  must_be(conveyor.transit_time, time_, "the transit time");
  must_be(conveyor.capacity, subject.unit, "the capacity");
  must_be(conveyor.inflow_limit, times(subject.unit, time_, -1), "the limit of the inflow");
}

void UnitEquations::must_be(const TermPtr& term, const UnitPowers& wanted, std::string_view what) {
  if (!term) return;
  const auto found = side(term);
  if (found.is_number || found.is_lost || solver_.join(wanted, found.unit)) return;
  misfit(
      fmt::format("{} should be {}, but this is {}", what, shown_unit(wanted), said(*term, found)),
      *term, {remedy(wanted, found.unit)});
}

void UnitEquations::gives(const Subject& subject, const TermPtr& term) {
  const auto found = side(term);
  if (found.is_number || found.is_lost || solver_.join(subject.unit, found.unit)) return;
  const auto& written = *subject.variable;
  misfit(fmt::format("`{}` is {}, but its equation gives {}", written.name,
                     subject.stated ? written.units : shown_unit(subject.unit),
                     shown_unit(found.unit)),
         *term, {remedy(subject.unit, found.unit)});
}

// --- terms ---

UnitEquations::Side UnitEquations::side(const TermPtr& term) {
  switch (term->kind) {
    case Term::Kind::number:
      return {{}, true, false};
    case Term::Kind::name:
      return name(*term);
    case Term::Kind::operation:
      return operation(*term);
    case Term::Kind::call:
      return call(*term);
    case Term::Kind::text:
    case Term::Kind::points:
    case Term::Kind::missing:
    case Term::Kind::lost:
      return anything();
  }
  return anything();
}

UnitEquations::Side UnitEquations::name(const Term& term) {
  for (const auto& subscript : term.subscripts) {
    if (subscript.index) static_cast<void>(side(subscript.index));
  }
  if (const auto* subject = find(term.text)) return {subject->unit, false, false};
  const auto key = base::name_key(term.text);
  if (key == "time") return {time_, false, false};
  const auto* function = find_row(term.text, script_.dialect);
  if (function != nullptr && function->fewest == 0)
    return rule(term, read_unit_rule(function->units), function->arguments);
  return anything();
}

UnitEquations::Side UnitEquations::operation(const Term& term) {
  switch (term.op) {
    case Op::negate:
      return side(term.arguments[0]);
    case Op::add:
    case Op::subtract:
    case Op::modulo:
      return sum(term);
    case Op::multiply:
    case Op::divide: {
      const auto a = side(term.arguments[0]);
      const auto b = side(term.arguments[1]);
      if (a.is_lost || b.is_lost) return lost();
      return {times(a.unit, b.unit, term.op == Op::divide ? -1 : 1), a.is_number && b.is_number,
              false};
    }
    case Op::power:
      return power(term);
    case Op::if_else:
      static_cast<void>(side(term.arguments[0]));
      return alike(term, 1);
    case Op::logical_not:
    case Op::logical_and:
    case Op::logical_or:
      for (const auto& argument : term.arguments) static_cast<void>(side(argument));
      return {};
    default:
      static_cast<void>(alike(term, 0));
      return {};
  }
}

// a number beside a unit is a mistake, but for 0
UnitEquations::Side UnitEquations::sum(const Term& term) {
  const auto& left = term.arguments[0];
  const auto& right = term.arguments[1];
  const auto a = side(left);
  const auto b = side(right);
  if (a.is_number && b.is_number) return a;
  if (a.is_lost || b.is_lost) return lost();
  if (is_zero(left)) return b;
  if (is_zero(right) || solver_.join(a.unit, b.unit)) return a.is_number ? b : a;
  const auto& number = a.is_number ? left : right;
  if (a.is_number || b.is_number) {
    misfit(fmt::format("`{}` is a plain number, but `{}` is {}", short_text(*number),
                       short_text(a.is_number ? *right : *left),
                       a.is_number ? said(*right, b) : said(*left, a)),
           *number, {"give the number a name and a unit: a constant of its own"});
  } else {
    misfit(fmt::format("`{}` is {}, but `{}` is {}", short_text(*left), said(*left, a),
                       short_text(*right), said(*right, b)),
           *right, {remedy(a.unit, b.unit)});
  }
  return lost();
}

// what is compared, or chosen between; a number may have any unit
UnitEquations::Side UnitEquations::alike(const Term& term, std::size_t first) {
  Side out{{}, true, false};
  const Term* of = nullptr;
  bool any_lost = false;
  for (std::size_t i = first; i < term.arguments.size(); ++i) {
    const auto& argument = term.arguments[i];
    const auto found = side(argument);
    if (found.is_number) continue;
    if (found.is_lost) {
      any_lost = true;
    } else if (of == nullptr) {
      out = found;
      of = argument.get();
    } else if (!solver_.join(out.unit, found.unit)) {
      misfit(fmt::format("`{}` is {}, but `{}` is {}", short_text(*of), said(*of, out),
                         short_text(*argument), said(*argument, found)),
             *argument, {remedy(out.unit, found.unit)});
      any_lost = true;
    }
  }
  return any_lost ? lost() : out;
}

UnitEquations::Side UnitEquations::power(const Term& term) {
  const auto base = side(term.arguments[0]);
  const auto exponent = side(term.arguments[1]);
  if (const auto value = written_out(term.arguments[1]))
    return {times({}, base.unit, *value), base.is_number, base.is_lost};
  if (!solver_.join(exponent.unit, {}))
    misfit(fmt::format("an exponent is a plain number, but this is {}",
                       said(*term.arguments[1], exponent)),
           *term.arguments[1], {"divide it by a reference of the same unit"});
  const bool is_plain = base.is_number || solver_.known(base.unit).empty();
  if (!is_plain) return anything();
  return {{}, base.is_number && exponent.is_number, false};
}

UnitEquations::Side UnitEquations::call(const Term& term) {
  // a lookup is read at its argument: at the same unit everywhere
  if (auto* table = find(term.text)) {
    for (const auto& argument : term.arguments) {
      const auto found = side(argument);
      if (found.is_number || found.is_lost || solver_.join(table->x, found.unit)) continue;
      misfit(fmt::format("`{}` is read at {} here and at {} elsewhere", table->variable->name,
                         said(*argument, found), shown_unit(table->x)),
             *argument, {remedy(table->x, found.unit)});
    }
    return {table->unit, false, false};
  }
  const auto* function = find_row(term.text, script_.dialect);
  if (function == nullptr) {
    for (const auto& argument : term.arguments) static_cast<void>(side(argument));
    return anything();
  }
  return rule(term, read_unit_rule(function->units), function->arguments);
}

UnitEquations::Side UnitEquations::rule(const Term& term, const UnitRule& rule,
                                        std::string_view arguments) {
  std::map<char, UnitPowers> letters{{'t', time_}};
  const auto unit_of_side = [&](const UnitSide& wanted) {
    if (!wanted) return solver_.unknown();
    UnitPowers out;
    for (const auto& [letter, power] : *wanted) {
      if (!letters.contains(letter)) letters.emplace(letter, solver_.unknown());
      out = times(out, letters.at(letter), power);
    }
    return out;
  };
  bool all_numbers = !term.arguments.empty();
  bool fits = true;
  for (std::size_t i = 0; i < term.arguments.size(); ++i) {
    const auto found = side(term.arguments[i]);
    all_numbers = all_numbers && found.is_number;
    const auto wanted = rule.argument(i);
    if (!wanted || found.is_number || found.is_lost ||
        solver_.join(unit_of_side(wanted), found.unit))
      continue;
    const auto expected = solver_.known(unit_of_side(wanted));
    misfit(fmt::format("the {} of `{}` should be {}, but this is {}", argument_name(arguments, i),
                       term.text, shown_unit(expected), said(*term.arguments[i], found)),
           *term.arguments[i], {remedy(expected, found.unit)});
    fits = false;
  }
  if (!fits) return lost();
  return {unit_of_side(rule.value),
          all_numbers && rule.value && rule.value->contains('a') && rule.argument(0) == rule.value};
}

}  // namespace holon::model::formats
