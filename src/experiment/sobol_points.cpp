// SPDX-License-Identifier: Apache-2.0
#include "experiment/sobol_points.h"

#include <bit>

#include <boost/random/sobol.hpp>

#include "base/error.h"

namespace holon::experiment {
namespace {

using Table = boost::random::detail::qrng_tables::sobol;
static_assert(Table::max_dimension >= kSobolDimensions);

/// Digits of a coordinate: with half a step more, still exact.
constexpr int kDigits = 52;

}  // namespace

std::array<std::uint32_t, kSobolBits> direction_numbers(std::uint32_t dimension) {
  base::check(dimension < kSobolDimensions, "the dimension has direction numbers");
  std::array<std::uint32_t, kSobolBits> m{};
  if (dimension == 0) {
    m.fill(1);
  } else {
    // Bratley and Fox, ACM TOMS 14, 1988: m(j) from the coefficients of a primitive polynomial
    const std::uint32_t polynomial = Table::polynomial(dimension - 1);
    const int degree = static_cast<int>(std::bit_width(polynomial)) - 1;
    for (int j = 0; j < kSobolBits; ++j) {
      const auto at = static_cast<std::size_t>(j);
      if (j < degree) {
        m[at] = Table::minit(dimension - 1, at);
        continue;
      }
      m[at] = m[at - static_cast<std::size_t>(degree)];
      for (int k = 0; k < degree; ++k) {
        const int back = degree - k;
        if (((polynomial >> k) & 1U) != 0) m[at] ^= m[static_cast<std::size_t>(j - back)] << back;
      }
    }
  }
  for (int j = 0; j < kSobolBits; ++j) m[static_cast<std::size_t>(j)] <<= kSobolBits - 1 - j;
  return m;
}

ScrambledDimension::ScrambledDimension(std::uint32_t dimension,
                                       const std::function<std::uint64_t()>& random_word) {
  const auto directions = direction_numbers(dimension);
  for (int row = 0; row < kDigits; ++row) {
    // digits before the row's own count at random, its own always
    auto mask = static_cast<std::uint32_t>(random_word());
    if (row < kSobolBits) {
      const std::uint32_t own = 1U << (kSobolBits - 1 - row);
      mask = (mask & ~(own | (own - 1))) | own;
    }
    for (std::size_t j = 0; j < directions.size(); ++j) {
      const auto digit = static_cast<std::uint64_t>(std::popcount(directions[j] & mask) & 1);
      columns_[j] |= digit << (kDigits - 1 - row);
    }
  }
  shift_ = random_word() & ((1ULL << kDigits) - 1);
}

double ScrambledDimension::at(std::uint64_t number) const {
  std::uint64_t digits = shift_;
  for (auto rest = static_cast<std::uint32_t>(number); rest != 0; rest &= rest - 1)
    digits ^= columns_[static_cast<std::size_t>(std::countr_zero(rest))];
  return (static_cast<double>(digits) + 0.5) * 0x1p-52;
}

}  // namespace holon::experiment
