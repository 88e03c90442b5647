// SPDX-License-Identifier: Apache-2.0
#include "quantity/sampler.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>

namespace holon::quantity {
namespace {

/// Members drawn at a time.
constexpr std::size_t kChunk = 128;

std::vector<std::string> names_of(const Choice& choice) {
  std::vector<std::string> names;
  for (const auto& rival : choice.rivals) names.push_back(rival.name);
  std::sort(names.begin(), names.end());
  return names;
}

// rival models are one cause wherever the same names compete
std::string choice_identity(const Choice& choice) {
  std::string out = "choice";
  for (const auto& name : names_of(choice)) out += "/" + name;
  return out;
}

base::Stream value_stream(const Quantity& quantity, std::string_view path) {
  return base::stream_of(quantity.cause.empty() ? "value/" + std::string(path)
                                                : "cause/" + quantity.cause);
}

base::Stream own_stream(std::string_view path) {
  return base::stream_of("value/" + std::string(path));
}

bool is_spread(const Distribution& distribution) {
  const auto* choice = std::get_if<Choice>(&distribution.shape);
  if (choice == nullptr) return !is_constant(distribution);
  return std::any_of(choice->rivals.begin(), choice->rivals.end(),
                     [](const Rival& rival) { return !is_constant(*rival.distribution); });
}

}  // namespace

std::vector<Source> sources_of(const Quantity& quantity, std::string_view path) {
  std::vector<Source> out;
  if (const auto* choice = std::get_if<Choice>(&quantity.distribution.shape)) {
    std::string name;
    for (const auto& rival : names_of(*choice)) name += (name.empty() ? "" : " or ") + rival;
    if (choice->rivals.size() > 1) out.push_back({base::stream_of(choice_identity(*choice)), name});
  }
  if (!is_spread(quantity.distribution)) return out;
  out.push_back(
      {value_stream(quantity, path), quantity.cause.empty() ? std::string(path) : quantity.cause});
  if (!quantity.cause.empty() && quantity.correlation != 1)
    out.push_back({own_stream(path), std::string(path)});
  return out;
}

Sampler::Sampler(const Quantity& quantity, std::string_view path)
    : scale_(quantity.unit.scale), correlation_(quantity.cause.empty() ? 1 : quantity.correlation) {
  stream_ = value_stream(quantity, path);
  own_stream_ = own_stream(path);
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

double Sampler::value(const Branch& branch, double u) const {
  const double inside = quantile(branch.shape, branch.from + (branch.to - branch.from) * u);
  // the cut's place among the quantiles is rounded
  return std::max(branch.min, std::min(inside, branch.max)) * scale_;
}

void Sampler::correlate(const Uniforms& uniforms, std::uint64_t first, std::span<double> u) const {
  std::array<double, kChunk> own{};
  uniforms.fill(own_stream_, first, {own.data(), u.size()});
  for (std::size_t i = 0; i < u.size(); ++i) {
    const double z = correlation_ * normal_quantile(u[i]) +
                     std::sqrt(1 - correlation_ * correlation_) * normal_quantile(own[i]);
    // far out the probability rounds to 0 or 1, where a quantile has no end
    u[i] = std::clamp(normal_probability(z), 0x1p-54, 1 - 0x1p-53);
  }
}

double Sampler::draw(std::uint64_t seed, std::uint64_t member) const {
  double out = 0;
  fill(RandomUniforms(seed), member, {&out, 1});
  return out;
}

void Sampler::fill(const Uniforms& uniforms, std::uint64_t first, std::span<double> out) const {
  if (is_constant()) {
    std::fill(out.begin(), out.end(), std::get<Constant>(branches_[0].shape).value * scale_);
    return;
  }
  std::array<double, kChunk> which{};
  for (std::size_t at = 0; at < out.size(); at += kChunk) {
    const auto part = out.subspan(at, std::min(kChunk, out.size() - at));
    if (branches_.size() > 1)
      uniforms.fill(choice_stream_, first + at, {which.data(), part.size()});
    uniforms.fill(stream_, first + at, part);
    if (correlation_ != 1) correlate(uniforms, first + at, part);
    for (std::size_t i = 0; i < part.size(); ++i) {
      const Branch* branch = &branches_[0];
      while (which[i] > branch->up_to && branch != &branches_.back()) ++branch;
      part[i] = value(*branch, part[i]);
    }
  }
}

}  // namespace holon::quantity
