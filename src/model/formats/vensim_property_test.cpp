// SPDX-License-Identifier: Apache-2.0
//
// Writing and reading give the same script again, whatever it says.
#include "model/formats/vensim.h"

#include <string>
#include <utility>
#include <vector>

#include "base/property_test.h"
#include "model/formats/script_text_test.h"

namespace holon::model::formats {
namespace {

using base::Dice;

std::string any_name(Dice& dice) {
  return dice.one_of<std::string>({"a", "Birth Rate", "cost_of_fuel", "größe", "farmer's share",
                                   "x$", "\"a-b, [c]\"", "\"say \\\"hi\\\" | ~ {now}\"", "3D model",
                                   "a very long name that goes on and on until a line is full"});
}

std::vector<Subscript> any_subscripts(Dice& dice, bool may_be_every) {
  std::vector<Subscript> out(dice.roll(3));
  for (auto& subscript : out) {
    subscript.name = any_name(dice);
    if (may_be_every && dice.once_in(3)) subscript.kind = Subscript::Kind::every;
  }
  return out;
}

double any_number(Dice& dice) {
  return dice.one_of({0.0, 1.0, -2.0, 0.125, 1e-7, -3.5e20, 12345.678});
}

std::shared_ptr<const Points> any_points(Dice& dice) {
  auto out = std::make_shared<Points>();
  const auto count = 1 + dice.roll(12);
  for (std::size_t i = 0; i < count; ++i) {
    out->x.push_back(any_number(dice));
    out->y.push_back(any_number(dice));
  }
  return out;
}

TermPtr any_term(Dice& dice, int depth);

std::vector<TermPtr> any_terms(Dice& dice, int depth, std::size_t count) {
  std::vector<TermPtr> out;
  for (std::size_t i = 0; i < count; ++i) out.push_back(any_term(dice, depth - 1));
  return out;
}

void make_call(Term& out, Dice& dice, int depth) {
  out.kind = Term::Kind::call;
  out.text = any_name(dice);
  out.subscripts = any_subscripts(dice, false);
  out.arguments = any_terms(dice, depth, dice.roll(4));
  if (!dice.once_in(4)) return;
  auto table = std::make_shared<Term>();
  table->kind = Term::Kind::points;
  table->points = any_points(dice);
  out.text = "WITH LOOKUP";
  out.subscripts.clear();
  out.arguments = {any_term(dice, depth - 1), table};
}

void make_operation(Term& out, Dice& dice, int depth) {
  out.kind = Term::Kind::operation;
  out.op = dice.one_of({Op::add, Op::subtract, Op::multiply, Op::divide, Op::power, Op::negate,
                        Op::logical_not, Op::logical_and, Op::logical_or, Op::less, Op::less_equal,
                        Op::greater, Op::greater_equal, Op::equal, Op::not_equal, Op::if_else});
  const bool is_single = out.op == Op::negate || out.op == Op::logical_not;
  out.arguments = any_terms(dice, depth, out.op == Op::if_else ? 3 : is_single ? 1 : 2);
  // a sign before a number is part of the number
  if (out.op == Op::negate && out.arguments[0]->kind == Term::Kind::number)
    out.op = Op::logical_not;
}

TermPtr any_term(Dice& dice, int depth) {
  auto out = std::make_shared<Term>();
  switch (depth <= 0 ? dice.roll(4) : dice.roll(8)) {
    case 0:
      out->number = any_number(dice);
      break;
    case 1:
      out->kind = Term::Kind::name;
      out->text = any_name(dice);
      out->subscripts = any_subscripts(dice, true);
      break;
    case 2:
      out->kind = dice.once_in(2) ? Term::Kind::missing : Term::Kind::lost;
      if (out->kind == Term::Kind::lost) out->text = "???";
      break;
    case 3:
      out->kind = Term::Kind::text;
      out->text = dice.one_of<std::string>({"", "..\\data.xls", "a | b ~ \"c\" {d}"});
      break;
    case 4:
    case 5:
      make_call(*out, dice, depth);
      break;
    default:
      make_operation(*out, dice, depth);
  }
  return out;
}

Equation any_equation(Dice& dice, Variable::Kind kind) {
  Equation out;
  out.subscripts = any_subscripts(dice, false);
  if (out.subscripts.empty()) out.subscripts.emplace_back().name = "b";
  for (std::size_t i = dice.roll(3); i > 0; --i) out.except.push_back({out.subscripts.front()});
  switch (kind) {
    case Variable::Kind::lookup:
      out.points = any_points(dice);
      break;
    case Variable::Kind::data:
      if (dice.once_in(2)) out.term = any_term(dice, 2);
      break;
    case Variable::Kind::text:
      out.term = any_term(dice, 0);
      break;
    default:
      if (dice.once_in(4))
        out.list = any_terms(dice, 1, 1 + dice.roll(20));
      else
        out.term = any_term(dice, 4);
  }
  return out;
}

Variable any_variable(Dice& dice, std::size_t number) {
  Variable out;
  out.name = "variable " + std::to_string(number);
  out.kind = dice.one_of({Variable::Kind::equation, Variable::Kind::lookup, Variable::Kind::data,
                          Variable::Kind::text});
  for (std::size_t i = 1 + dice.roll(3); i > 0; --i)
    out.equations.push_back(any_equation(dice, out.kind));
  if (out.kind == Variable::Kind::data)
    out.between = dice.one_of(
        {Between::interpolate, Between::look_forward, Between::hold_backward, Between::raw});
  out.units = dice.one_of<std::string>({"", "Month", "$/(person*Year)", "a [b]", "x\\"});
  out.text = dice.one_of<std::string>(
      {"", "one line", "two\nlines", "about ~5 %", "ends with \\\nand goes on", "a {brace"});
  if (dice.once_in(2)) out.least = any_number(dice);
  if (dice.once_in(2)) out.most = any_number(dice);
  out.supplementary = dice.once_in(3);
  return out;
}

Range any_range(Dice& dice, std::size_t number) {
  Range out;
  out.name = "range " + std::to_string(number);
  if (dice.once_in(4)) {
    out.same_as = any_name(dice);
    return out;
  }
  for (std::size_t i = 1 + dice.roll(9); i > 0; --i) out.elements.push_back(any_name(dice));
  for (std::size_t i = dice.roll(3); i > 0; --i) {
    auto& mapping = out.mappings.emplace_back();
    mapping.other = any_name(dice);
    for (std::size_t k = dice.roll(4); k > 0; --k) mapping.elements.push_back({any_name(dice)});
  }
  return out;
}

Script any_script(Dice& dice) {
  Script out;
  out.vendor = "vensim";
  for (std::size_t i = dice.roll(3); i > 0; --i) out.ranges.push_back(any_range(dice, i));
  auto& model = out.models.emplace_back();
  std::string group;
  for (std::size_t i = dice.roll(4); i > 0; --i) {
    model.variables.push_back(any_variable(dice, i));
    if (dice.once_in(3)) group = dice.one_of<std::string>({"Control", "Part 2 - b"});
    model.variables.back().group = group;
  }
  if (dice.once_in(3)) {
    auto& macro = out.macros.emplace_back();
    macro.name = "GROW";
    macro.parameters = {"x", "Birth Rate"};
    if (dice.once_in(2)) macro.results = {"more"};
    macro.variables.push_back(any_variable(dice, 1));
  }
  return out;
}

}  // namespace

TEST_CASE("a written Vensim model reads back as the same script") {
  base::check_always(5'000, 300, [](Dice& dice) {
    const auto script = any_script(dice);
    const auto text = write_vensim(script);
    const auto again = read_vensim(std::make_shared<const base::SourceText>("written", text));
    if (!again) RC_FAIL(base::render(again.error().front(), false) + text);
    const auto wanted = shown(script);
    const auto got = shown(*again);
    if (wanted != got) RC_FAIL(text + "\n--- wanted\n" + wanted + "--- got\n" + got);
  });
}

}  // namespace holon::model::formats
