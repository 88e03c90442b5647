// SPDX-License-Identifier: Apache-2.0
//
// Models of the community's test suite are read in place from ../shared/data; where it is absent,
// those cases say so and pass.
#include "model/formats/xmile.h"

#include <algorithm>
#include <filesystem>

#include <doctest/doctest.h>

#include "base/file.h"
#include "base/property_test.h"
#include "model/formats/script_text_test.h"
#include "model/formats/vensim.h"

namespace {

using namespace holon;
using namespace holon::model::formats;
using base::Dice;
using model::Op;
namespace fs = std::filesystem;

// what is equal in XMILE stands equal: `_` and spaces
std::string same_text(const Script& script) {
  auto out = shown(script);
  std::replace(out.begin(), out.end(), '_', ' ');
  return out;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  std::size_t begin = 0;
  for (auto at = text.find('\n'); at != std::string::npos; at = text.find('\n', begin)) {
    out.push_back(text.substr(begin, at - begin));
    begin = at + 1;
  }
  return out;
}

// the first lines that differ
void check_same(const std::string& text, const std::string& wanted) {
  CHECK(text.size() == wanted.size());
  const auto a = lines_of(text);
  const auto b = lines_of(wanted);
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    if (a[i] == b[i]) continue;
    CHECK(a[i] == b[i]);
    return;
  }
}

base::SourcePtr source(const std::string& name, std::string text) {
  return std::make_shared<const base::SourceText>(name, std::move(text));
}

void check_round(const Script& script) {
  const auto written = write_xmile(script);
  const auto again = read_xmile(source("written.xmile", written));
  if (!again) {
    for (const auto& diagnostic : again.error()) MESSAGE(base::render(diagnostic, false));
    CHECK(again.has_value());
    return;
  }
  check_same(same_text(*again), same_text(script));
}

std::vector<fs::path> shared_files(const std::vector<std::string>& endings) {
  std::vector<fs::path> out;
  for (const auto* folder : {"../shared/data/sdx-test-models", "../shared/data/loops-that-matter",
                             "../shared/data/metasd"}) {
    if (!fs::exists(folder)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      auto ending = entry.path().extension().string();
      std::transform(ending.begin(), ending.end(), ending.begin(),
                     [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
      if (std::find(endings.begin(), endings.end(), ending) != endings.end())
        out.push_back(entry.path());
    }
  }
  std::sort(out.begin(), out.end());
  if (out.empty()) MESSAGE("../shared/data is absent: nothing read");
  return out;
}

}  // namespace

TEST_CASE("an XMILE file that was read and written reads as the same script") {
  for (const auto& file : shared_files({".xmile", ".stmx", ".itmx"})) {
    CAPTURE(file.string());
    const auto script = read_xmile(source(file, base::read_file(file)));
    REQUIRE(script.has_value());
    check_round(*script);
  }
}

TEST_CASE("a model of Vensim written as XMILE reads as the same script") {
  for (const auto& file : shared_files({".mdl"})) {
    CAPTURE(file.string());
    const auto script = read_vensim(source(file, base::read_file(file)));
    if (script) check_round(*script);
  }
}

namespace {

Script vensim(const std::string& equations) {
  auto script = read_vensim(source("m.mdl", equations));
  REQUIRE(script.has_value());
  return std::move(*script);
}

const std::vector<std::string> kNames = {"a",     "b c", "1 x",  "AND",       "größe", "q\"u\\n",
                                         "x.y z", "$w",  "if 2", "w/ (a, b)", "c;d",   "'e'"};

std::vector<Subscript> random_subscripts(Dice& dice, int depth);

TermPtr random_operation(Dice& dice, int depth);

// depth bounds what stands in each other
TermPtr random_term(Dice& dice, int depth) {
  auto out = std::make_shared<Term>();
  const auto kind = dice.roll(depth > 0 ? 8 : 4);
  if (kind == 0) {
    out->number = (static_cast<double>(dice.roll(9)) - 4) * dice.one_of({1.0, 0.1, 1e-300, 1e30});
  } else if (kind == 1) {
    out->kind = dice.one_of({Term::Kind::missing, Term::Kind::text});
    if (out->kind == Term::Kind::text) out->text = "a b, \"c\"";
  } else if (kind <= 3) {
    out->kind = Term::Kind::name;
    out->text = dice.one_of(kNames);
    if (depth > 0) out->subscripts = random_subscripts(dice, depth - 1);
  } else if (kind == 4) {
    out->kind = Term::Kind::call;
    out->text = dice.one_of(kNames);
    const auto count = dice.roll(4);
    for (std::size_t i = 0; i < count; ++i) out->arguments.push_back(random_term(dice, depth - 1));
  } else {
    return random_operation(dice, depth);
  }
  return out;
}

TermPtr random_operation(Dice& dice, int depth) {
  auto out = std::make_shared<Term>();
  out->kind = Term::Kind::operation;
  out->op = dice.one_of({Op::negate, Op::logical_not, Op::add, Op::subtract, Op::multiply,
                         Op::divide, Op::modulo, Op::power, Op::less, Op::greater_equal, Op::equal,
                         Op::not_equal, Op::logical_and, Op::logical_or, Op::if_else});
  const bool one = out->op == Op::negate || out->op == Op::logical_not;
  const int count = one ? 1 : out->op == Op::if_else ? 3 : 2;
  for (int i = 0; i < count; ++i) out->arguments.push_back(random_term(dice, depth - 1));
  return out;
}

std::vector<Subscript> random_subscripts(Dice& dice, int depth) {
  using Kind = Subscript::Kind;
  std::vector<Subscript> out(dice.roll(3));
  for (auto& subscript : out) {
    subscript.kind = dice.one_of(
        {Kind::name, Kind::every, Kind::number, Kind::position, Kind::slice, Kind::index});
    const bool counted = subscript.kind == Kind::number || subscript.kind == Kind::position;
    if (counted) subscript.number = 1 + dice.roll(4);
    if (subscript.kind == Kind::number) subscript.name = std::to_string(subscript.number);
    if (!counted && subscript.kind != Kind::index) subscript.name = dice.one_of(kNames);
    if (subscript.kind == Kind::slice) subscript.upper = dice.one_of<std::string>({"3", "b c"});
    if (subscript.kind == Kind::index) {
      auto sum = std::make_shared<Term>();
      sum->kind = Term::Kind::operation;
      sum->op = Op::add;
      auto name = std::make_shared<Term>();
      name->kind = Term::Kind::name;
      name->text = dice.one_of(kNames);
      if (depth > 0) name->subscripts = random_subscripts(dice, depth - 1);
      sum->arguments = {std::make_shared<Term>(), name};
      subscript.index = sum;
    }
    subscript.transposed = dice.once_in(3);
  }
  return out;
}

Equation random_equation(Dice& dice, Variable::Kind kind, std::size_t subscripts) {
  Equation out;
  for (std::size_t i = 0; i < subscripts; ++i)
    out.subscripts.emplace_back().name = dice.one_of(kNames);
  if (kind != Variable::Kind::stock && dice.once_in(3)) {
    auto points = std::make_shared<Points>();
    points->x = {-1.5, 0, 2};
    points->y = {dice.between(-9, 9), 1e-7, 3};
    points->beyond =
        dice.one_of({Points::Beyond::level, Points::Beyond::extrapolate, Points::Beyond::discrete});
    out.points = points;
  }
  const auto term = random_term(dice, 3);
  (kind == Variable::Kind::stock ? out.initial : out.term) = term;
  if (kind != Variable::Kind::stock && dice.once_in(4)) out.initial = random_term(dice, 1);
  if (kind == Variable::Kind::stock && dice.once_in(3)) out.term = random_term(dice, 2);
  return out;
}

Variable random_variable(Dice& dice, std::string name) {
  Variable out;
  out.name = std::move(name);
  out.kind = dice.one_of({Variable::Kind::equation, Variable::Kind::stock, Variable::Kind::flow});
  const auto ranges = dice.roll(3);
  for (std::size_t i = 0; i < ranges; ++i) out.ranges.push_back(dice.one_of(kNames));
  const auto equations = ranges == 0 ? 1 : 1 + dice.roll(3);
  for (std::size_t i = 0; i < equations; ++i)
    out.equations.push_back(random_equation(dice, out.kind, equations == 1 ? 0 : ranges));
  out.non_negative = out.kind != Variable::Kind::equation && dice.once_in(3);
  out.units = dice.one_of<std::string>({"", "m/s", "a & b < \"c\""});
  out.text = dice.one_of<std::string>({"", "two\nlines", "<b> ]]> & é"});
  if (dice.once_in(3)) out.least = -1.5;
  if (dice.once_in(3)) out.most = 1e9;
  out.is_input = dice.once_in(4);
  out.group = dice.one_of<std::string>({"", "G", "group 2"});
  if (out.kind == Variable::Kind::stock) {
    if (dice.once_in(2)) out.inflows = {dice.one_of(kNames)};
    if (dice.once_in(2)) out.outflows = {dice.one_of(kNames), "b c"};
    out.queue = dice.once_in(4);
  }
  return out;
}

Script random_script(Dice& dice) {
  Script out;
  out.dialect = Dialect::xmile;
  out.title = dice.one_of<std::string>({"", "A & B"});
  out.vendor = "isee systems, inc.";
  out.ranges.push_back({"b c", {"1 x", "w/ (a, b)"}, nullptr, "", {}, false, {}});
  out.ranges.push_back({"a", {"1", "2"}, nullptr, "", {}, true, {}});
  auto& model = out.models.emplace_back();
  for (const auto& name : kNames)
    if (dice.once_in(2)) model.variables.push_back(random_variable(dice, name));
  if (dice.once_in(2)) {
    out.models.emplace_back().name = "Inner";
    out.models.front().modules.push_back({"m", "Inner", {{"x", "a", {}}, {"b c", "$w", {}}}, {}});
  }
  out.run.start = random_term(dice, 1);
  out.run.method = dice.one_of<std::string>({"", "gear, rk4"});
  return out;
}

bool has(const std::string& text, const std::string& part) {
  const bool found = text.find(part) != std::string::npos;
  if (!found) MESSAGE(text);
  return found;
}

}  // namespace

TEST_CASE("INTEG becomes a stock with its flows, or with a net flow") {
  const auto script = vensim(
      "hares = INTEG(births - deaths, 100) ~ hare ~ furry |\n births = 0.1 * hares ~~|\n"
      "deaths = hares * \"rate (a)\" ~~|\n \"rate (a)\" = 0.2 ~~|\n x = INTEG((1 - x)/5, 0) ~~|\n"
      "y = SMOOTHI(x, 2, 1) + WITH LOOKUP(x, ([(0,0)-(1,1)],(0,0),(1,2))) ~~|\n");
  const auto text = write_xmile(script);
  CHECK(has(text,
            "<inflow>births</inflow>\n        <outflow>deaths</outflow>\n        <eqn>100</eqn>"));
  CHECK(has(text, "<flow name=\"births\">"));
  CHECK(has(text, "<eqn>hares * \"rate (a)\"</eqn>"));
  CHECK(has(text, "<inflow>x_net_flow</inflow>"));
  CHECK(has(text, "<flow name=\"x net flow\" holon:net_of=\"x\">\n        <eqn>(1 - x) / 5</eqn>"));
  CHECK(has(text, "SMTH1(x, 2, 1) + WITH_LOOKUP(x, ((0, 0), (1, 2)))"));
  check_round(script);
}

TEST_CASE("ranges, exceptions, lookups, data, macros and the sketch of Vensim are kept") {
  const auto script = vensim(
      "Region: north, south, Far -> (Zone: cold, warm, cold, cold) ~~|\n Far: f1, f2 ~~|\n"
      "Zone: cold, warm ~~|\n Same <-> Zone ~~|\n"
      "a[Region] :EXCEPT: [Far] = 1 ~~|\n a[Far] = 2 ~~|\n b[Region] = SUM(a[Region!]) ~~|\n"
      "c[north] = 1 ~~|\n c[south] = INTEG(1, 2) ~~|\n t((0,0),(1,1)) ~~|\n"
      "d[Region] :RAW: ~~|\n e :HOLD BACKWARD: := d[north] * 2 ~~|\n s :IS: 'text' ~~|\n"
      "g[Region] = GET XLS CONSTANTS('a.xlsx', 'S', 'B2*') ~~|\n"
      ":MACRO: M(p, q : r)\n M = INTEG(p - M, q) ~~|\n r = M * TIME STEP$ ~~|\n:END OF MACRO:\n"
      "u = M(1, 2 : v w) ~~|\n h = IF THEN ELSE(:NOT: u = 1 :AND: v w > 2, 1, :NA:) ~ m [0,5] ~ c "
      ":SUPPLEMENTARY: |\n"
      "INITIAL TIME = 0 ~~|\n FINAL TIME = 10 ~~|\n TIME STEP = 0.5 ~~|\n SAVEPER = 1 ~~|\n"
      "\\\\\\---/// Sketch information - do not modify anything except names\nV300 ]]> & <\n");
  const auto text = write_xmile(script);
  CHECK(has(
      text,
      "<sim_specs isee:save_interval=\"1\" holon:stated_by=\"variables\">\n    <start>0</start>"));
  CHECK(
      has(text, "<holon:members>north, south, Far</holon:members>\n      <elem name=\"north\"/>"));
  CHECK(has(text, "<elem name=\"f2\"/>"));
  CHECK(has(text, "<vensim:except>:EXCEPT: [Far]</vensim:except>"));
  CHECK(has(text, "SUM(a[*:Region])"));
  CHECK(has(text, "M(1, 2 : \"v w\")"));
  CHECK(has(text, "IF NOT (u = 1) AND v_w &gt; 2 THEN 1 ELSE :NA:"));
  check_round(script);
}

TEST_CASE("any term prints as an equation that reads as the same term") {
  base::check_always(1000, 100, [](Dice& dice) {
    Script script;
    script.dialect = Dialect::xmile;
    auto& variable = script.models.emplace_back().variables.emplace_back();
    variable.name = dice.one_of(kNames);
    variable.equations.emplace_back().term = random_term(dice, 4);
    const auto again = read_xmile(source("written.xmile", write_xmile(script)));
    if (!again) RC_FAIL(base::render(again.error().front(), false));
    RC_ASSERT(same_text(*again) == same_text(script));
  });
}

TEST_CASE("any script that is written reads as the same script") {
  base::check_always(300, 400, [](Dice& dice) {
    const auto script = random_script(dice);
    const auto again = read_xmile(source("written.xmile", write_xmile(script)));
    if (!again) RC_FAIL(base::render(again.error().front(), false));
    RC_ASSERT(same_text(*again) == same_text(script));
  });
}

TEST_CASE("what only XMILE has is kept") {
  const auto script = read_xmile(source("m.xmile", R"(<xmile><header><vendor>x</vendor></header>
<sim_specs isee:save_interval="2"><start>0</start><stop>9</stop><dt reciprocal="true">8</dt></sim_specs>
<dimensions><dim name="n" size="3"/></dimensions>
<macro name="F"><parm>a</parm><parm default="-2">b b</parm><eqn>a^b_b</eqn></macro>
<model><variables>
 <stock name="belt 1.5"><eqn>1, 2</eqn><inflow>in</inflow><outflow>leak</outflow><outflow>out</outflow>
  <conveyor discrete="true" one_at_a_time="false"><len>4</len><sample>TIME &lt; 3</sample></conveyor></stock>
 <stock name="line"><eqn>0</eqn><queue/><non_negative/></stock>
 <flow name="in"><eqn>"belt 1.5" // 2</eqn><multiplier>3</multiplier></flow>
 <flow name="leak" leak_start="0.25"><eqn>0.1</eqn><leak/><leak_integers/></flow>
 <flow name="out"><overflow/></flow>
 <aux name="a"><dimensions><dim name="n"/></dimensions><eqn>IF m.y &gt; -(2) THEN x[n, @1, 2:3] ELSE -x[*]^-2 MOD 3</eqn>
  <init_eqn>0</init_eqn></aux>
 <aux name="b &quot;q&quot; \\ &lt;"><eqn>"b \"q\" \\ &lt;" - 1</eqn><doc>two
lines &amp; more</doc></aux>
 <aux name="g"><dimensions><dim name="n"/></dimensions><eqn>TIME</eqn>
  <element subscript="1"><gf type="discrete"><xpts>0,1</xpts><ypts>1,2</ypts></gf></element>
  <element subscript="2"><eqn>5</eqn></element></aux>
 <group name="G 1"><entity name="a"/></group>
 <module name="m" model="Inner"><connect to="m.x" from="a"/></module>
</variables><views><view><stock name="a &amp; b"/></view></views></model>
<model name="Inner"><variables><aux name="x" access="input"/><aux name="y" access="output"><eqn>x'</eqn></aux>
</variables><views><view uid="2"/></views></model></xmile>)"));
  REQUIRE(script.has_value());
  check_round(*script);
  const auto text = write_xmile(*script);
  CHECK(has(text, "<views><view><stock name=\"a &amp; b\"/></view></views>"));
  CHECK(has(text, "<views><view uid=\"2\"/></views>"));
  CHECK(has(text, "<dt reciprocal=\"true\">8</dt>"));
  CHECK(has(text, "SAFEDIV(\"belt 1.5\", 2)"));
}
