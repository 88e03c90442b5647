// SPDX-License-Identifier: Apache-2.0
#include "experiment/minimise.h"

#include <cmath>
#include <numbers>

#include <doctest/doctest.h>

#include "base/error.h"
#include "experiment/least_squares.h"

namespace holon::experiment {
namespace {

using Function = std::function<double(const Point&)>;

Scores scores_of(const Function& f) {
  return [f](const std::vector<Point>& points) {
    std::vector<Score> out;
    for (const auto& point : points) out.push_back({0, f(point)});
    return out;
  };
}

// Rosenbrock's valley on [-2, 2]^n
double rosenbrock(const Point& u) {
  double sum = 0;
  for (std::size_t i = 0; i + 1 < u.size(); ++i) {
    const double x = 4 * u[i] - 2;
    const double y = 4 * u[i + 1] - 2;
    sum += 100 * std::pow(y - x * x, 2) + std::pow(1 - x, 2);
  }
  return sum;
}

// Rastrigin's 11^n hollows on [-5.12, 5.12]^n, the lowest at 1
double rastrigin(const Point& u) {
  double sum = 0;
  for (const double one : u) {
    const double x = 10.24 * one - 5.12 - 1;
    sum += 10 + x * x - 10 * std::cos(2 * std::numbers::pi * x);
  }
  return sum;
}

}  // namespace

TEST_CASE("descent finds the end of Rosenbrock's valley") {
  for (const std::size_t parameters : {2U, 5U}) {
    const auto found =
        projected_lbfgs(scores_of(rosenbrock), Point(parameters, 0.1), {500, 1e-16, 1e-6}, nullptr);
    CHECK(found.score.value < 1e-8);
    for (const double u : found.at) CHECK(4 * u - 2 == doctest::Approx(1).epsilon(1e-3));
  }
}

TEST_CASE("descent stops at a bound where the least value lies beyond it") {
  const auto found = projected_lbfgs(
      scores_of([](const Point& u) { return std::pow(u[0] - 1.5, 2) + std::pow(u[1] - 0.3, 2); }),
      {0.5, 0.9}, {}, nullptr);
  CHECK(found.at[0] == 1);
  CHECK(found.at[1] == doctest::Approx(0.3).epsilon(1e-6));
  CHECK(found.converged);
}

TEST_CASE("evolution finds the lowest of many hollows") {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    EvolutionPlan plan;
    plan.seed = seed;
    plan.rounds = 600;
    const auto found = differential_evolution(scores_of(rastrigin), 4, {}, plan, nullptr);
    CHECK(found.score.value < 1e-6);
    for (const double u : found.at) CHECK(10.24 * u - 5.12 == doctest::Approx(1).epsilon(1e-3));
  }
}

TEST_CASE("evolution keeps constraints") {
  // the point nearest to (1, 1) below the line x + y = 1, with a hole in the function
  const Scores scores = [](const std::vector<Point>& points) {
    std::vector<Score> out;
    for (const auto& p : points) {
      const double value = std::pow(p[0] - 1, 2) + std::pow(p[1] - 1, 2);
      out.push_back({std::max(0.0, p[0] + p[1] - 1), p[0] < 0.1 ? std::nan("") : value});
    }
    return out;
  };
  const auto found = differential_evolution(scores, 2, {}, {}, nullptr);
  CHECK(found.score.violation == 0);
  CHECK(found.at[0] == doctest::Approx(0.5).epsilon(1e-3));
  CHECK(found.score.value == doctest::Approx(0.5).epsilon(1e-4));
}

TEST_CASE("a search is the same when it is repeated, and stops when asked to") {
  const auto first = differential_evolution(scores_of(rastrigin), 3, {}, {}, nullptr);
  const auto again = differential_evolution(scores_of(rastrigin), 3, {}, {}, nullptr);
  CHECK(first.at == again.at);
  CHECK_THROWS_AS((void)differential_evolution(scores_of(rastrigin), 3, {}, {},
                                               [](auto done, auto) { return done < 3; }),
                  base::Interrupted);
}

TEST_CASE("least squares finds exponential rates from several starts") {
  // 3 exp(-2 t) + exp(-0.5 t): [amplitude, rate] twice, on [0, 5] x [1, 5] x [0, 5] x [0, 1]
  const auto residuals = [](const std::vector<Point>& points) {
    std::vector<std::vector<double>> out;
    for (const auto& u : points) {
      auto& r = out.emplace_back();
      for (int n = 0; n <= 40; ++n) {
        const double t = 0.1 * n;
        const double truth = 3 * std::exp(-2 * t) + std::exp(-0.5 * t);
        r.push_back(5 * u[0] * std::exp(-(1 + 4 * u[1]) * t) + 5 * u[2] * std::exp(-u[3] * t) -
                    truth);
      }
    }
    return out;
  };
  const auto fits = least_squares(residuals, spread_points(6, 4, 1), {}, nullptr);
  REQUIRE(fits.size() == 6);
  const auto& best = fits[0];
  CHECK(best.squares < 1e-18);
  CHECK(5 * best.at[0] == doctest::Approx(3).epsilon(1e-6));
  CHECK(1 + 4 * best.at[1] == doctest::Approx(2).epsilon(1e-6));
  CHECK(best.at[3] == doctest::Approx(0.5).epsilon(1e-6));
  for (std::size_t n = 1; n < fits.size(); ++n) CHECK(fits[n].squares >= fits[n - 1].squares);
}

TEST_CASE(
    "least squares holds what is fixed and what a bound holds, and knows what data cannot tell") {
  // straight line: residuals u0 + u1 t - (2 + 0.25 t); u2 plays no part
  const auto residuals = [](const std::vector<Point>& points) {
    std::vector<std::vector<double>> out;
    for (const auto& u : points) {
      auto& r = out.emplace_back();
      for (int t = 0; t < 10; ++t) r.push_back(u[0] + u[1] * t - (2 + 0.25 * t));
    }
    return out;
  };
  LeastSquaresPlan plan;
  auto fit = least_squares(residuals, {{0.5, 0.5, 0.5}}, plan, nullptr)[0];
  CHECK(fit.at[0] == 1);
  // with the intercept held at 1, the slope is 0.25 + Σ t / Σ t²
  CHECK(fit.at[1] == doctest::Approx(0.25 + 45.0 / 285).epsilon(1e-9));
  CHECK(std::isinf(covariance(fit)[2][2]));
  CHECK(covariance(fit)[1][1] == doctest::Approx(10.0 / (10 * 285 - 45 * 45)).epsilon(1e-6));
  plan.fixed = {true, false, false};
  fit = least_squares(residuals, {{0.25, 0.5, 0.5}}, plan, nullptr)[0];
  CHECK(fit.at[0] == 0.25);
  CHECK(fit.at[1] == doctest::Approx(0.25 + 1.75 * 45 / 285).epsilon(1e-9));
}

}  // namespace holon::experiment
