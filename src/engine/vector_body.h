// SPDX-License-Identifier: Apache-2.0
//
// The part of a kernel's source that knows its instruction set: a vector of lanes, and what is
// computed with it; see kernel_body.h, which includes it.
#pragma once

#include <sleef.h>

#if !defined(__AVX2__)
// sleef.h shows its scalar FMA family only to code compiled for FMA
extern "C" {
double Sleef_finz_expd1_u10purecfma(double);
double Sleef_finz_logd1_u10purecfma(double);
double Sleef_finz_powd1_u10purecfma(double, double);
double Sleef_finz_sind1_u10purecfma(double);
double Sleef_finz_cosd1_u10purecfma(double);
}
#endif

namespace holon::engine {
namespace {

#if defined(__AVX512F__)
using Vector = __m512d;
inline Vector load(const double* p) { return _mm512_loadu_pd(p); }
inline void store(double* p, Vector v) { _mm512_storeu_pd(p, v); }
inline Vector exp_of(Vector v) { return Sleef_finz_expd8_u10avx512f(v); }
inline Vector log_of(Vector v) { return Sleef_finz_logd8_u10avx512f(v); }
inline Vector pow_of(Vector v, Vector w) { return Sleef_finz_powd8_u10avx512f(v, w); }
inline Vector sin_of(Vector v) { return Sleef_finz_sind8_u10avx512f(v); }
inline Vector cos_of(Vector v) { return Sleef_finz_cosd8_u10avx512f(v); }
constexpr int kVector = 8;
using Whole = __m512i;
using Condition = __mmask8;
inline Vector all(double v) { return _mm512_set1_pd(v); }
inline Whole all_whole(int v) { return _mm512_set1_epi64(v); }
inline Vector choose(Condition c, Vector a, Vector b) { return _mm512_mask_blend_pd(c, b, a); }
inline Whole add_where(Condition c, Whole i, int step) {
  return _mm512_mask_add_epi64(i, c, i, all_whole(step));
}
inline Whole plus(Whole i, int step) { return _mm512_add_epi64(i, all_whole(step)); }
// from 0 to `last`; 0 where v is not a number
inline Whole whole_within(Vector v, double last) {
  return _mm512_cvttpd_epi64(_mm512_min_pd(_mm512_max_pd(v, all(0)), all(last)));
}
inline Vector gather(const double* p, Whole i) { return _mm512_i64gather_pd(i, p, 8); }
inline Vector subtract(Vector a, Vector b) { return _mm512_sub_pd(a, b); }
inline Vector multiply(Vector a, Vector b) { return _mm512_mul_pd(a, b); }
inline Vector add(Vector a, Vector b) { return _mm512_add_pd(a, b); }
inline Vector divide(Vector a, Vector b) { return _mm512_div_pd(a, b); }
inline Vector smaller(Vector a, Vector b) { return _mm512_min_pd(a, b); }
inline Vector larger(Vector a, Vector b) { return _mm512_max_pd(a, b); }
inline Condition less(Vector a, Vector b) { return _mm512_cmp_pd_mask(a, b, _CMP_LT_OQ); }
inline Condition less_equal(Vector a, Vector b) { return _mm512_cmp_pd_mask(a, b, _CMP_LE_OQ); }
inline Condition equal(Vector a, Vector b) { return _mm512_cmp_pd_mask(a, b, _CMP_EQ_OQ); }
#elif defined(__AVX2__)
using Vector = __m256d;
inline Vector load(const double* p) { return _mm256_loadu_pd(p); }
inline void store(double* p, Vector v) { _mm256_storeu_pd(p, v); }
inline Vector exp_of(Vector v) { return Sleef_finz_expd4_u10avx2(v); }
inline Vector log_of(Vector v) { return Sleef_finz_logd4_u10avx2(v); }
inline Vector pow_of(Vector v, Vector w) { return Sleef_finz_powd4_u10avx2(v, w); }
inline Vector sin_of(Vector v) { return Sleef_finz_sind4_u10avx2(v); }
inline Vector cos_of(Vector v) { return Sleef_finz_cosd4_u10avx2(v); }
constexpr int kVector = 4;
using Whole = __m256i;
using Condition = __m256d;
inline Vector all(double v) { return _mm256_set1_pd(v); }
inline Whole all_whole(int v) { return _mm256_set1_epi64x(v); }
inline Vector choose(Condition c, Vector a, Vector b) { return _mm256_blendv_pd(b, a, c); }
inline Whole add_where(Condition c, Whole i, int step) {
  return _mm256_add_epi64(i, _mm256_and_si256(_mm256_castpd_si256(c), all_whole(step)));
}
inline Whole plus(Whole i, int step) { return _mm256_add_epi64(i, all_whole(step)); }
inline Whole whole_within(Vector v, double last) {
  return _mm256_cvtepi32_epi64(
      _mm256_cvttpd_epi32(_mm256_min_pd(_mm256_max_pd(v, all(0)), all(last))));
}
inline Vector gather(const double* p, Whole i) { return _mm256_i64gather_pd(p, i, 8); }
inline Vector subtract(Vector a, Vector b) { return _mm256_sub_pd(a, b); }
inline Vector multiply(Vector a, Vector b) { return _mm256_mul_pd(a, b); }
inline Vector add(Vector a, Vector b) { return _mm256_add_pd(a, b); }
inline Vector divide(Vector a, Vector b) { return _mm256_div_pd(a, b); }
inline Vector smaller(Vector a, Vector b) { return _mm256_min_pd(a, b); }
inline Vector larger(Vector a, Vector b) { return _mm256_max_pd(a, b); }
inline Condition less(Vector a, Vector b) { return _mm256_cmp_pd(a, b, _CMP_LT_OQ); }
inline Condition less_equal(Vector a, Vector b) { return _mm256_cmp_pd(a, b, _CMP_LE_OQ); }
inline Condition equal(Vector a, Vector b) { return _mm256_cmp_pd(a, b, _CMP_EQ_OQ); }
#else
using Vector = double;
inline Vector load(const double* p) { return *p; }
inline void store(double* p, Vector v) { *p = v; }
inline Vector exp_of(Vector v) { return Sleef_finz_expd1_u10purecfma(v); }
inline Vector log_of(Vector v) { return Sleef_finz_logd1_u10purecfma(v); }
inline Vector pow_of(Vector v, Vector w) { return Sleef_finz_powd1_u10purecfma(v, w); }
inline Vector sin_of(Vector v) { return Sleef_finz_sind1_u10purecfma(v); }
inline Vector cos_of(Vector v) { return Sleef_finz_cosd1_u10purecfma(v); }
constexpr int kVector = 1;
using Whole = int;
using Condition = bool;
inline Vector all(double v) { return v; }
inline Whole all_whole(int v) { return v; }
inline Vector choose(Condition c, Vector a, Vector b) { return c ? a : b; }
inline Whole add_where(Condition c, Whole i, int step) { return c ? i + step : i; }
inline Whole plus(Whole i, int step) { return i + step; }
inline Whole whole_within(Vector v, double last) {
  if (!(v > 0)) return 0;
  return static_cast<int>(v < last ? v : last);
}
inline Vector gather(const double* p, Whole i) { return p[i]; }
inline Vector subtract(Vector a, Vector b) { return a - b; }
inline Vector multiply(Vector a, Vector b) { return a * b; }
inline Vector add(Vector a, Vector b) { return a + b; }
inline Vector divide(Vector a, Vector b) { return a / b; }
inline Vector smaller(Vector a, Vector b) { return a < b ? a : b; }
inline Vector larger(Vector a, Vector b) { return a > b ? a : b; }
inline Condition less(Vector a, Vector b) { return a < b; }
inline Condition less_equal(Vector a, Vector b) { return a <= b; }
inline Condition equal(Vector a, Vector b) { return a == b; }
#endif

/// 1 where the condition holds, else 0.
inline Vector number(Condition c) { return choose(c, all(1), all(0)); }

}  // namespace
}  // namespace holon::engine
