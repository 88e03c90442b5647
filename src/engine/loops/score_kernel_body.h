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
using Vector = double __attribute__((vector_size(HOLON_VECTOR_BYTES), aligned(8), may_alias));
using Mask = long long __attribute__((vector_size(HOLON_VECTOR_BYTES), aligned(8), may_alias));
constexpr std::size_t kWidth = HOLON_VECTOR_BYTES / sizeof(double);
#undef HOLON_VECTOR_BYTES

constexpr double kLargest = 1.7976931348623157e308;
constexpr long long kAllButSign = 0x7fff'ffff'ffff'ffff;

const Vector& at(const double* p) { return *reinterpret_cast<const Vector*>(p); }
Vector& at(double* p) { return *reinterpret_cast<Vector*>(p); }

void fold(const double* weight, const double* sum_beyond, const double* most_beyond, double* sum,
          double* most, std::size_t count) {
  std::size_t t = 0;
  for (; t + kWidth <= count; t += kWidth) {
    const Vector by = at(weight + t);
    at(sum + t) += by * at(sum_beyond + t);
    const Vector one = by * at(most_beyond + t);
    at(most + t) = one > at(most + t) ? one : at(most + t);
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
    const Vector longer = at(path + t) * at(weight + t);
    at(to + t) = longer;
    const Vector size = longer * at(most_beyond + t);
    any |= (size > 0.0) & (size >= at(bar + t));
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
    const Mask bits = *reinterpret_cast<const Mask*>(score + t) & kAllButSign;
    const Mask counted = bits & (reinterpret_cast<const Vector&>(bits) <= kLargest);
    const auto size = reinterpret_cast<const Vector&>(counted);
    auto& sum = *reinterpret_cast<Vector*>(total + t);
    sum += size;
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
