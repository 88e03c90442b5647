// SPDX-License-Identifier: Apache-2.0
//
// A table of points in emitted C++; everything a compiler may want to know is in its type.
#pragma once

namespace holon::bench {

enum class Locate { by_scale, by_scale_or_next, by_search };

/// See engine/lookup_table.h.
template <int kIntervals, int kPadded, Locate kLocate>
struct Points {
  double first_x;
  double last_x;
  double first_y;
  double last_y;
  double scale;
  alignas(64) double end[kPadded];
  alignas(64) double x[kPadded];
  alignas(64) double y[kPadded];
  alignas(64) double slope[kPadded];
};

}  // namespace holon::bench
