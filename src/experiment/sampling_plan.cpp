// SPDX-License-Identifier: Apache-2.0
#include "experiment/sampling_plan.h"

#include <unordered_map>
#include <unordered_set>

#include "experiment/sobol_points.h"

namespace holon::experiment {
namespace {

/// Draws that belong to the plan itself, not to the model.
std::uint64_t word_of(std::uint64_t seed, base::Stream stream, std::uint32_t number) {
  constexpr std::uint64_t kPlan = 0x9E3779B97F4A7C15ULL;
  return static_cast<std::uint64_t>(base::uniform(seed ^ kPlan, stream, number, 1) * 0x1p53);
}

/// A shuffle of [0, count) that can be asked for one member: rounds of a Feistel network over the
/// next even power of two, walked until it falls inside.
class Permutation {
 public:
  Permutation(std::uint64_t seed, base::Stream stream, std::uint64_t count) : count_(count) {
    while ((1ULL << (2 * half_bits_)) < count) ++half_bits_;
    for (std::uint32_t i = 0; i < kRounds; ++i) keys_[i] = word_of(seed, stream, i);
  }

  [[nodiscard]] std::uint64_t operator()(std::uint64_t value) const {
    do value = once(value);
    while (value >= count_);
    return value;
  }

 private:
  static constexpr std::uint32_t kRounds = 6;

  [[nodiscard]] std::uint64_t once(std::uint64_t value) const {
    const std::uint64_t mask = (1ULL << half_bits_) - 1;
    std::uint64_t left = value >> half_bits_;
    std::uint64_t right = value & mask;
    for (const auto key : keys_) {
      std::uint64_t mixed = (right ^ key) * 0xBF58476D1CE4E5B9ULL;
      mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBULL;
      const std::uint64_t next = left ^ ((mixed >> 32U) & mask);
      left = right;
      right = next;
    }
    return (left << half_bits_) | right;
  }

  std::uint64_t count_;
  unsigned half_bits_ = 1;
  std::uint64_t keys_[kRounds] = {};
};

class LatinHypercube final : public quantity::Uniforms {
 public:
  LatinHypercube(std::uint64_t seed, std::uint64_t members, std::span<const base::Stream> factors)
      : random_(seed), members_(members) {
    for (const auto stream : factors)
      order_.try_emplace(stream, Permutation(seed, stream, members));
  }

  void fill(base::Stream stream, std::uint64_t first, std::span<double> out) const override {
    random_.fill(stream, first, out);
    const auto order = order_.find(stream);
    if (order == order_.end()) return;
    const auto count = static_cast<double>(members_);
    for (std::size_t i = 0; i < out.size(); ++i) {
      // lanes beyond the last member are not looked at
      const auto place = first + i < members_ ? order->second(first + i) : 0;
      const double u = (static_cast<double>(place) + out[i]) / count;
      out[i] = u < 1 ? u : 1 - 0x1p-53;
    }
  }

 private:
  quantity::RandomUniforms random_;
  std::uint64_t members_;
  std::unordered_map<base::Stream, Permutation> order_;
};

class SobolUniforms final : public quantity::Uniforms {
 public:
  SobolUniforms(std::uint64_t seed, std::span<const base::Stream> factors) : random_(seed) {
    std::uint32_t dimension = 0;
    for (const auto stream : factors) {
      if (dimension == kSobolDimensions) break;
      std::uint32_t number = 0;
      const auto is_new =
          digits_.try_emplace(stream, dimension, [&] { return word_of(seed, stream, number++); })
              .second;
      if (is_new) ++dimension;
    }
  }

  void fill(base::Stream stream, std::uint64_t first, std::span<double> out) const override {
    const auto digits = digits_.find(stream);
    if (digits == digits_.end()) return random_.fill(stream, first, out);
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = digits->second.at(first + i);
  }

 private:
  quantity::RandomUniforms random_;
  std::unordered_map<base::Stream, ScrambledDimension> digits_;
};

}  // namespace

std::vector<Factor> factors_of(const model::Model& model) {
  std::vector<Factor> out;
  std::unordered_set<base::Stream> known;
  for (const auto& variable : model.variables) {
    if (variable.role != model::Role::input) continue;
    for (auto& source : quantity::sources_of(variable.quantity, variable.name)) {
      if (known.insert(source.stream).second) out.push_back(std::move(source));
    }
  }
  return out;
}

std::vector<Factor> factors_of(const model::Model& model, const engine::Program& program) {
  std::unordered_set<base::Stream> drawn;
  for (const auto& draw : program.draws) {
    const auto& input = model[draw.input];
    for (const auto& source : quantity::sources_of(input.quantity, input.name))
      drawn.insert(source.stream);
  }
  auto out = factors_of(model);
  std::erase_if(out, [&](const Factor& factor) { return !drawn.contains(factor.stream); });
  return out;
}

std::optional<SamplingPlan> parse_sampling_plan(std::string_view word) {
  if (word == "random") return SamplingPlan::random;
  if (word == "latin") return SamplingPlan::latin;
  if (word == "sobol") return SamplingPlan::sobol;
  return std::nullopt;
}

std::shared_ptr<const quantity::Uniforms> uniforms_of(SamplingPlan plan, std::uint64_t seed,
                                                      std::uint64_t members,
                                                      std::span<const base::Stream> factors) {
  if (plan == SamplingPlan::latin) return std::make_shared<LatinHypercube>(seed, members, factors);
  if (plan == SamplingPlan::sobol) return std::make_shared<SobolUniforms>(seed, factors);
  return std::make_shared<quantity::RandomUniforms>(seed);
}

std::shared_ptr<const quantity::Uniforms> uniforms_of(SamplingPlan plan, std::uint64_t seed,
                                                      std::uint64_t members,
                                                      const std::vector<Factor>& factors) {
  std::vector<base::Stream> streams;
  for (const auto& factor : factors) streams.push_back(factor.stream);
  return uniforms_of(plan, seed, members, streams);
}

}  // namespace holon::experiment
