// SPDX-License-Identifier: Apache-2.0
#include "model/formats/xmile_equation.h"

#include <doctest/doctest.h>

#include "model/formats/script_text_test.h"

namespace {

using namespace holon;
using namespace holon::model::formats;

PlacedText placed(const std::string& text) {
  PlacedText out;
  out.append(text, std::make_shared<const base::SourceText>("x", text), 0, text.size());
  return out;
}

std::string read(const std::string& text) {
  base::Diagnostics diagnostics;
  std::string out;
  for (const auto& term : parse_equation(placed(text), 0, diagnostics))
    out += (out.empty() ? "" : " | ") + shown(term);
  for (const auto& diagnostic : diagnostics) out += " !" + diagnostic.message;
  return out;
}

}  // namespace

TEST_CASE("operators bind as XMILE says") {
  CHECK(read("-2^2") == "(neg (^ 2 2))");
  CHECK(read("2^-3^2") == "(^ 2 (neg (^ 3 2)))");
  CHECK(read("2^3^2") == "(^ 2 (^ 3 2))");
  CHECK(read("a - b - c") == "(- (- a b) c)");
  CHECK(read("a + b * c MOD d") == "(+ a (mod (* b c) d))");
  CHECK(read("a // b") == "SAFEDIV( a b)");
  CHECK(read("NOT a = b") == "(= (not a) b)");
  CHECK(read(":NOT: a = b :AND: c") == "(and (not (= a b)) c)");
  CHECK(read("a < b = c > d") == "(= (< a b) (> c d))");
  CHECK(read("a OR b AND c") == "(or a (and b c))");
  CHECK(read("a <> b and not(c)") == "(and (<> a b) (not c))");
  CHECK(read("-5") == "-5");
  CHECK(read("-(5)") == "(neg 5)");
  CHECK(read("+5 - -3") == "(- 5 -3)");
}

TEST_CASE("a choice reaches as far as it can") {
  CHECK(read("IF a THEN b ELSE c + 1") == "(if a b (+ c 1))");
  CHECK(read("1 + (if a or b then 2 else if c then 3 else 4)") ==
        "(+ 1 (if (or a b) 2 (if c 3 4)))");
  CHECK(read("IF_THEN_ELSE(a=:NA:, 0, a)") == "(if (= a :NA:) 0 a)");
}

TEST_CASE("numbers, names, comments and quotes") {
  CHECK(read(".5 + 1e3 + 2.E-1 + 7.") == "(+ (+ (+ 0.5 1000) 0.2) 7)");
  CHECK(read("\"Flow w/ (a), \\\"b\\\"\\nc\" * x_1") == "(* Flow w/ (a), \"b\" c x_1)");
  CHECK(read("größe * 人口") == "(* größe 人口)");
  CHECK(read("a {rate} * {nothing} b") == "(* a b)");
  CHECK(read("room\xc2\xa0temperature") == "room_temperature");
  CHECK(read("hares.density + .area + \"my module\".x") ==
        "(+ (+ hares.density .area) my module.x)");
  CHECK(read("SMTH DECR/tau") == "(/ SMTH DECR tau)");
  CHECK(read("TIME STEP$") == "TIME STEP$");
  CHECK(read("iffy + thence") == "(+ iffy thence)");
  CHECK(read("GET_XLS_DATA('a.xls', 'B', 'C2')") == "GET_XLS_DATA( 'a.xls' 'B' 'C2')");
}

TEST_CASE("calls, lookups and subscripts") {
  CHECK(read("PI + TIME*MAX(a, MIN(b, 2))") == "(+ PI (* TIME MAX( a MIN( b 2))))");
  CHECK(read("PI()") == "PI()");
  CHECK(read("MOD(a, 3)") == "(mod a 3)");
  CHECK(read("effect[north](x)") == "effect[north]( x)");
  CHECK(read("a[x, 1, @2, *, *:y, b:c, 1:3]") ==
        "a[x, number 1#1, position #2, every , every y, slice b:c, slice 1:3]");
  CHECK(read("a[i + 1, range!, x']") == "a[index (+ i 1), every range, x']");
  CHECK(read("a[b[c]]") == "a[index b[c]]");
  CHECK(read("a' * b[x]'") == "(* TRANSPOSE( a) TRANSPOSE( b[x]))");
  CHECK(read("can't_stop + a'") == "(+ can't_stop TRANSPOSE( a))");
  CHECK(read("WITH_LOOKUP(x, ((0, -1), (1,2)))") == "WITH_LOOKUP( x points0(0,-1)(1,2))");
  CHECK(read("SMTH_DECR(a, b : c)") == "SMTH_DECR( a b c)");
}

TEST_CASE("lists, nothing, and what was lost") {
  CHECK(read("0.1,0.2;\n0.4,-0.5;") == "0.1 | 0.2 | 0.4 | -0.5");
  CHECK(read(" {Enter equation} ").empty());
  CHECK(read("a + ??? (") == "???");
}

TEST_CASE("a NOT that a converter left behind is read") {
  CHECK(read("( IF a not  THEN 1 ELSE 0 )") == "(if (not a) 1 0)");
}

TEST_CASE("the first mistake of an equation is told, and where it is") {
  CHECK(read("a +") == "- !the equation ends where a value is due");
  CHECK(read("a * / b") == "- !the equation cannot go on with `/`");
  CHECK(read("IF a > b, 1, 0") == "- !`THEN` is missing");
  CHECK(read("(a + b") == "- !`)` is missing");
  CHECK(read("a[1") == "- !`]` is missing");
  CHECK(read("a # b") == "- !`#` has no meaning in an equation");
  CHECK(read("\"open") == "- !the name in quotes does not end");
  CHECK(read("a {open") == "- !the comment `{` does not end");
  CHECK(read("1e999") == "- !the number is too large");
  CHECK(read(std::string(1000, '(') + "a") == "- !the equation is nested deeper than 400");
  CHECK(read(std::string(1000, '-') + "a") == "- !the equation is nested deeper than 400");
  std::string chain = "a";
  for (int i = 0; i < 6000; ++i) chain += "+a";
  CHECK(read(chain) == "- !the equation has more than 3000 operations");
}
