// SPDX-License-Identifier: Apache-2.0
#include "experiment/sampling_plan.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <doctest/doctest.h>

#include "engine/run.h"
#include "experiment/sobol_points.h"
#include "model/draft_test.h"

namespace holon::experiment {
namespace {

std::vector<base::Stream> streams(std::size_t count) {
  std::vector<base::Stream> out;
  for (std::size_t i = 0; i < count; ++i) out.push_back(base::stream_of(fmt::format("x{}", i)));
  return out;
}

std::vector<double> column(const quantity::Uniforms& uniforms, base::Stream stream,
                           std::size_t members) {
  std::vector<double> out(members);
  uniforms.fill(stream, 0, out);
  return out;
}

// how many of the members fall in each of `cells` slices
std::vector<int> counts(const std::vector<double>& values, std::size_t cells) {
  std::vector<int> out(cells);
  for (const double u : values) {
    REQUIRE(u > 0);
    REQUIRE(u < 1);
    ++out[static_cast<std::size_t>(u * static_cast<double>(cells))];
  }
  return out;
}

double product_mean(SamplingPlan plan, std::uint64_t seed, std::size_t members) {
  const auto dims = streams(5);
  const auto uniforms = uniforms_of(plan, seed, members, dims);
  std::vector<double> product(members, 1);
  for (const auto stream : dims) {
    const auto u = column(*uniforms, stream, members);
    for (std::size_t i = 0; i < members; ++i) product[i] *= 1 + (u[i] - 0.5);
  }
  double sum = 0;
  for (const double value : product) sum += value;
  return sum / static_cast<double>(members);
}

// root mean square error of the mean of Π (1 + (u - 1/2)), which is 1, over 32 seeds
double error_of(SamplingPlan plan, std::size_t members) {
  double squares = 0;
  for (std::uint64_t seed = 1; seed <= 32; ++seed)
    squares += std::pow(product_mean(plan, seed, members) - 1, 2);
  return std::sqrt(squares / 32);
}

}  // namespace

TEST_CASE("direction numbers are Joe and Kuo's") {
  // the first points of dimension 3 of new-joe-kuo-6: polynomial x^2 + x + 1, m = 1, 3
  const auto v = direction_numbers(2);
  CHECK(v[0] == 0x80000000U);
  CHECK(v[1] == 0xC0000000U);
  CHECK(v[2] == 0x60000000U);
  CHECK(v[3] == 0x90000000U);
  CHECK(direction_numbers(0)[4] == 1U << 27U);
  // every dimension's leading digits make a one-dimensional net: unit upper triangular
  for (std::uint32_t d = 0; d < kSobolDimensions; d += 61) {
    const auto numbers = direction_numbers(d);
    for (int j = 0; j < kSobolBits; ++j) {
      const auto number = numbers[static_cast<std::size_t>(j)];
      CHECK((number >> (kSobolBits - 1 - j) & 1U) == 1U);
      if (j < kSobolBits - 1) CHECK((number << (j + 1)) == 0U);
    }
  }
}

TEST_CASE("a Latin hypercube has one member in every slice of every factor") {
  const auto dims = streams(3);
  for (const std::size_t members : {1U, 2U, 7U, 100U, 1000U, 4096U}) {
    const auto uniforms = uniforms_of(SamplingPlan::latin, 5, members, dims);
    for (const auto stream : dims) {
      for (const int in_slice : counts(column(*uniforms, stream, members), members))
        CHECK(in_slice == 1);
    }
  }
}

TEST_CASE("scrambled Sobol' points are nets in one and in two dimensions") {
  constexpr std::size_t kMembers = 1024;
  const auto dims = streams(1500);
  const auto uniforms = uniforms_of(SamplingPlan::sobol, 3, kMembers, dims);
  for (std::size_t d = 0; d < dims.size(); d += 37) {
    for (const int in_slice : counts(column(*uniforms, dims[d], kMembers), kMembers))
      CHECK(in_slice == 1);
  }
  // the first two dimensions are a (0, 10, 2)-net: every dyadic box holds its share
  const auto x = column(*uniforms, dims[0], kMembers);
  const auto y = column(*uniforms, dims[1], kMembers);
  for (std::size_t bits = 0; bits <= 10; ++bits) {
    const std::size_t columns = 1U << bits;
    const std::size_t rows = kMembers / columns;
    std::set<std::size_t> boxes;
    for (std::size_t i = 0; i < kMembers; ++i) {
      boxes.insert(static_cast<std::size_t>(x[i] * static_cast<double>(columns)) * rows +
                   static_cast<std::size_t>(y[i] * static_cast<double>(rows)));
    }
    CHECK(boxes.size() == kMembers);
  }
}

TEST_CASE("plans are pure functions of seed, factor and member") {
  const auto dims = streams(4);
  for (const auto plan : {SamplingPlan::random, SamplingPlan::latin, SamplingPlan::sobol}) {
    const auto uniforms = uniforms_of(plan, 9, 1000, dims);
    const auto whole = column(*uniforms, dims[2], 1000);
    std::vector<double> part(7);
    uniforms->fill(dims[2], 500, part);
    CHECK(std::equal(part.begin(), part.end(), whole.begin() + 500));
    CHECK(column(*uniforms_of(plan, 9, 1000, dims), dims[2], 1000) == whole);
    CHECK(column(*uniforms_of(plan, 10, 1000, dims), dims[2], 1000) != whole);
    // a stream that is no factor is random
    const auto other = base::stream_of("other");
    CHECK(column(*uniforms, other, 100) == column(quantity::RandomUniforms(9), other, 100));
  }
}

TEST_CASE("evenly spread members estimate a mean better") {
  // variance of the product of five is (13/12)^5 - 1 = 0.492: random error 0.0219 for 1024
  const double random = error_of(SamplingPlan::random, 1024);
  CHECK(random > 0.7 * 0.0219);
  CHECK(random < 1.3 * 0.0219);
  // a Latin hypercube is left with the interactions, 1 - (5/12)/0.492 = 15 % of the variance
  CHECK(error_of(SamplingPlan::latin, 1024) < 0.5 * random);
  CHECK(error_of(SamplingPlan::sobol, 1024) < 0.05 * random);
  // a thousand more factors in front change nothing but the place among the dimensions
  const auto dims = streams(1000);
  const auto uniforms = uniforms_of(SamplingPlan::sobol, 2, 4096, dims);
  double sum = 0;
  const auto a = column(*uniforms, dims[998], 4096);
  const auto b = column(*uniforms, dims[999], 4096);
  for (std::size_t i = 0; i < 4096; ++i) sum += a[i] * b[i];
  CHECK(std::abs(sum / 4096 - 0.25) < 0.003);
}

TEST_CASE("an ensemble drawn by a plan is the same for any lanes and threads") {
  model::DraftText draft;
  draft.input("a", "0 .. 1").input("b", "2 ± 1").auxiliary("y", "a * b");
  const auto model = draft.finish().value();
  const auto factors = factors_of(model);
  REQUIRE(factors.size() == 2);
  CHECK(factors[0].name == "a");
  const auto program = engine::compile(model, {{"y", model::variable(model.find("y")), false, 1}});
  CHECK(factors_of(model, program).size() == 2);
  engine::Plan plan;
  plan.samples = 3000;
  plan.keep_members = true;
  plan.draws = std::make_shared<engine::DrawnByUniforms>(
      uniforms_of(SamplingPlan::sobol, 1, plan.samples, factors));
  const auto base = engine::run(program, plan, nullptr);
  // E(a b) = 1; the random error would be 0.012
  CHECK(std::abs(base.outputs[0][0].mean() - 1) < 0.001);
  for (const int lanes : {8, 64}) {
    plan.lanes = lanes;
    plan.threads = 2;
    CHECK(engine::run(program, plan, nullptr).members == base.members);
  }
}

}  // namespace holon::experiment
