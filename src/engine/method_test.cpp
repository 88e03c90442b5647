// SPDX-License-Identifier: Apache-2.0
//
// Every method of integration against mathematics: its order, its tolerance, what it does at jumps,
// and stiff problems with published solutions.
#include <cmath>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "engine/interpreter.h"
#include "engine/kernel.h"
#include "engine/run.h"
#include "model/draft_test.h"

namespace holon::engine {
namespace {

using model::DraftText;
using model::Method;

/// Values at the end, by the interpreter and by the machine, which must agree.
std::vector<double> ends_of(const model::Model& model, const std::vector<std::string>& names) {
  std::vector<Output> outputs;
  for (const auto& name : names)
    outputs.push_back({name, model::variable(model.find(name)), false});
  const auto truth = interpret(model, outputs, 1, 0).final;
  const Plan plan{1, 1, 1, 0, {}, true};
  const auto found = run(compile(model, outputs), plan, nullptr).members;
  for (std::size_t i = 0; i < truth.size(); ++i) {
    CAPTURE(names[i]);
    CHECK(found[i][0] == truth[i]);
  }
  return truth;
}

std::vector<double> path_of(const model::Model& model, const std::string& name) {
  const std::vector<Output> outputs{{name, model::variable(model.find(name)), true}};
  return interpret(model, outputs, 1, 0).series[0];
}

model::Model finished(DraftText draft, double tolerance) {
  auto model = draft.finish().value();
  model.time.tolerance = tolerance;
  return model;
}

// x' = -(1 + t) x² over 2 s, in steps of the model's time: x = 1 / (1 + t + t² / 2). A tolerance
// that nothing exceeds leaves an adaptive method one step between the model's.
double grid_error(Method method, std::uint32_t steps) {
  DraftText draft;
  draft.time(2.0 / steps, steps, method)
      .auxiliary("began", "step start")
      .stock("x", "1", "-(1 + time / 1 [s]) * x * x / 1 [s]");
  auto model = finished(draft, 1e30);
  return std::fabs(ends_of(model, {"x"})[0] - 0.2);
}

double order_of(Method method, std::uint32_t steps = 40) {
  return std::log2(grid_error(method, steps) / grid_error(method, 2 * steps));
}

// a body on a spring whose end moves steadily, over 20 s: x = cos t + t
DraftText oscillator(Method method) {
  DraftText draft;
  draft.time(0.5, 40, method)
      .stock("x", "1 [m]", "v")
      .stock("v", "1 [m/s]", "(time * 1 [m/s] - x) / 1 [s^2]");
  return draft;
}

}  // namespace

TEST_CASE("each method converges with its order") {
  CHECK(order_of(Method::euler) == doctest::Approx(1).epsilon(0.03));
  CHECK(order_of(Method::rk2) == doctest::Approx(2).epsilon(0.03));
  CHECK(order_of(Method::rk4) == doctest::Approx(4).epsilon(0.03));
  CHECK(order_of(Method::rk45, 80) == doctest::Approx(5).epsilon(0.03));
  CHECK(order_of(Method::rosenbrock) == doctest::Approx(4).epsilon(0.03));
}

TEST_CASE("a tighter tolerance gives a smaller error, at the end and between") {
  for (const auto method : {Method::rk45, Method::rosenbrock}) {
    CAPTURE(model::name_of(method));
    double before = 1;
    for (const double tolerance : {1e-4, 1e-6, 1e-8, 1e-10}) {
      CAPTURE(tolerance);
      const auto model = finished(oscillator(method), tolerance);
      double error = std::fabs(ends_of(model, {"x"})[0] - (std::cos(20.0) + 20));
      const auto path = path_of(model, "x");
      REQUIRE(path.size() == 40);
      for (std::size_t n = 0; n < path.size(); ++n) {
        const double t = 0.5 * static_cast<double>(n);
        error = std::max(error, std::fabs(path[n] - (std::cos(t) + t)));
      }
      CHECK(error < 1000 * tolerance);
      CHECK(error < before / 10);
      before = error;
    }
  }
}

TEST_CASE("an adaptive method takes the steps it needs, whatever the model's are") {
  // members of very different speed, each with its own steps, in blocks of any width
  for (const auto method : {Method::rk45, Method::rosenbrock}) {
    DraftText draft;
    draft.time(1, 10, method)
        .input("speed", "0.1 .. 100")
        .stock("x", "1", "-speed * (x - 0.5) / 1 [s]")
        .stock("y", "0", "x / 1 [s]");
    const auto model = finished(draft, 1e-6);
    const std::vector<Output> outputs{{"y", model::variable(model.find("y")), false},
                                      {"x", model::variable(model.find("x")), true}};
    for (const int lanes : kLaneChoices) {
      const Plan plan{100, 1, 2, lanes, {}, true};
      const auto found = run(compile(model, outputs), plan, nullptr);
      for (const std::uint64_t member : {0U, 1U, 50U, 99U})
        CHECK(found.members[0][member] == interpret(model, outputs, 1, member).final[0]);
    }
  }
}

TEST_CASE("a jump inside a step is found, and one on the model's steps is exact") {
  for (const auto method : {Method::rk45, Method::rosenbrock}) {
    CAPTURE(model::name_of(method));
    DraftText draft;
    draft.time(1, 4, method)
        .stock("x", "1", "(if time > 1.3 [s] then 1 else 0) / 1 [s]")
        .stock("y", "1", "-y / 1 [s]");
    CHECK(ends_of(finished(draft, 1e-6), {"x"})[0] == doctest::Approx(3.7).epsilon(1e-5));
    DraftText stepped;
    stepped.time(1, 4, method).stock("x", "1", "step(1, 2 [s]) / 1 [s]");
    CHECK(ends_of(finished(stepped, 1e-6), {"x"})[0] == doctest::Approx(3).epsilon(1e-12));
  }
}

TEST_CASE("a stiff stock that follows something is right wherever it is seen") {
  // x' = 1e6 (3 (1 - x) + sin(t) / 10): x is within 1e-6 of 1 + sin(t) / 30 once it has caught up
  DraftText draft;
  draft.time(1, 50, Method::rosenbrock)
      .stock("x", "1.1", "1e6 * (3 - 3 * x + 0.1 * sin(time / 1 [s])) / 1 [s]");
  const auto path = path_of(finished(draft, 1e-6), "x");
  for (std::size_t n = 1; n < path.size(); ++n)
    CHECK(path[n] == doctest::Approx(1 + std::sin(static_cast<double>(n)) / 30).epsilon(1e-5));
}

TEST_CASE("Robertson's reaction comes to its published values") {
  // 0.7158270687193941, 0.9185534764557338e-5, 0.2841637457458659 at t = 40: Mazzia, Magherini,
  // "Test set for initial value problem solvers", 2008
  DraftText draft;
  draft.time(4, 10, Method::rosenbrock)
      .stock("a", "1", "(-0.04 * a + 1e4 * b * c) / 1 [s]")
      .stock("b", "0", "(0.04 * a - 1e4 * b * c - 3e7 * b * b) / 1 [s]")
      .stock("c", "0", "3e7 * b * b / 1 [s]");
  const auto y = ends_of(finished(draft, 1e-8), {"a", "b", "c"});
  CHECK(y[0] == doctest::Approx(0.7158270687193941).epsilon(1e-6));
  CHECK(y[1] == doctest::Approx(0.9185534764557338e-5).epsilon(1e-6));
  CHECK(y[2] == doctest::Approx(0.2841637457458659).epsilon(1e-6));
}

TEST_CASE("Van der Pol's stiff oscillator comes to its published values, where others fail") {
  // y(2) of eps y'' = (1 - y²) y' - y, eps = 1e-6 (mu = 1000 in the other form): Mazzia, Magherini,
  // "Test set for initial value problem solvers", 2008
  const auto with = [](Method method, double step, std::uint32_t steps) {
    DraftText draft;
    draft.time(step, steps, method)
        .stock("y", "2", "z / 1 [s]")
        .stock("z", "0", "((1 - y * y) * z - y) / 1e-6 [s]");
    return finished(draft, 1e-8);
  };
  const auto y = ends_of(with(Method::rosenbrock, 0.5, 4), {"y", "z"});
  CHECK(y[0] == doctest::Approx(1.706167732170483).epsilon(1e-6));
  CHECK(y[1] == doctest::Approx(-0.8928097010247975).epsilon(1e-6));
  for (const auto method : {Method::euler, Method::rk2, Method::rk4})
    CHECK(!std::isfinite(path_of(with(method, 1e-4, 20000), "y").back()));
}

TEST_CASE("a stock without a value spoils no other") {
  for (const auto method : {Method::rk45, Method::rosenbrock}) {
    DraftText draft;
    draft.time(1, 4, method)
        .stock("good", "1", "-good / 1 [s]")
        .stock("bad", "1", "ln(0 - 1) * bad / 1 [s]");
    const auto y = ends_of(finished(draft, 1e-8), {"good"});
    const std::vector<Output> both{{"good", model::variable(0), false},
                                   {"bad", model::variable(1), false}};
    const auto found = interpret(finished(draft, 1e-8), both, 1, 0).final;
    CHECK(found[0] == doctest::Approx(y[0]).epsilon(1e-7));
    CHECK(std::isnan(found[1]));
  }
}

TEST_CASE("a case's stocks have slopes of their own and of the unchanged case") {
  DraftText draft;
  draft.time(1, 3, Method::rosenbrock)
      .input("speed", "2")
      .stock("x", "1", "-speed * x / 1 [s]")
      .stock("y", "0", "(baseline(x) - x * y) / 1 [s]")
      .change("fast", "speed", "50");
  const auto model = finished(draft, 1e-9);
  const std::vector<Output> outputs{{"x", model::variable(model.find("x"), 1), false},
                                    {"y", model::variable(model.find("y"), 1), false},
                                    {"y", model::variable(model.find("y"), 0), false}};
  const auto truth = interpret(model, outputs, 1, 0).final;
  const auto found = run(compile(model, outputs), {1, 1, 1, 0, {}, true}, nullptr).members;
  for (std::size_t i = 0; i < truth.size(); ++i) CHECK(found[i][0] == truth[i]);
  auto by_rk4 = model;
  by_rk4.time.method = Method::rk4;
  by_rk4.time.step = 1e-4;
  by_rk4.time.steps = 30000;
  const auto fine = interpret(by_rk4, outputs, 1, 0).final;
  for (std::size_t i = 1; i < truth.size(); ++i)
    CHECK(truth[i] == doctest::Approx(fine[i]).epsilon(1e-7));
}

}  // namespace holon::engine
