// SPDX-License-Identifier: Apache-2.0
//
// The part of a kernel's source that reads tables; see kernel_body.h, which includes it.
// The arithmetic is that of `table_value`, operation by operation.
#pragma once

#include <cstddef>

#include "engine/lookup_table.h"
#include "engine/vector_body.h"

namespace holon::engine {
namespace {

#if defined(__AVX512F__)
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
      i = add_where(less_equal(end[plus(i, step - 1)], x), i, step);
    return i;
  } else {
    const Vector distance = subtract(x, all(table.first_x));
    const Whole i = whole_within(multiply(distance, all(table.scale)), table.last_interval);
    return kLocate == Locate::by_scale ? i : add_where(less_equal(end[i], x), i, 1);
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
    if (kKind == linear) y = choose(less_equal(x, all(table.first_x)), all(table.first_y), y);
    if (kKind != extrapolate) y = choose(less_equal(all(table.last_x), x), all(table.last_y), y);
    if (kKind == hold) y = choose(equal(x, x), y, x);  // what is no number stays none
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
