// SPDX-License-Identifier: Apache-2.0
//
// Models of the community's test suite are read in place from ../shared/data; where it is absent,
// those cases say so and pass.
#include "model/formats/xmile.h"

#include <filesystem>

#include <doctest/doctest.h>

#include "base/file.h"
#include "model/formats/script_text_test.h"
#include "model/formats/vensim.h"

namespace {

using namespace holon;
using namespace holon::model::formats;
namespace fs = std::filesystem;

std::vector<std::string> shared_files() {
  std::vector<std::string> out;
  for (const auto* folder :
       {"../shared/data/sdx-test-models", "../shared/data/loops-that-matter"}) {
    if (!fs::exists(folder)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      const auto kind = entry.path().extension();
      if (kind == ".xmile" || kind == ".stmx" || kind == ".itmx") out.push_back(entry.path());
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::string in_model(const std::string& variables) {
  return "<xmile version=\"1.0\"><header><vendor>isee systems, "
         "inc.</vendor></header>\n<model><variables>\n" +
         variables + "\n</variables></model></xmile>";
}

base::Result<Script> read(const std::string& text) {
  return read_xmile(std::make_shared<const base::SourceText>("m.xmile", text));
}

// the model's variables, or the mistakes with their places
std::string variables(const std::string& text) {
  const auto script = read(in_model(text));
  std::string out;
  if (!script) {
    for (const auto& mistake : script.error()) {
      const auto place = mistake.where.source->locate(mistake.where.offset);
      out += std::to_string(place.line) + ":" + std::to_string(place.column) + " " +
             base::code_name(mistake.code) + " " + mistake.message + "\n";
    }
    return out;
  }
  const auto all = shown(*script);
  const auto begin = all.find("block");
  return all.substr(begin, all.find("sketch") - begin);
}

bool has(const std::string& text, const std::string& part) {
  const bool found = text.find(part) != std::string::npos;
  if (!found) MESSAGE(text);
  return found;
}

}  // namespace

TEST_CASE("places inside an equation are those of the file, escapes or not") {
  CHECK(variables("<aux name=\"a\"><eqn>1 &lt; 2 &amp; 3</eqn></aux>") ==
        "3:29 E0522 `&` has no meaning in an equation\n");
  CHECK(variables("<aux name=\"a\"><eqn><![CDATA[1 < 2\n* / 3]]></eqn></aux>") ==
        "4:3 E0522 the equation cannot go on with `/`\n");
  CHECK(variables("<aux name=\"a\"><eqn>1 <!-- one --> + * 2</eqn></aux>") ==
        "3:37 E0522 the equation cannot go on with `*`\n");
}

TEST_CASE("every mistake of a file is told") {
  CHECK(variables("<aux><eqn>1</eqn></aux>\n<aux name=\"b\"><eqn>1 +</eqn></aux>\n"
                  "<stock name=\"c\"><eqn>1</eqn><oven/></stock>\n"
                  "<gf name=\"d\"><ypts>1,x</ypts></gf>\n<gf name=\"e\"><ypts>1,2</ypts></gf>\n"
                  "<aux name=\"f\"><eqn>1,2</eqn></aux>\n<module name=\"g\"/>") ==
        "3:2 E0521 the <aux> has no name\n"
        "4:23 E0522 the equation ends where a value is due\n"
        "5:30 E0524 holon does not have ovens yet\n"
        "6:22 E0523 `x` is not a number\n"
        "7:2 E0523 the graphical function has no x for its points\n"
        "8:20 E0522 a single value is due here\n"
        "9:15 E0521 the file has no model `g`\n");
}

TEST_CASE("XML that is not well-formed is refused where it breaks") {
  const auto mistake = [](const std::string& text) {
    const auto script = read(text);
    REQUIRE_FALSE(script.has_value());
    REQUIRE(script.error().size() == 1);
    return script.error().front().message;
  };
  CHECK(mistake("") == "the file holds no XML element");
  CHECK(mistake("a, b\n1, 2") == "the file holds no XML element");
  CHECK(mistake("<xmile><model></wrong></xmile>") ==
        "an end tag does not fit the element that is open");
  CHECK(mistake("<html></html>") == "the file is <html>, not <xmile>");
  CHECK(mistake("<xmile/>") == "the file has no <model>");
  std::string deep;
  for (int i = 0; i < 500; ++i) deep += "<a>";
  for (int i = 0; i < 500; ++i) deep += "</a>";
  CHECK(mistake(deep) == "elements are nested deeper than 100");
}

TEST_CASE("an end tag that is missing between variables is supplied") {
  const auto script =
      read(in_model("<flow name=\"f\"><eqn>1</eqn>\n<aux name=\"b\"><eqn>2 * / 3</eqn></aux>"));
  REQUIRE_FALSE(script.has_value());
  CHECK(base::render(script.error().front(), false).find("m.xmile:4:24") != std::string::npos);
}

TEST_CASE("a stock has flows, an initial value, and what XMILE adds to it") {
  const auto out = variables(
      "<stock name=\"Size of one\\nlynx\"><eqn>10</eqn><inflow>a_b</inflow><outflow>\"c "
      "d\"</outflow>"
      "<outflow>e</outflow><non_negative/><units>people</units><doc> tail </doc>"
      "<range min=\"0\" max=\"9\"/></stock>"
      "<stock name=\"belt\" access=\"output\"><eqn>1, 2</eqn><conveyor discrete=\"true\">"
      "<len>5</len><capacity>INF</capacity></conveyor></stock>"
      "<stock name=\"line\"><eqn>0</eqn><queue/></stock>");
  CHECK(has(out,
            "1 Size of one lynx ranges between0 in<a_b> out<c d><e> non-negative {people} "
            "[tail] 0..9 group"));
  CHECK(has(out, "= - from 10"));
  CHECK(has(out, "conveyor 5 INF - - - truefalsetruefalse"));
  CHECK(has(out, "list 1 2"));
  CHECK(has(out, "line ranges between0 in out queue"));
}

TEST_CASE("a leak's fraction stands in <leak> or in the equation") {
  CHECK(
      has(variables("<flow name=\"a\" leak_start=\"0.5\"><leak>0.1</leak><leak_integers/></flow>"),
          "leak 0.1 0.5 - truefalse"));
  CHECK(has(variables("<flow name=\"a\"><eqn>x</eqn><leak/></flow>"), "leak x - - falsefalse"));
  CHECK(has(variables("<flow name=\"a\"><overflow/></flow>"), "leak - - - falsetrue"));
  CHECK(
      has(variables("<flow name=\"a\"><eqn>1</eqn><multiplier>2</multiplier></flow>"), "times 2"));
}

TEST_CASE("graphical functions in every form") {
  CHECK(has(variables("<aux name=\"a\"><eqn>TIME</eqn><gf type=\"extrapolate\">"
                      "<xscale min=\"0\" max=\"2\"/><ypts>0,1,4</ypts></gf></aux>"),
            "= TIME from - points1(0,0)(1,1)(2,4)"));
  CHECK(has(variables("<gf name=\"a\" type=\"discrete\"><xpts sep=\";\">0;5</xpts>"
                      "<ypts sep=\"|\">1| +2 |</ypts></gf>"),
            "3 a ranges between0 in out {} [] -..- group \n     = - from - points2(0,1)(5,2)"));
  CHECK(has(variables("<aux name=\"a\"><gf><xpts>0,1</xpts><ypts>1,2</ypts></gf></aux>"), "  3 a"));
}

TEST_CASE("an array's elements have their own equation or that of the variable") {
  const auto out = variables(
      "<aux name=\"a\"><dimensions><dim name=\"r\"/><dim name=\"s\"/></dimensions><eqn>x</eqn>"
      "<element subscript=\"r 1, 2\"><gf><xpts>0,1</xpts><ypts>1,2</ypts></gf></element>"
      "<element subscript=\"r 2, 2\"><eqn>5</eqn></element></aux>");
  CHECK(has(out, "ranges<r><s>"));
  CHECK(has(out, "[r 1, 2] = x from - points0(0,1)(1,2)\n    [r 2, 2] = 5 from"));
}

TEST_CASE("a group names its variables") {
  CHECK(has(variables("<aux name=\"a b\"><eqn>1</eqn></aux>"
                      "<group name=\"G\"><entity name=\"a_b\"/></group>"),
            "group G"));
}

TEST_CASE("the whole file: run, dimensions, units, behaviour, modules, macros, views") {
  const auto script = read(R"(<?xml version="1.0" encoding="utf-8"?>
<xmile xmlns="http://docs.oasis-open.org/xmile/ns/XMILE/v1.0" xmlns:isee="http://iseesystems.com/XMILE">
 <header><name>T</name><vendor>isee systems, inc.</vendor><product version="1.9">Stella</product></header>
 <sim_specs method="gear, rk4" time_units="Months" isee:save_interval="2">
  <start>1</start><stop>13<doc>end</doc></stop><dt reciprocal="true">4</dt></sim_specs>
 <behavior><stock><non_negative/></stock></behavior>
 <dimensions><dim name="r" size="2"/><dim name="s"><elem name="A"/><elem name="B 1"/></dim></dimensions>
 <model_units><unit name="Month"><alias>Months</alias><alias>mo</alias></unit></model_units>
 <macro name="LOOK"><parm>x</parm><parm default="2">y</parm><eqn>x^y</eqn></macro>
 <model><variables>
  <stock name="k"><eqn>1</eqn></stock><stock name="l"><eqn>1</eqn><non_negative>false</non_negative></stock>
  <module name="m"><connect to="m.in" from=".k"/><connect to="in2" from="o.x"/><connect to='m."a_%"' from='O."b.c_%"'/></module>
 </variables><views><view type="stock_flow"/></views></model>
 <model name="m"><variables><aux name="in" access="input"/></variables><views><view/></views></model>
</xmile>)");
  REQUIRE(script.has_value());
  const auto out = shown(*script);
  CHECK(has(out, "1 T by isee systems, inc.\nrun 1 13 (/ 1 4) 2 gear, rk4 Months"));
  CHECK(has(out, "range r <1><2> same as  count true"));
  CHECK(has(out, "range s <A><B 1>"));
  CHECK(has(out, "1 k ranges between0 in out non-negative"));
  CHECK(has(out, "1 l ranges between0 in out {}"));
  CHECK(has(out, "module m of m (in from .k) (in2 from o.x) (a_% from O.b.c_%)"));
  CHECK(has(out, "block m parameters"));
  CHECK(has(out, "macro block LOOK parameters<x><y> results defaults 2 value (^ x y)"));
  CHECK(has(out, "units<Month><Months><mo>"));
  CHECK(has(out,
            "sketch <views><view type=\"stock_flow\"/></views><?holon "
            "model=\"m\"?><views><view/></views>"));
}

TEST_CASE("a name that ends in an apostrophe is no transposed array, if it is in the model") {
  const auto out = variables(
      "<aux name=\"own'\"><eqn>1</eqn></aux><aux name=\"a\"><eqn>own' + TRANSPOSE(own) + SELF + "
      "b'</eqn></aux>");
  CHECK(has(out, "(+ (+ (+ own' TRANSPOSE( own)) a) TRANSPOSE( b))"));
}

TEST_CASE("Vensim's own export keeps Vensim's meaning") {
  const auto script = read(R"(<xmile><header><product version="1.0">Vensim</product></header>
<sim_specs><start>0<doc>x</doc></start><vensim:saveper>TIME_STEP<doc>y</doc></vensim:saveper></sim_specs>
<model><variables><aux vensim:kind="data" name="d"><eqn>:LOOK FORWARD::=2*x</eqn></aux>
<vensim:rc name="check"/></variables></model></xmile>)");
  REQUIRE(script.has_value());
  CHECK(script->dialect == Dialect::vensim);
  const auto out = shown(*script);
  CHECK(has(out, "4 d ranges between1"));
  CHECK(has(out, "= (* 2 x)"));
  CHECK(has(out, "run 0 - - TIME_STEP"));
  CHECK(script->skipped.front() == "reality check `check`");
}

TEST_CASE("what Vensim's export writes in its own way") {
  const auto script = read(R"(<xmile><header><product version="1.0">Vensim</product></header>
<sim_specs><start>0</start><stop>9</stop><dt> TIME_STEP=0.5</dt></sim_specs>
<dimensions><dim name="Wood"><elem name="oak"/><elem name="elm"/></dim>
 <dim name="Year"><elem name="y1"/></dim></dimensions>
<model><variables>
<aux name="a"><dimensions><dim name="Wood"/></dimensions><eqn>4, 2</eqn></aux>
<aux name="least"><eqn>MIN(a[Wood]*2)</eqn></aux>
<aux name="b"><dimensions><dim name="Wood"/></dimensions><eqn>MAX(c[Wood,Year]) + MIN(a[Wood], 1)</eqn></aux>
<aux name="c"><dimensions><dim name="Wood"/><dim name="Year"/></dimensions><eqn>1</eqn></aux>
</variables></model></xmile>)");
  REQUIRE(script.has_value());
  const auto out = shown(*script);
  CHECK(has(out, "run 0 9 0.5"));
  CHECK(has(out, "VMIN( (* a[every Wood] 2))"));
  CHECK(has(out, "(+ VMAX( c[Wood, every Year]) MIN( a[Wood] 1))"));
}

TEST_CASE("when a model runs is kept on the way from Vensim's export to its language") {
  const auto script = read(R"(<xmile><header><product version="1.0">Vensim</product></header>
<sim_specs time_units="Month"><start>1</start><stop>9</stop><dt>0.5</dt></sim_specs>
<model><variables><aux name="FINAL TIME"><eqn>7</eqn></aux></variables></model></xmile>)");
  REQUIRE(script.has_value());
  const auto out = write_vensim(*script);
  CHECK(has(out, "INITIAL TIME=\n\t1\n\t~\tMonth"));
  CHECK(has(out, "TIME STEP=\n\t0.5\n"));
  CHECK(has(out, "FINAL TIME=\n\t7\n"));
  CHECK(!has(out, "9"));
  CHECK(!has(out, "SAVEPER"));
}

TEST_CASE("ranges, net flows, exceptions and macros of Vensim's export") {
  const auto script = read(R"(<xmile><header><product version="1.0">Vensim</product></header>
<sim_specs><start>0</start><stop>9</stop><dt>0.5</dt></sim_specs>
<dimensions>
 <dim name="City" vensim:kind="family"><elem name="Boston"/><elem name="Seattle"/>
  <dim name="East_City" vensim:kind="subrange"><elem name="Boston"/></dim>
  <dim name="FromCity" vensim:kind="equivalent"/></dim>
 <dim name="Region"><elem name="East"/><vensim:map from="East" to="East_City"/></dim>
</dimensions>
<macro name="DECR"><parm>input</parm><eqn>DECR</eqn><variables>
 <stock name="DECR"><eqn>input</eqn><vensim:netflow>RATE</vensim:netflow></stock>
 <aux name="RATE" access="output"><eqn>MIN(0, input - DECR)</eqn></aux></variables></macro>
<model><variables>
 <stock name="tea"><eqn>180</eqn><inflow>warming</inflow><outflow>
   heat_loss</outflow></stock>
 <flow name="heat_loss"><eqn>(tea - 70)/10</eqn></flow>
 <aux name="cost"><dimensions><dim name="City"/></dimensions>
  <vensim:except>:EXCEPT: [Boston]</vensim:except><eqn>2</eqn></aux>
 <aux name="seen"><eqn>DECR(tea:rate)</eqn></aux>
 <aux name="TIME_STEP"><eqn>DT</eqn></aux>
</variables></model></xmile>)");
  REQUIRE(script.has_value());
  const auto out = shown(*script);
  CHECK(has(out, "range City <Boston><Seattle> same as  count"));
  CHECK(has(out, "range East_City <Boston>"));
  CHECK(has(out, "range FromCity  same as City"));
  CHECK(has(out, "range Region <East> same as  count false file - -> City(<East_City>)"));
  CHECK(has(out, "block DECR parameters<input> results<RATE>"));
  CHECK(has(out, "0 tea ranges between0 in out {}"));
  CHECK(has(out, "= INTEG( (- warming heat_loss) 180) from -"));
  CHECK(has(out, "[City] except [Boston] = 2"));
  CHECK(has(out, "= DECR( tea rate)"));
  CHECK(has(out, "0 TIME_STEP ranges between0 in out {} [] -..- group \n     = 0.5"));
}

TEST_CASE("older exports of Vensim: methods, fixed delays, an equation an element") {
  const auto script = read(R"(<xmile><header><product version="1.0">Vensim</product></header>
<sim_specs method="RK4"/><dimensions><dim name="s"><elem name="D"/><elem name="E"/></dim></dimensions>
<model><variables>
 <stock name="out flow"><eqn>
   out_flow= DELAY_FIXED (in, 2, 0)</eqn></stock>
 <aux name="v"><dimensions><dim name="s"/></dimensions><eqn>1</eqn><eqn>2</eqn></aux>
 <stock name="k"><dimensions><dim name="s"/></dimensions><eqn>3, 4</eqn><inflow>v</inflow></stock>
</variables></model></xmile>)");
  REQUIRE(script.has_value());
  CHECK(script->run.method.empty());
  const auto out = shown(*script);
  CHECK(has(out, "= DELAY_FIXED( in 2 0) from -"));
  CHECK(has(out, "[D] = 1 from - \n    [E] = 2"));
  CHECK(has(out, "[D] = INTEG( v[D] 3) from - \n    [E] = INTEG( v[E] 4)"));
  CHECK(variables("<aux name=\"a\"><eqn>1</eqn><eqn>2</eqn></aux>") ==
        "3:28 E0522 2 equations for one variable\n");
}

TEST_CASE("files in Latin-1, Windows-1252 and UTF-16 are read") {
  const std::string head = "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>";
  auto script = read(head + in_model("<aux name=\"gr\xf6\xdf"
                                     "e \x80\"><eqn>1</eqn></aux>"));
  REQUIRE(script.has_value());
  CHECK(script->models.front().variables.front().name == "größe €");

  std::string wide = "\xff\xfe";
  for (const char c : in_model("<aux name=\"x\"><eqn>1</eqn></aux>")) (wide += c) += '\0';
  script = read(wide);
  REQUIRE(script.has_value());
  CHECK(script->models.front().variables.front().name == "x");
}

TEST_CASE("every XMILE file of the community's test suite is read") {
  const auto files = shared_files();
  if (files.empty()) MESSAGE("../shared/data is absent: nothing read");
  for (const auto& file : files) {
    CAPTURE(file);
    const auto script =
        read_xmile(std::make_shared<const base::SourceText>(file, base::read_file(file)));
    if (!script)
      for (const auto& diagnostic : script.error()) MESSAGE(base::render(diagnostic, false));
    CHECK(script.has_value());
  }
}
