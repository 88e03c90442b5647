// SPDX-License-Identifier: Apache-2.0
#include "report/bar.h"

#include <algorithm>
#include <cmath>

namespace holon::report {
namespace {

constexpr std::array<std::string_view, 9> kEighths{"", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"};
constexpr std::array<std::string_view, 8> kLevels{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};

// shorter series are drawn with several columns a value
constexpr std::size_t kShortCourse = 24;

std::string_view level(double value, const Extent& extent) {
  if (!std::isfinite(value)) return " ";
  if (extent.high <= extent.low) return kLevels.front();
  const double height = std::clamp((value - extent.low) / (extent.high - extent.low), 0.0, 1.0);
  const auto step = static_cast<std::size_t>(std::ceil(height * kLevels.size()));
  return kLevels[step == 0 ? 0 : step - 1];
}

double mean_of(std::span<const double> values) {
  double sum = 0;
  std::size_t defined = 0;
  for (const double value : values) {
    if (!std::isfinite(value)) continue;
    sum += value;
    ++defined;
  }
  return defined == 0 ? NAN : sum / static_cast<double>(defined);
}

}  // namespace

std::string bar(double share, std::size_t width) {
  if (!(share > 0) || width == 0) return {};
  const auto all = static_cast<double>(8 * width);
  const auto eighths = static_cast<std::size_t>(std::lround(std::min(share, 1.0) * all));
  const auto shown = std::max<std::size_t>(1, eighths);
  std::string out;
  for (std::size_t i = 0; i < shown / 8; ++i) out += kEighths.back();
  out += kEighths[shown % 8];
  return out;
}

void Extent::include(double value) {
  if (!std::isfinite(value)) return;
  low = std::min(low, value);
  high = std::max(high, value);
}

std::string sparkline(std::span<const double> values, const Extent& extent, std::size_t width) {
  const auto points = std::min(values.size(), width);
  if (points == 0) return {};
  const auto columns_each = std::max<std::size_t>(1, std::min(width, kShortCourse) / points);
  std::string out;
  for (std::size_t i = 0; i < points; ++i) {
    const auto first = i * values.size() / points;
    const auto last = (i + 1) * values.size() / points;
    const auto block = level(mean_of(values.subspan(first, last - first)), extent);
    for (std::size_t j = 0; j < columns_each; ++j) out += block;
  }
  return out;
}

std::string stacked(const std::array<double, quantity::kEvidenceCount>& shares, std::size_t width) {
  std::string out;
  double sum = 0;
  std::size_t drawn = 0;
  for (std::size_t kind = 0; kind < shares.size(); ++kind) {
    if (!(shares[kind] > 0)) continue;
    sum += shares[kind];
    // rounding the running sum keeps the whole bar as wide as it should be
    const auto end =
        static_cast<std::size_t>(std::lround(std::min(sum, 1.0) * static_cast<double>(width)));
    for (; drawn < end; ++drawn) out += kShades[kind];
  }
  return out;
}

}  // namespace holon::report
