// SPDX-License-Identifier: Apache-2.0
#include "model/formats/script_units.h"

#include <memory>
#include <string>

#include <doctest/doctest.h>

#include "model/formats/vensim.h"
#include "model/formats/xmile.h"

namespace holon::model::formats {
namespace {

base::SourcePtr source(std::string text) {
  return std::make_shared<const base::SourceText>("model", std::move(text));
}

UnitFindings of_vensim(const std::string& equations) {
  const auto script = read_vensim(source("{UTF-8}\n" + equations +
                                         "INITIAL TIME = 0 ~ Year ~|\nFINAL TIME = 1 ~ Year ~|\n"
                                         "TIME STEP = 1 ~ Year ~|\nSAVEPER = 1 ~ Year ~|\n"));
  REQUIRE(script);
  return check_units(*script);
}

// the message of the only warning; empty without one
std::string only(const std::string& equations) {
  const auto found = of_vensim(equations);
  if (found.warnings.empty()) return "";
  CHECK(found.warnings.size() == 1);
  return found.warnings.front().message;
}

}  // namespace

TEST_CASE("units of stocks, rates and functions that fit are silent") {
  CHECK(only("p = INTEG(b, 1) ~ people ~|\nb = p * r ~ people/year ~|\nr = 0.1 ~ 1/Year ~|\n"
             "s = SMOOTH3I(p, 3 * t, 0) ~ person ~|\nt = 2 ~ years ~|\n"
             "c = IF THEN ELSE(p > 100, 0, MAX(p, 5)) ~ people ~|\n"
             "d = SQRT(p * p) + ABS(-p) ~ people ~|\ne = p ^ 2 / p ~ people ~|\n")
            .empty());
}

TEST_CASE("units that do not fit are told with both sides") {
  CHECK(only("p = 5 ~ people ~|\nq = p ~ dollar ~|\n") ==
        "`q` is dollar, but its equation gives people");
  CHECK(only("p = 5 ~ people ~|\nq = p + 1 ~ people ~|\n") ==
        "`1` is a plain number, but `p` is people");
  CHECK(only("p = 5 ~ people ~|\nm = 2 ~ $ ~|\nq = p + m ~ people ~|\n") ==
        "`p` is people, but `m` is $");
  CHECK(only("p = 5 ~ people ~|\nq = SMOOTH(p, p) ~ people ~|\n") ==
        "the time of `SMOOTH` should be Year, but this is people");
  CHECK(only("p = 5 ~ people ~|\nq = 2 ^ p ~ Dmnl ~|\n") ==
        "an exponent is a plain number, but this is people");
}

TEST_CASE("an unknown unit is found, and has one value") {
  // the first use makes it $/people, which the second contradicts
  const auto found =
      of_vensim("a = 1 ~ people ~|\nb = 2 ~ $ ~|\nx = 3 ~~|\nu = x * a ~ $ ~|\nv = x * b ~ $ ~|\n");
  REQUIRE(found.warnings.size() == 2);
  CHECK(found.warnings[0].help.front() == "its equations make it $/people");
  CHECK(found.warnings[1].message == "`v` is $, but its equation gives $^2/people");
  CHECK(only("a = 1 ~ people ~|\nx = 3 ~~|\nu = x * a ~ $ ~|\nv = x + w ~ $/person ~|\n"
             "w = 1 ~ $/people ~|\n")
            .find("`x` states no unit") != std::string::npos);
}

TEST_CASE("a table is read at one unit") {
  CHECK(only("f((0,0),(1,1)) ~ Dmnl ~|\na = 1 ~ people ~|\nb = 2 ~ $ ~|\nu = f(a) ~ Dmnl ~|\n"
             "v = f(b) ~ Dmnl ~|\n")
            .find("is read at") != std::string::npos);
}

TEST_CASE("nothing is said of units that are not there") {
  const auto found = of_vensim("a = Time + 5 ~~|\nb = a * Time ~~|\n");
  CHECK(found.warnings.empty());
  CHECK(found.stated == 0);
  CHECK(found.variables == 2);
}

TEST_CASE("one wrong unit is one warning") {
  CHECK(only("p = INTEG(b, 1) ~ people ~|\nb = p / l ~ people/Year ~|\nl = 5 ~ people ~|\n"
             "h = l / 2 ~ Year ~|\n") == "`l` is people, but 2 equations need it to be Year");
}

TEST_CASE("what states no unit is told the one that the mended equations give") {
  const auto found = of_vensim(
      "p = INTEG(b, 1) ~ people ~|\nb = p / l ~ people/Year ~|\nl = 5 ~ people ~|\n"
      "h = l / 2 ~ Year ~|\nk = 2 * l ~~|\n");
  REQUIRE(found.warnings.size() == 2);
  CHECK(found.warnings[0].message == "`l` is people, but 2 equations need it to be Year");
  CHECK(found.warnings[1].help.front() == "its equations make it Year");
}

TEST_CASE("an exponent may be written out") {
  const std::string given = "a = 4 ~ m ~|\n";
  CHECK(only(given + "h = a ^ (1/2) ~ kg ~|\n") == "`h` is kg, but its equation gives m^0.5");
  CHECK(only(given + "h = a ^ (-1) ~ m ~|\n") == "`h` is m, but its equation gives 1/m");
  CHECK(only(given + "h = a ^ (4/2) + a * a ~ m^2 ~|\n").empty());
}

TEST_CASE("behind a misfit, what else is compared is still looked at") {
  const auto found = of_vensim(
      "a = 1 ~ m ~|\nb = 2 ~ kg ~|\nc = 3 ~ s ~|\nd = 4 ~ A ~|\n"
      "x = IF THEN ELSE((a + b) > (c + d), 1, 2) ~ Dmnl ~|\n");
  REQUIRE(found.warnings.size() == 2);
  CHECK(found.warnings[0].message == "`a` is m, but `b` is kg");
  CHECK(found.warnings[1].message == "`c` is s, but `d` is A");
}

TEST_CASE("a unit is not divided by nothing") {
  const auto found = of_vensim("a = 1 ~ m/0 ~|\n");
  REQUIRE(found.warnings.size() == 1);
  CHECK(found.warnings[0].code == base::Code::model_unit_text);
}

TEST_CASE("stocks and flows of XMILE, with its units") {
  const auto script = read_xmile(source(
      "<xmile version=\"1.0\" xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">"
      "<header/><sim_specs time_units=\"Month\"><start>0</start><stop>1</stop></sim_specs>"
      "<model_units><unit name=\"head\"><alias>people</alias></unit></model_units>"
      "<model><variables>"
      "<stock "
      "name=\"s\"><eqn>1</eqn><inflow>f</inflow><outflow>g</outflow><units>head</units></stock>"
      "<flow name=\"f\"><eqn>2</eqn><units>people/month</units></flow>"
      "<flow name=\"g\"><eqn>2</eqn><units>people</units></flow>"
      "</variables></model></xmile>"));
  REQUIRE(script);
  const auto found = check_units(*script);
  REQUIRE(found.warnings.size() == 1);
  CHECK(found.warnings[0].message ==
        "`s` is head, so that its flow `g` would be head/Month, but it is head");
}

}  // namespace holon::model::formats
