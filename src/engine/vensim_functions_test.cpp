// SPDX-License-Identifier: Apache-2.0
//
// Functions of Vensim that few models use, against numbers worked out by hand and against what its
// manual says of them; and that the batch machine gives the bits of the interpreter.
#include <bit>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/program.h"
#include "engine/single_run.h"
#include "engine/vensim_test.h"

namespace holon::engine {
namespace {

using Series = std::vector<double>;

Series constant(double value, std::size_t count = 5) { return Series(count, value); }

bool same_bits(double a, double b) {
  if (std::isnan(a) || std::isnan(b)) return std::isnan(a) && std::isnan(b);
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

void check_near(const Series& found, const Series& expected, double tolerance = 1e-12) {
  REQUIRE(found.size() == expected.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    CAPTURE(i);
    CHECK(std::fabs(found[i] - expected[i]) <= tolerance * std::max(1.0, std::fabs(expected[i])));
  }
}

}  // namespace

TEST_CASE("ALLOC P with the priority of MARKETP shares out as ALLOCATE BY PRIORITY does") {
  const auto run = run_vensim(R"(
r: r1, r2, r3 ~~|
ask[r] = 3, 1, 2 ~~|
priority[r] = 1, 2, 1.5 ~~|
supply = Time ~~|
market = MARKETP(ask[r1], priority[r1], ELMCOUNT(r), 1, supply) ~~|
by market[r] = ALLOC P(ask[r], priority[r], 1, market) ~~|
at once[r] = ALLOCATE BY PRIORITY(ask[r], priority[r], 3, 1, supply) ~~|
first two = MARKETP(ask[r1], priority[r1], 2, 1, 2.5) ~~|
)",
                              8);
  for (const auto* r : {"r1", "r2", "r3"}) {
    CAPTURE(r);
    check_near(run.at("by market[" + std::string(r) + "]"),
               run.at("at once[" + std::string(r) + "]"), 1e-9);
  }
  // all of r2 above 1.5, and half of r1 from there down to 1
  CHECK(run.at("first two")[0] == doctest::Approx(1));
  // more than everybody asks for: the lowest priority of all
  CHECK(run.at("market")[7] == doctest::Approx(0.5));
}

TEST_CASE("VECTOR LOOKUP in every mode is the lookup function of that mode") {
  const auto run = run_vensim(R"(
r: r1, r2, r3 ~~|
y[r] = 1, 5, 3 ~~|
even((2,1),(4,5),(6,3)) ~~|
x = Time ~~|
area = VECTOR LOOKUP(y[r1], x, 2, 6, 1) ~~|
as area = LOOKUP AREA(even, 2, x) ~~|
inverse = VECTOR LOOKUP(y[r1], x, 2, 6, 5) ~~|
as inverse = LOOKUP INVERT(even, x) ~~|
far area = VECTOR LOOKUP(y[r1], x, 2, 6, 7) ~~|
far inverse = VECTOR LOOKUP(y[r1], x, 2, 6, 8) ~~|
grows[r] = y[r] + Time ~~|
of moving = VECTOR LOOKUP(grows[r1], 4, 2, 6, 1) ~~|
)",
                              8);
  check_near(run.at("area"), run.at("as area"));
  check_near(run.at("inverse"), run.at("as inverse"));
  // below 2 the line y = 2 x - 3 goes on, above 6 the line y = 9 - x
  check_near(run.at("far area"), {2, 0, 0, 2, 6, 10.5, 14, 16.5, 18});
  // what no line reaches: above 5 nothing, so on the second line; below 1 on the first
  check_near(run.at("far inverse"), {1.5, 2, 2.5, 3, 3.5, 4, 3, 2, 1});
  check_near(run.at("of moving"), {6, 8, 10, 12, 14, 16, 18, 20, 22});
}

TEST_CASE("VECTOR SELECT weighs what it selects, up to action 5, and may be told each step anew") {
  // selection and values of the public test model vector_select (SDXorg/test-models, MIT)
  const auto run = run_vensim(R"(
d: (A1-A5) ~~|
chosen[d] = 1, 2, -1, 3, 4 ~~|
none[d] = 0 ~~|
some[d] = 0, 0, 2, 0, 3 ~~|
x[d] = -0.5, -1.2, 0.3, -1, 1 ~~|
all = VECTOR SELECT(chosen[d!], x[d!], -12345, Time, 0) ~~|
no one = VECTOR SELECT(none[d!], x[d!], -12345, Time, 0) ~~|
sum of some = VECTOR SELECT(some[d!], x[d!], -12345, 0, 0) ~~|
mean of some = VECTOR SELECT(some[d!], x[d!], -12345, 10, 0) ~~|
)",
                              10);
  check_near(run.at("all"), {-2.2, 4.32, -3, 4, -0.44, 2.4, -1.4, -0.18, -1.2, 1, -0.28});
  CHECK(run.at("no one") == constant(-12345, 11));
  CHECK(run.at("sum of some")[0] == doctest::Approx(3.6));
  CHECK(run.at("mean of some")[0] == doctest::Approx(0.65));
}

TEST_CASE("data made of data are shifted and cumulated, and are data themselves") {
  const auto run = run_vensim(R"(
line((0,1),(2,5),(4,9)) ~~|
seen := TIME SHIFT(line, by) ~~|
by = 1 ~~|
further := TIME SHIFT(seen, by) ~~|
total := CUMULATE(line) ~~|
end := CUMULATEF(line) ~~|
last of seen = GET DATA LAST TIME(seen) ~~|
last = GET DATA LAST TIME(further) ~~|
most = GET DATA MAX(total) ~~|
points = GET DATA TOTAL POINTS(end) ~~|
)");
  CHECK(run.at("seen") == Series{3, 5, 7, 9, 9});
  CHECK(run.at("further") == Series{5, 7, 9, 9, 9});
  CHECK(run.at("total") == Series{1, 3.5, 6, 10.5, 15});
  CHECK(run.at("end")[4] == 15);
  CHECK(run.at("last of seen") == constant(3));
  CHECK(run.at("last") == constant(2));
  CHECK(run.at("most") == constant(15));
  CHECK(run.at("points") == constant(1));
}

TEST_CASE("equations that wait for each other through SIMULTANEOUS are solved") {
  const auto run = run_vensim(R"(
r: r1, r2 ~~|
own = SIMULTANEOUS(COS(own), 1) ~~|
calls = 100 * quality ~~|
quality = 1 / (1 + use) ~~|
use = SIMULTANEOUS(calls / capacity, 0.8) ~~|
capacity = 50 * (1 + Time) ~~|
steep = SIMULTANEOUS(3 - 2 * steep, 0) ~~|
never = SIMULTANEOUS(never + 1, 0) ~~|
a[r] = SIMULTANEOUS(0.5 * b[r] + Time, 0) ~~|
b[r1] = 0.5 * a[r2] ~~|
b[r2] = 0.5 * a[r1] + 3 ~~|
follows = 2 * use ~~|
stock = INTEG(use, 0) ~~|
)");
  // the fixed point of the cosine (OEIS A003957)
  check_near(run.at("own"), constant(0.7390851332151607), 1e-9);
  for (std::size_t t = 0; t < 5; ++t) {
    // u (1 + u) = 100 / capacity
    const double ratio = 100 / (50 * (1 + static_cast<double>(t)));
    const double use = (-1 + std::sqrt(1 + 4 * ratio)) / 2;
    CHECK(run.at("use")[t] == doctest::Approx(use).epsilon(1e-9));
    CHECK(run.at("calls")[t] == doctest::Approx(100 / (1 + use)).epsilon(1e-9));
    CHECK(run.at("follows")[t] == 2 * run.at("use")[t]);
    // a1 = a2 / 4 + t, a2 = a1 / 4 + 1.5 + t
    const double a1 = (static_cast<double>(t) * 1.25 + 0.375) / (1 - 0.0625);
    CHECK(run.at("a[r1]")[t] == doctest::Approx(a1).epsilon(1e-9));
  }
  // going around leads away from 1, the series of the steps to it
  check_near(run.at("steep"), constant(1), 1e-9);
  CHECK(std::isnan(run.at("never")[0]));
  CHECK(run.at("stock")[1] == run.at("use")[0]);
}

TEST_CASE("FIND ZERO solves what hangs on its variable") {
  const auto run = run_vensim(R"(
r: r1, r2 ~~|
x[r] = FIND ZERO(one[r], z[r], one[r], first[r], 2, 0, 1e-9, 50, 0) ~~|
z[r1] = x[r1] * x[r1] + x[r2] * x[r2] - 25 ~~|
z[r2] = x[r1] * x[r2] - 12 ~~|
one[r] = 1 ~~|
first[r] = 2, 5 ~~|
none[r] = FIND ZERO(one[r], above[r], one[r], first[r], 2, 0, 1e-9, 50, 0) ~~|
above[r] = none[r] * none[r] + 1 ~~|
)");
  check_near(run.at("x[r1]"), constant(3), 1e-9);
  check_near(run.at("x[r2]"), constant(4), 1e-9);
  CHECK(std::isnan(run.at("none[r1]")[0]));
  const auto mistake = vensim_mistakes(R"(
r: r1, r2 ~~|
x[r] = FIND ZERO(1, 5, 1, 1, 2, 0, 1e-9, 50, 0) ~~|
)");
  CHECK(mistake.find("does not hang on this variable") != std::string::npos);
}

TEST_CASE("the internal rate of return makes all payments so far worth nothing") {
  const auto run = run_vensim(R"(
pays = IF THEN ELSE(Time < 1, -2, 1) ~~|
each year = INTERNAL RATE OF RETURN(pays, 1, 0, 0) ~~|
invested = INTERNAL RATE OF RETURN(1, 1, -3, -1) ~~|
by two = INTERNAL RATE OF RETURN(pays, 2, 0, 0) ~~|
only out = INTERNAL RATE OF RETURN(-1, 1, 0, 0) ~~|
)");
  const auto& rate = run.at("each year");
  CHECK(rate[0] == -std::ldexp(1.0, 109));  // :NA:
  CHECK(rate[1] == doctest::Approx(-0.5));
  CHECK(rate[2] == doctest::Approx(0).epsilon(1e-9));
  for (std::size_t t = 2; t < 5; ++t) {
    double worth = -2;
    for (std::size_t k = 1; k <= t; ++k) worth += std::pow(1 + rate[t], -double(k));
    CHECK(std::fabs(worth) < 1e-9);
  }
  // -3, then 1 a period: after 5 of them 3 = sum of (1 + i)^-k
  double worth = -3;
  for (int k = 1; k <= 5; ++k) worth += std::pow(1 + run.at("invested")[4], -double(k));
  CHECK(std::fabs(worth) < 1e-9);
  // -1, 2: at time 3 the second period is over
  CHECK(run.at("by two")[3] == doctest::Approx(1));
  CHECK(run.at("only out") == constant(-std::ldexp(1.0, 109)));
}

TEST_CASE("a level schedule writes off as a straight line does, another one by its shares") {
  const auto run = run_vensim(R"(
r: r1, r2, r3 ~~|
level[r] = 1 ~~|
share[r] = 50, 30, 20 ~~|
none = 0 ~~|
spent = STEP(4, 1) + STEP(2, 3) ~~|
even = DEPRECIATE BY SCHEDULE(spent, level[r1], none, 6, Time) ~~|
as even = DEPRECIATE STRAIGHTLINE(spent, 6, 2, 0) ~~|
falling = DEPRECIATE BY SCHEDULE(PULSE(2, 1) * 10, share[r1], none, 3, Time) ~~|
)",
                              8);
  CHECK(run.at("even") == run.at("as even"));
  check_near(run.at("falling"), {0, 0, 5, 3, 2, 0, 0, 0, 0});
}

TEST_CASE("a batch starts when it is full and the one before is done, and nothing is lost") {
  const auto run = run_vensim(R"(
comes = 2 ~~|
batches = DELAY BATCH(comes, 3, 1, 0, 0, 0) ~~|
slow = DELAY BATCH(comes, 3, 4, 5, 2, 1) ~~|
INITIAL TIME = 0 ~~|
FINAL TIME = 8 ~~|
TIME STEP = 1 ~~|
SAVEPER = 1 ~~|
)",
                              8);
  // 2, 4 (starts), 1 + 2 (done, starts), …
  CHECK(run.at("batches") == Series{0, 0, 0, 3, 3, 0, 3, 3, 0});
  // the first batch is done at 2, when 1 + 2 * 2 are waiting
  CHECK(run.at("slow") == Series{0, 0, 5, 0, 0, 0, 3, 0, 0});
  CHECK(vensim_mistakes("b = DELAY BATCH(1, 3, 1, 2, 0, 0) ~~|\nFINAL TIME = 4 ~~|\n"
                        "TIME STEP = 0.5 ~~|\n")
            .find("batch in process") != std::string::npos);
}

TEST_CASE("what a function does in a step, it does in a longer one of a changing step too") {
  const std::string text = R"(
pays = IF THEN ELSE(Time < 1, -2, 1) ~~|
rate = INTERNAL RATE OF RETURN(pays, 1, 0, 0) ~~|
out = INTEG(DELAY BATCH(2, 2, 1, 0, 0, 0), 0) ~~|
late = INTEG(DELAY N(2, 3, 0, 4), 0) ~~|
bound = INTEG(PULSE(1, 0), 0) ~~|
INITIAL TIME = 0 ~~|
FINAL TIME = 6 ~~|
SAVEPER = 1 ~~|
)";
  const auto equal = run_vensim(text + "TIME STEP = 1 ~~|\n", 6);
  const auto changing = run_vensim(text + "TIME STEP = IF THEN ELSE(Time < 4, 1, 0.5) ~~|\n", 12);
  for (const std::string name : {"rate", "out", "late", "bound"}) {
    CAPTURE(name);
    for (std::size_t t = 0; t < 4; ++t) CHECK(changing.at(name)[2 * t] == equal.at(name)[t]);
    // the rate counts the payment of the step that begins, which is a shorter one
    if (name != "rate") CHECK(changing.at(name)[8] == equal.at(name)[4]);
  }
  for (const auto* delay : {"DELAY CONVEYOR(1, 2, 0, flat, 0, 2)", "DELAY MATERIAL(1, 2, 0, 0)"}) {
    CHECK(vensim_mistakes(std::string("flat((0,1),(1,1)) ~~|\nx = ") + delay +
                          " ~~|\nINITIAL TIME = 0 ~~|\nFINAL TIME = 6 ~~|\nSAVEPER = 1 ~~|\n"
                          "TIME STEP = IF THEN ELSE(Time < 4, 1, 0.5) ~~|\n")
              .find("needs equal steps") != std::string::npos);
  }
}

TEST_CASE("what rides on a belt leaks as Vensim's manual says") {
  // the manual's own equations for the leakage: what is on the belt and has just come, less what
  // leaves, loses a share
  const auto run = run_vensim(R"(
flat((0,1),(1,1)) ~~|
comes = 3 + STEP(2, 2) ~~|
leak = 0.1 + STEP(0.1, 3) ~~|
out = DELAY CONVEYOR(comes, 2, leak, flat, 8, 2) ~~|
ahead = on belt + TIME STEP * (comes - out) ~~|
leakage = ahead * leak ~~|
on belt = INTEG(comes - out - leakage, 8) ~~|
unleaked = DELAY CONVEYOR(comes, 2, 0, flat, 8, 2) ~~|
as fixed = DELAY FIXED(comes, 2, 4) ~~|
INITIAL TIME = 0 ~~|
FINAL TIME = 6 ~~|
TIME STEP = 0.5 ~~|
SAVEPER = 0.5 ~~|
)");
  check_near(run.at("unleaked"), run.at("as fixed"));
  CHECK(run.at("out")[0] == doctest::Approx(4));
  // two time units of four steps, each of which leaves 1 - 0.05 of it
  CHECK(run.at("out")[4] == doctest::Approx(3 * std::pow(0.95, 4)));
  // the belt is empty but for what came in the last two time units
  double left = 0;
  for (std::size_t step = 8; step < 12; ++step)
    left += 0.5 * 5 * std::pow(0.9, static_cast<double>(12 - step));
  CHECK(run.at("on belt")[12] == doctest::Approx(left));
  CHECK(vensim_mistakes("flat((0,1),(1,1)) ~~|\n"
                        "out = DELAY CONVEYOR(1, 2 + Time, 0, flat, 8, 2) ~~|\n")
            .find("must stay the same") != std::string::npos);
  CHECK(vensim_mistakes("steep((0,1),(1,2)) ~~|\n"
                        "out = DELAY CONVEYOR(1, 2, 0, steep, 8, 2) ~~|\n")
            .find("must be level") != std::string::npos);
}

TEST_CASE("data are not made of data without an end") {
  std::string text = "line((0,1),(2,5)) ~~|\nd0 := TIME SHIFT(line, 1) ~~|\n";
  for (int i = 1; i < 50; ++i)
    text += "d" + std::to_string(i) + " := TIME SHIFT(d" + std::to_string(i - 1) + ", 0) ~~|\n";
  CHECK(run_vensim(text).at("d49") == Series{3, 5, 5, 5, 5});
  for (int i = 50; i < 20'000; ++i)
    text += "d" + std::to_string(i) + " := TIME SHIFT(d" + std::to_string(i + 1) + ", 0) ~~|\n";
  CHECK(vensim_mistakes(text + "d20000 := TIME SHIFT(line, 0) ~~|\n").find("100 deep") !=
        std::string::npos);
}

TEST_CASE("data that are made of themselves are told") {
  CHECK(vensim_mistakes("d := TIME SHIFT(d, 1) ~~|\n").find("`d` is data made of itself") !=
        std::string::npos);
  CHECK(vensim_mistakes("d := TIME SHIFT(e, 1) ~~|\ne := CUMULATE(d) ~~|\n")
            .find("is data made of itself") != std::string::npos);
}

TEST_CASE("functions that are known and not there say why") {
  const auto mistake = vensim_mistakes("x = SHIFT IF TRUE(y, 1, 3, 1, 0) ~~|\ny = 1 ~~|\n");
  CHECK(mistake.find("holon has no `SHIFT IF TRUE`") != std::string::npos);
  CHECK(mistake.find("did you mean") == std::string::npos);
}

TEST_CASE("a circle that is solved may begin anew at the start, and may be a model's as it was") {
  const auto run = run_vensim(R"(
share = SIMULTANEOUS(0.5 * wanted, 0) ~~|
wanted = ACTIVE INITIAL(1 + share + Time, 4) ~~|
level = INTEG(share, share) ~~|
)");
  // at the start the wanted is 4; later share = 0.5 (1 + share + t)
  CHECK(run.at("level")[0] == doctest::Approx(2));
  for (std::size_t t = 0; t < 5; ++t)
    CHECK(run.at("share")[t] == doctest::Approx(1 + static_cast<double>(t)));
}

TEST_CASE("the batch machine has the interpreter's bits of all of these") {
  const auto built = build_vensim("m.mdl", R"({UTF-8}
r: r1, r2, r3 ~~|
ask[r] = 3, 1, 2 ~~|
line((0,1),(2,5),(4,9)) ~~|
none = 0 ~~|
market = MARKETP(ask[r1], ask[r1], 3, 1, Time) ~~|
given[r] = ALLOC P(ask[r], ask[r], 1, market) ~~|
area = VECTOR LOOKUP(ask[r1], Time, 1, 5, 7) ~~|
inverse = VECTOR LOOKUP(ask[r1], Time, 1, 5, 8) ~~|
settled = SIMULTANEOUS(COS(settled * Time), 1) ~~|
x[r] = FIND ZERO(1, x[r] ^ 2 - ask[r] - Time, 1, 1, 3, 0, 0, 20, 0) ~~|
rate = INTERNAL RATE OF RETURN(1, 2, -3, 0) ~~|
written off = DEPRECIATE BY SCHEDULE(Time, ask[r1], none, 3, Time) ~~|
batches = DELAY BATCH(2, 3, 1, 0, 0, 0) ~~|
belt = DELAY CONVEYOR(Time, 2, 0.1, line, 0, 2) ~~|
later = TIME SHIFT(line, 1) ~~|
INITIAL TIME = 0 ~~|
FINAL TIME = 12 ~~|
TIME STEP = 1 ~~|
SAVEPER = 1 ~~|
)");
  REQUIRE_MESSAGE(built.has_value(), (built ? "" : built.error()));
  std::vector<Output> outputs;
  for (const auto& shown : built->shown)
    outputs.push_back({shown.name, model::variable(shown.variable), true});
  const auto truth = interpret(built->model, outputs, 1, 0);
  const auto found = run_single(compile(built->model, outputs), 1);
  REQUIRE(found.size() == outputs.size());
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    CAPTURE(outputs[i].name);
    REQUIRE(found[i].size() == truth.series[i].size());
    for (std::size_t step = 0; step < found[i].size(); ++step)
      CHECK(same_bits(found[i][step], truth.series[i][step]));
  }
}

}  // namespace holon::engine
