// SPDX-License-Identifier: Apache-2.0
#include "experiment/optimise.h"

#include <cmath>

#include <doctest/doctest.h>

#include "model/draft_test.h"

namespace holon::experiment {
namespace {

/// A fish stock under a constant effort: its steady catch is greatest at effort = r / 2.
model::Model fishery() {
  model::DraftText draft;
  draft.time(0.1, 2000)
      .input("growth", "0.8 .. 1.2 1/s")
      .input("effort", "0.1 1/s")
      .stock("fish", "1", "growth * fish * (1 - fish) - effort * fish")
      .auxiliary("catch", "effort * fish");
  return draft.finish().value();
}

OptimisationPlan plan_of(std::uint64_t samples, bool maximise) {
  OptimisationPlan out;
  out.engine.samples = samples;
  out.maximise = maximise;
  return out;
}

}  // namespace

TEST_CASE("the greatest steady catch is taken at half the growth") {
  const auto model = fishery();
  const std::vector<Parameter> effort{{"effort", model.find("effort"), 0, 2, false}};
  const Measure goal{model.find("catch"), Over::end, {}};
  // one member: growth at its median of 1; catch = E (1 - E / r), at most r / 4
  const auto certain = optimise(model, effort, goal, {}, plan_of(1, true), nullptr);
  CHECK(certain.best.parameters[0] == doctest::Approx(0.5).epsilon(1e-4));
  CHECK(certain.best.goal == doctest::Approx(0.25).epsilon(1e-6));
  REQUIRE(certain.before);
  CHECK(certain.before->goal == doctest::Approx(0.09).epsilon(1e-6));
  CHECK(certain.feasible);
  // an ensemble: the mean of E - E² / r is greatest at 1 / (2 E(1/r)); E(1/r) = ln(1.5) / 0.4
  const auto spread = optimise(model, effort, goal, {}, plan_of(256, true), nullptr);
  CHECK(spread.best.parameters[0] == doctest::Approx(0.2 / std::log(1.5)).epsilon(1e-3));
  CHECK(spread.best.p05 < spread.best.goal);
  CHECK(spread.best.p95 > spread.best.goal);
}

TEST_CASE("a constraint on a quantile limits the policy") {
  const auto model = fishery();
  const std::vector<Parameter> effort{{"effort", model.find("effort"), 0, 2, false}};
  // in 95 % of futures at least 0.6 of the fish are left: 1 - E / r >= 0.6 at the r of 5 %
  const Constraint left{{model.find("fish"), Over::end, 0.05}, false, 0.6};
  const auto found = optimise(model, effort, {model.find("catch"), Over::end, {}}, {left},
                              plan_of(512, true), nullptr);
  CHECK(found.feasible);
  CHECK(found.best.parameters[0] == doctest::Approx(0.4 * 0.82).epsilon(2e-3));
  CHECK(found.best.constraints[0] >= 0.6);
  // what nothing can keep
  const Constraint impossible{{model.find("fish"), Over::end, {}}, false, 2};
  CHECK(!optimise(model, effort, {model.find("catch"), Over::end, {}}, {impossible},
                  plan_of(1, true), nullptr)
             .feasible);
}

TEST_CASE("paths are counted at their end, by their mean, integral and extremes") {
  model::DraftText draft;
  draft.time(1, 4)
      .input("a", "1")
      .stock("level", "0", "a / 1 [s]")
      .auxiliary("wave", "(level - 1) * (level - 1)");
  const auto model = draft.finish().value();
  const std::vector<Parameter> a{{"a", model.find("a"), 1, 2, false}};
  // level is 0 1 2 3 4 for a = 1, and more for any other
  const std::pair<Over, double> known[] = {
      {Over::end, 4}, {Over::mean, 2}, {Over::integral, 8}, {Over::maximum, 4}, {Over::minimum, 0}};
  for (const auto& [over, value] : known) {
    CHECK(parse_over(name(over)) == over);
    const auto found =
        optimise(model, a, {model.find("level"), over, {}}, {}, plan_of(1, false), nullptr);
    CHECK(found.before->goal == value);
    CHECK(found.best.goal == value);
  }
}

}  // namespace holon::experiment
