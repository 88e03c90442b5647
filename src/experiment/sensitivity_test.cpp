// SPDX-License-Identifier: Apache-2.0
//
// Sensitivity against functions whose indices are known in closed form.
#include "experiment/sensitivity.h"

#include <cmath>
#include <numbers>

#include <doctest/doctest.h>

#include "base/ranks_test.h"
#include "model/draft_test.h"

namespace holon::experiment {
namespace {

struct Known {
  std::string name;
  model::Model model;
  double mean;
  double variance;
  std::vector<double> first;
  std::vector<double> total;
};

// y = sin x1 + a sin(x2)^2 + b x3^4 sin x1 on [-pi, pi]^3. Ishigami and Homma, 1990.
Known ishigami() {
  constexpr double kA = 7;
  constexpr double kB = 0.1;
  const double pi4 = std::pow(std::numbers::pi, 4);
  model::DraftText draft;
  for (const auto* name : {"x1", "x2", "x3"})
    draft.input(name, "-3.141592653589793 .. 3.141592653589793");
  draft.auxiliary("y", "sin(x1) + 7 * sin(x2) ^ 2 + 0.1 * x3 ^ 4 * sin(x1)");
  const double v1 = 0.5 * std::pow(1 + kB * pi4 / 5, 2);
  const double v2 = kA * kA / 8;
  const double v13 = kB * kB * pi4 * pi4 * (1.0 / 18 - 1.0 / 50);
  const double v = v1 + v2 + v13;
  return {"Ishigami", draft.finish().value(), kA / 2,
          v,          {v1 / v, v2 / v, 0},    {(v1 + v13) / v, v2 / v, v13 / v}};
}

// y = Π (|4 x_i - 2| + a_i) / (1 + a_i) on [0, 1]^6. Sobol', 1993.
Known g_function() {
  const std::vector<double> a{0, 0.5, 3, 9, 99, 99};
  model::DraftText draft;
  std::string product = "1";
  for (std::size_t i = 0; i < a.size(); ++i) {
    draft.input(fmt::format("x{}", i), "0 .. 1");
    product += fmt::format(" * (abs(4 * x{} - 2) + {}) / {}", i, a[i], 1 + a[i]);
  }
  draft.auxiliary("y", product);
  Known out{"g-function", draft.finish().value(), 1, 1, {}, {}};
  for (const double ai : a) out.variance *= 1 + 1 / (3 * std::pow(1 + ai, 2));
  out.variance -= 1;
  for (const double ai : a) {
    const double vi = 1 / (3 * std::pow(1 + ai, 2));
    out.first.push_back(vi / out.variance);
    out.total.push_back(vi * (out.variance + 1) / (1 + vi) / out.variance);
  }
  return out;
}

// y = 1000 + x1 + 2 x2 + 3 x3 of standard normals
Known linear() {
  model::DraftText draft;
  draft.input("x1", "0 ± 1").input("x2", "0 ± 1").input("x3", "0 ± 1");
  draft.auxiliary("y", "1000 + x1 + 2 * x2 + 3 * x3");
  return {"linear", draft.finish().value(),         1000,
          14,       {1.0 / 14, 4.0 / 14, 9.0 / 14}, {1.0 / 14, 4.0 / 14, 9.0 / 14}};
}

engine::Program program_of(const model::Model& model) {
  return engine::compile(model, {{"y", model::variable(model.find("y")), false, 1}});
}

SensitivityPlan plan_of(SamplingPlan sampling, std::uint64_t rows) {
  SensitivityPlan out;
  out.sampling = sampling;
  out.rows = rows;
  return out;
}

}  // namespace

TEST_CASE("Sobol' indices are those of the closed form") {
  struct Bound {
    SamplingPlan sampling;
    double first;  // largest error
    double total;
  };
  for (const auto& known : {ishigami(), g_function(), linear()}) {
    CAPTURE(known.name);
    const auto program = program_of(known.model);
    const auto factors = factors_of(known.model, program);
    REQUIRE(factors.size() == known.first.size());
    for (const auto& [sampling, first, total] :
         {Bound{SamplingPlan::random, 0.08, 0.08}, Bound{SamplingPlan::sobol, 0.01, 0.01}}) {
      const auto found = sobol_indices(program, factors, plan_of(sampling, 4096), nullptr);
      const auto& y = found.outputs[0][0];
      CHECK(found.runs == 4096 * (factors.size() + 2));
      const double wide = sampling == SamplingPlan::random ? 4 : 0.4;
      CHECK(std::abs(y.mean - known.mean) < wide * std::sqrt(known.variance / 8192));
      CHECK(y.sd * y.sd == doctest::Approx(known.variance).epsilon(0.1));
      for (std::size_t i = 0; i < factors.size(); ++i) {
        CAPTURE(i);
        CHECK(std::abs(y.first[i].value - known.first[i]) < first);
        CHECK(std::abs(y.total[i].value - known.total[i]) < total);
        CHECK(y.first[i].low <= y.first[i].value);
        CHECK(y.total[i].high - y.total[i].low < 0.2);
      }
    }
  }
}

TEST_CASE("intervals of Sobol' indices hold the true value about as often as they say") {
  for (const auto& known : {ishigami(), linear()}) {
    const auto program = program_of(known.model);
    const auto factors = factors_of(known.model, program);
    int inside = 0;
    int all = 0;
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
      auto plan = plan_of(SamplingPlan::random, 1024);
      plan.engine.seed = seed;
      const auto y = sobol_indices(program, factors, plan, nullptr).outputs[0][0];
      for (std::size_t i = 0; i < factors.size(); ++i) {
        for (const auto& [estimate, truth] :
             {std::pair(y.first[i], known.first[i]), std::pair(y.total[i], known.total[i])}) {
          inside += estimate.low <= truth && truth <= estimate.high ? 1 : 0;
          ++all;
        }
      }
    }
    // 360 intervals, correlated within a seed: 95 % within about 5 points
    CAPTURE(known.name);
    CHECK(inside > 0.89 * all);
  }
}

TEST_CASE("first-order indices from a given ensemble are those of the closed form") {
  for (const auto& known : {ishigami(), g_function(), linear()}) {
    CAPTURE(known.name);
    const auto program = program_of(known.model);
    const auto factors = factors_of(known.model, program);
    const auto found =
        given_data_indices(program, factors, plan_of(SamplingPlan::random, 16384), nullptr);
    const auto& y = found.outputs[0][0];
    CHECK(y.total.empty());
    for (std::size_t i = 0; i < factors.size(); ++i) {
      CAPTURE(i);
      CHECK(std::abs(y.first[i].value - known.first[i]) < 0.02);
    }
  }
}

TEST_CASE("first-order indices from a table of numbers need ranks only") {
  constexpr std::size_t kRows = 8000;
  std::vector<std::vector<double>> x(2, std::vector<double>(kRows));
  std::vector<double> y(kRows);
  for (std::size_t row = 0; row < kRows; ++row) {
    for (std::size_t i = 0; i < 2; ++i) x[i][row] = base::uniform(4, i, row, 0);
    y[row] = x[0][row] + 2 * x[1][row];
    // any rising function of a factor has the same ranks
    x[1][row] = std::exp(10 * x[1][row]);
  }
  y[17] = std::nan("");
  const auto found = effects_from_data(x, y, 100, 1);
  CHECK(std::abs(found.first[0].value - 0.2) < 0.03);
  CHECK(std::abs(found.first[1].value - 0.8) < 0.03);
  CHECK(found.undefined == doctest::Approx(1.0 / kRows));
  // a factor of two values falls into two classes
  for (std::size_t row = 0; row < kRows; ++row) y[row] = x[0][row] = row % 2 == 0 ? 1 : 5;
  CHECK(effects_from_data(x, y, 0, 1).first[0].value == doctest::Approx(1));
}

TEST_CASE("sensitivity over time, and outputs without variance or without a value") {
  model::DraftText draft;
  draft.time(1, 10)
      .input("k", "0.05 .. 0.15 1/s")
      .input("start", "1 .. 2")
      .stock("level", "start", "-k * level")
      .auxiliary("same", "3 * sign(start)")
      .auxiliary("root", "sqrt(level - 1.5)");
  const auto model = draft.finish().value();
  std::vector<engine::Output> outputs;
  for (const auto* name : {"level", "same", "root"})
    outputs.push_back({name, model::variable(model.find(name)), true, 3});
  const auto program = engine::compile(model, outputs);
  const auto factors = factors_of(model, program);
  const auto found = sobol_indices(program, factors, plan_of(SamplingPlan::sobol, 512), nullptr);
  const auto& level = found.outputs[0];
  REQUIRE(level.size() == 4);
  // at the start nothing but the start matters; later the rate matters more and more
  CHECK(level[0].first[1].value == doctest::Approx(1).epsilon(0.01));
  for (std::size_t t = 1; t < level.size(); ++t)
    CHECK(level[t].total[0].value > level[t - 1].total[0].value);
  CHECK(std::isnan(found.outputs[1][0].first[0].value));
  CHECK(found.outputs[2][0].undefined > 0.7);
  CHECK(found.outputs[2][0].undefined < 0.8);
  CHECK(found.outputs[2][0].mean > 0);
}

TEST_CASE("sensitivity is the same for any lanes, threads and ranks") {
  const auto known = g_function();
  const auto program = program_of(known.model);
  const auto factors = factors_of(known.model, program);
  auto plan = plan_of(SamplingPlan::sobol, 300);
  const auto alone = sobol_indices(program, factors, plan, nullptr).outputs[0][0];
  const auto same = [&](const OutputEffects& other) {
    CHECK(other.mean == alone.mean);
    for (std::size_t i = 0; i < factors.size(); ++i) {
      CHECK(other.first[i].value == alone.first[i].value);
      CHECK(other.total[i].high == alone.total[i].high);
    }
  };
  plan.engine.lanes = 8;
  plan.engine.threads = 2;
  same(sobol_indices(program, factors, plan, nullptr).outputs[0][0]);
  for (const std::size_t count : {2U, 4U}) {
    std::vector<OutputEffects> of_rank(count);
    base::with_ranks(count, [&](std::shared_ptr<base::Ranks> ranks) {
      auto mine = plan;
      mine.engine.ranks = ranks;
      of_rank[ranks->rank()] = sobol_indices(program, factors, mine, nullptr).outputs[0][0];
    });
    for (const auto& one : of_rank) same(one);
  }
}

TEST_CASE("noise is common to a row and no factor") {
  model::DraftText draft;
  draft.time(1, 3)
      .input("x", "0 .. 1")
      .input("z", "0 .. 1")
      .auxiliary("y", "x + 0 * z + random normal(0, 1)");
  const auto model = draft.finish().value();
  const auto program = program_of(model);
  const auto factors = factors_of(model, program);
  const auto y =
      sobol_indices(program, factors, plan_of(SamplingPlan::sobol, 2048), nullptr).outputs[0][0];
  // x explains 1/12 of a variance of 13/12, whatever the noise
  CHECK(std::abs(y.total[0].value - 1.0 / 13) < 0.01);
  if (factors.size() > 1) CHECK(y.total[1].value == 0);
}

}  // namespace holon::experiment
