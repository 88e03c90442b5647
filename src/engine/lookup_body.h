// SPDX-License-Identifier: Apache-2.0
//
// The part of a kernel's source that reads tables; see kernel_body.h, which includes it.
// The arithmetic is that of `table_value`, operation by operation.
#pragma once

#include <cstddef>

#include "engine/lookup_table.h"

namespace holon::engine {
namespace {

// whole numbers and conditions beside the vectors, and what reads tables by them
#if defined(__AVX512F__)
using Whole = __m512i;
using Condition = __mmask8;
inline Vector all(double v) { return _mm512_set1_pd(v); }
inline Whole all_whole(int v) { return _mm512_set1_epi64(v); }
inline Condition at_least(Vector a, Vector b) { return _mm512_cmp_pd_mask(a, b, _CMP_GE_OQ); }
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

/// A list of up to eight numbers, in a register.
struct Eight {
  explicit Eight(const double* p) : numbers(_mm512_load_pd(p)) {}
  Vector operator[](Whole i) const { return _mm512_permutexvar_pd(i, numbers); }
  Vector numbers;
};

/// A list of up to sixteen numbers, in two registers.
struct Sixteen {
  explicit Sixteen(const double* p) : low(_mm512_load_pd(p)), high(_mm512_load_pd(p + 8)) {}
  Vector operator[](Whole i) const { return _mm512_permutex2var_pd(low, i, high); }
  Vector low;
  Vector high;
};
#elif defined(__AVX2__)
using Whole = __m256i;
using Condition = __m256d;
inline Vector all(double v) { return _mm256_set1_pd(v); }
inline Whole all_whole(int v) { return _mm256_set1_epi64x(v); }
inline Condition at_least(Vector a, Vector b) { return _mm256_cmp_pd(a, b, _CMP_GE_OQ); }
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
#else
using Whole = int;
using Condition = bool;
inline Vector all(double v) { return v; }
inline Whole all_whole(int v) { return v; }
inline Condition at_least(Vector a, Vector b) { return a >= b; }
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
#endif

/// A list of any length, in memory.
struct Long {
  explicit Long(const double* p) : numbers(p) {}
  Vector operator[](Whole i) const { return gather(numbers, i); }
  const double* numbers;
};

template <Locate kLocate, class List>
inline Whole interval_of(const LookupTable& table, const List& end, Vector x) {
  if constexpr (kLocate == Locate::by_search) {
    Whole i = all_whole(0);
    for (int step = (1 << table.halvings) / 2; step > 0; step /= 2)
      i = add_where(at_least(x, end[plus(i, step - 1)]), i, step);
    return i;
  } else {
    const Vector distance = subtract(x, all(table.first_x));
    const Whole i = whole_within(multiply(distance, all(table.scale)), table.last_interval);
    return kLocate == Locate::by_scale ? i : add_where(at_least(x, end[i]), i, 1);
  }
}

template <model::TableKind kKind, Locate kLocate, class List>
void read_lanes(const LookupTable& table, const double* a, double* t, int lanes) {
  using enum model::TableKind;
  const List end(table.end);
  const List points(table.x);
  const List values(table.y);
  const List slopes(table.slope);
  for (int k = 0; k < lanes; k += kVector) {
    const Vector x = load(a + k);
    const Whole i = interval_of<kLocate>(table, end, x);
    Vector y = values[i];
    if (kKind != hold) y = add(y, multiply(slopes[i], subtract(x, points[i])));
    if (kKind == linear) y = choose(at_least(all(table.first_x), x), all(table.first_y), y);
    if (kKind != extrapolate) y = choose(at_least(x, all(table.last_x)), all(table.last_y), y);
    if (kKind == hold) y = choose(at_least(x, x), y, x);  // what is no number stays none
    store(t + k, y);
  }
}

template <model::TableKind kKind, Locate kLocate>
void read_list(const LookupTable& table, const double* a, double* t, int lanes) {
#if defined(__AVX512F__)
  if (table.last_interval < 8) return read_lanes<kKind, kLocate, Eight>(table, a, t, lanes);
  if (table.last_interval < 16) return read_lanes<kKind, kLocate, Sixteen>(table, a, t, lanes);
#endif
  read_lanes<kKind, kLocate, Long>(table, a, t, lanes);
}

template <model::TableKind kKind>
void read_located(const LookupTable& table, const double* a, double* t, int lanes) {
  switch (table.locate) {
    case Locate::by_scale:
      return read_list<kKind, Locate::by_scale>(table, a, t, lanes);
    case Locate::by_scale_or_next:
      return read_list<kKind, Locate::by_scale_or_next>(table, a, t, lanes);
    case Locate::by_search:
      return read_list<kKind, Locate::by_search>(table, a, t, lanes);
  }
}

/// Reads a table that has a vector form at all lanes.
void read_table(const LookupTable& table, const double* a, double* t, int lanes) {
  if (table.kind == model::TableKind::hold)
    read_located<model::TableKind::hold>(table, a, t, lanes);
  else if (table.kind == model::TableKind::extrapolate)
    read_located<model::TableKind::extrapolate>(table, a, t, lanes);
  else
    read_located<model::TableKind::linear>(table, a, t, lanes);
}

}  // namespace
}  // namespace holon::engine
