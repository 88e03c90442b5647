// SPDX-License-Identifier: Apache-2.0
#include "meter/energy_unit.h"

#include <cmath>

#include "base/text.h"
#include "meter/reading.h"

namespace holon::meter {

bool is_blank(std::uint64_t value) {
  constexpr std::uint64_t kBlankDouble = std::uint64_t{1} << 47U;
  constexpr std::uint64_t kBlankIntegers = (std::uint64_t{1} << 63U) - 16;
  constexpr std::uint64_t kAllBitsOf32 = 0xFFFF'FFFF;
  return value == kBlankDouble || value >= kBlankIntegers || value == kAllBitsOf32;
}

std::int64_t microjoules(std::uint64_t units, EnergyUnit unit) {
  constexpr Wide kMicrojoulesPerJoule = 1'000'000;
  return static_cast<std::int64_t>(static_cast<Wide>(units) * static_cast<Wide>(unit.numerator) *
                                   kMicrojoulesPerJoule / static_cast<Wide>(unit.denominator));
}

std::optional<EnergyUnit> parse_scale(std::string_view text) {
  const auto value = base::parse_number(base::trim(text));
  if (!value || !(*value > 0) || *value >= 1) return std::nullopt;
  int exponent = 0;
  constexpr int kMostExponent = 62;
  if (std::frexp(*value, &exponent) == 0.5 && 1 - exponent <= kMostExponent)
    return binary_unit(1 - exponent);
  // attojoules hold every decimal scale that a kernel writes
  constexpr std::uint64_t kAttojoules = 1'000'000'000'000'000'000;
  return EnergyUnit{static_cast<std::uint64_t>(std::llround(*value * 1e18)), kAttojoules};
}

}  // namespace holon::meter
