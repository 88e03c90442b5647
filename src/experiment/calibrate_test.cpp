// SPDX-License-Identifier: Apache-2.0
#include "experiment/calibrate.h"

#include <cmath>

#include <doctest/doctest.h>

#include "base/random.h"
#include "base/ranks_test.h"
#include "model/draft_test.h"
#include "quantity/distribution.h"

namespace holon::experiment {
namespace {

/// Logistic growth, whose solution is known: level = K / (1 + (K / l0 - 1) exp(-r t)).
model::Model growth() {
  model::DraftText draft;
  draft.time(0.05, 200, model::Method::rk4)
      .input("rate", "1 1/s")
      .input("capacity", "5")
      .input("unused", "3")
      .stock("level", "0.1", "rate * level * (1 - level / capacity)");
  return draft.finish().value();
}

double solution(double rate, double capacity, double t) {
  return capacity / (1 + (capacity / 0.1 - 1) * std::exp(-rate * t));
}

std::vector<Parameter> parameters(const model::Model& model) {
  return {{"rate", model.find("rate"), 0.1, 10, true},
          {"capacity", model.find("capacity"), 0.5, 50, false}};
}

DataSeries seen(const model::Model& model, double error, std::uint64_t seed) {
  DataSeries out;
  out.name = "level";
  out.variable = model.find("level");
  for (int n = 0; n < 21; ++n) {
    // some between the steps, and the very end
    const double t = 0.5 * n - (n % 3 == 1 ? 0.02 : 0);
    const double z =
        quantity::normal_quantile(base::uniform(seed, 7, static_cast<std::uint64_t>(n), 0));
    out.times.push_back(t);
    out.values.push_back(solution(0.8, 7, t) + error * z);
  }
  return out;
}

}  // namespace

TEST_CASE("parameters behind exact data are found, locally and by evolution") {
  const auto model = growth();
  const auto data = seen(model, 0, 1);
  for (const auto method : {FitMethod::local, FitMethod::evolution}) {
    CalibrationPlan plan;
    plan.method = method;
    const auto found = calibrate(model, parameters(model), {data}, plan, nullptr);
    CHECK(found.converged);
    // what lies between steps is on a straight line: the errors of that are of order 1e-4
    CHECK(found.parameters[0].value == doctest::Approx(0.8).epsilon(2e-4));
    CHECK(found.parameters[1].value == doctest::Approx(7).epsilon(2e-4));
    CHECK(found.series[0].explained > 0.999999);
    CHECK(found.series[0].at.size() == 21);
    CHECK(found.runs > 0);
  }
}

TEST_CASE("profile intervals hold the truth about as often as they say") {
  const auto model = growth();
  int inside = 0;
  double ratio = 0;
  constexpr int kSeeds = 40;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    auto data = seen(model, 0.1, seed);
    if (seed % 2 == 0) data.error = 0.1;
    CalibrationPlan plan;
    plan.starts = 1;
    const auto found = calibrate(model, parameters(model), {data}, plan, nullptr);
    const double truth[] = {0.8, 7};
    for (std::size_t p = 0; p < 2; ++p) {
      const auto& one = found.parameters[p];
      REQUIRE(one.low);
      REQUIRE(one.high);
      inside += *one.low <= truth[p] && truth[p] <= *one.high ? 1 : 0;
      // far from any bound and nearly linear: the interval is about four standard errors wide
      ratio += (*one.high - *one.low) / one.standard_error / (2 * kSeeds);
      CHECK(one.profile.size() > 4);
    }
  }
  // 80 intervals of 95 %: four standard deviations are 8
  CHECK(inside >= 68);
  CHECK(ratio == doctest::Approx(4.05).epsilon(0.05));
}

TEST_CASE("a parameter that the data do not tell has no interval") {
  const auto model = growth();
  auto with_unused = parameters(model);
  with_unused.push_back({"unused", model.find("unused"), 0, 10, false});
  CalibrationPlan plan;
  plan.starts = 2;
  const auto found = calibrate(model, with_unused, {seen(model, 0.1, 3)}, plan, nullptr);
  CHECK(std::isinf(found.parameters[2].standard_error));
  CHECK(!found.parameters[2].low);
  CHECK(!found.parameters[2].high);
  CHECK(found.parameters[0].low);
  CHECK(std::abs(found.correlation[0][1]) < 1);
}

TEST_CASE("the best value lies at a bound that keeps it from a better one") {
  const auto model = growth();
  auto bounded = parameters(model);
  bounded[1].high = 6;
  CalibrationPlan plan;
  plan.profile = false;
  const auto found = calibrate(model, bounded, {seen(model, 0, 3)}, plan, nullptr);
  CHECK(found.parameters[1].value == 6);
  CHECK(found.parameters[1].at_bound);
}

TEST_CASE("a calibration is the same for any lanes, threads and ranks") {
  const auto model = growth();
  const auto data = seen(model, 0.1, 3);
  CalibrationPlan plan;
  const auto alone = calibrate(model, parameters(model), {data}, plan, nullptr);
  for (const std::size_t count : {1U, 2U, 4U}) {
    std::vector<Calibration> of_rank(count);
    base::with_ranks(count, [&](std::shared_ptr<base::Ranks> ranks) {
      auto mine = plan;
      mine.engine.ranks = ranks;
      mine.engine.lanes = 8;
      of_rank[ranks->rank()] = calibrate(model, parameters(model), {data}, mine, nullptr);
    });
    for (const auto& one : of_rank) {
      CHECK(one.squares == alone.squares);
      CHECK(one.runs == alone.runs);
      for (std::size_t p = 0; p < 2; ++p) {
        CHECK(one.parameters[p].value == alone.parameters[p].value);
        CHECK(one.parameters[p].low == alone.parameters[p].low);
      }
    }
  }
}

}  // namespace holon::experiment
