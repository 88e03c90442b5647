// SPDX-License-Identifier: Apache-2.0
//
// The gap between two values of any formula, split into its factors by Shapley's rule: a factor's
// part is what switching it from one side to the other changes, averaged over all orders in which
// the factors can be switched. With n factors and v(S) the logarithm of the value when the factors
// of S are switched,
//
//   part(i) = Σ_{S without i} |S|! (n - |S| - 1)! / n! × (v(S with i) - v(S))
//
// and the parts add up to v(all) - v(none).
// Sources: L. S. Shapley, "A value for n-person games", 1953; J. W. Albrecht, D. François,
// K. Schoors, "A Shapley decomposition of carbon emissions without residuals", Energy Policy 30,
// 2002.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace holon::findings {

/// Factors up to which all sets of them are looked at: a million.
inline constexpr std::size_t kMostExactFactors = 20;

/// The part of each factor, exactly. `values[S]` is v(S), where bit i of S tells that factor i is
/// switched: 2^n values.
[[nodiscard]] std::vector<double> shapley_parts(std::size_t factors,
                                                std::span<const double> values);

/// Parts of which each has an error.
struct SampledParts {
  std::vector<double> parts;   ///< they still add up exactly
  std::vector<double> errors;  ///< standard error of each
};

/// v(S) of many sets at once; entry i of a set tells whether factor i is switched.
using SetValues = std::function<std::vector<double>(const std::vector<std::vector<bool>>& sets)>;

/// The same from orders drawn at random, each with its reverse.
[[nodiscard]] SampledParts sampled_shapley_parts(std::size_t factors, std::size_t pairs,
                                                 std::uint64_t seed, const SetValues& values);

}  // namespace holon::findings
