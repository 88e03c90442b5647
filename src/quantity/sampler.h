// SPDX-License-Identifier: Apache-2.0
//
// Draws members of an uncertain quantity, as a pure function of (seed, cause, member).
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "quantity/quantity.h"

namespace holon::quantity {

/// A quantity made ready for drawing: truncation solved, streams hashed, unit applied.
class Sampler {
 public:
  /// `path` names the quantity itself; its own draw hangs on it unless the quantity has a cause.
  Sampler(const Quantity& quantity, std::string_view path);

  [[nodiscard]] bool is_constant() const;

  /// The member's value [base units].
  [[nodiscard]] double draw(std::uint64_t seed, std::uint64_t member) const;

  /// Draws members first, first + 1, … into `out`; the same bits as `draw`.
  void fill(std::uint64_t seed, std::uint64_t first, std::span<double> out) const;

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
  [[nodiscard]] double own_uniform(std::uint64_t seed, std::uint64_t member) const;

  std::vector<Branch> branches_;
  double scale_ = 1;
  base::Stream stream_ = 0;         // of the value
  base::Stream own_stream_ = 0;     // of what the cause does not explain
  base::Stream choice_stream_ = 0;  // of the rival models
  double correlation_ = 1;
};

}  // namespace holon::quantity
