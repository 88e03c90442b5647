// SPDX-License-Identifier: Apache-2.0
//
// Draws members of an uncertain quantity, as a pure function of (seed, cause, member).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "quantity/quantity.h"
#include "quantity/uniforms.h"

namespace holon::quantity {

/// A source of randomness that a quantity hangs on; independent of every other source.
struct Source {
  base::Stream stream;
  std::string name;  ///< the cause, the quantity's own path, or "act or boavizta" of rivals
};

/// What a quantity hangs on: nothing if it is constant.
[[nodiscard]] std::vector<Source> sources_of(const Quantity& quantity, std::string_view path);

/// A quantity made ready for drawing: truncation solved, streams hashed, unit applied.
class Sampler {
 public:
  /// `path` names the quantity itself; its own draw hangs on it unless the quantity has a cause.
  Sampler(const Quantity& quantity, std::string_view path);

  [[nodiscard]] bool is_constant() const;

  /// The member's value [base units].
  [[nodiscard]] double draw(std::uint64_t seed, std::uint64_t member) const;

  /// Draws members first, first + 1, … into `out`; with `RandomUniforms` the same bits as `draw`.
  void fill(const Uniforms& uniforms, std::uint64_t first, std::span<double> out) const;

 private:
  struct Branch {
    Shape shape;
    double from = 0;  // range of u left by truncation
    double to = 1;
    double up_to = 1;  // cumulative probability of this and the earlier branches
    double min;        // cuts
    double max;
  };

  void add_branch(const Distribution& distribution, const Distribution& whole, double up_to);
  [[nodiscard]] double value(const Branch& branch, double u) const;
  void correlate(const Uniforms& uniforms, std::uint64_t first, std::span<double> u) const;

  std::vector<Branch> branches_;
  double scale_ = 1;
  base::Stream stream_ = 0;         // of the value
  base::Stream own_stream_ = 0;     // of what the cause does not explain
  base::Stream choice_stream_ = 0;  // of the rival models
  double correlation_ = 1;
};

}  // namespace holon::quantity
