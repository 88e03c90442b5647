// SPDX-License-Identifier: Apache-2.0
//
// The source of a score kernel. Each kernel_*.cpp of this folder includes it once, is compiled for
// its own instruction set, and gives it a name by HOLON_SCORE_KERNEL; nothing of it is visible
// elsewhere.
#include "engine/loops/score_kernel.h"

namespace holon::engine::loops {
namespace {

// vectors as wide as the instruction set has them
#if defined(__AVX512F__)
#define HOLON_VECTOR_BYTES 64
#elif defined(__AVX2__)
#define HOLON_VECTOR_BYTES 32
#else
#define HOLON_VECTOR_BYTES 16
#endif
using Vector = double __attribute__((vector_size(HOLON_VECTOR_BYTES)));
using Mask = long long __attribute__((vector_size(HOLON_VECTOR_BYTES)));
constexpr std::size_t kWidth = HOLON_VECTOR_BYTES / sizeof(double);
#undef HOLON_VECTOR_BYTES

constexpr double kLargest = 1.7976931348623157e308;
constexpr long long kAllButSign = 0x7fff'ffff'ffff'ffff;

// The tables of a search are aligned as doubles are: a copy is one unaligned move.
Vector load(const double* from) {
  Vector out;
  __builtin_memcpy(&out, from, sizeof out);
  return out;
}

void store(double* to, Vector value) { __builtin_memcpy(to, &value, sizeof value); }

void fold(const double* weight, const double* sum_beyond, const double* most_beyond, double* sum,
          double* most, std::size_t count) {
  std::size_t t = 0;
  for (; t + kWidth <= count; t += kWidth) {
    const Vector by = load(weight + t);
    store(sum + t, load(sum + t) + by * load(sum_beyond + t));
    const Vector one = by * load(most_beyond + t);
    const Vector other = load(most + t);
    store(most + t, one > other ? one : other);
  }
  for (; t < count; ++t) {
    sum[t] += weight[t] * sum_beyond[t];
    const double one = weight[t] * most_beyond[t];
    most[t] = one > most[t] ? one : most[t];
  }
}

bool reaches(const double* path, const double* weight, const double* most_beyond, const double* bar,
             double* to, std::size_t count) {
  bool out = false;
  std::size_t t = 0;
  Mask any = {};
  for (; t + kWidth <= count; t += kWidth) {
    const Vector longer = load(path + t) * load(weight + t);
    store(to + t, longer);
    const Vector size = longer * load(most_beyond + t);
    any |= (size > 0.0) & (size >= load(bar + t));
  }
  for (std::size_t k = 0; k < kWidth; ++k) out = out || any[k] != 0;
  for (; t < count; ++t) {
    to[t] = path[t] * weight[t];
    const double size = to[t] * most_beyond[t];
    out = out || (size > 0 && size >= bar[t]);
  }
  return out;
}

bool add_sizes(const double* score, double* total, double least_share, std::size_t count) {
  bool out = false;
  std::size_t t = 0;
  Mask matters = {};
  for (; t + kWidth <= count; t += kWidth) {
    const Mask bits = __builtin_bit_cast(Mask, load(score + t)) & kAllButSign;
    const Mask counted = bits & (__builtin_bit_cast(Vector, bits) <= kLargest);
    const Vector size = __builtin_bit_cast(Vector, counted);
    const Vector sum = load(total + t) + size;
    store(total + t, sum);
    matters |= (size > 0.0) & (size >= least_share * sum);
  }
  for (std::size_t k = 0; k < kWidth; ++k) out = out || matters[k] != 0;
  for (; t < count; ++t) {
    double size = __builtin_fabs(score[t]);
    if (!(size <= kLargest)) size = 0;
    total[t] += size;
    out = out || (size > 0 && size >= least_share * total[t]);
  }
  return out;
}

}  // namespace

const ScoreKernel& HOLON_SCORE_KERNEL() {
  static constexpr ScoreKernel kKernel{fold, reaches, add_sizes};
  return kKernel;
}

}  // namespace holon::engine::loops
