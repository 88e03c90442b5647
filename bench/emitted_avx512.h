// SPDX-License-Identifier: Apache-2.0
//
// What emitted C++ computes with: eight members a vector, as one would write it by hand.
#pragma once

#include <cstddef>

#include <sleef.h>

#include "emitted_points.h"

namespace holon::bench {

using Value = __m512d;

/// A mask register, with the operators of a condition.
struct Condition {
  __mmask8 bits;
  friend Condition operator&(Condition a, Condition b) {
    return {static_cast<__mmask8>(a.bits & b.bits)};
  }
  friend Condition operator|(Condition a, Condition b) {
    return {static_cast<__mmask8>(a.bits | b.bits)};
  }
  friend Condition operator!(Condition a) { return {static_cast<__mmask8>(~a.bits)}; }
};

inline Value all(double v) { return _mm512_set1_pd(v); }
inline Value load(const double* p) { return _mm512_loadu_pd(p); }
inline void store(double* p, Value v) { _mm512_storeu_pd(p, v); }
inline Value pick(Condition c, Value a, Value b) { return _mm512_mask_blend_pd(c.bits, b, a); }
inline Value number(Condition c) { return pick(c, all(1), all(0)); }
inline Condition less(Value a, Value b) { return {_mm512_cmp_pd_mask(a, b, _CMP_LT_OQ)}; }
inline Condition less_equal(Value a, Value b) { return {_mm512_cmp_pd_mask(a, b, _CMP_LE_OQ)}; }
inline Condition equal(Value a, Value b) { return {_mm512_cmp_pd_mask(a, b, _CMP_EQ_OQ)}; }
inline Value smaller(Value a, Value b) { return _mm512_min_pd(a, b); }
inline Value larger(Value a, Value b) { return _mm512_max_pd(a, b); }
inline Value absolute(Value v) { return _mm512_abs_pd(v); }
inline Value root(Value v) { return _mm512_sqrt_pd(v); }
inline Value floor_of(Value v) { return _mm512_floor_pd(v); }
inline Value exp_of(Value v) { return Sleef_finz_expd8_u10avx512f(v); }
inline Value ln_of(Value v) { return Sleef_finz_logd8_u10avx512f(v); }
inline Value pow_of(Value v, Value w) { return Sleef_finz_powd8_u10avx512f(v, w); }

template <int kPadded>
inline Value element(const double (&list)[kPadded], __m512i i, int intervals) {
  if (intervals <= 8) return _mm512_permutexvar_pd(i, _mm512_load_pd(list));
  if (intervals <= 16)
    return _mm512_permutex2var_pd(_mm512_load_pd(list), i, _mm512_load_pd(list + 8));
  return _mm512_i64gather_pd(i, list, 8);
}

template <int kIntervals, int kPadded, Locate kLocate>
inline __m512i interval_of(const Points<kIntervals, kPadded, kLocate>& table, Value x) {
  const auto one_more = [](__mmask8 where, __m512i i, int step) {
    return _mm512_mask_add_epi64(i, where, i, _mm512_set1_epi64(step));
  };
  const auto reaches = [&](__m512i i) {
    return _mm512_cmp_pd_mask(x, element(table.end, i, kIntervals), _CMP_GE_OQ);
  };
  if constexpr (kLocate == Locate::by_search) {
    __m512i i = _mm512_setzero_si512();
    constexpr int kHalf = kIntervals > 8 ? 8 : kIntervals > 4 ? 4 : kIntervals > 2 ? 2 : 1;
    static_assert(kIntervals <= 16);
    for (int step = kHalf; step > 0; step /= 2)
      i = one_more(reaches(_mm512_add_epi64(i, _mm512_set1_epi64(step - 1))), i, step);
    return i;
  } else {
    const Value t = _mm512_mul_pd(_mm512_sub_pd(x, all(table.first_x)), all(table.scale));
    const __m512i i =
        _mm512_cvttpd_epi64(_mm512_min_pd(_mm512_max_pd(t, all(0)), all(kIntervals - 1)));
    return kLocate == Locate::by_scale ? i : one_more(reaches(i), i, 1);
  }
}

template <int kIntervals, int kPadded, Locate kLocate>
inline Value read(const Points<kIntervals, kPadded, kLocate>& table, Value x) {
  const __m512i i = interval_of(table, x);
  const Value distance = _mm512_sub_pd(x, element(table.x, i, kIntervals));
  const Value rise = _mm512_mul_pd(element(table.slope, i, kIntervals), distance);
  const Value inside = _mm512_add_pd(element(table.y, i, kIntervals), rise);
  const Value above = pick(less_equal(all(table.last_x), x), all(table.last_y), inside);
  return pick(less_equal(x, all(table.first_x)), all(table.first_y), above);
}

}  // namespace holon::bench
