// SPDX-License-Identifier: Apache-2.0
//
// What the integration, the functions and the cases must give, from mathematics.
#include <cmath>
#include <string>

#include <doctest/doctest.h>

#include "base/error.h"
#include "engine/interpreter.h"
#include "engine/run.h"
#include "model/draft_test.h"

namespace holon::engine {
namespace {

using model::DraftText;
using model::Method;

/// Values of some variables, by the interpreter and by the machine, which must agree.
double end_of(const model::Model& model, const std::string& name, int in_case = 0) {
  const auto id = model.find(name);
  REQUIRE(id != model::Model::npos);
  const std::vector<Output> outputs{{name, model::variable(id, in_case), false}};
  const double truth = interpret(model, outputs, 1, 0).final[0];
  const Plan plan{1, 1, 1, 0, {}, true};
  CHECK(run(compile(model, outputs), plan, nullptr).members[0][0] == truth);
  return truth;
}

std::vector<double> path_of(const model::Model& model, const std::string& name, int in_case = 0) {
  const std::vector<Output> outputs{{name, model::variable(model.find(name), in_case), true}};
  return interpret(model, outputs, 1, 0).series[0];
}

// x' = -x from 1, over 2 s
double decay_error(std::uint32_t steps, Method method) {
  DraftText draft;
  draft.time(2.0 / steps, steps, method).stock("x", "1", "-x / 1 [s]");
  return std::abs(end_of(draft.finish().value(), "x") - std::exp(-2.0));
}

double order_of(Method method) {
  return std::log2(decay_error(40, method) / decay_error(80, method));
}

}  // namespace

TEST_CASE("Euler converges with order one, Heun with two and Runge-Kutta with four") {
  CHECK(order_of(Method::euler) == doctest::Approx(1).epsilon(0.05));
  CHECK(order_of(Method::rk2) == doctest::Approx(2).epsilon(0.05));
  CHECK(order_of(Method::rk4) == doctest::Approx(4).epsilon(0.05));
}

TEST_CASE("Runge-Kutta sees time between the steps") {
  // x' = 3 t^2, whose exact integral Runge-Kutta gives
  DraftText draft;
  draft.time(0.5, 8, Method::rk4).stock("x", "0", "3 * (time / 1 [s]) ^ 2 / 1 [s]");
  CHECK(end_of(draft.finish().value(), "x") == doctest::Approx(64).epsilon(1e-14));
}

TEST_CASE("what leaves one stock and enters another is conserved") {
  for (const auto method : {Method::euler, Method::rk2, Method::rk4}) {
    DraftText draft;
    draft.time(0.125, 64, method)
        .auxiliary("flow", "a * b / 10 [s]")
        .stock("a", "5", "-flow")
        .stock("b", "1", "flow")
        .auxiliary("sum", "a + b");
    const auto model = draft.finish().value();
    CHECK(end_of(model, "sum") == doctest::Approx(6).epsilon(1e-13));
    CHECK(end_of(model, "b") > 5);
  }
}

TEST_CASE("a stock may be the rate of another, whichever is stated first") {
  for (const auto method : {Method::euler, Method::rk2, Method::rk4}) {
    for (const bool speed_first : {true, false}) {
      DraftText draft;
      draft.time(0.01, 100, method);
      if (speed_first) draft.stock("speed", "1 [m/s]", "-place / 1 [s^2]");
      draft.stock("place", "0 [m]", "speed");
      if (!speed_first) draft.stock("speed", "1 [m/s]", "-place / 1 [s^2]");
      const auto model = draft.finish().value();
      const double tolerance = method == Method::euler ? 0.01 : method == Method::rk2 ? 2e-5 : 1e-8;
      // each in turn is the first that the machine meets
      CHECK(end_of(model, "place") == doctest::Approx(std::sin(1.0)).epsilon(tolerance));
      CHECK(end_of(model, "speed") == doctest::Approx(std::cos(1.0)).epsilon(tolerance));
    }
  }
}

TEST_CASE("a material delay gives out exactly what went in") {
  DraftText draft;
  draft.time(0.1, 400)
      .auxiliary("in", "pulse(2 [kg/s], 1 [s], 3 [s])")
      .auxiliary("out", "delay3(in, 2 [s])")
      .stock("gone in", "0", "in")
      .stock("come out", "0", "out");
  const auto model = draft.finish().value();
  CHECK(end_of(model, "gone in") == doctest::Approx(6).epsilon(1e-12));
  CHECK(end_of(model, "come out") == doctest::Approx(6).epsilon(1e-6));
}

TEST_CASE("every step is there and starts on its own multiple, for awkward steps too") {
  // 0.1 does not add up to 1 in ten steps, but ten times 0.1 is 1
  for (const double step : {0.1, 1.0 / 3, 86400.0 * 365 / 12, 1e-9}) {
    DraftText draft;
    draft.time(step, 1000).auxiliary("now", "time").auxiliary("began", "step start");
    const auto model = draft.finish().value();
    const auto times = path_of(model, "now");
    REQUIRE(times.size() == 1000);
    for (std::size_t n = 0; n < times.size(); ++n) CHECK(times[n] == step * static_cast<double>(n));
    CHECK(path_of(model, "began") == times);
    CHECK(end_of(model, "now") == step * 1000);
  }
}

TEST_CASE("steps and pulses begin at the step that their time falls on") {
  DraftText draft;
  draft.time(0.1, 10)
      .auxiliary("stepped", "step(1, 0.3 [s])")
      .auxiliary("pulsed", "pulse(1, 0.3 [s], 0.2 [s])");
  const auto model = draft.finish().value();
  CHECK(path_of(model, "stepped") == std::vector<double>{0, 0, 0, 1, 1, 1, 1, 1, 1, 1});
  CHECK(path_of(model, "pulsed") == std::vector<double>{0, 0, 0, 1, 1, 0, 0, 0, 0, 0});
}

TEST_CASE("a fixed delay gives back what was, step by step") {
  DraftText draft;
  draft.time(1, 6)
      .auxiliary("now", "time / 1 [s]")
      .auxiliary("late", "delay fixed(now, 2 [s], -1)")
      .auxiliary("before", "previous(now, -7)");
  const auto model = draft.finish().value();
  CHECK(path_of(model, "late") == std::vector<double>{-1, -1, 0, 1, 2, 3});
  CHECK(path_of(model, "before") == std::vector<double>{-7, 0, 1, 2, 3, 4});
  CHECK(end_of(model, "late") == 4);
}

TEST_CASE("a smooth of a constant stays on it and a trend finds the growth") {
  DraftText draft;
  draft.time(0.05, 4000)
      .stock("x", "3", "x * 0.02 [1/s]")
      .auxiliary("still", "smooth3(7, 2 [s])")
      .auxiliary("growth", "trend(x, 5 [s], 0.02 [1/s]) * 1 [s]");
  const auto model = draft.finish().value();
  CHECK(end_of(model, "still") == 7);
  CHECK(end_of(model, "growth") == doctest::Approx(0.02).epsilon(0.01));
}

TEST_CASE("the example of every function gives what its row says") {
  for (const auto& function : model::functions()) {
    CAPTURE(function.name);
    DraftText draft;
    draft.time(1, 1).auxiliary("x", std::string(function.example));
    const auto model = draft.finish();
    REQUIRE(model.has_value());
    CHECK(path_of(*model, "x").at(0) == function.example_value);
  }
}

TEST_CASE("a case changes its variable and what hangs on it, and nothing else") {
  DraftText draft;
  draft.time(1, 4)
      .input("price", "2")
      .auxiliary("cost", "price * 10")
      .auxiliary("rise", "cost / baseline(cost)")
      .auxiliary("apart", "7")
      .change("dear", "price", "price * 3");
  const auto finished = draft.finish();
  // a change reads the variable itself as it is in the unchanged case
  REQUIRE(!finished.has_value());
  CHECK(finished.error().front().code == base::Code::circular);

  draft = DraftText();
  draft.time(1, 4)
      .input("price", "2")
      .auxiliary("cost", "price * 10")
      .auxiliary("rise", "cost / baseline(cost)")
      .auxiliary("apart", "7")
      .change("dear", "price", "baseline(price) * 3");
  const auto model = draft.finish().value();
  CHECK(end_of(model, "cost", 0) == 20);
  CHECK(end_of(model, "cost", 1) == 60);
  CHECK(end_of(model, "rise", 0) == 1);
  CHECK(end_of(model, "rise", 1) == 3);
  CHECK(end_of(model, "apart", 1) == 7);
}

TEST_CASE("a change from a date on leaves what was before") {
  DraftText draft;
  draft.time(1, 4)
      .input("price", "2")
      .stock("demand", "1", "demand / 1 [s]")
      .change("later", "price", "5", 2)
      .change("later", "demand", "100", 2);
  const auto model = draft.finish().value();
  CHECK(path_of(model, "price", 1) == std::vector<double>{2, 2, 5, 5});
  // a stock grows as in the unchanged case until it is held
  CHECK(path_of(model, "demand", 0) == std::vector<double>{1, 2, 4, 8});
  CHECK(path_of(model, "demand", 1) == std::vector<double>{1, 2, 100, 100});
}

TEST_CASE("the time of a fixed delay may differ between cases but not move in one") {
  const auto with_change = [](double from) {
    DraftText draft;
    draft.time(1, 4)
        .input("wait", "1 s")
        .auxiliary("late", "delay fixed(time, wait, 0 [s])")
        .change("slow", "wait", "3 [s]", from);
    return draft.finish();
  };
  const auto fixed = with_change(0).value();
  CHECK(path_of(fixed, "late", 0) == std::vector<double>{0, 0, 1, 2});
  CHECK(path_of(fixed, "late", 1) == std::vector<double>{0, 0, 0, 0});
  const auto moving = with_change(2);
  REQUIRE(!moving.has_value());
  CHECK(moving.error().front().code == base::Code::not_here);
}

TEST_CASE("an ensemble can be stopped") {
  DraftText draft;
  draft.input("x", "0 .. 1");
  const auto model = draft.finish().value();
  const auto program = compile(model, {{"x", model::variable(0), false}});
  std::uint64_t last = 0;
  const auto stop = [&](std::uint64_t done, std::uint64_t total) {
    CHECK(total == 5000);
    last = done;
    return done < 2000;
  };
  CHECK_THROWS_AS(static_cast<void>(run(program, {5000, 1, 1, 0, {}, false}, stop)),
                  base::Interrupted);
  CHECK(last == 2048);
}

TEST_CASE("an instruction set that this machine lacks is refused") {
  DraftText draft;
  draft.input("x", "1");
  const auto program = compile(draft.finish().value(), {{"x", model::variable(0), false}});
  CHECK_THROWS_AS(static_cast<void>(run(program, {1, 1, 1, 0, "abacus", false}, nullptr)),
                  base::WorldError);
}

TEST_CASE("times nested within times cost no more than their number") {
  std::string equation = "1 [s]";
  for (int i = 0; i < 60; ++i) equation = "pulse(1 [s], " + equation + ", 1 [s])";
  DraftText draft;
  draft.time(1, 3).auxiliary("x", equation);
  const auto model = draft.finish();
  REQUIRE(model.has_value());
  CHECK(std::isfinite(end_of(*model, "x")));
}

}  // namespace holon::engine
