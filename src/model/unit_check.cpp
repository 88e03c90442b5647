// SPDX-License-Identifier: Apache-2.0
#include "model/unit_check.h"

#include <cmath>

#include <fmt/format.h>

namespace holon::model {
namespace {

using base::Code;
using quantity::Dimension;
using quantity::in_words;

// the value of an exponent that is written out, such as 2, -1 or 1/2
std::optional<double> written_out(const Expr& e) {
  if (e->op == Op::number && e->dimension.is_plain()) return e->value;
  if (e->op == Op::negate) {
    const auto inner = written_out(e->arguments[0]);
    return inner ? std::optional(-*inner) : std::nullopt;
  }
  if (e->op == Op::divide) {
    const auto above = written_out(e->arguments[0]);
    const auto below = written_out(e->arguments[1]);
    if (above && below && *below != 0) return *above / *below;
  }
  return std::nullopt;
}

// how to get over a difference of dimensions
std::string bridge(const Dimension& missing) {
  const bool single = missing.powers().size() == 1;
  if (single && missing.powers()[0].sixtieths > 0)
    return fmt::format("multiplied by {} it would fit", in_words(missing));
  if (single) return fmt::format("divided by {} it would fit", in_words(Dimension() / missing));
  return "only like can be added, compared, chosen between, or stand for a name";
}

std::optional<Dimension> ratio_of(const std::optional<Dimension>& a,
                                  const std::optional<Dimension>& b) {
  if (!a || !b) return std::nullopt;
  return *a / *b;
}

}  // namespace

UnitCheck::UnitCheck(const Model& model, std::vector<bool> declared)
    : model_(model),
      declared_(std::move(declared)),
      found_(model.variables.size()),
      walk_(model.variables.size()) {}

void UnitCheck::report(Code code, std::string message, const base::Span& where,
                       std::vector<std::string> help) {
  diagnostics_.push_back({code, std::move(message), where, "", {}, std::move(help)});
}

void UnitCheck::mismatch(const Dimension& found, const Dimension& expected, const std::string& what,
                         const base::Span& where) {
  const bool only_kind = quantity::same_size(found, expected);
  std::vector<std::string> help;
  const auto words = in_words(found) + in_words(expected);
  if (only_kind && words.find("facility") != std::string::npos &&
      words.find("device") != std::string::npos) {
    help.emplace_back(
        "electricity at the device times the place's `pue` is electricity at the facility");
  } else if (expected.powers().empty()) {
    help.emplace_back("divide by a reference of the same unit, as in `x / 1 [kWh]`");
  } else if (found.powers().empty()) {
    help.push_back(fmt::format("a number's unit stands in brackets behind it, as in `6 [{}]`",
                               quantity::example_units(expected).empty()
                                   ? "month"
                                   : quantity::example_units(expected).substr(
                                         0, quantity::example_units(expected).find(','))));
  } else if (only_kind) {
    help.emplace_back("nothing turns one kind into the other: keep them apart");
  } else {
    help.push_back(bridge(expected / found));
  }
  report(only_kind ? Code::mixed_kinds : Code::mixed_units,
         fmt::format("{} is {}, but this is {}", what, in_words(expected), in_words(found)), where,
         std::move(help));
}

Expr UnitCheck::source_of(VariableId id) const {
  const auto& subject = model_[id];
  if (declared_[id] || subject.role == Role::input) return nullptr;
  return subject.role == Role::auxiliary ? subject.equation : subject.initial;
}

// what it reads has been found before it; what has not reads it in turn, and is reported elsewhere
void UnitCheck::find(VariableId id) {
  if (const auto source = source_of(id)) {
    found_[id] = of(source);
  } else if (declared_[id] || model_[id].role == Role::input) {
    found_[id] = model_[id].unit.dimension;
  }
}

std::optional<Dimension> UnitCheck::dimension_of(VariableId id) {
  const auto reads = [&](VariableId reader, std::vector<VariableId>& list) {
    if (const auto source = source_of(reader))
      for_each_variable(source, [&](VariableId read, int) { list.push_back(read); });
  };
  walk_.visit(id, reads, [&](VariableId done) { find(done); }, [](std::span<const VariableId>) {});
  return found_[id];
}

std::optional<Dimension> UnitCheck::dimension_of(const Expr& expression) {
  for_each_variable(expression, [&](VariableId id, int) { static_cast<void>(dimension_of(id)); });
  return of(expression);
}

void UnitCheck::expect(const Expr& expression, const Dimension& expected, const std::string& what,
                       const base::Span& where) {
  if (!expression) return;
  const auto found = of(expression);
  if (!found || quantity::compatible(*found, expected)) return;
  mismatch(*found, expected, what, expression->span.source ? expression->span : where);
}

void UnitCheck::check_all() {
  for (VariableId id = 0; id < model_.variables.size(); ++id) static_cast<void>(dimension_of(id));
  for (VariableId id = 0; id < model_.variables.size(); ++id) {
    const auto& subject = model_[id];
    const auto own = dimension_of(id);
    const auto what = fmt::format("`{}`", subject.name);
    if (subject.role == Role::auxiliary) {
      if (declared_[id]) expect(subject.equation, subject.unit.dimension, what, subject.span);
      if (own) expect(subject.initial, *own, what, subject.span);
      continue;
    }
    if (!own || subject.role == Role::input) continue;
    expect(subject.initial, *own, what, subject.span);
    if (subject.role == Role::stock) {
      expect(subject.equation, *own / Dimension("time"), fmt::format("the change of {}", what),
             subject.span);
    } else {
      expect(subject.equation, *own, what, subject.span);
      expect(subject.delay, Dimension("time"), fmt::format("the delay of {}", what), subject.span);
    }
  }
  for (const auto& changed : model_.cases) {
    for (const auto& change : changed.changes) {
      const auto own = dimension_of(change.variable);
      if (own)
        expect(change.replacement, *own, fmt::format("`{}`", model_[change.variable].name), {});
    }
  }
}

std::optional<Dimension> UnitCheck::alike(const Expression& e, std::size_t first,
                                          std::size_t last) {
  Known common;
  for (std::size_t i = first; i < last; ++i) {
    if (!join(common, e.arguments[i])) return std::nullopt;
  }
  return common;
}

// one argument, and every so many from another one on
std::optional<Dimension> UnitCheck::alike_every(const Expression& e, std::size_t one,
                                                std::size_t first, std::size_t step) {
  Known common;
  if (!join(common, e.arguments[one])) return std::nullopt;
  for (std::size_t i = first; i < e.arguments.size(); i += step) {
    if (!join(common, e.arguments[i])) return std::nullopt;
  }
  return common;
}

// false after a mismatch, which is reported
bool UnitCheck::join(Known& common, const Expr& argument) {
  const auto found = of(argument);
  if (!found) return true;
  if (!common) {
    common = found;
  } else if (quantity::compatible(*common, *found)) {
    common = quantity::merged(*common, *found);
  } else {
    mismatch(*found, *common, "its neighbour", argument->span);
    return false;
  }
  return true;
}

void UnitCheck::expect_plain(const Expression& e, std::size_t first, std::size_t last) {
  for (std::size_t i = first; i < last; ++i) {
    const auto& argument = e.arguments[i];
    const auto found = of(argument);
    if (found && !found->is_plain()) {
      report(Code::needs_plain_number,
             fmt::format("{} needs a plain number, this is {}",
                         e.function != nullptr ? fmt::format("`{}`", e.function->name) : "this",
                         in_words(*found)),
             argument->span, {"divide by a reference of the same unit, as in `x / 1 [kWh]`"});
    }
  }
}

std::optional<Dimension> UnitCheck::of_power(const Expression& e) {
  const auto root = of(e.arguments[0]);
  const auto exponent = of(e.arguments[1]);
  if (exponent && !exponent->is_plain()) {
    report(Code::needs_plain_number,
           fmt::format("an exponent is a plain number, this is {}", in_words(*exponent)),
           e.arguments[1]->span,
           {"divide it by a reference of the same unit, as in `x / 1 [year]`"});
    return std::nullopt;
  }
  if (!root || root->powers().empty()) return root ? Known(Dimension()) : std::nullopt;
  const auto value = written_out(e.arguments[1]);
  if (value && std::abs(*value * quantity::kWhole - std::round(*value * quantity::kWhole)) < 1e-9 &&
      std::abs(*value) < 10) {
    return root->to_the(*value);
  }
  if (root->is_plain()) return Dimension();
  report(Code::needs_plain_number,
         fmt::format(
             "with an exponent that is not written out the base must be a plain number, this is {}",
             in_words(*root)),
         e.arguments[0]->span,
         {"divide it by a reference of the same unit, as in `(price / 1 [USD]) ^ x`"});
  return std::nullopt;
}

std::optional<Dimension> UnitCheck::of(const Expr& expression) {
  const auto& e = *expression;
  const auto argument = [&](std::size_t i) { return of(e.arguments[i]); };
  switch (e.op) {
    case Op::number:
      // a bare 0 is 0 of anything
      if (e.value == 0 && e.dimension.powers().empty()) return std::nullopt;
      return e.dimension;
    case Op::name:
      return std::nullopt;
    case Op::variable:
      return found_[e.variable];
    case Op::negate:
      return argument(0);
    case Op::add:
    case Op::subtract:
      return alike(e, 0, 2);
    case Op::modulo:
      return alike(e, 0, 2);
    case Op::multiply: {
      const auto a = argument(0);
      const auto b = argument(1);
      if (!a || !b) return std::nullopt;
      return *a * *b;
    }
    case Op::divide:
      return ratio_of(argument(0), argument(1));
    case Op::power:
      return of_power(e);
    case Op::less:
    case Op::less_equal:
    case Op::greater:
    case Op::greater_equal:
    case Op::equal:
    case Op::not_equal:
      alike(e, 0, 2);
      return Dimension();
    case Op::logical_not:
    case Op::logical_and:
    case Op::logical_or:
      expect_plain(e, 0, e.arguments.size());
      return Dimension();
    case Op::if_else: {
      const auto test = argument(0);
      if (test && !test->is_plain()) {
        report(Code::needs_plain_number,
               fmt::format("a condition is a plain number, this is {}", in_words(*test)),
               e.arguments[0]->span, {"write a comparison, as in `x > 0`"});
      }
      return alike(e, 1, 3);
    }
    case Op::lookup: {
      const auto at = argument(0);
      if (at && !quantity::compatible(*at, e.table->x_dimension)) {
        mismatch(*at, e.table->x_dimension, "the argument of the table", e.arguments[0]->span);
      }
      return e.table->y_dimension;
    }
    case Op::call:
      return of_call(e);
  }
  return std::nullopt;
}

std::optional<Dimension> UnitCheck::of_call(const Expression& e) {
  const Dimension time("time");
  const auto argument = [&](std::size_t i) { return of(e.arguments[i]); };
  const auto expect_time = [&](std::size_t i) {
    if (i < e.arguments.size())
      expect(e.arguments[i], time, fmt::format("a time of `{}`", e.name), e.span);
  };
  switch (e.function->units) {
    case UnitRule::plain:
      expect_plain(e, 0, e.arguments.size());
      return Dimension();
    case UnitRule::same:
    case UnitRule::previous:
      return alike(e, 0, e.arguments.size());
    case UnitRule::square_root: {
      const auto inner = argument(0);
      return inner ? Known(inner->to_the(0.5)) : std::nullopt;
    }
    case UnitRule::ratio: {
      const auto out = ratio_of(argument(0), argument(1));
      if (out && e.arguments.size() == 3)
        expect(e.arguments[2], *out, "the value otherwise", e.span);
      return out;
    }
    case UnitRule::time:
      return time;
    case UnitRule::date:
      expect_plain(e, 0, e.arguments.size());
      return time;
    case UnitRule::step:
      expect_time(1);
      expect_time(2);
      return argument(0);
    case UnitRule::ramp: {
      expect_time(1);
      expect_time(2);
      const auto slope = argument(0);
      return slope ? Known(*slope * time) : std::nullopt;
    }
    case UnitRule::memory: {
      expect_time(1);
      const auto input = argument(0);
      if (input && e.arguments.size() == 3)
        expect(e.arguments[2], *input, fmt::format("the start of `{}`", e.name), e.span);
      return input;
    }
    case UnitRule::trend: {
      static_cast<void>(argument(0));
      expect_time(1);
      if (e.arguments.size() == 3)
        expect(e.arguments[2], Dimension() / time, "the start of a trend", e.span);
      return Dimension() / time;
    }
    case UnitRule::sign:
      static_cast<void>(argument(0));
      return Dimension();
    default:
      return of_many(e);
  }
}

// functions of any number of arguments
std::optional<Dimension> UnitCheck::of_many(const Expression& e) {
  const auto count = e.arguments.size();
  switch (e.function->units) {
    case UnitRule::product: {
      Known out = Dimension();
      for (const auto& argument : e.arguments) {
        const auto found = of(argument);
        out = out && found ? Known(*out * *found) : std::nullopt;
      }
      return out;
    }
    case UnitRule::chosen: {
      expect_plain(e, 0, 1);
      const auto found = alike(e, 1, count);
      return count == 1 ? Known(Dimension()) : found;
    }
    case UnitRule::order:
      expect_plain(e, 0, 2);
      static_cast<void>(alike(e, 2, count));
      return Dimension();
    case UnitRule::inverse: {
      expect_plain(e, 0, 3);
      return ratio_of(Dimension(), alike(e, 3, count));
    }
    case UnitRule::available:
      expect_plain(e, 0, 1);
      return alike_every(e, 1, 2, 5);
    case UnitRule::by_priority:
      expect_plain(e, 0, 1);
      static_cast<void>(alike_every(e, 1, 4, 2));
      return alike_every(e, 2, 3, 2);
    default:
      return std::nullopt;
  }
}

}  // namespace holon::model
