// SPDX-License-Identifier: Apache-2.0
#include "findings/shapley.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>

#include "base/error.h"
#include "base/random.h"

namespace holon::findings {
namespace {

// |S|! (n - |S| - 1)! / n! by |S|: 1 / (n × choose(n - 1, |S|))
std::vector<double> weights_of(std::size_t factors) {
  std::vector<double> out(factors);
  double choose = 1;
  for (std::size_t size = 0; size < factors; ++size) {
    out[size] = 1 / (static_cast<double>(factors) * choose);
    choose *= static_cast<double>(factors - 1 - size) / static_cast<double>(size + 1);
  }
  return out;
}

std::vector<std::size_t> shuffled(std::size_t factors, std::uint64_t seed, std::uint64_t order) {
  std::vector<std::size_t> out(factors);
  std::iota(out.begin(), out.end(), std::size_t{0});
  const auto stream = base::stream_of("why-different.order");
  for (std::size_t i = factors; i > 1; --i) {
    const double u = base::uniform(seed, stream, order, static_cast<std::uint32_t>(i));
    std::swap(out[i - 1], out[static_cast<std::size_t>(u * static_cast<double>(i))]);
  }
  return out;
}

// the sets on the way of an order, the empty one first
std::vector<std::vector<bool>> sets_along(const std::vector<std::size_t>& order) {
  std::vector<std::vector<bool>> out{std::vector<bool>(order.size(), false)};
  for (const auto factor : order) {
    out.push_back(out.back());
    out.back()[factor] = true;
  }
  return out;
}

void add_changes(const std::vector<std::size_t>& order, std::span<const double> values,
                 std::vector<double>& parts) {
  for (std::size_t i = 0; i < order.size(); ++i) parts[order[i]] += (values[i + 1] - values[i]) / 2;
}

}  // namespace

std::vector<double> shapley_parts(std::size_t factors, std::span<const double> values) {
  base::check(factors <= kMostExactFactors && values.size() == std::size_t{1} << factors,
              "there is a value for each set of factors");
  const auto weights = weights_of(factors);
  std::vector<double> parts(factors, 0.0);
  for (std::size_t set = 0; set < values.size(); ++set) {
    const auto size = static_cast<std::size_t>(std::popcount(set));
    for (std::size_t i = 0; i < factors; ++i) {
      const std::size_t with = set | std::size_t{1} << i;
      if (with != set) parts[i] += weights[size] * (values[with] - values[set]);
    }
  }
  return parts;
}

SampledParts sampled_shapley_parts(std::size_t factors, std::size_t pairs, std::uint64_t seed,
                                   const SetValues& values) {
  SampledParts out{std::vector<double>(factors, 0.0), std::vector<double>(factors, 0.0)};
  std::vector<double> squares(factors, 0.0);
  const auto n = static_cast<double>(pairs);
  for (std::size_t pair = 0; pair < pairs; ++pair) {
    const auto order = shuffled(factors, seed, pair);
    const std::vector<std::size_t> reverse(order.rbegin(), order.rend());
    std::vector<double> parts(factors, 0.0);
    for (const auto& one : {order, reverse}) add_changes(one, values(sets_along(one)), parts);
    for (std::size_t i = 0; i < factors; ++i) {
      out.parts[i] += parts[i] / n;
      squares[i] += parts[i] * parts[i] / n;
    }
  }
  for (std::size_t i = 0; i < factors; ++i) {
    const double variance = std::max(0.0, squares[i] - out.parts[i] * out.parts[i]);
    out.errors[i] = std::sqrt(variance / std::max(1.0, n - 1));
  }
  return out;
}

}  // namespace holon::findings
