// SPDX-License-Identifier: Apache-2.0
#include "findings/futures.h"

#include <algorithm>
#include <cmath>

#include "quantity/sampler.h"

namespace holon::findings {
namespace {

double quantile(const std::vector<double>& sorted, double share) {
  const double at = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const auto above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (at - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

}  // namespace

model::Model in_future(const model::Model& model, std::uint64_t seed, std::uint64_t member) {
  auto out = model;
  for (auto& variable : out.variables) {
    if (variable.role != model::Role::input) continue;
    const quantity::Sampler sampler(variable.quantity, variable.name);
    if (sampler.is_constant()) continue;
    const double value = sampler.draw(seed, member) / variable.quantity.unit.scale;
    variable.quantity.distribution = {quantity::Constant{value}, {}, {}};
  }
  return out;
}

Summary summary_of(std::vector<double> values) {
  std::erase_if(values, [](double value) { return !std::isfinite(value); });
  Summary out;
  if (values.empty()) return out;
  std::sort(values.begin(), values.end());
  const auto count = static_cast<double>(values.size());
  for (const double value : values) out.mean += value / count;
  for (const double value : values) out.sd += (value - out.mean) * (value - out.mean);
  out.sd = values.size() > 1 ? std::sqrt(out.sd / (count - 1)) : 0;
  out.p05 = quantile(values, 0.05);
  out.p50 = quantile(values, 0.50);
  out.p95 = quantile(values, 0.95);
  return out;
}

}  // namespace holon::findings
