// SPDX-License-Identifier: Apache-2.0
//
// The energy of one step of a counter as a fraction of integers, so that sums stay exact.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace holon::meter {

/// Wide enough for every product of a 64-bit counter and a unit.
__extension__ using Wide = __int128;

/// numerator ÷ denominator joules.
struct EnergyUnit {
  std::uint64_t numerator = 1;
  std::uint64_t denominator = 1;

  [[nodiscard]] double joules() const {
    return static_cast<double>(numerator) / static_cast<double>(denominator);
  }
  friend bool operator==(const EnergyUnit&, const EnergyUnit&) = default;
};

inline constexpr EnergyUnit kMicrojoule{1, 1'000'000};
inline constexpr EnergyUnit kMillijoule{1, 1'000};

/// 2^-exponent joules; exponent at most 62.
[[nodiscard]] constexpr EnergyUnit binary_unit(int exponent) {
  return {1, std::uint64_t{1} << static_cast<unsigned>(exponent)};
}

/// Whole microjoules in `units` steps, rounded down.
[[nodiscard]] std::int64_t microjoules(std::uint64_t units, EnergyUnit unit);

/// Reads a scale such as perf's "2.3283064365386962890625e-10": a power of two is taken as exactly
/// that. Nothing if it is no positive number below a joule.
[[nodiscard]] std::optional<EnergyUnit> parse_scale(std::string_view text);

}  // namespace holon::meter
