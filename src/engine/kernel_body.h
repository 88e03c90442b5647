// SPDX-License-Identifier: Apache-2.0
//
// The source of a kernel. Each kernel_*.cpp includes it once, is compiled for its own instruction
// set, and gives it a name by HOLON_KERNEL; nothing of it is visible elsewhere. No inline function
// of another header may be called from here: its one compiled copy could be this file's.
#include <cstddef>

#include <sleef.h>

#include "engine/kernel.h"

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

// vectors of the instruction set, and SLEEF's functions on them
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
#endif

constexpr double kLogarithm10 = 0.43429448190325182765;  // 1 / ln(10)

// the loops below are left to the compiler: every lane is one IEEE operation, at any width
#if defined(__clang__)
#define HOLON_INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")
#else
#define HOLON_INDEPENDENT _Pragma("GCC ivdep")
#endif
#define HOLON_LANES HOLON_INDEPENDENT for (int k = 0; k < kLanes; ++k)
#define HOLON_VECTORS for (int k = 0; k < kLanes; k += kVector)

template <int kLanes>
void run_segment(const Instruction* instructions, std::size_t count, double* slots,
                 const KernelContext& context) {
  for (std::size_t n = 0; n < count; ++n) {
    const Instruction& i = instructions[n];
    double* t = slots + static_cast<std::size_t>(i.target) * kLanes;
    const double* a = slots + static_cast<std::size_t>(i.a) * kLanes;
    const double* b = slots + static_cast<std::size_t>(i.b) * kLanes;
    switch (i.op) {
      case OpCode::copy:
        HOLON_LANES t[k] = a[k];
        break;
      case OpCode::negate:
        HOLON_LANES t[k] = -a[k];
        break;
      case OpCode::logical_not:
        HOLON_LANES t[k] = a[k] == 0 ? 1.0 : 0.0;
        break;
      case OpCode::abs:
        HOLON_LANES t[k] = __builtin_fabs(a[k]);
        break;
      case OpCode::sqrt:
        HOLON_LANES t[k] = __builtin_sqrt(a[k]);
        break;
      case OpCode::exp:
        HOLON_VECTORS store(t + k, exp_of(load(a + k)));
        break;
      case OpCode::ln:
        HOLON_VECTORS store(t + k, log_of(load(a + k)));
        break;
      case OpCode::log10:
        HOLON_VECTORS store(t + k, log_of(load(a + k)));
        HOLON_LANES t[k] = t[k] * kLogarithm10;
        break;
      case OpCode::sin:
        HOLON_VECTORS store(t + k, sin_of(load(a + k)));
        break;
      case OpCode::cos:
        HOLON_VECTORS store(t + k, cos_of(load(a + k)));
        break;
      case OpCode::power:
        HOLON_VECTORS store(t + k, pow_of(load(a + k), load(b + k)));
        break;
      case OpCode::floor:
        HOLON_LANES t[k] = __builtin_floor(a[k]);
        break;
      case OpCode::truncate:
        HOLON_LANES t[k] = __builtin_trunc(a[k]);
        break;
      case OpCode::round:
        HOLON_LANES t[k] = __builtin_floor(a[k] + 0.5);
        break;
      case OpCode::sign:
        HOLON_LANES t[k] = (a[k] > 0 ? 1.0 : 0.0) - (a[k] < 0 ? 1.0 : 0.0);
        break;
      case OpCode::add:
        HOLON_LANES t[k] = a[k] + b[k];
        break;
      case OpCode::subtract:
        HOLON_LANES t[k] = a[k] - b[k];
        break;
      case OpCode::multiply:
        HOLON_LANES t[k] = a[k] * b[k];
        break;
      case OpCode::divide:
        HOLON_LANES t[k] = a[k] / b[k];
        break;
      case OpCode::modulo:
        HOLON_LANES t[k] = a[k] - b[k] * __builtin_floor(a[k] / b[k]);
        break;
      case OpCode::less:
        HOLON_LANES t[k] = a[k] < b[k] ? 1.0 : 0.0;
        break;
      case OpCode::less_equal:
        HOLON_LANES t[k] = a[k] <= b[k] ? 1.0 : 0.0;
        break;
      case OpCode::equal:
        HOLON_LANES t[k] = a[k] == b[k] ? 1.0 : 0.0;
        break;
      case OpCode::not_equal:
        HOLON_LANES t[k] = a[k] != b[k] ? 1.0 : 0.0;
        break;
      case OpCode::logical_and:
        HOLON_LANES t[k] = ((a[k] != 0) & (b[k] != 0)) ? 1.0 : 0.0;
        break;
      case OpCode::logical_or:
        HOLON_LANES t[k] = ((a[k] != 0) | (b[k] != 0)) ? 1.0 : 0.0;
        break;
      case OpCode::min:
        HOLON_LANES t[k] = a[k] < b[k] ? a[k] : b[k];
        break;
      case OpCode::max:
        HOLON_LANES t[k] = a[k] > b[k] ? a[k] : b[k];
        break;
      case OpCode::select: {
        const double* c = slots + static_cast<std::size_t>(i.c) * kLanes;
        HOLON_LANES t[k] = a[k] != 0 ? b[k] : c[k];
        break;
      }
      case OpCode::safe_divide: {
        const double* c = slots + static_cast<std::size_t>(i.c) * kLanes;
        HOLON_LANES {
          const double quotient = a[k] / b[k];
          t[k] = b[k] == 0 ? c[k] : quotient;
        }
        break;
      }
      case OpCode::advance: {
        const double* c = slots + static_cast<std::size_t>(i.c) * kLanes;
        HOLON_LANES t[k] = a[k] + c[k] * b[k];
        break;
      }
      default:
        run_by_lane(i, slots, kLanes, context);
        break;
    }
  }
}

#undef HOLON_LANES
#undef HOLON_INDEPENDENT
#undef HOLON_VECTORS

}  // namespace

Kernel HOLON_KERNEL(int lanes);
Kernel HOLON_KERNEL(int lanes) {
  switch (lanes) {
    case 8:
      return run_segment<8>;
    case 16:
      return run_segment<16>;
    case 32:
      return run_segment<32>;
    case 64:
      return run_segment<64>;
    case 128:
      return run_segment<128>;
    default:
      return nullptr;
  }
}

}  // namespace holon::engine
