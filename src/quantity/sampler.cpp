// SPDX-License-Identifier: Apache-2.0
#include "quantity/sampler.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

namespace holon::quantity {
namespace {

// rival models are one cause wherever the same names compete
std::string choice_identity(const Choice& choice) {
  std::vector<std::string> names;
  for (const auto& rival : choice.rivals) names.push_back(rival.name);
  std::sort(names.begin(), names.end());
  std::string out = "choice";
  for (const auto& name : names) out += "/" + name;
  return out;
}

}  // namespace

Sampler::Sampler(const Quantity& quantity, std::string_view path)
    : scale_(quantity.unit.scale), correlation_(quantity.cause.empty() ? 1 : quantity.correlation) {
  stream_ = base::stream_of(quantity.cause.empty() ? "value/" + std::string(path)
                                                   : "cause/" + quantity.cause);
  own_stream_ = base::stream_of("value/" + std::string(path));
  const auto* choice = std::get_if<Choice>(&quantity.distribution.shape);
  if (choice == nullptr) {
    add_branch(quantity.distribution, quantity.distribution, 1);
    return;
  }
  choice_stream_ = base::stream_of(choice_identity(*choice));
  // in the order of names, so that one draw means the same model in every choice of these names
  auto rivals = choice->rivals;
  std::sort(rivals.begin(), rivals.end(),
            [](const Rival& a, const Rival& b) { return a.name < b.name; });
  double total = 0;
  for (const auto& rival : rivals) total += rival.weight;
  double up_to = 0;
  for (const auto& rival : rivals) {
    up_to += rival.weight / total;
    add_branch(*rival.distribution, quantity.distribution, up_to);
  }
}

void Sampler::add_branch(const Distribution& distribution, const Distribution& whole,
                         double up_to) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  Branch branch{distribution.shape, 0, 1, up_to, -kInfinity, kInfinity};
  for (const auto* cut : {&distribution, &whole}) {
    if (cut->min) {
      // a sample that lies on the cut stays
      const double below = std::nextafter(*cut->min, -kInfinity);
      branch.from = std::max(branch.from, probability_below(branch.shape, below));
      branch.min = std::max(branch.min, *cut->min);
    }
    if (cut->max) {
      branch.to = std::min(branch.to, probability_below(branch.shape, *cut->max));
      branch.max = std::min(branch.max, *cut->max);
    }
  }
  branches_.push_back(std::move(branch));
}

bool Sampler::is_constant() const {
  return branches_.size() == 1 && std::holds_alternative<Constant>(branches_[0].shape);
}

double Sampler::own_uniform(std::uint64_t seed, std::uint64_t member) const {
  const double u = base::uniform(seed, stream_, member, 0);
  if (correlation_ == 1) return u;
  const double z = correlation_ * normal_quantile(u) +
                   std::sqrt(1 - correlation_ * correlation_) *
                       normal_quantile(base::uniform(seed, own_stream_, member, 0));
  // far out the probability rounds to 0 or 1, where a quantile has no end
  return std::clamp(normal_probability(z), 0x1p-54, 1 - 0x1p-53);
}

double Sampler::draw(std::uint64_t seed, std::uint64_t member) const {
  if (is_constant()) return std::get<Constant>(branches_[0].shape).value * scale_;
  const Branch* branch = &branches_[0];
  if (branches_.size() > 1) {
    const double which = base::uniform(seed, choice_stream_, member, 0);
    while (which > branch->up_to && branch != &branches_.back()) ++branch;
  }
  const double u = own_uniform(seed, member);
  const double value = quantile(branch->shape, branch->from + (branch->to - branch->from) * u);
  // the cut's place among the quantiles is rounded
  return std::max(branch->min, std::min(value, branch->max)) * scale_;
}

void Sampler::fill(std::uint64_t seed, std::uint64_t first, std::span<double> out) const {
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = draw(seed, first + i);
}

}  // namespace holon::quantity
