// SPDX-License-Identifier: Apache-2.0
//
// One look at a sensor. That it failed, and that there is nothing to read, are answers of their
// own: neither is ever a number.
#pragma once

#include <cstdint>
#include <optional>

namespace holon::meter {

/// Nanoseconds on a clock that never goes back.
using Nanoseconds = std::int64_t;

inline constexpr double kNanosecondsPerSecond = 1e9;

/// What a sensor answered.
struct Reading {
  enum class Kind {
    value,
    failed,  ///< it could not be read this time, or said a value that stands for "none"
    absent,  ///< the device is gone
  };
  Kind kind = Kind::failed;
  std::uint64_t value = 0;

  static Reading of(std::uint64_t value) { return {Kind::value, value}; }
  static Reading failure() { return {Kind::failed, 0}; }
  static Reading gone() { return {Kind::absent, 0}; }
  [[nodiscard]] bool is_value() const { return kind == Kind::value; }
  friend bool operator==(const Reading&, const Reading&) = default;
};

/// The values by which drivers say "none": 2^47 (DCGM's blank of a floating-point field), the
/// integers from 2^63 − 16 (DCGM's blanks), and all bits set of 32 or 64.
[[nodiscard]] bool is_blank(std::uint64_t value);

}  // namespace holon::meter
