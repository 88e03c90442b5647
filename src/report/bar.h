// SPDX-License-Identifier: Apache-2.0
//
// Small pictures made of Unicode blocks.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "quantity/quantity.h"

namespace holon::report {

/// A bar of `share` (0 to 1) of `width` columns, in eighths of a column; any share above zero is
/// seen. Without trailing blanks.
[[nodiscard]] std::string bar(double share, std::size_t width);

/// What a sparkline spans: from zero, or lower, to the largest value.
struct Extent {
  double low = 0;
  double high = 0;

  void include(double value);
};

/// At most `width` columns: longer series are averaged over neighbours, short ones take several
/// columns a value. A value that is not finite leaves a gap.
[[nodiscard]] std::string sparkline(std::span<const double> values, const Extent& extent,
                                    std::size_t width);

/// The shade of each kind of evidence, darkest for the best known.
inline constexpr std::array<std::string_view, quantity::kEvidenceCount> kShades{"█", "▓", "▒", "░",
                                                                                "·"};

/// One bar of `width` columns that is shared out among the kinds of evidence.
[[nodiscard]] std::string stacked(const std::array<double, quantity::kEvidenceCount>& shares,
                                  std::size_t width);

}  // namespace holon::report
