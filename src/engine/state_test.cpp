// SPDX-License-Identifier: Apache-2.0
//
// States other than stocks, what they start with, and models too large for recursion.
#include <cmath>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "engine/interpreter.h"
#include "engine/run.h"
#include "model/draft_test.h"

namespace holon::engine {
namespace {

using model::DraftText;
using model::Method;

/// A series by the interpreter; the machine must agree at the end and in the mean of each step.
std::vector<double> path_of(const model::Model& model, const std::string& name) {
  const auto watched = model::variable(model.find(name));
  const std::vector<Output> outputs{{name, watched, true}, {name, watched, false}};
  const auto truth = interpret(model, outputs, 1, 0);
  const Plan plan{1, 1, 1, 0, {}, true};
  const auto found = run(compile(model, outputs), plan, nullptr);
  for (std::size_t i = 0; i < truth.series[0].size(); ++i)
    CHECK(found.outputs[0][i].mean() == truth.series[0][i]);
  CHECK(found.members[1][0] == truth.final[1]);
  return truth.series[0];
}

using Path = std::vector<double>;

}  // namespace

TEST_CASE("a held value becomes what its equation was in the step before") {
  for (const auto method : {Method::euler, Method::rk2, Method::rk4}) {
    DraftText draft;
    draft.time(1, 5, method)
        .held("last", "-1", "time / 1 [s]")
        .held("count", "10", "count + 1")
        .stock("filled", "0", "last / 1 [s]")
        .held("filled before", "7", "filled");
    const auto model = draft.finish_without_units().value();
    CHECK(path_of(model, "last") == Path{-1, 0, 1, 2, 3});
    CHECK(path_of(model, "count") == Path{10, 11, 12, 13, 14});
    CHECK(path_of(model, "filled") == Path{0, -1, -1, 0, 2});
    CHECK(path_of(model, "filled before") == Path{7, 0, -1, -1, 0});
  }
}

TEST_CASE("held values that read each other move together") {
  DraftText draft;
  draft.time(1, 4).held("a", "1", "b").held("b", "2", "a").held("c", "0", "a + b * 10");
  const auto model = draft.finish().value();
  CHECK(path_of(model, "a") == Path{1, 2, 1, 2});
  CHECK(path_of(model, "b") == Path{2, 1, 2, 1});
  CHECK(path_of(model, "c") == Path{0, 21, 12, 21});
}

TEST_CASE("an auxiliary may be something else while starting values are found") {
  DraftText draft;
  draft.time(1, 3)
      .auxiliary("need", "stock * 2")
      .at_start("5")
      .auxiliary("plan", "need + 1")
      .stock("stock", "plan", "0 * need / 1 [s]");
  const auto model = draft.finish().value();
  // the stock starts from 5 + 1, and then the equation holds
  CHECK(path_of(model, "stock") == Path{6, 6, 6});
  CHECK(path_of(model, "need") == Path{12, 12, 12});
}

TEST_CASE("circles at the start go through what stands in for an equation") {
  DraftText broken;
  broken.time(1, 3).auxiliary("a", "s").at_start("5").stock("s", "a", "0 / 1 [s]");
  CHECK(broken.finish().has_value());
  DraftText closed;
  closed.time(1, 3).auxiliary("a", "4").at_start("s").stock("s", "a", "0 / 1 [s]");
  const auto model = closed.finish();
  REQUIRE(!model.has_value());
  CHECK(model.error().front().code == base::Code::circular);
}

TEST_CASE("time may begin anywhere") {
  for (const auto method : {Method::euler, Method::rk2, Method::rk4}) {
    DraftText draft;
    draft.time(0.25, 4, method)
        .start(1900)
        .auxiliary("now", "time")
        .auxiliary("first", "start time")
        .auxiliary("last", "stop time")
        .stock("began", "time", "0")
        .auxiliary("stepped", "step(1, 1900.5 [s])")
        .change("later", "now", "0 [s]", 0.5);
    const auto model = draft.finish_without_units().value();
    CHECK(path_of(model, "now") == Path{1900, 1900.25, 1900.5, 1900.75});
    CHECK(path_of(model, "first") == Path(4, 1900.0));
    CHECK(path_of(model, "last") == Path(4, 1901.0));
    CHECK(path_of(model, "began") == Path(4, 1900.0));
    CHECK(path_of(model, "stepped") == Path{0, 0, 1, 1});
    const std::vector<Output> outputs{{"", model::variable(0, 1), true}};
    CHECK(interpret(model, outputs, 1, 0).series[0] == Path{1900, 1900.25, 0, 0});
  }
}

TEST_CASE("the time of another tool's delay is taken at the start") {
  DraftText draft;
  draft.time(1, 6)
      .auxiliary("wait", "2 [s] + time * 3")
      .auxiliary("late", "delay fixed(time, wait, -1 [s])");
  CHECK(!draft.finish().has_value());
  const auto model = draft.finish_without_units().value();
  CHECK(path_of(model, "late") == Path{-1, -1, 0, 1, 2, 3});
}

}  // namespace holon::engine
