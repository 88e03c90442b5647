// SPDX-License-Identifier: Apache-2.0
//
// Functions that only Stella has: values from their definitions in isee systems' help, and the
// moments of its distributions.
#include <cmath>
#include <string>

#include <fmt/format.h>

#include "engine/vensim_test.h"

namespace holon::engine {
namespace {

constexpr int kDraws = 20'000;

struct Times {
  double start = 0;
  double stop = 4;
  double step = 1;
};

// the elements of <variables>, run
VensimRun run_stella(const std::string& variables, const Times& times = {}) {
  return run_xmile(
      fmt::format("<xmile><header/><sim_specs method=\"Euler\"><start>{}</start><stop>{}</stop>"
                  "<dt>{}</dt></sim_specs><dimensions><dim name=\"d\" size=\"3\"/>"
                  "<dim name=\"e\" size=\"2\"/><dim name=\"place\"><elem name=\"north\"/>"
                  "<elem name=\"south\"/></dim></dimensions><model><variables>{}"
                  "</variables></model></xmile>",
                  times.start, times.stop, times.step, variables));
}

std::string equation(const std::string& name, const std::string& right) {
  return fmt::format("<aux name=\"{}\"><eqn>{}</eqn></aux>", name, right);
}

// the values of one equation
std::vector<double> values_of(const std::string& right, const Times& times = {}) {
  return run_stella(equation("x", right), times).at("x");
}

using Values = std::vector<double>;

struct Moments {
  double mean = 0;
  double deviation = 0;
  double least = HUGE_VAL;
  double most = -HUGE_VAL;
};

Moments moments_of(const std::string& right) {
  Moments out;
  const auto draws = values_of(right, {0, kDraws - 1, 1});
  for (const double x : draws) {
    out.mean += x / kDraws;
    out.least = std::min(out.least, x);
    out.most = std::max(out.most, x);
  }
  for (const double x : draws) out.deviation += (x - out.mean) * (x - out.mean) / kDraws;
  out.deviation = std::sqrt(out.deviation);
  return out;
}

// the mean within four standard errors
void check(const std::string& call, double mean, double deviation) {
  CAPTURE(call);
  const auto found = moments_of(call);
  CHECK(std::abs(found.mean - mean) <= 4 * deviation / std::sqrt(kDraws));
  CHECK(found.deviation == doctest::Approx(deviation).epsilon(0.05));
}

}  // namespace

TEST_CASE("HISTORY looks back from now, and to a time that is named") {
  CHECK(values_of("HISTORY(10 + TIME, TIME - 2)") == Values{0, 0, 10, 11, 12});
  CHECK(values_of("HISTORY(10 + TIME, TIME - DT)", {1, 2, 0.5}) == Values{0, 11, 11.5});
  CHECK(values_of("HISTORY(10 + TIME, TIME - 0)") == Values{10, 11, 12, 13, 14});
  CHECK(values_of("HISTORY(10 + TIME, TIME + 1)") == Values(5, 0));
  CHECK(values_of("HISTORY(10 + TIME, 2)") == Values{0, 0, 12, 12, 12});
  CHECK(values_of("HISTORY(10 + TIME, -1)") == Values(5, 0));
  CHECK(values_of("HISTORY(10 + TIME, TIME / 2)") == Values{10, 10, 11, 11, 12});
  // a lag that moves: 0, 1, 2, 3, 4 steps back is always the start
  CHECK(values_of("HISTORY(10 + TIME, TIME - TIME)") == Values(5, 10));
}

TEST_CASE("DERIVN is 0 until it knows enough of the past") {
  CHECK(values_of("DERIVN(TIME * TIME, 0)") == Values{0, 1, 4, 9, 16});
  CHECK(values_of("DERIVN(TIME * TIME, 1)") == Values{0, 1, 3, 5, 7});
  CHECK(values_of("DERIVN(TIME * TIME, 2)") == Values{0, 0, 2, 2, 2});
  CHECK(values_of("DERIVN(TIME * TIME, 1)", {0, 1, 0.5}) == Values{0, 0.5, 1.5});
  // the fourth derivative of a sine is the sine, two steps back in the middle
  const auto fourth = values_of("DERIVN(SIN(TIME), 4)", {0, 5, 0.03125});
  CHECK(fourth[100] == doctest::Approx(std::sin(98 * 0.03125)).epsilon(1e-3));
}

TEST_CASE("what needs another run or the clock has none") {
  CHECK(values_of("ENDVAL(5 + TIME)") == Values(5, 5));
  CHECK(values_of("ENDVAL(TIME, 7)") == Values(5, 7));
  CHECK(std::isnan(values_of("CLOCKTIME").front()));
}

TEST_CASE("CGROWTH makes the same growth in any steps") {
  for (const double step : {1.0, 0.5, 0.25}) {
    const auto run = run_stella(
        "<stock name=\"s\"><eqn>100</eqn><inflow>f</inflow></stock>"
        "<flow name=\"f\"><eqn>s * CGROWTH(10)</eqn></flow>",
        {0, 2, step});
    CHECK(run.at("s").back() == doctest::Approx(121).epsilon(1e-12));
  }
}

TEST_CASE("roots, counts and annuities") {
  const auto one = [](const std::string& right) { return values_of(right).front(); };
  CHECK(one("ROOTN(-27, 3)") == doctest::Approx(-3).epsilon(1e-15));
  CHECK(one("ROOTN(144, 2)") == doctest::Approx(12).epsilon(1e-15));
  CHECK(std::isnan(one("ROOTN(-4, 2)")));
  CHECK(one("FACTORIAL(0)") == 1);
  CHECK(one("FACTORIAL(10)") == 3'628'800);
  CHECK(std::isnan(one("FACTORIAL(-1)")));
  CHECK(one("PERMUTATIONS(10, 4)") == 5040);
  CHECK(one("PERMUTATIONS(3, 4)") == 0);
  CHECK(one("COMBINATIONS(49, 6)") == 13'983'816);
  CHECK(one("COMBINATIONS(6, 0)") == 1);
  // a loan of 10 000 over 36 months at 1 % a month: isee's example gives -332.14
  CHECK(one("PMT(0.01, 36, 10000, 0)") == doctest::Approx(-332.14).epsilon(1e-5));
  CHECK(one("PV(0.01, 36, PMT(0.01, 36, 10000, 0), 0)") == doctest::Approx(10000));
  CHECK(one("FV(0, 10, -5, -20)") == 70);
  CHECK(one("PV(0, 10, -5, -20)") == 70);
  CHECK(one("PMT(0, 10, 30, 20)") == -5);
}

TEST_CASE("the normal distribution and its inverse") {
  const auto one = [](const std::string& right) { return values_of(right).front(); };
  CHECK(one("NORMALCDF(-99, 0)") == doctest::Approx(0.5));
  CHECK(one("NORMALCDF(7, 13, 10, 3)") == doctest::Approx(0.682689492137086));
  CHECK(one("INVNORM(0.5)") == 0);
  CHECK(one("INVNORM(0)") == -HUGE_VAL);
  CHECK(one("INVNORM(1)") == HUGE_VAL);
  CHECK(std::isnan(one("INVNORM(1.5)")));
  CHECK(std::isnan(one("INVNORM(-1)")));
}

TEST_CASE("NPV begins with the stream, or with what is given") {
  const Values from_stream{10, 10 + 0.5 * 10 / 2.0, 10 + 0.5 * 10 / 2.0 + 0.5 * 10 / 4.0};
  CHECK(values_of("NPV(10, 3)", {0, 1, 0.5}) == from_stream);
  CHECK(values_of("NPV(10, 3, 0)", {0, 1, 0.5}) == Values{0, 2.5, 3.75});
}

TEST_CASE("RAMP and LOOKUPAREA with less arguments") {
  CHECK(values_of("RAMP(2)", {1, 3, 1}) == Values{0, 2, 4});
  const auto run = run_stella("<gf name=\"g\"><xpts>1,2,4</xpts><ypts>2,4,0</ypts></gf>" +
                                  equation("from_first", "LOOKUPAREA(g, TIME)") +
                                  equation("between", "LOOKUPAREA(g, 2, TIME)") +
                                  equation("whole", "LOOKUPAREA(g)") +
                                  "<gf name=\"h\" type=\"extrapolate\"><xpts>1,2</xpts>"
                                  "<ypts>2,4</ypts></gf>" +
                                  equation("beyond", "LOOKUPAREA(h, TIME, 0)"),
                              {0, 5, 1});
  CHECK(run.at("from_first") == Values{0, 0, 3, 6, 7, 7});
  // in either order; beyond the points there is nothing
  CHECK(run.at("between") == Values{3, 3, 0, 3, 4, 4});
  CHECK(run.at("whole") == Values{7, 7, 7, 7, 7, 7});
  // y = 2 x, continued
  CHECK(run.at("beyond") == Values{0, 1, 4, 9, 16, 25});
}

TEST_CASE("a matrix is transposed, and elements are named by their dimension") {
  const auto run = run_stella(
      "<aux name=\"m\"><dimensions><dim name=\"d\"/><dim name=\"e\"/></dimensions>"
      "<eqn>10 * d + e</eqn></aux><aux name=\"t\"><dimensions><dim name=\"e\"/>"
      "<dim name=\"d\"/></dimensions><eqn>m'</eqn></aux><aux name=\"s\"><dimensions>"
      "<dim name=\"e\"/><dim name=\"e\"/></dimensions><element subscript=\"1, 1\"><eqn>3</eqn>"
      "</element><element subscript=\"1, 2\"><eqn>5</eqn></element>"
      "<element subscript=\"2, 1\"><eqn>7</eqn></element><element subscript=\"2, 2\"><eqn>9</eqn>"
      "</element></aux><aux name=\"u\"><dimensions><dim name=\"e\"/><dim name=\"e\"/></dimensions>"
      "<eqn>TRANSPOSE(s)</eqn></aux><aux name=\"far\"><dimensions><dim "
      "name=\"place\"/></dimensions>"
      "<eqn>10 * place</eqn></aux><aux name=\"k\"><dimensions><dim name=\"place\"/></dimensions>"
      "<eqn>IF place = Place.South THEN 31 ELSE far[place.south] / 2</eqn></aux>");
  CHECK(run.at("t[2,3]")[0] == 32);
  CHECK(run.at("u[2,1]")[0] == 5);
  CHECK(run.at("u[1,2]")[0] == 7);
  CHECK(run.at("u[2,2]")[0] == 9);
  CHECK(run.at("k[south]")[0] == 31);
  CHECK(run.at("k[north]")[0] == 10);
}

TEST_CASE("an array's equation is for the elements that have none of their own") {
  const auto run = run_stella(
      "<aux name=\"a\"><dimensions><dim name=\"d\"/></dimensions><eqn>10 * d</eqn>"
      "<element subscript=\"2\"><eqn>5</eqn></element></aux>");
  CHECK(run.at("a[1]")[0] == 10);
  CHECK(run.at("a[2]")[0] == 5);
  CHECK(run.at("a[3]")[0] == 30);
}

TEST_CASE("LOOKUPINV finds the first place, also where the lines turn") {
  const auto run = run_stella("<gf name=\"g\"><xpts>0,1,2,3,4</xpts><ypts>2,4,0,6,-2</ypts></gf>" +
                                  equation("x", "LOOKUPINV(g, TIME - 1)"),
                              {0, 8, 1});
  // y = -1, 0, … 7: down to 0 and up to 4 on the first lines, beyond on later ones
  const Values expected{3.875, 2, 1.75, 0, 0.5, 1, 2 + 5 / 6.0, 3, 3};
  for (std::size_t i = 0; i < expected.size(); ++i)
    CHECK(run.at("x")[i] == doctest::Approx(expected[i]).epsilon(1e-12));
}

TEST_CASE("INTERPOLATE goes along each dimension") {
  const auto run = run_stella(
      "<aux name=\"a\"><dimensions><dim name=\"d\"/></dimensions>"
      "<eqn>10, 15, 30</eqn></aux>"
      "<aux name=\"b\"><dimensions><dim name=\"d\"/><dim name=\"e\"/></dimensions>"
      "<eqn>1, 2; 3, 4; 5, 8</eqn></aux>" +
      equation("one", "INTERPOLATE(a, 0.75)") + equation("beyond", "INTERPOLATE(a, 2)") +
      equation("two", "INTERPOLATE(b, 0.75, 0.5)") + equation("corner", "INTERPOLATE(b, 1, 1)"));
  CHECK(run.at("one").front() == 22.5);
  CHECK(run.at("beyond").front() == 30);
  // rows 1.5, 3.5 and 6.5 in the middle; three quarters of the way
  CHECK(run.at("two").front() == 5);
  CHECK(run.at("corner").front() == 8);
}

TEST_CASE("LOOKUPXY joins the values of two graphical functions, in the order of the first") {
  const auto run = run_stella(
      "<gf name=\"day\"><xscale min=\"1\" max=\"4\"/><ypts>1,3,2,9</ypts></gf>"
      "<gf name=\"flow\"><xscale min=\"1\" max=\"3\"/><ypts>12,8,16</ypts></gf>" +
      equation("last", "LOOKUPXY(day, flow, TIME)") +
      equation("first", "LOOKUPXY(TIME, day, flow)"));
  CHECK(run.at("last") == Values{12, 12, 16, 8, 8});
  CHECK(run.at("first") == run.at("last"));
}

TEST_CASE("IRR is the rate at which the stream so far is worth nothing, for a unit of time") {
  const auto stream = "IRR(IF TIME &lt; 0.25 THEN -2 ELSE 1, 7)";
  const auto by_unit = values_of(stream);
  CHECK(by_unit[0] == 7);
  CHECK(by_unit[1] == doctest::Approx(-0.5));
  CHECK(by_unit[2] == doctest::Approx(0));
  // the same payments at half the time from each other: twice as often
  const auto by_half = values_of(stream, {0, 2, 0.5});
  for (std::size_t t = 1; t < 5; ++t)
    CHECK(1 + by_half[t] == doctest::Approx(std::pow(1 + by_unit[t], 2)));
  CHECK(std::isnan(values_of("IRR(1)")[3]));
}

TEST_CASE("a conveyor tells its capacity and the time that things stay on it") {
  const auto run = run_stella(
      "<stock name=\"belt\"><eqn>0</eqn><inflow>in</inflow><outflow>out</outflow>"
      "<conveyor><len>IF TIME &lt; 2 THEN 2 ELSE 3</len><capacity>9 + "
      "TIME</capacity></conveyor></stock>"
      "<stock name=\"plain\"><eqn>0</eqn><inflow>out</inflow><outflow>done</outflow>"
      "<conveyor><len>1.5</len></conveyor></stock>"
      "<flow name=\"in\"><eqn>IF TIME = 2 THEN 0 ELSE 1</eqn></flow><flow name=\"out\"/>"
      "<flow name=\"done\"/>" +
          equation("room", "CAPACITY(belt)") + equation("any", "CAP(plain)") +
          equation("stay", "PROCTIME(belt)") + equation("fixed", "TRANSTIME(plain)"),
      {0, 4, 0.5});
  CHECK(run.at("room")[2] == 10);
  CHECK(run.at("any")[0] == HUGE_VAL);
  CHECK(run.at("fixed")[0] == 1.5);
  // at 2 nothing enters, and the new time is that of what comes next
  CHECK(run.at("stay") == Values{2, 2, 2, 2, 2, 3, 3, 3, 3});
}

TEST_CASE("SELF is the variable itself, and an apostrophe can be part of a name") {
  const auto run = run_stella(
      "<aux name=\"n\"><dimensions><dim name=\"d\"/></dimensions><eqn>SIZE(SELF)</eqn></aux>" +
      equation("count", "PREVIOUS(SELF, 4) + 1") + equation("can't stop'", "TIME") +
      equation("reads", "2 * can't_stop'"));
  CHECK(run.at("n[1]").front() == 3);
  CHECK(run.at("count") == Values{5, 6, 7, 8, 9});
  CHECK(run.at("reads") == Values{0, 2, 4, 6, 8});
}

TEST_CASE("Stella's distributions have the moments of their definitions") {
  check("BETA(2, 2)", 0.5, std::sqrt(0.05));
  check("BINOMIAL(16, 0.25)", 4, std::sqrt(3.0));
  check("GAMMA(4, 0.5)", 2, 1);
  check("GAMMA(4)", 4, 2);
  check("GEOMETRIC(0.5)", 2, std::sqrt(2.0));
  check("LOGISTIC(10, 5)", 10, 5 * 3.14159265358979 / std::sqrt(3.0));
  check("NEGBINOMIAL(4, 0.5)", 4, std::sqrt(8.0));
  check("PARETO(6, 10)", 12, std::sqrt(100 * 6 / (25.0 * 4)));
  check("TRIANGULAR(0, 1, 5)", 2, std::sqrt(21 / 18.0));
  check("WEIBULL(2, 3)", 1.5 * std::sqrt(3.14159265358979),
        3 * std::sqrt(1 - 3.14159265358979 / 4));
  CHECK(moments_of("PARETO(3, 2)").least >= 2);
  CHECK(std::isnan(values_of("PARETO(3, 0)").front()));
}

TEST_CASE("a number is drawn within the bounds behind the seed") {
  for (const std::string call :
       {"LOGISTIC(10, 5, 1, 9, 11)", "WEIBULL(2, 10, 1, 9, 11)", "TRIANGULAR(0, 10, 20, 1, 9, 11)",
        "GEOMETRIC(0.1, 1, 9, 11)", "NEGBINOMIAL(10, 0.5, 1, 9, 11)"}) {
    CAPTURE(call);
    const auto found = moments_of(call);
    CHECK(found.least >= 9);
    CHECK(found.most <= 11);
    CHECK(found.deviation > 0);
  }
}

}  // namespace holon::engine
