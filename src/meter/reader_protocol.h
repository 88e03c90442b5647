// SPDX-License-Identifier: Apache-2.0
//
// How holon and holon-reader speak, one line each way. The reader begins with its greeting. A
// request is the name of a counter, nothing else: "intel-rapl:0:1" or "energy-pkg@0". The answer is
// "= " and the counter's digits, or "! " and an errno. A line longer than the longest request ends
// the reader.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace holon::meter::reader {

inline constexpr std::string_view kGreeting = "holon-reader 1\n";
inline constexpr std::size_t kLongestRequest = 48;

/// What may be read besides powercap's zones.
inline constexpr std::array<std::string_view, 5> kEvents{"energy-pkg", "energy-cores", "energy-ram",
                                                         "energy-gpu", "energy-psys"};

/// One to four digits.
constexpr bool is_number(std::string_view text) {
  constexpr std::size_t kMostDigits = 4;
  if (text.empty() || text.size() > kMostDigits) return false;
  for (const char digit : text) {
    if (digit < '0' || digit > '9') return false;
  }
  return true;
}

/// "intel-rapl:N", "intel-rapl:N:M", the same with "-mmio": no other text, so no path.
constexpr bool is_zone(std::string_view name) {
  constexpr std::string_view kPrefix = "intel-rapl";
  constexpr std::string_view kMemoryMapped = "-mmio";
  if (!name.starts_with(kPrefix)) return false;
  name.remove_prefix(kPrefix.size());
  if (name.starts_with(kMemoryMapped)) name.remove_prefix(kMemoryMapped.size());
  if (!name.starts_with(':')) return false;
  name.remove_prefix(1);
  const auto colon = name.find(':');
  if (colon == std::string_view::npos) return is_number(name);
  return is_number(name.substr(0, colon)) && is_number(name.substr(colon + 1));
}

}  // namespace holon::meter::reader
