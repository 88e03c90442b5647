// SPDX-License-Identifier: Apache-2.0
#include "quantity/sampler.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace holon::quantity {
namespace {

constexpr std::uint64_t kMembers = 10'000;

Quantity spread(Shape shape, std::optional<double> min = {}, std::optional<double> max = {}) {
  Quantity out;
  out.distribution = {std::move(shape), min, max};
  return out;
}

std::vector<double> drawn(const Quantity& quantity, const std::string& path = "x") {
  std::vector<double> out(kMembers);
  Sampler(quantity, path).fill(RandomUniforms(1), 0, out);
  return out;
}

double mean_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

double sd_of(const std::vector<double>& values) {
  const double mean = mean_of(values);
  double sum = 0;
  for (const double value : values) sum += (value - mean) * (value - mean);
  return std::sqrt(sum / static_cast<double>(values.size() - 1));
}

std::shared_ptr<const Distribution> shared(Shape shape) {
  return std::make_shared<const Distribution>(Distribution{std::move(shape), {}, {}});
}

struct Known {
  std::string name;
  Shape shape;
  double mean;
  double sd;
};

std::vector<Known> known_shapes() {
  const double s = std::log(1.3);
  return {{"normal", Normal{5, 2}, 5, 2},
          {"lognormal", Lognormal{4, 1.3}, 4 * std::exp(s * s / 2),
           4 * std::exp(s * s / 2) * std::sqrt(std::exp(s * s) - 1)},
          {"uniform", Uniform{-3, 6}, 1.5, 9 / std::sqrt(12.0)},
          {"triangular", Triangular{1, 2, 6}, 3, std::sqrt(7.0 / 6)},
          {"beta", Beta{2, 5, 0, 7}, 2, 7 * std::sqrt(10.0 / (49 * 8))},
          {"samples", Samples{{1, 2, 3, 6}, ""}, 3, std::sqrt(3.5)}};
}

}  // namespace

TEST_CASE("draws have the mean and the spread of their shape") {
  for (const auto& known : known_shapes()) {
    CAPTURE(known.name);
    const auto values = drawn(spread(known.shape));
    CHECK(std::abs(mean_of(values) - known.mean) < 4 * known.sd / std::sqrt(kMembers));
    CHECK(sd_of(values) == doctest::Approx(known.sd).epsilon(0.05));
    CHECK(mean(spread(known.shape).distribution) == doctest::Approx(known.mean).epsilon(0.002));
  }
}

TEST_CASE("a cut spread is never drawn outside its cut") {
  for (const auto& known : known_shapes()) {
    const double low = known.mean - 0.4 * known.sd;
    const double high = known.mean + 0.7 * known.sd;
    CAPTURE(known.name);
    for (const double value : drawn(spread(known.shape, low, {}))) CHECK(value >= low);
    for (const double value : drawn(spread(known.shape, {}, high))) CHECK(value <= high);
    if (known.name == "samples") continue;
    for (const double value : drawn(spread(known.shape, low, high))) {
      CHECK(value >= low);
      CHECK(value <= high);
    }
  }
  // far out in the tail, where rounding is worst
  for (const double value : drawn(spread(Normal{0, 1}, 5.5, 5.6))) {
    CHECK(value >= 5.5);
    CHECK(value <= 5.6);
  }
}

TEST_CASE("a beta of any shape has quantiles that are in its range and rise") {
  for (const double a : {1e-3, 0.1, 0.7, 1.0, 8.9, 1e3, 1e6}) {
    for (const double b : {1e-3, 0.1, 0.7, 1.0, 8.9, 1e3, 1e6}) {
      CAPTURE(a);
      CAPTURE(b);
      double last = 0;
      for (const double u : {1e-18, 1e-9, 0.01, 0.3, 0.5, 0.8, 0.99, 1 - 1e-12}) {
        const double value = quantile(Beta{a, b, 0, 1}, u);
        CHECK(value >= last);
        CHECK(value <= 1);
        last = value;
      }
    }
  }
}

TEST_CASE("samples that lie on a cut stay in") {
  const auto values = drawn(spread(Samples{{1, 2, 3}, ""}, 2.0, 3.0));
  CHECK(std::count(values.begin(), values.end(), 2.0) > 4000);
  CHECK(std::count(values.begin(), values.end(), 3.0) > 4000);
  CHECK(std::count(values.begin(), values.end(), 1.0) == 0);
}

TEST_CASE("rival models are drawn by their weights") {
  Choice choice{{{"act", 1, shared(Constant{100})}, {"boavizta", 3, shared(Uniform{200, 300})}}};
  const auto values = drawn(spread(choice));
  const auto first = static_cast<double>(std::count(values.begin(), values.end(), 100.0));
  CHECK(std::abs(first / kMembers - 0.25) < 4 * std::sqrt(0.25 * 0.75 / kMembers));
  CHECK(mean(spread(choice).distribution) == doctest::Approx(0.25 * 100 + 0.75 * 250));
}

TEST_CASE("the same rivals are one choice wherever they compete") {
  const Choice here{{{"act", 1, shared(Constant{1})}, {"boavizta", 1, shared(Constant{2})}}};
  const Choice there{{{"boavizta", 1, shared(Constant{20})}, {"act", 1, shared(Constant{10})}}};
  const Choice other{{{"act", 1, shared(Constant{1})}, {"dell", 1, shared(Constant{2})}}};
  const auto a = drawn(spread(here), "a100");
  const auto b = drawn(spread(there), "h100");
  const auto c = drawn(spread(other), "a100");
  for (std::size_t i = 0; i < a.size(); ++i) CHECK(b[i] == 10 * a[i]);
  CHECK(a != c);
}

TEST_CASE("a draw is a function of seed, path and member") {
  const auto quantity = spread(Normal{5, 2});
  CHECK(drawn(quantity, "x") == drawn(quantity, "x"));
  CHECK(drawn(quantity, "x") != drawn(quantity, "y"));
  const Sampler sampler(quantity, "x");
  const auto values = drawn(quantity, "x");
  for (std::uint64_t member = 0; member < 100; ++member)
    CHECK(sampler.draw(1, member) == values[member]);
  CHECK(sampler.draw(2, 0) != values[0]);
}

TEST_CASE("a quantity names what it hangs on") {
  CHECK(sources_of(constant(3, "kWh"), "x").empty());
  auto quantity = spread(Normal{5, 2});
  auto sources = sources_of(quantity, "x");
  REQUIRE(sources.size() == 1);
  CHECK(sources[0].name == "x");
  CHECK(sources[0].stream == base::stream_of("value/x"));
  quantity.cause = "grid of FR";
  quantity.correlation = 0.5;
  sources = sources_of(quantity, "x");
  REQUIRE(sources.size() == 2);
  CHECK(sources[0].name == "grid of FR");
  CHECK(sources[1].name == "x");
  const Choice rivals{{{"dell", 1, shared(Constant{1})}, {"act", 1, shared(Constant{2})}}};
  sources = sources_of(spread(rivals), "x");
  REQUIRE(sources.size() == 1);
  CHECK(sources[0].name == "act or dell");
}

TEST_CASE("the unit's scale is in the draw") {
  auto quantity = constant(3, "kWh");
  CHECK(Sampler(quantity, "x").is_constant());
  CHECK(Sampler(quantity, "x").draw(1, 7) == 3 * 3.6e6);
}

TEST_CASE("probabilities are the inverse of quantiles") {
  for (const auto& known : known_shapes()) {
    if (known.name == "samples") continue;
    CAPTURE(known.name);
    for (const double u : {0.001, 0.1, 0.5, 0.77, 0.999}) {
      CHECK(probability_below(known.shape, quantile(known.shape, u)) ==
            doctest::Approx(u).epsilon(1e-9));
    }
  }
  CHECK(probability_below(Constant{5}, 4) == 0);
  CHECK(probability_below(Constant{5}, 5) == 1);
  CHECK(normal_probability(normal_quantile(0.975)) == doctest::Approx(0.975).epsilon(1e-14));
  CHECK(normal_quantile(0.975) == doctest::Approx(1.959963984540054).epsilon(1e-14));
  CHECK(normal_quantile(1e-12) == doctest::Approx(-7.034483825301131).epsilon(1e-13));
  CHECK(probability_negative(spread(Normal{1, 1}).distribution) ==
        doctest::Approx(normal_probability(-1)));
  CHECK(probability_negative(spread(Normal{1, 1}, 0.0).distribution) == 0);
  CHECK(probability_negative(spread(Uniform{0, 1}).distribution) < 1e-300);
}

}  // namespace holon::quantity
