// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "base/random.h"
#include "quantity/distribution.h"

namespace holon::engine {
namespace {

struct Spread {
  std::string name;
  std::function<double(double u)> quantile;
};

const std::vector<Spread>& spreads() {
  using quantity::normal_quantile;
  static const std::vector<Spread> all{
      {"constant", [](double) { return 42.5; }},
      {"negative constant", [](double) { return -1.25; }},
      {"zero", [](double u) { return u < 0.5 ? 0.0 : -0.0; }},
      {"around zero", [](double u) { return normal_quantile(u); }},
      {"negative", [](double u) { return -3 - u; }},
      {"wide", [](double u) { return std::exp(20 * normal_quantile(u)); }},
      {"just below powers of two",
       [](double u) { return std::ldexp(1.9999, static_cast<int>(u * 8)); }},
      {"just below negative powers of two",
       [](double u) { return -std::ldexp(1.9999, static_cast<int>(u * 8)); }},
      {"tiny", [](double u) { return 1e-300 * (1 + u); }},
      {"huge", [](double u) { return 1.7e308 * u; }},
      {"two lumps", [](double u) { return u < 0.3 ? -5.0 : 1000 + u; }},
      {"mostly zero", [](double u) { return u < 0.9 ? 0.0 : u; }},
      {"narrow", [](double u) { return 1e6 + u; }},
  };
  return all;
}

std::vector<double> drawn(const Spread& spread, std::size_t count) {
  std::vector<double> out;
  for (std::size_t i = 0; i < count; ++i) {
    out.push_back(spread.quantile(base::uniform(7, base::stream_of(spread.name), i, 0)));
  }
  return out;
}

Statistics statistics_of(const std::vector<double>& values) {
  Histogram histogram;
  histogram.add(values);
  return {moments_of(values), std::move(histogram)};
}

}  // namespace

TEST_CASE("quantiles of every spread are right within the stated error") {
  for (const auto& spread : spreads()) {
    for (const std::size_t count : {1U, 2U, 17U, 20'000U}) {
      auto values = drawn(spread, count);
      const auto statistics = statistics_of(values);
      std::sort(values.begin(), values.end());
      for (const double p : {0.0, 0.001, 0.05, 0.25, 0.5, 0.75, 0.95, 0.999, 1.0}) {
        CAPTURE(spread.name);
        CAPTURE(count);
        CAPTURE(p);
        // the number below which a share p lies is the one of rank p n, counted from 1
        const auto rank = static_cast<std::size_t>(std::ceil(p * static_cast<double>(count)));
        const double exact = values[std::clamp<std::size_t>(rank, 1, count) - 1];
        CHECK(std::abs(statistics.quantile(p) - exact) <= kQuantileError * std::abs(exact));
      }
    }
  }
}

TEST_CASE("quantiles rise with their share and stay between the ends") {
  for (const auto& spread : spreads()) {
    CAPTURE(spread.name);
    const auto statistics = statistics_of(drawn(spread, 3000));
    double last = statistics.min();
    for (int percent = 0; percent <= 100; ++percent) {
      const double value = statistics.quantile(percent / 100.0);
      CHECK(value >= last);
      last = value;
    }
    CHECK(last <= statistics.max());
  }
}

TEST_CASE("moments agree with the sums over all members") {
  for (const auto& spread : spreads()) {
    CAPTURE(spread.name);
    const auto values = drawn(spread, 3001);
    const auto statistics = statistics_of(values);
    long double sum = 0;
    for (const double value : values) sum += value;
    const auto mean = sum / static_cast<long double>(values.size());
    long double squares = 0;
    for (const double value : values) squares += (value - mean) * (value - mean);
    const auto sd =
        static_cast<double>(std::sqrt(squares / static_cast<long double>(values.size() - 1)));
    const double size = std::max(std::abs(statistics.min()), std::abs(statistics.max()));
    CHECK(statistics.count() == values.size());
    CHECK(std::abs(statistics.mean() - static_cast<double>(mean)) <= 1e-12 * size);
    CHECK(statistics.min() == *std::min_element(values.begin(), values.end()));
    CHECK(statistics.max() == *std::max_element(values.begin(), values.end()));
    // squares of the huge ones have no double
    if (size < 1e150 && size > 1e-150) CHECK(std::abs(statistics.sd() - sd) <= 1e-9 * size);
  }
}

TEST_CASE("moments of parts join to the moments of the whole") {
  for (const auto& spread : spreads()) {
    CAPTURE(spread.name);
    const auto values = drawn(spread, 5000);
    const auto whole = moments_of(values);
    Moments joined;
    for (std::size_t at = 0; at < values.size(); at += 700) {
      joined.join(moments_of(
          std::span(values).subspan(at, std::min<std::size_t>(700, values.size() - at))));
    }
    const double size = std::max(std::abs(whole.min), std::abs(whole.max));
    CHECK(joined.count == whole.count);
    CHECK(joined.min == whole.min);
    CHECK(joined.max == whole.max);
    CHECK(std::abs(joined.mean - whole.mean) <= 1e-12 * size);
    if (size < 1e150) CHECK(std::abs(joined.squares - whole.squares) <= 1e-9 * size * size * 5000);
  }
}

TEST_CASE("histograms of parts add up to the histogram of the whole") {
  const auto& spread = spreads()[3];
  const auto values = drawn(spread, 4000);
  Histogram whole;
  whole.add(values);
  Histogram sum;
  for (std::size_t at = 0; at < values.size(); at += 1000) {
    Histogram part;
    part.add(std::span(values).subspan(at, 1000));
    sum.add(part);
  }
  CHECK(sum.count() == whole.count());
  for (int percent = 0; percent <= 100; ++percent)
    CHECK(sum.quantile(percent / 100.0) == whole.quantile(percent / 100.0));
}

TEST_CASE("what is not a finite number is counted and left out") {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const std::vector<double> finite{1, 2, 6};
  for (const auto& values : {std::vector{nan, 1.0, kInfinity, 2.0, -kInfinity, 6.0},
                             std::vector{1.0, 2.0, nan, kInfinity, 6.0, nan}}) {
    const auto statistics = statistics_of(values);
    CHECK(statistics.count() == 3);
    CHECK(statistics.undefined() == 3);
    CHECK(statistics.mean() == doctest::Approx(3));
    CHECK(statistics.sd() == doctest::Approx(statistics_of(finite).sd()));
    CHECK(statistics.min() == 1);
    CHECK(statistics.max() == 6);
  }
  const auto none = statistics_of({nan, nan});
  CHECK(none.count() == 0);
  CHECK(none.undefined() == 2);
  CHECK(std::isnan(none.mean()));
  CHECK(std::isnan(none.quantile(0.5)));
}

}  // namespace holon::engine
