// SPDX-License-Identifier: Apache-2.0
#include "model/expression.h"

#include <string>
#include <vector>

#include <fmt/format.h>

#include "base/property_test.h"

namespace holon::model {
namespace {

using base::Dice;
using quantity::Dimension;

Expr parse(const std::string& text, base::Diagnostics& diagnostics) {
  const auto source = std::make_shared<const base::SourceText>("equation", text);
  return parse_expression(text, {source, 0, text.size()}, true, {"widget"}, diagnostics);
}

Expr parse(const std::string& text) {
  base::Diagnostics diagnostics;
  auto out = parse(text, diagnostics);
  INFO(text);
  REQUIRE(diagnostics.empty());
  REQUIRE(out != nullptr);
  return out;
}

base::Diagnostic mistake_in(const std::string& text) {
  base::Diagnostics diagnostics;
  CHECK(parse(text, diagnostics) == nullptr);
  REQUIRE(diagnostics.size() == 1);
  return diagnostics.front();
}

std::string printed(const Expr& e) {
  return to_text(e, [](VariableId id) { return fmt::format("variable {}", id); });
}

// the tree, fully in parentheses
std::string tree(const std::string& text) { return printed(parse(text)); }

bool same_tree(const Expr& a, const Expr& b) {
  if (a->op != b->op || a->value != b->value || a->dimension != b->dimension ||
      a->name != b->name || a->function != b->function ||
      a->arguments.size() != b->arguments.size()) {
    return false;
  }
  for (std::size_t i = 0; i < a->arguments.size(); ++i) {
    if (!same_tree(a->arguments[i], b->arguments[i])) return false;
  }
  return true;
}

Dimension random_dimension(Dice& dice) {
  Dimension out;
  for (std::size_t i = dice.roll(4); i > 0; --i) {
    const auto one = dice.one_of(std::vector<Dimension>{Dimension("energy"),
                                                        Dimension("energy", "facility"),
                                                        Dimension("energy", "device"),
                                                        Dimension("energy", "primary"),
                                                        Dimension("mass"),
                                                        Dimension("mass", "CO2e"),
                                                        Dimension("mass", "CO2e market"),
                                                        Dimension("mass", "Sb"),
                                                        Dimension("mass", "e-waste"),
                                                        Dimension("volume", "consumed"),
                                                        Dimension("volume", "withdrawn"),
                                                        Dimension("length"),
                                                        Dimension("time"),
                                                        Dimension("data"),
                                                        Dimension("FLOP"),
                                                        Dimension("operation"),
                                                        Dimension("USD"),
                                                        Dimension("GPU"),
                                                        Dimension("request"),
                                                        Dimension("widget")});
    out = out * one.to_the(dice.one_of({1.0, -1.0, 2.0, 0.5, -1.5, 1.0 / 3}));
  }
  return out;
}

Expr random_leaf(Dice& dice) {
  if (dice.roll(2) == 0) {
    return number(
        dice.one_of({1.0, 0.0, 0.1, 1e-310, 1.7e308, 3.25e21, 123456.789, dice.between(0, 10)}),
        random_dimension(dice));
  }
  auto out = std::make_shared<Expression>();
  out->op = Op::name;
  out->name = dice.one_of(std::vector<std::string>{"x",
                                                   "energy per request",
                                                   "jean zay.pue",
                                                   "jean-zay",
                                                   "a_b",
                                                   "gpt-4 tokens",
                                                   "2nd wave",
                                                   "and",
                                                   "time",
                                                   "rock and roll",
                                                   "max",
                                                   "if only",
                                                   "naïve cost",
                                                   "a \"quoted\" one",
                                                   "back\\slash",
                                                   " odd",
                                                   "a  b",
                                                   "x+y",
                                                   "",
                                                   "over-and-out",
                                                   "π",
                                                   "step start",
                                                   "Or",
                                                   "end."});
  for (std::size_t i = dice.roll(3); i > 0 && out->op == Op::name; --i) {
    auto subscript = std::make_shared<Expression>();
    subscript->op = Op::name;
    subscript->name = dice.one_of({"eu", "us west", "7b", "région"});
    out->arguments.push_back(subscript);
  }
  return out;
}

Expr random_tree(Dice& dice, int depth) {
  if (depth == 0) return random_leaf(dice);
  const auto deeper = [&] { return random_tree(dice, depth - 1); };
  switch (dice.roll(6)) {
    case 0:
      return random_leaf(dice);
    case 1:
      return node(dice.one_of({Op::negate, Op::logical_not}), {deeper()});
    case 2:
      return node(Op::if_else, {deeper(), deeper(), deeper()});
    case 3: {
      const auto& function = functions()[dice.roll(functions().size())];
      std::vector<Expr> arguments;
      const auto count = dice.once_in(2) ? std::min<std::size_t>(function.most, function.fewest + 1)
                                         : function.fewest;
      for (std::size_t i = 0; i < count; ++i) arguments.push_back(deeper());
      return call(function.name, std::move(arguments));
    }
    default:
      break;
  }
  const auto op = dice.one_of({Op::add, Op::subtract, Op::multiply, Op::divide, Op::modulo,
                               Op::power, Op::less, Op::less_equal, Op::greater, Op::greater_equal,
                               Op::equal, Op::not_equal, Op::logical_and, Op::logical_or});
  return node(op, {deeper(), deeper()});
}

}  // namespace

TEST_CASE("what an equation prints reads back as the same equation") {
  base::check_always(1500, 200, [](Dice& dice) {
    const auto tree = random_tree(dice, static_cast<int>(dice.roll(5)));
    const auto text = printed(tree);
    base::Diagnostics diagnostics;
    const auto again = parse(text, diagnostics);
    if (!diagnostics.empty()) RC_FAIL(base::render(diagnostics.front(), false));
    if (!same_tree(tree, again))
      RC_FAIL(fmt::format("{}\nreads back as\n{}", text, printed(again)));
  });
}

TEST_CASE("operators bind as mathematics and XMILE have it") {
  CHECK(tree("-2^2") == "(-(2 ^ 2))");
  CHECK(tree("2^-3^2") == "(2 ^ (-(3 ^ 2)))");
  CHECK(tree("2^3^2") == "(2 ^ (3 ^ 2))");
  CHECK(tree("a - b - c") == "((a - b) - c)");
  CHECK(tree("a / b * c") == "((a / b) * c)");
  CHECK(tree("a + b * c ^ d") == "(a + (b * (c ^ d)))");
  CHECK(tree("a * -b") == "(a * (-b))");
  CHECK(tree("a MOD b * c") == "((a MOD b) * c)");
  CHECK(tree("a + b < c + d") == "((a + b) < (c + d))");
  CHECK(tree("a < b = c > d") == "((a < b) = (c > d))");
  CHECK(tree("a OR b AND c") == "(a OR (b AND c))");
  CHECK(tree("NOT a AND b") == "((NOT a) AND b)");
  CHECK(tree("not a = b") == "((NOT a) = b)");
  CHECK(tree("IF a > 0 THEN b ELSE c + 1") == "(IF (a > 0) THEN b ELSE (c + 1))");
  CHECK(tree("IF a THEN IF b THEN 1 ELSE 2 ELSE 3") == "(IF a THEN (IF b THEN 1 ELSE 2) ELSE 3)");
  CHECK(tree("+a − b × c ÷ d") == "(a - ((b * c) / d))");
  CHECK(tree("a ≤ b") == "(a <= b)");
  CHECK(tree("a ≠ b") == "(a <> b)");
}

TEST_CASE("names hold spaces, points and unspaced hyphens") {
  CHECK(parse("energy per request")->name == "energy per request");
  CHECK(parse("jean zay.pue")->name == "jean zay.pue");
  CHECK(parse("gpt-4 cost")->name == "gpt-4 cost");
  CHECK(tree("gpt-4 - cost") == "(\"gpt-4\" - cost)");
  CHECK(tree("price - 1") == "(price - 1)");
  CHECK(parse("order")->name == "order");
  CHECK(parse("android")->name == "android");
  CHECK(parse("\"a + b\"")->name == "a + b");
  CHECK(tree("supply and demand") == "(supply AND demand)");
  CHECK(parse("maximum")->name == "maximum");
  CHECK(parse("MAX(a, b)")->function->id == FunctionId::max);
  CHECK(parse("delay_fixed(a, b, c)")->function->id == FunctionId::delay_fixed);
}

TEST_CASE("a number's unit stands in brackets behind it") {
  const auto month = parse("6 [month]");
  CHECK(month->value == 6 * 365 * 86400 / 12);
  CHECK(month->dimension == Dimension("time"));
  CHECK(parse("558 [request/hour]")->dimension == Dimension("request") / Dimension("time"));
  CHECK(parse("85 %")->value == 0.85);
  CHECK(parse("85%")->value == 0.85);
  CHECK(parse("1.5e3")->value == 1500);
  CHECK(parse(".5")->value == 0.5);
  CHECK(parse("2 [widget]")->dimension == Dimension("widget"));
}

TEST_CASE("a bracket behind a name holds subscripts, behind a number its unit") {
  const auto two = parse("by size[ EU west, 7b ] * 6 [month]")->arguments[0];
  CHECK(two->op == Op::name);
  CHECK(two->name == "by size");
  REQUIRE(two->arguments.size() == 2);
  CHECK(two->arguments[0]->name == "EU west");
  CHECK(two->arguments[1]->name == "7b");
  CHECK(two->arguments[1]->span.offset == 18);
  CHECK(tree("\"a+b\" [c] ^ 2") == "(\"a+b\"[c] ^ 2)");
  CHECK(to_text(variable(0), [](VariableId) { return "or[eu, us]"; }) == "\"or\"[eu, us]");
}

TEST_CASE("a mistake in an equation is marked where it stands") {
  const auto at = [](const std::string& text) {
    const auto diagnostic = mistake_in(text);
    CHECK(!diagnostic.message.empty());
    return diagnostic.where.offset;
  };
  CHECK(at("a + ") == 3);
  CHECK(at("a + * b") == 4);
  CHECK(at("(a + b") == 0);
  CHECK(at("a + b)") == 5);
  CHECK(at("a + 6 [mnth]") == 7);
  CHECK(at("maxx(a, b)") == 0);
  CHECK(at("a * safe divide(b)") == 4);
  CHECK(at("exp") == 0);
  CHECK(at("1.2.3") == 0);
  CHECK(at("a[b") == 1);
  CHECK(at("a[b, ]") == 5);
  CHECK(at("(a + b)[c]") == 7);
  CHECK(at("\"open") == 0);
  CHECK(at("IF a THEN b") == 10);
  CHECK(at("") == 0);
  CHECK(at("a ± b") == 2);
}

TEST_CASE("mistakes have the code and the help that mend them") {
  CHECK(mistake_in("maxx(a, b)").code == base::Code::unknown_function);
  CHECK(mistake_in("maxx(a, b)").help.front().find("`max`") != std::string::npos);
  CHECK(mistake_in("max()").code == base::Code::wrong_arguments);
  CHECK(mistake_in("6 [mnth]").code == base::Code::unknown_unit);
  CHECK(mistake_in("a +").code == base::Code::equation_syntax);
}

TEST_CASE("no depth of nesting exhausts the reader") {
  const std::string many(100'000, '(');
  CHECK(mistake_in(many).code == base::Code::equation_syntax);
  CHECK(mistake_in(std::string(100'000, '-') + "1").code == base::Code::equation_syntax);
  std::string powers = "2";
  for (int i = 0; i < 50'000; ++i) powers += "^2";
  CHECK(mistake_in(powers).code == base::Code::equation_syntax);
  std::string conditions;
  for (int i = 0; i < 50'000; ++i) conditions += "IF a THEN ";
  CHECK(mistake_in(conditions).code == base::Code::equation_syntax);
}

TEST_CASE("baseline reads a whole expression in the unchanged case") {
  const auto resolve = [](const Expression& e) { return variable(e.name == "x" ? 1 : 2); };
  const auto out = resolve_names(parse("x / baseline(x + y)"), resolve);
  std::vector<std::pair<VariableId, int>> reads;
  for_each_variable(out, [&](VariableId id, int in_case) { reads.emplace_back(id, in_case); });
  CHECK(reads == std::vector<std::pair<VariableId, int>>{{1, kThisCase}, {1, 0}, {2, 0}});
}

}  // namespace holon::model
