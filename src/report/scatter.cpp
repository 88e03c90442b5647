// SPDX-License-Identifier: Apache-2.0
#include "report/scatter.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>

namespace holon::report {
namespace {

constexpr std::size_t kAcross = 2;
constexpr std::size_t kDown = 4;

// Unicode's numbering of the dots, row by row
constexpr std::array<std::array<std::uint8_t, kAcross>, kDown> kDots{
    {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}}};

/// The place of a value among `steps` equal steps of a range.
class Axis {
 public:
  Axis(std::span<const double> values, std::size_t steps) : steps_(steps) {
    for (const double value : values) {
      if (!std::isfinite(value)) continue;
      low_ = std::min(low_, value);
      high_ = std::max(high_, value);
    }
  }

  [[nodiscard]] std::size_t step(double value) const {
    if (!(high_ > low_)) return steps_ / 2;
    const double share = (value - low_) / (high_ - low_);
    return std::min(steps_ - 1, static_cast<std::size_t>(share * static_cast<double>(steps_)));
  }

 private:
  std::size_t steps_;
  double low_ = std::numeric_limits<double>::infinity();
  double high_ = -std::numeric_limits<double>::infinity();
};

// U+2800 and the dots, in UTF-8
std::string braille(std::uint8_t dots) {
  return {static_cast<char>(0xE2), static_cast<char>(0xA0 | (dots >> 6)),
          static_cast<char>(0x80 | (dots & 0x3F))};
}

}  // namespace

std::vector<std::string> scatter(std::span<const double> x, std::span<const double> y,
                                 std::size_t width, std::size_t height) {
  const Axis across(x, width * kAcross);
  const Axis up(y, height * kDown);
  std::vector<std::uint8_t> cells(width * height);
  for (std::size_t i = 0; i < std::min(x.size(), y.size()); ++i) {
    if (!std::isfinite(x[i]) || !std::isfinite(y[i])) continue;
    const auto column = across.step(x[i]);
    const auto row = height * kDown - 1 - up.step(y[i]);
    cells[row / kDown * width + column / kAcross] |= kDots[row % kDown][column % kAcross];
  }
  std::vector<std::string> out(height);
  for (std::size_t r = 0; r < height; ++r) {
    for (std::size_t c = 0; c < width; ++c) {
      const auto dots = cells[r * width + c];
      out[r] += dots == 0 ? " " : braille(dots);
    }
  }
  return out;
}

}  // namespace holon::report
