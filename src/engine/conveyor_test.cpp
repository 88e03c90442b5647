// SPDX-License-Identifier: Apache-2.0
//
// Conveyors and queues of XMILE, run: trajectories worked out by hand, and that nothing is lost.
#include <cmath>
#include <map>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "engine/interpreter.h"
#include "model/formats/build.h"
#include "model/formats/xmile.h"

namespace holon::engine {
namespace {

using Run = std::map<std::string, std::vector<double>>;

base::Result<model::formats::Built> built(const std::string& variables, double stop, double step,
                                          const std::string& method = "Euler") {
  const auto text = fmt::format(
      "<xmile version=\"1.0\"><header><vendor>v</vendor></header>"
      "<sim_specs method=\"{}\"><start>0</start><stop>{}</stop><dt>{}</dt></sim_specs>"
      "<model><variables>{}</variables></model></xmile>",
      method, stop, step, variables);
  const auto script =
      model::formats::read_xmile(std::make_shared<const base::SourceText>("m.xmile", text));
  if (!script) return tl::unexpected(script.error());
  return model::formats::build(*script, {});
}

Run run(const std::string& variables, double stop, double step) {
  const auto made = built(variables, stop, step);
  if (!made) {
    for (const auto& diagnostic : made.error()) MESSAGE(base::render(diagnostic, false));
  }
  REQUIRE(made.has_value());
  std::vector<Output> outputs;
  for (const auto& shown : made->shown)
    outputs.push_back({shown.name, model::variable(shown.variable), true});
  const auto result = interpret(made->model, outputs, 1, 0);
  Run out;
  for (std::size_t i = 0; i < outputs.size(); ++i) out[made->shown[i].name] = result.series[i];
  return out;
}

std::string mistake(const std::string& variables, const std::string& method = "Euler",
                    double step = 0.25) {
  const auto made = built(variables, 4, step, method);
  if (made) return made->warnings.empty() ? "" : made->warnings.front().message;
  return base::code_name(made.error().front().code) + " " + made.error().front().message;
}

std::string flow(const std::string& name, const std::string& equation) {
  return fmt::format("<flow name=\"{}\"><eqn>{}</eqn></flow>", name, equation);
}

// a conveyor `c` with an inflow `in`, an outflow `out`, and perhaps a leak `lost`
std::string conveyor(const std::string& start, const std::string& parts, bool leaks = false,
                     const std::string& attributes = "") {
  return fmt::format(
      "<stock name=\"c\"><eqn>{}</eqn><inflow>in</inflow><outflow>out</outflow>{}"
      "<conveyor {}>{}</conveyor></stock><flow name=\"out\"/>",
      start, leaks ? "<outflow>lost</outflow>" : "", attributes, parts);
}

std::string leak(const std::string& share, const std::string& attributes = "",
                 const std::string& parts = "") {
  return fmt::format("<flow name=\"lost\" {}><eqn>{}</eqn><leak/>{}</flow>", attributes, share,
                     parts);
}

void check_series(const std::vector<double>& found, const std::vector<double>& due) {
  REQUIRE(found.size() >= due.size());
  for (std::size_t i = 0; i < due.size(); ++i) {
    CAPTURE(i);
    CHECK(found[i] == doctest::Approx(due[i]).epsilon(1e-12));
  }
}

// in - out - leak = change of what is there, in every step
void check_conserved(const Run& of, const std::string& stock, const std::vector<std::string>& in,
                     const std::vector<std::string>& out, double step) {
  const auto& level = of.at(stock);
  for (std::size_t i = 0; i + 1 < level.size(); ++i) {
    double net = 0;
    for (const auto& name : in) net += of.at(name)[i];
    for (const auto& name : out) net -= of.at(name)[i];
    CAPTURE(i);
    CHECK(level[i + 1] - level[i] == doctest::Approx(net * step).scale(1).epsilon(1e-9));
  }
}

}  // namespace

TEST_CASE("a belt of 16 slats lets out what came in 4 units ago") {
  // from empty: 250 a unit, 62.5 a step; 1000 are on it when the first leave
  auto of = run(conveyor("0", "<len>4</len>") + flow("in", "250"), 6, 0.25);
  for (std::size_t i = 0; i < 24; ++i) {
    CAPTURE(i);
    CHECK(of["out"][i] == (i < 16 ? 0.0 : 250.0));
    CHECK(of["c"][i] == std::min(1000.0, 62.5 * static_cast<double>(i)));
  }
  // full, it stays as it is
  of = run(conveyor("1000", "<len>4</len>") + flow("in", "250"), 6, 0.25);
  for (const auto out : of["out"]) CHECK(out == 250);
  for (const auto level : of["c"]) CHECK(level == 1000);
}

TEST_CASE("a list lies on the belt slat by slat, or unit by unit") {
  check_series(run(conveyor("1, 2, 3, 4", "<len>4</len>") + flow("in", "9"), 6, 1)["out"],
               {1, 2, 3, 4, 9, 9});
  // two slats a unit share its value; the last value stands for those that are missing
  check_series(run(conveyor("10, 4", "<len>3</len>") + flow("in", "0"), 4, 0.5)["out"],
               {10, 10, 4, 4, 4, 4, 0, 0});
  // a discrete belt holds it at the last slat of the unit
  check_series(run(conveyor("10, 4", "<len>2</len>", false, "discrete=\"true\"") + flow("in", "0"),
                   3, 0.5)["out"],
               {0, 20, 0, 8, 0, 0});
}

TEST_CASE("a linear leak takes the same of what entered in every step") {
  // one pulse of 80 at the start, half of it lost over 4 slats of 1: 10 a step
  auto of = run(conveyor("0", "<len>4</len>", true) + leak("0.5") +
                    flow("in", "IF TIME &lt; 0.5 THEN 80 ELSE 0"),
                8, 1);
  check_series(of["c"], {0, 80, 70, 60, 50, 0});
  check_series(of["lost"], {0, 10, 10, 10, 10, 0});
  check_series(of["out"], {0, 0, 0, 0, 40, 0});
  check_conserved(of, "c", {"in"}, {"out", "lost"}, 1);

  // in its steady state from the start: slats of E(1 - f k/N), E = V / (N - f(N-1)/2)
  of = run(conveyor("1000", "<len>4</len>", true) + leak("0.5") + flow("in", "320"), 6, 0.25);
  const double entered = 1000 / (16 - 0.5 * 15 / 2) / 0.25;
  CHECK(of["out"][0] == doctest::Approx(entered / 2));
  CHECK(of["lost"][0] == doctest::Approx(entered / 2));
  // later half of what came in leaves, half is lost
  CHECK(of["out"].back() == doctest::Approx(160));
  CHECK(of["lost"].back() == doctest::Approx(160));
  check_conserved(of, "c", {"in"}, {"out", "lost"}, 0.25);
}

TEST_CASE("a leak zone takes the whole share on its part of the belt") {
  const auto of =
      run(conveyor("0", "<len>4</len>", true) + leak("0.5", "leak_start=\"0\" leak_end=\"0.5\"") +
              flow("in", "IF TIME &lt; 0.5 THEN 80 ELSE 0"),
          8, 1);
  check_series(of.at("lost"), {0, 20, 20, 0, 0});
  check_series(of.at("out"), {0, 0, 0, 0, 40, 0});
}

TEST_CASE("an exponential leak takes a share of what is there") {
  const auto parts = [](const std::string& start) {
    return conveyor(start, "<len>4</len>", true, "exponential_leak=\"true\"") + leak("0.1");
  };
  auto of = run(parts("0") + flow("in", "250"), 8, 0.25);
  CHECK(of["out"].back() == doctest::Approx(250 * std::pow(1 - 0.1 * 0.25, 16)));
  check_conserved(of, "c", {"in"}, {"out", "lost"}, 0.25);
  // one value at the start is the steady state: V f dt / (1 - (1 - f dt)^N) enters in each step
  of = run(parts("1000") + flow("in", "0"), 8, 0.25);
  const double entered = 1000 * 0.1 * 0.25 / (1 - std::pow(1 - 0.1 * 0.25, 16));
  CHECK(of["lost"][0] == doctest::Approx(100));
  CHECK(of["out"][0] == doctest::Approx(entered * std::pow(1 - 0.1 * 0.25, 16) / 0.25));
}

TEST_CASE("several leaks take in their order, and whole units wait until they are whole") {
  const auto of =
      run("<stock "
          "name=\"c\"><eqn>0</eqn><inflow>in</inflow><outflow>lost</outflow><outflow>out</outflow>"
          "<outflow>more</outflow><conveyor><len>4</len></conveyor></stock><flow name=\"out\"/>"
          "<flow name=\"more\"><leak>0.5</leak></flow>" +
              leak("0.25", "", "<leak_integers/>") + flow("in", "IF TIME &lt; 0.5 THEN 10 ELSE 0"),
          8, 1);
  // 0.625 a step, whole when it gathers; beside it 1.25 a step
  check_series(of.at("lost"), {0, 0, 1, 0, 1, 0});
  check_series(of.at("more"), {0, 1.25, 1.25, 1.25, 1.25, 0});
  check_series(of.at("out"), {0, 0, 0, 0, 3, 0});
  check_conserved(of, "c", {"in"}, {"out", "lost", "more"}, 1);
}

TEST_CASE("a capacity and a limit keep material out, and it stays where it came from") {
  // 600 fit: at 250 a unit the belt is full after 2.4 units, and takes what leaves
  const auto from = std::string("<stock name=\"s\"><eqn>5000</eqn><outflow>in</outflow></stock>");
  auto of = run(conveyor("0", "<len>4</len><capacity>600</capacity>") + flow("in", "250") + from, 8,
                0.25);
  check_series(of["in"], {250, 250, 250, 250, 250, 250, 250, 250, 250, 150, 0, 0, 0, 0, 0, 0, 250});
  for (const auto level : of["c"]) CHECK(level <= 600 + 1e-9);
  check_conserved(of, "c", {"in"}, {"out"}, 0.25);
  check_conserved(of, "s", {}, {"in"}, 0.25);
  of = run(conveyor("0", "<len>4</len><in_limit>150</in_limit>") + flow("in", "250"), 4, 0.25);
  for (const auto in : of["in"]) CHECK(in == 150);
  CHECK(run(conveyor("0", "<len>4</len>") + flow("in", "-5"), 4, 0.25)["in"][3] == 0);
}

TEST_CASE("an arrested conveyor stands, and what leads to it waits") {
  auto of = run(conveyor("4", "<len>2</len><arrest>TIME = 1</arrest>") + flow("in", "TIME"), 6, 1);
  check_series(of["c"], {4, 2, 2, 2, 5, 7});
  check_series(of["out"], {2, 0, 2, 0, 2, 3});
  check_series(of["in"], {0, 0, 2, 3, 4, 5});
  of = run(
      "<stock name=\"a\"><eqn>1, 2, 3</eqn><outflow>in</outflow><conveyor><len>3</len></conveyor>"
      "</stock><flow name=\"in\"/>" +
          conveyor("0", "<len>1</len><arrest>TIME = 1</arrest><capacity>2</capacity>"),
      6, 1);
  check_series(of["in"], {1, 0, 5, 0});
  check_series(of["out"], {0, 0, 1, 5, 0});
  check_conserved(of, "a", {}, {"in"}, 1);
}

TEST_CASE("where the transit time changes, what enters later may leave first") {
  // 3 at first, 1 from time 2 on
  auto of =
      run(conveyor("0", "<len>IF TIME &lt; 2 THEN 3 ELSE 1</len>") + flow("in", "10 + TIME"), 8, 1);
  check_series(of["out"], {0, 0, 0, 10 + 12, 11 + 13, 14, 15});
  check_conserved(of, "c", {"in"}, {"out"}, 1);
  // looked at only at time 4
  of = run(conveyor("0", "<len>IF TIME &lt; 2 THEN 3 ELSE 1</len><sample>TIME = 4</sample>") +
               flow("in", "10 + TIME"),
           8, 1);
  check_series(of["out"], {0, 0, 0, 10, 11, 12 + 14, 13 + 15, 16});
  // each leaks half of what entered, over its own way
  of = run(conveyor("0", "<len>IF TIME &lt; 2 THEN 4 ELSE 2</len>", true) + leak("0.5") +
               flow("in", "IF TIME = 1 OR TIME = 3 THEN 8 ELSE 0"),
           8, 1);
  check_series(of["lost"], {0, 0, 1, 1, 1 + 2, 1 + 2, 0});
  check_series(of["out"], {0, 0, 0, 0, 0, 4 + 4, 0});
  // its own load makes it longer
  of = run(conveyor("6", "<len>1 + c / 6</len>") + flow("in", "3"), 8, 1);
  check_series(of["out"], {3, 3, 3, 3});
}

TEST_CASE("a discrete conveyor takes whole units") {
  auto of =
      run(conveyor("0", "<len>1</len>", false, "discrete=\"true\"") + flow("in", "0.4"), 8, 1);
  check_series(of["in"], {0, 0, 1, 0, 1, 0, 0, 1});
  // the whole limit of a unit of time may come in one step
  of = run(conveyor("0", "<len>1</len><in_limit>3</in_limit>", false, "discrete=\"true\"") +
               flow("in", "8"),
           2, 0.25);
  check_series(of["in"], {8, 4, 0, 0, 8, 4, 0, 0});
}

TEST_CASE("a queue without limits is empty after every step") {
  const auto of =
      run("<stock name=\"q\"><eqn>7</eqn><inflow>in</inflow><outflow>out</outflow><queue/></stock>"
          "<flow name=\"out\"/>" +
              flow("in", "TIME"),
          4, 1);
  check_series(of.at("out"), {7, 1, 2, 3});
  check_series(of.at("q"), {7, 0, 0, 0});
}

TEST_CASE("a queue waits for its conveyor: one batch in a step, or what fits; the rest overflows") {
  const auto parts = [](const std::string& attributes, const std::string& overflow) {
    return fmt::format(
               "<stock "
               "name=\"q\"><eqn>0</eqn><inflow>come</inflow><outflow>in</outflow>{}<queue/></stock>"
               "<flow name=\"in\"/><flow name=\"balk\"><eqn>0</eqn><overflow/></flow>",
               overflow) +
           conveyor("0", "<len>2</len><capacity>5</capacity>", false, attributes) +
           flow("come", "IF TIME &lt; 0.5 THEN 3 ELSE IF TIME &lt; 2.5 THEN 4 ELSE 0");
  };
  const std::string overflow = "<outflow>balk</outflow>";
  // 3, 4, 4 come: 3 enter, 2 of the next fit, and so on
  auto of = run(parts("discrete=\"true\"", ""), 8, 1);
  check_series(of["in"], {3, 2, 2, 3, 1, 0});
  check_conserved(of, "q", {"come"}, {"in"}, 1);
  check_conserved(of, "c", {"in"}, {"out"}, 1);
  // whole batches only
  of = run(parts("discrete=\"true\" batch_integrity=\"true\"", ""), 8, 1);
  check_series(of["in"], {3, 0, 4, 0, 4, 0});
  check_conserved(of, "q", {"come"}, {"in"}, 1);
  // what fits
  of = run(parts("discrete=\"true\" one_at_a_time=\"false\"", ""), 8, 1);
  check_series(of["in"], {3, 2, 3, 2, 1, 0});
  // what does not goes elsewhere
  of = run(parts("discrete=\"true\"", overflow), 8, 1);
  check_series(of["in"], {3, 2, 3, 0});
  check_series(of["balk"], {0, 2, 1, 0});
  check_conserved(of, "q", {"come"}, {"in", "balk"}, 1);
}

TEST_CASE("nothing is lost: belts of random lengths, leaks and inflows") {
  std::uint64_t state = 7;
  const auto draw = [&](std::uint64_t most) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    return (state >> 33) % most;
  };
  for (int round = 0; round < 40; ++round) {
    const double step = round % 2 == 0 ? 0.25 : 0.5;
    const bool changes = draw(2) == 0;
    const auto length = changes ? fmt::format("{} + {} * (TIME MOD 3)", 1 + draw(3), 1 + draw(2))
                                : fmt::format("{}", 1 + draw(5));
    const auto limits = draw(2) == 0 ? fmt::format("<capacity>{}</capacity>", 20 + draw(50)) : "";
    const auto text =
        conveyor(fmt::format("{}", draw(30)), "<len>" + length + "</len>" + limits, true,
                 draw(2) == 0 ? "exponential_leak=\"true\"" : "") +
        leak(fmt::format("0.{}", draw(90)), "", draw(3) == 0 ? "<leak_integers/>" : "") +
        flow("in", fmt::format("{} + {} * SIN(3 * TIME)", draw(20), draw(30)));
    CAPTURE(text);
    const auto of = run(text, 10, step);
    check_conserved(of, "c", {"in"}, {"out", "lost"}, step);
    for (const auto level : of.at("c")) CHECK(level >= -1e-9);
  }
}

TEST_CASE("what cannot be run is refused") {
  const auto in = flow("in", "1");
  for (const std::string method : {"rk2", "rk45", "gear", "gear, rk4"})
    CHECK(mistake(conveyor("0", "<len>4</len>") + in, method) ==
          "E0560 the conveyor `c` moves in whole steps");
  CHECK(mistake(conveyor("0", "<len>4</len>") + in, "gear, euler").empty());
  CHECK(mistake(conveyor("0", "<len>4</len>") + in, "RK4") ==
        "E0560 the conveyor `c` moves in whole steps");
  CHECK(mistake(conveyor("0", "<len>0</len>") + in) == "E0561 a transit time of 0 on `c`");
  CHECK(mistake(conveyor("0", "<len>4.1</len>") + in) ==
        "a transit time of 4.1 is no whole number of steps of 0.25");
  CHECK(mistake(conveyor("0", "<len>4</len>") + in, "Euler", 0.0001) ==
        "E0561 the conveyor `c` needs 40000 slats, one a time step");
  CHECK(mistake(conveyor("0", "<len>4 + TIME</len>", true) + leak("0.1", "leak_start=\"0.5\"") +
                in) == "E0561 a leak zone on `c`, whose transit time changes");
  CHECK(mistake(conveyor("0", "<len>out + 1</len>") + in) ==
        "E0561 the length or a leak of `c` follows from its own flows");
  CHECK(mistake("<stock name=\"c\"><eqn>1</eqn><outflow>lost</outflow><conveyor><len>1</len>"
                "</conveyor></stock>" +
                leak("0.1")) == "E0561 the conveyor `c` has no outflow at its end");
  CHECK(mistake("<stock name=\"q\"><eqn>1</eqn><outflow>in</outflow><queue/></stock>"
                "<flow name=\"in\"/>" +
                conveyor("0", "<len>1</len>")) == "E0561 `q` leads to `c`, which is not discrete");
}

}  // namespace holon::engine
