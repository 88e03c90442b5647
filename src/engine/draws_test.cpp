// SPDX-License-Identifier: Apache-2.0
//
// Draws hang on seed, cause, member and step, and on nothing else.
#include <cmath>
#include <numeric>
#include <vector>

#include <doctest/doctest.h>

#include "engine/run.h"
#include "model/draft_test.h"

namespace holon::engine {
namespace {

using model::DraftText;
using Members = std::vector<std::vector<double>>;

Members members_of(DraftText& draft, const std::vector<std::string>& names, Plan plan = {}) {
  const auto model = draft.finish().value();
  std::vector<Output> outputs;
  for (const auto& name : names)
    outputs.push_back({name, model::variable(model.find(name)), false});
  plan.keep_members = true;
  return run(compile(model, outputs), plan, nullptr).members;
}

double correlation(const std::vector<double>& x, const std::vector<double>& y) {
  const auto n = static_cast<double>(x.size());
  const double mx = std::accumulate(x.begin(), x.end(), 0.0) / n;
  const double my = std::accumulate(y.begin(), y.end(), 0.0) / n;
  double xx = 0;
  double xy = 0;
  double yy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    xx += (x[i] - mx) * (x[i] - mx);
    xy += (x[i] - mx) * (y[i] - my);
    yy += (y[i] - my) * (y[i] - my);
  }
  return xy / std::sqrt(xx * yy);
}

quantity::Quantity normal_with(const std::string& cause, double with) {
  auto out = quantity::parse_quantity("10 ± 1").value();
  out.cause = cause;
  out.correlation = with;
  return out;
}

}  // namespace

TEST_CASE("adding variables changes no draw of the others") {
  DraftText small;
  small.time(1, 3).input("x", "0 .. 1").auxiliary("noisy", "x + random normal(0, 1)");
  DraftText large;
  large.time(1, 3)
      .input("first", "5 ± 1")
      .auxiliary("other noise", "random uniform(0, 1)")
      .input("x", "0 .. 1")
      .auxiliary("noisy", "x + random normal(0, 1)")
      .stock("sum", "0", "other noise / 1 [s]");
  CHECK(members_of(small, {"x", "noisy"}) == members_of(large, {"x", "noisy"}));
}

TEST_CASE("draws do not depend on samples, lanes or threads") {
  const auto with = [](const Plan& plan) {
    DraftText draft;
    draft.time(1, 3).input("x", "0 .. 1").auxiliary("noisy", "x + random exponential(2)");
    return members_of(draft, {"noisy"}, plan)[0];
  };
  const auto many = with({5000, 9, 1, 8, {}, true});
  CHECK(with({5000, 9, 4, 64, {}, true}) == many);
  const auto few = with({100, 9, 2, 16, {}, true});
  CHECK(std::equal(few.begin(), few.end(), many.begin()));
  CHECK(with({5000, 10, 1, 8, {}, true}) != many);
}

TEST_CASE("inputs of one cause share their draw and others do not") {
  DraftText draft;
  draft.input("a", normal_with("grid", 1))
      .input("b", normal_with("grid", 1))
      .input("c", normal_with("", 1))
      .input("d", normal_with("", 1));
  const auto members = members_of(draft, {"a", "b", "c", "d"}, {10'000});
  CHECK(members[0] == members[1]);
  // independent ones correlate by chance only, here within four standard deviations
  CHECK(std::abs(correlation(members[0], members[2])) < 4 / std::sqrt(10'000.0));
  CHECK(std::abs(correlation(members[2], members[3])) < 4 / std::sqrt(10'000.0));
}

TEST_CASE("a stated correlation with a cause is what comes out") {
  for (const double stated : {0.0, 0.3, 0.6, 0.9}) {
    DraftText draft;
    draft.input("cause", normal_with("grid", 1)).input("x", normal_with("grid", stated));
    const auto members = members_of(draft, {"cause", "x"}, {10'000});
    CAPTURE(stated);
    const double sd = (1 - stated * stated) / std::sqrt(10'000.0);
    CHECK(std::abs(correlation(members[0], members[1]) - stated) < 4 * sd);
    // and the spread stays as stated: mean 10, one standard deviation 1
    const double mean = std::accumulate(members[1].begin(), members[1].end(), 0.0) / 10'000;
    CHECK(std::abs(mean - 10) < 4 / std::sqrt(10'000.0));
  }
}

TEST_CASE("noises at different steps are independent") {
  DraftText draft;
  draft.time(1, 3).auxiliary("now", "random normal(0, 1)").auxiliary("last", "previous(now, 0)");
  const auto members = members_of(draft, {"now", "last"}, {10'000});
  CHECK(members[0] != members[1]);
  CHECK(std::abs(correlation(members[0], members[1])) < 4 / std::sqrt(10'000.0));
}

TEST_CASE("noises have the mean and the spread of their arguments") {
  DraftText draft;
  draft.time(1, 1)
      .auxiliary("uniform", "random uniform(2, 6)")
      .auxiliary("normal", "random normal(5, 2)")
      .auxiliary("exponential", "random exponential(3)");
  const auto model = draft.finish().value();
  std::vector<Output> outputs;
  for (std::size_t id = 0; id < 3; ++id) outputs.push_back({"", model::variable(id), false});
  const auto found = run(compile(model, outputs), {10'000}, nullptr).outputs;
  const auto near = [&](std::size_t i, double mean, double sd) {
    CHECK(std::abs(found[i][0].mean() - mean) < 4 * sd / std::sqrt(10'000.0));
    CHECK(found[i][0].sd() == doctest::Approx(sd).epsilon(0.05));
  };
  near(0, 4, 4 / std::sqrt(12.0));
  near(1, 5, 2);
  near(2, 3, 3);
  CHECK(found[0][0].min() > 2);
  CHECK(found[0][0].max() < 6);
  CHECK(found[2][0].min() > 0);
}

TEST_CASE("the error of an estimated mean falls with the root of the samples") {
  // mean square error over 50 seeds, at n and at 16 n: four times smaller errors
  const auto mean_square_error = [](std::uint64_t samples) {
    DraftText draft;
    draft.input("x", "0 .. 1");
    const auto model = draft.finish().value();
    const auto program = compile(model, {{"x", model::variable(0), false}});
    double sum = 0;
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
      const double error = run(program, {samples, seed, 1}, nullptr).outputs[0][0].mean() - 0.5;
      sum += error * error;
    }
    return sum / 50;
  };
  // a mean square of 50 errors is itself off by a fifth; the ratio of two within a factor of 2.4
  const double ratio = mean_square_error(256) / mean_square_error(4096);
  CHECK(ratio > 16 / 2.4);
  CHECK(ratio < 16 * 2.4);
}

}  // namespace holon::engine
