// SPDX-License-Identifier: Apache-2.0
//
// What emitted C++ computes with: one number, one member at a time.
#pragma once

#include <cstddef>

#include "base/math.h"
#include "emitted_points.h"

namespace holon::bench {

using Value = double;
using Condition = bool;

inline double all(double v) { return v; }
inline double load(const double* p) { return *p; }
inline void store(double* p, double v) { *p = v; }
inline double number(bool c) { return c ? 1.0 : 0.0; }
inline double pick(bool c, double a, double b) { return c ? a : b; }
inline bool less(double a, double b) { return a < b; }
inline bool less_equal(double a, double b) { return a <= b; }
inline bool equal(double a, double b) { return a == b; }
inline double smaller(double a, double b) { return a < b ? a : b; }
inline double larger(double a, double b) { return a > b ? a : b; }
inline double absolute(double v) { return __builtin_fabs(v); }
inline double root(double v) { return __builtin_sqrt(v); }
inline double floor_of(double v) { return __builtin_floor(v); }
#if defined(HOLON_LIBM)
inline double exp_of(double v) { return __builtin_exp(v); }
inline double ln_of(double v) { return __builtin_log(v); }
inline double pow_of(double v, double w) { return __builtin_pow(v, w); }
#else
inline double exp_of(double v) { return base::exp(v); }
inline double ln_of(double v) { return base::ln(v); }
inline double pow_of(double v, double w) { return base::pow(v, w); }
#endif

template <int kIntervals, int kPadded, Locate kLocate>
inline double read(const Points<kIntervals, kPadded, kLocate>& table, double x) {
  if (x <= table.first_x) return table.first_y;
  if (x >= table.last_x) return table.last_y;
  int i = 0;
  if constexpr (kLocate == Locate::by_search) {
    while (x >= table.end[i]) ++i;
  } else {
    i = static_cast<int>((x - table.first_x) * table.scale);
    if (kLocate == Locate::by_scale_or_next && x >= table.end[i]) ++i;
  }
  return table.y[i] + table.slope[i] * (x - table.x[i]);
}

}  // namespace holon::bench
