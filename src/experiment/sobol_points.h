// SPDX-License-Identifier: Apache-2.0
//
// One dimension of Sobol' points.
#pragma once

#include <array>
#include <cstdint>
#include <functional>

namespace holon::experiment {

/// Dimensions with direction numbers.
inline constexpr std::uint32_t kSobolDimensions = 3667;

/// Points have numbers below 2^32.
inline constexpr int kSobolBits = 32;

/// The direction numbers of a dimension, from 0, first digit in the highest bit. Source of the
/// initial numbers: Joe and Kuo, SIAM J. Sci. Comput. 30, 2008 (new-joe-kuo-6).
[[nodiscard]] std::array<std::uint32_t, kSobolBits> direction_numbers(std::uint32_t dimension);

/// A dimension with its digits scrambled: digits' = L digits + shift, with L a random lower
/// triangular matrix over {0, 1} with ones on its diagonal.
class ScrambledDimension {
 public:
  /// `random_word` gives 53 random bits at each call.
  ScrambledDimension(std::uint32_t dimension, const std::function<std::uint64_t()>& random_word);

  /// The coordinate of point `number`, strictly between 0 and 1.
  [[nodiscard]] double at(std::uint64_t number) const;

 private:
  std::array<std::uint64_t, kSobolBits> columns_{};
  std::uint64_t shift_ = 0;
};

}  // namespace holon::experiment
