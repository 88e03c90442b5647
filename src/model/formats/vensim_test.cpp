// SPDX-License-Identifier: Apache-2.0
#include "model/formats/vensim.h"

#include <string>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "model/formats/build.h"
#include "model/formats/script_text_test.h"
#include "model/formats/vensim_lexer.h"

namespace holon::model::formats {
namespace {

base::Result<Script> result(const std::string& text) {
  return read_vensim(std::make_shared<const base::SourceText>("model.mdl", text));
}

Script script(const std::string& text) {
  INFO(text);
  auto out = result(text);
  if (!out) {
    for (const auto& diagnostic : out.error()) MESSAGE(base::render(diagnostic, false));
  }
  REQUIRE(out.has_value());
  return std::move(*out);
}

const Variable& only(const Script& script) {
  REQUIRE(script.models.front().variables.size() == 1);
  return script.models.front().variables.front();
}

std::string term(const std::string& expression) {
  const auto read = script("x = " + expression + " ~~|");
  return shown(only(read).equations.front().term);
}

std::string list(const Equation& equation) {
  std::string out;
  for (const auto& value : equation.list) out += (out.empty() ? "" : " ") + shown(value);
  return out;
}

base::Diagnostics mistakes(const std::string& text) {
  const auto out = result(text);
  INFO(text);
  REQUIRE(!out.has_value());
  return out.error();
}

base::Code code_of(const std::string& text) {
  const auto out = mistakes(text);
  REQUIRE(out.size() == 1);
  return out.front().code;
}

}  // namespace

TEST_CASE("operators bind as in Vensim") {
  CHECK(term("-2^2") == "(neg (^ 2 2))");
  CHECK(term("(-2)^2") == "(^ -2 2)");
  CHECK(term("2^3^2") == "(^ 2 (^ 3 2))");
  CHECK(term("2^-3^2") == "(^ 2 (neg (^ 3 2)))");
  CHECK(term("a-b-c*d/e") == "(- (- a b) (/ (* c d) e))");
  CHECK(term("a*-b") == "(* a (neg b))");
  CHECK(term("+a") == "a");
  CHECK(term("a+b>c :AND: d<>e :OR: f<=1") == "(or (and (> (+ a b) c) (<> d e)) (<= f 1))");
  // the test `subscript_logicals` of the public suite shows it
  CHECK(term(":NOT: a=b :AND: c") == "(and (not (= a b)) c)");
  CHECK(term("if then else(a > 1, 2, 3)") == "(if (> a 1) 2 3)");
}

TEST_CASE("numbers, texts, what is missing and what is lost") {
  CHECK(term(".5") == "0.5");
  CHECK(term("1.") == "1");
  CHECK(term("1e-3") == "0.001");
  CHECK(term("1E+05") == "100000");
  CHECK(term(":na:") == ":NA:");
  CHECK(term("???") == "???");
  CHECK(term("A FUNCTION OF(a, -b)") == "???");
  CHECK(term("") == "???");
  CHECK(term("GET XLS DATA('d.xls', 'sheet one', 'A', 'B2')") ==
        "GET XLS DATA( 'd.xls' 'sheet one' 'A' 'B2')");
  CHECK(code_of("x = 1e999 ~~|") == base::Code::vensim_not_closed);
}

TEST_CASE("names are what Vensim lets stand for them") {
  CHECK(term("the farmer's cost_of $ 3D") == "the farmer's cost_of $ 3D");
  CHECK(term("3D model") == "3D model");
  CHECK(term("größe der Stadt") == "größe der Stadt");
  CHECK(term("TIME STEP$") == "TIME STEP$");
  CHECK(term("\"plain name\"") == "plain name");
  CHECK(term("\"a-b \\\" [c]\" + 1") == "(+ \"a-b \\\" [c]\" 1)");
  CHECK(term("a long\\\n\t\t name") == "a long name");
  CHECK(term("a {of {nested} things} + b") == "(+ a b)");
  // one variable, however it is written
  CHECK(only(script("Unit Cost[a] = 1 ~~|\nunit_cost[b] = 2 ~~|")).equations.size() == 2);
}

TEST_CASE("subscripts and exceptions") {
  const auto read = script("x[region, a] :EXCEPT: [north, a], [south, a] = SUM(y[region, b!]) ~~|");
  const auto& equation = only(read).equations.front();
  CHECK(equation.subscripts.size() == 2);
  REQUIRE(equation.except.size() == 2);
  CHECK(equation.except[1][0].name == "south");
  CHECK(shown(equation.term) == "SUM( y[region, every b])");
}

TEST_CASE("ranges: sequences, mappings, equivalence, files") {
  const auto read = script(
      "age: a1, (b09-b11), old -> cohort, (group: young, (g1-g2)) ~~|\n"
      "other <-> age ~~|\n"
      "read: GET XLS SUBSCRIPT('f.xls', 'sheet', 'A1', 'A9', '') -> age ~~|");
  REQUIRE(read.ranges.size() == 3);
  CHECK(read.ranges[0].elements == std::vector<std::string>{"a1", "b09", "b10", "b11", "old"});
  REQUIRE(read.ranges[0].mappings.size() == 2);
  CHECK(read.ranges[0].mappings[0].elements.empty());
  CHECK(read.ranges[0].mappings[1].other == "group");
  CHECK(read.ranges[0].mappings[1].elements.size() == 3);
  CHECK(read.ranges[1].same_as == "age");
  CHECK(shown(read.ranges[2].from_file).starts_with("GET XLS SUBSCRIPT("));
  CHECK(read.ranges[2].mappings.size() == 1);
  CHECK(code_of("a: (x1-y2) ~~|") == base::Code::vensim_sequence);
  CHECK(code_of("a: (x3-x1) ~~|") == base::Code::vensim_sequence);
  CHECK(code_of("a: (x-y) ~~|") == base::Code::vensim_sequence);
}

TEST_CASE("lookups of every form") {
  for (const std::string form :
       {"f((0,1),(2,-3)) ~~|", "f([(0,-3)-(2,1),(0,0)],(0,1),(2,-3)) ~~|", "f(0, 2, 1, -3) ~~|",
        "f([(0,0)-(1,1)], 0,2,1,-3) ~~|", "f(\n(0,1),(2,-3)\\\n\t\t) ~~|"}) {
    const auto read = script(form);
    CHECK(only(read).kind == Variable::Kind::lookup);
    CHECK(only(read).equations.front().points->x == std::vector<double>{0, 2});
    CHECK(only(read).equations.front().points->y == std::vector<double>{1, -3});
  }
  for (const std::string form :
       {"f(GET XLS LOOKUPS('a','b','c','d')) ~~|", "f = TABXL('a','b','c','d') ~~|"}) {
    CHECK(only(script(form)).kind == Variable::Kind::lookup);
  }
  CHECK(term("WITH LOOKUP(Time, ([(0,0)-(9,9)],(0,0),(9,9)))") ==
        "WITH LOOKUP( Time points0(0,0)(9,9))");
  CHECK(term("f[a](x)") == "f[a]( x)");
  CHECK(code_of("f(1,2,3) ~~|") == base::Code::vensim_points);
  CHECK(code_of("f() ~~|") == base::Code::vensim_points);
}

TEST_CASE("lists of constants") {
  const auto values = [](const std::string& text) {
    return list(only(script(text)).equations.front());
  };
  CHECK(values("x[a,b] = 1, -2; 3, 4e2; ~~|") == "1 -2 3 400");
  CHECK(values("x[a] = 7; ~~|") == "7");
  CHECK(values("x[a,b] = TABBED ARRAY(\n\t1\t-2\n\t3\t:NA:) ~~|") == "1 -2 3 :NA:");
  CHECK(values("x[a] == 1,2 ~~|") == "1 2");
}

TEST_CASE("data and texts") {
  CHECK(only(script("x ~ kg ~|")).kind == Variable::Kind::data);
  CHECK(only(script("x[a] :RAW: ~~|")).between == Between::raw);
  CHECK(only(script("x :look  forward: := GET DIRECT DATA('a',',','b','c') ~~|")).between ==
        Between::look_forward);
  CHECK(only(script("x := y + 1 ~~|")).kind == Variable::Kind::data);
  const auto mixed = script("x[a] = 1 ~~|\nx[b] :RAW: ~~|\nx[c] = 2, 3 ~~|");
  CHECK(only(mixed).kind == Variable::Kind::data);
  CHECK(only(mixed).equations[0].plain);
  CHECK(!only(mixed).equations[1].plain);
  CHECK(only(mixed).equations[2].plain);
  const auto text = script("file :IS: 'data.xls' ~~|");
  CHECK(only(text).kind == Variable::Kind::text);
  CHECK(shown(only(text).equations.front().term) == "'data.xls'");
}

TEST_CASE("documentation belongs to all equations of a variable") {
  const auto read = script(
      "{UTF-8}\r\n****\r\n\t.Prices\r\n****~\r\n\t|\r\nx[a] = 1 ~~|\r\nx[b] = 2\r\n"
      "\t~\tUSD/kg [0,?,0.5]\r\n\t~\tFirst line\\\r\n\t\t goes on\r\n\t\tsecond\r\n"
      "\t~\t:SUPPLEMENTARY \r\n\t|\r\n");
  const auto& x = only(read);
  CHECK(x.units == "USD/kg");
  CHECK(x.least == 0.0);
  CHECK(!x.most);
  CHECK(x.text == "First line goes on\nsecond");
  CHECK(x.supplementary);
  CHECK(x.group == "Prices");
}

TEST_CASE("macros stand by themselves") {
  const auto read = script(
      ":MACRO: GROW(x, rate : change)\nGROW = INTEG(change, x) ~ x ~|\nchange = rate * TIME STEP$ "
      "~~|\n:END OF MACRO:\nchange = 3 ~~|\ny = GROW(2, 3 : more) ~~|");
  REQUIRE(read.macros.size() == 1);
  CHECK(read.macros[0].parameters == std::vector<std::string>{"x", "rate"});
  CHECK(read.macros[0].results == std::vector<std::string>{"change"});
  CHECK(read.macros[0].variables.size() == 2);
  CHECK(read.models[0].variables.size() == 2);
  CHECK(write_vensim(read).find("GROW(2, 3 : more)") != std::string::npos);
}

TEST_CASE("reality checks are left out, and said") {
  const auto read = script(
      "no capital :THE CONDITION: capital = 0 :IMPLIES: output = 0 ~~|\n"
      "none[r] :TEST INPUT: x[r] = RC STEP(x[r], 0) ~~|\nx = 1 ~~|");
  CHECK(read.skipped.size() == 2);
  CHECK(read.skipped[0] == "reality check `no capital`");
  CHECK(read.models[0].variables.size() == 1);
}

TEST_CASE("a number that runs into letters ends") {
  // `.5x` was once read as an empty name, for ever
  const auto read = script("odd :THE CONDITION: a = .5x :IMPLIES: b = .5e ~~|\nx = 1 ~~|");
  CHECK(read.skipped.size() == 1);
  CHECK(read.models[0].variables.size() == 1);
}

TEST_CASE("sketch and settings are kept") {
  const std::string sketch =
      "\\\\\\---/// Sketch\n*View | 1\n///---\\\\\\\n:L\x7F<%^E!@\n22:$,Dollar,Dollars\n15:0,0\n";
  const auto read = script("x = 1 ~~|\n" + sketch);
  CHECK(read.sketch == sketch);
  REQUIRE(read.equal_units.size() == 1);
  CHECK(read.equal_units[0] == std::vector<std::string>{"$", "Dollar", "Dollars"});
  CHECK(write_vensim(read).ends_with(sketch));
}

TEST_CASE("the settings say how the model is integrated") {
  const auto method = [](const std::string& line) {
    const auto built = build(script("x = 1 ~~|\n:L\x7F<%^E!@\n4:Time\n" + line), {});
    return name_of(built.value().model.time.method);
  };
  CHECK(method("") == "euler");
  CHECK(method("15:0,0,0,0,0,0\n") == "euler");
  CHECK(method("15:0,0,0,1,0,0\n") == "rk45");
  CHECK(method("15:0,0,0,2,0,0\n") == "euler");
  CHECK(method("15:0,0,0,3,0,0\n") == "rk45");
  CHECK(method("15:0,0,0,4,0,0\n") == "rk2");
  CHECK(method("15:1,0,0,5,0,0\n19:75") == "rk4");
  CHECK(method("15:0") == "euler");
}

TEST_CASE("any encoding is read, and places stay right") {
  CHECK(only(script("gr\xF6\xDF"
                    "e = 1 ~ \x80 ~|"))
            .name == "größe");
  CHECK(only(script("gr\xF6\xDF"
                    "e = 1 ~ \x80 ~|"))
            .units == "€");
  CHECK(only(script("\xEF\xBB\xBF{UTF-8}\nx = 1 ~~|")).name == "x");
  CHECK(only(script(std::string("\xFF\xFEx\0=\0001\0~\0~\0|\0", 14))).name == "x");
  const auto wrong = mistakes(
      "gr\xF6\xDF"
      "e = ) ~~|");
  CHECK(wrong.front().where.source->locate(wrong.front().where.offset).column == 9);
}

TEST_CASE("every mistake is told, each once") {
  const auto all = mistakes("a = 1 + ~~|\nb = 2 ~~|\nc = (3 ~~|\n:END OF MACRO:\nd = 'x ~~|");
  CHECK(all.size() == 4);
  CHECK(mistakes("a = 1 ~ u ~ note\nb = 2\n\t~ u\n\t~ note\n|").size() == 1);
  CHECK(code_of("a = 1 ~~|\nA = 2 ~~|") == base::Code::vensim_twice);
  CHECK(code_of("a[x] = 1 ~~|\nA[y]((0,1)) ~~|") == base::Code::vensim_twice);
  CHECK(code_of("a = 1 {never closed ~~|") == base::Code::vensim_not_closed);
  CHECK(code_of("a = 1 ~ units") == base::Code::vensim_not_closed);
}

TEST_CASE("depth and length of an equation are bounded") {
  CHECK(code_of("a = " + std::string(100'000, '(') + " ~~|") == base::Code::vensim_too_deep);
  CHECK(code_of("a = " + std::string(100'000, '-') + "1 ~~|") == base::Code::vensim_too_deep);
  std::string sum = "a = 1";
  for (int i = 0; i < 1'001; ++i) sum += "+1";
  CHECK(code_of(sum + " ~~|") == base::Code::vensim_too_deep);
  std::string power = "a = 1";
  for (int i = 0; i < 100'000; ++i) power += "^1";
  CHECK(code_of(power + " ~~|") == base::Code::vensim_too_deep);
}

}  // namespace holon::model::formats
