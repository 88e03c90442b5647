// SPDX-License-Identifier: Apache-2.0
//
// The gap between two sums of products, split into their factors by logarithmic means (LMDI-I).
// With addends A_i, B_i, sums A, B, and factors x to the power p,
//
//   L(a, b)  = (a - b) / ln(a / b),  L(a, a) = a
//   part(x)  = Σ_i L(A_i, B_i) / L(A, B) × p ln(x_A / x_B)
//
// and the parts add up to ln(A / B). An addend that is zero on one side goes whole to the factors
// that are zero there: the limit of the formula.
// Source: B. W. Ang, "The LMDI approach to decomposition analysis", Energy Policy 33, 2005.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "model/expression.h"

namespace holon::findings {

/// An addend: a number times factors, each to a power.
struct Addend {
  double coefficient = 1;
  std::vector<std::pair<std::size_t, double>> powers;  ///< (factor, exponent), by factor
};

/// The logarithmic mean of two positive numbers.
[[nodiscard]] double log_mean(double a, double b);

/// An equation over factors (its variables) as a sum of products; nothing if it is none, has a
/// negative addend, or has more than 4096 of them.
[[nodiscard]] std::optional<std::vector<Addend>> sum_of_products(const model::Expr& equation);

/// What an addend, or all of them, come to.
[[nodiscard]] double value_of(const Addend& addend, std::span<const double> factors);
[[nodiscard]] double value_of(const std::vector<Addend>& addends, std::span<const double> factors);

/// The part of each factor; they add up to ln(A / B). Both sums must be above zero.
[[nodiscard]] std::vector<double> log_mean_parts(const std::vector<Addend>& addends,
                                                 std::span<const double> first,
                                                 std::span<const double> second);

}  // namespace holon::findings
