// SPDX-License-Identifier: Apache-2.0
//
// What the members of an ensemble draw: at random, by a sampling plan, or as an experiment says.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "engine/program.h"
#include "quantity/uniforms.h"

namespace holon::engine {

/// Gives every input of every member its value: pure functions of the member, called from several
/// threads. Lanes beyond the last member ask as well.
class Draws {
 public:
  virtual ~Draws() = default;

  /// Values of members first, first + 1, … [base units].
  virtual void fill(const DrawSlot& draw, std::uint64_t first, std::span<double> out) const = 0;

  /// The member whose noise (a new draw at every step) this one hears.
  [[nodiscard]] virtual std::uint64_t noise_member(std::uint64_t member) const { return member; }
};

/// Each input by its own distribution, from uniforms.
class DrawnByUniforms final : public Draws {
 public:
  explicit DrawnByUniforms(std::shared_ptr<const quantity::Uniforms> uniforms)
      : uniforms_(std::move(uniforms)) {}

  void fill(const DrawSlot& draw, std::uint64_t first, std::span<double> out) const override {
    draw.sampler.fill(*uniforms_, first, out);
  }

 private:
  std::shared_ptr<const quantity::Uniforms> uniforms_;
};

/// What members draw where nothing else is said.
[[nodiscard]] inline std::shared_ptr<const Draws> drawn_at_random(std::uint64_t seed) {
  return std::make_shared<DrawnByUniforms>(std::make_shared<quantity::RandomUniforms>(seed));
}

}  // namespace holon::engine
