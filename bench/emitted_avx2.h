// SPDX-License-Identifier: Apache-2.0
//
// What emitted C++ computes with: four members a vector, as one would write it by hand.
#pragma once

#include <cstddef>

#include <sleef.h>

#include "emitted_points.h"

namespace holon::bench {

using Value = __m256d;

/// All bits of a lane, or none.
struct Condition {
  Value bits;
  friend Condition operator&(Condition a, Condition b) { return {_mm256_and_pd(a.bits, b.bits)}; }
  friend Condition operator|(Condition a, Condition b) { return {_mm256_or_pd(a.bits, b.bits)}; }
  friend Condition operator!(Condition a) {
    const Value every = _mm256_castsi256_pd(_mm256_set1_epi64x(-1));
    return {_mm256_xor_pd(a.bits, every)};
  }
};

inline Value all(double v) { return _mm256_set1_pd(v); }
inline Value load(const double* p) { return _mm256_loadu_pd(p); }
inline void store(double* p, Value v) { _mm256_storeu_pd(p, v); }
inline Value pick(Condition c, Value a, Value b) { return _mm256_blendv_pd(b, a, c.bits); }
inline Value number(Condition c) { return pick(c, all(1), all(0)); }
inline Condition less(Value a, Value b) { return {_mm256_cmp_pd(a, b, _CMP_LT_OQ)}; }
inline Condition less_equal(Value a, Value b) { return {_mm256_cmp_pd(a, b, _CMP_LE_OQ)}; }
inline Condition equal(Value a, Value b) { return {_mm256_cmp_pd(a, b, _CMP_EQ_OQ)}; }
inline Value smaller(Value a, Value b) { return _mm256_min_pd(a, b); }
inline Value larger(Value a, Value b) { return _mm256_max_pd(a, b); }
inline Value absolute(Value v) { return _mm256_andnot_pd(all(-0.0), v); }
inline Value root(Value v) { return _mm256_sqrt_pd(v); }
inline Value floor_of(Value v) { return _mm256_floor_pd(v); }
inline Value exp_of(Value v) { return Sleef_finz_expd4_u10avx2(v); }
inline Value ln_of(Value v) { return Sleef_finz_logd4_u10avx2(v); }
inline Value pow_of(Value v, Value w) { return Sleef_finz_powd4_u10avx2(v, w); }

template <int kIntervals, int kPadded, Locate kLocate>
inline __m256i interval_of(const Points<kIntervals, kPadded, kLocate>& table, Value x) {
  const auto one_more = [&](__m256i i, int back) {
    const Value end = _mm256_i64gather_pd(table.end + back, i, 8);
    const __m256i where = _mm256_castpd_si256(less_equal(end, x).bits);
    return _mm256_add_epi64(i, _mm256_and_si256(where, _mm256_set1_epi64x(back + 1)));
  };
  if constexpr (kLocate == Locate::by_search) {
    __m256i i = _mm256_setzero_si256();
    constexpr int kHalf = kIntervals > 8 ? 8 : kIntervals > 4 ? 4 : kIntervals > 2 ? 2 : 1;
    static_assert(kIntervals <= 16);
    for (int step = kHalf; step > 0; step /= 2) i = one_more(i, step - 1);
    return i;
  } else {
    const Value t = _mm256_mul_pd(_mm256_sub_pd(x, all(table.first_x)), all(table.scale));
    const __m256i i = _mm256_cvtepi32_epi64(
        _mm256_cvttpd_epi32(_mm256_min_pd(_mm256_max_pd(t, all(0)), all(kIntervals - 1))));
    return kLocate == Locate::by_scale ? i : one_more(i, 0);
  }
}

template <int kIntervals, int kPadded, Locate kLocate>
inline Value read(const Points<kIntervals, kPadded, kLocate>& table, Value x) {
  const __m256i i = interval_of(table, x);
  const Value distance = _mm256_sub_pd(x, _mm256_i64gather_pd(table.x, i, 8));
  const Value rise = _mm256_mul_pd(_mm256_i64gather_pd(table.slope, i, 8), distance);
  const Value inside = _mm256_add_pd(_mm256_i64gather_pd(table.y, i, 8), rise);
  const Value above = pick(less_equal(all(table.last_x), x), all(table.last_y), inside);
  return pick(less_equal(x, all(table.first_x)), all(table.first_y), above);
}

}  // namespace holon::bench
