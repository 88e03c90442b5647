// SPDX-License-Identifier: Apache-2.0
//
// The uniforms that draws are made of. Drawn at random, or spread evenly by a sampling plan
// (experiment/sampling_plan.h).
#pragma once

#include <cstdint>
#include <span>

#include "base/random.h"

namespace holon::quantity {

/// Gives every source of randomness and member a number strictly between 0 and 1: a pure function
/// of the two, so that neither threads nor lanes nor ranks change it.
class Uniforms {
 public:
  virtual ~Uniforms() = default;

  /// Of members first, first + 1, … into `out`.
  virtual void fill(base::Stream stream, std::uint64_t first, std::span<double> out) const = 0;
};

/// Independent numbers of the counter-based generator.
class RandomUniforms final : public Uniforms {
 public:
  explicit RandomUniforms(std::uint64_t seed) : seed_(seed) {}

  void fill(base::Stream stream, std::uint64_t first, std::span<double> out) const override {
    for (std::size_t i = 0; i < out.size(); ++i)
      out[i] = base::uniform(seed_, stream, first + i, 0);
  }

 private:
  std::uint64_t seed_;
};

}  // namespace holon::quantity
