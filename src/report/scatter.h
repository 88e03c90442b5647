// SPDX-License-Identifier: Apache-2.0
//
// A cloud of points in Braille dots: two across and four down in each character.
#pragma once

#include <span>
#include <string>
#include <vector>

namespace holon::report {

/// `height` lines of `width` columns, without frame; the axes go from the least to the greatest
/// value. Points that are not finite are left out.
[[nodiscard]] std::vector<std::string> scatter(std::span<const double> x, std::span<const double> y,
                                               std::size_t width, std::size_t height);

}  // namespace holon::report
