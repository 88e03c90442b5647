// SPDX-License-Identifier: Apache-2.0
//
// The source of a kernel. Each kernel_*.cpp includes it once, is compiled for its own instruction
// set, and gives it a name by HOLON_KERNEL; nothing of it is visible elsewhere. No inline function
// of another header may be called from here: its one compiled copy could be this file's.
#include <cstddef>

#include "engine/kernel.h"
#include "engine/lookup_body.h"
#include "engine/vector_body.h"

namespace holon::engine {
namespace {

constexpr double kLogarithm10 = 0.43429448190325182765;  // 1 / ln(10)

// A quotient by the reciprocal of its divisor (lowering.h). Where both reciprocal and quotient are
// far from the limits of the exponent, so are the dividend and all remainders; a dividend of +0
// gives the zero of the right sign.
constexpr double kLargestReciprocal = 0x1p500;
constexpr double kNoNumber = __builtin_nan("");

#if defined(__AVX512F__)
inline Vector quotient(Vector a, Vector b, Vector y) {
  const Vector q0 = _mm512_mul_pd(a, y);
  const Vector q1 = _mm512_fmadd_pd(_mm512_fnmadd_pd(b, q0, a), y, q0);
  const Vector q2 = _mm512_fmadd_pd(_mm512_fnmadd_pd(b, q1, a), y, q1);
  // sizes as whole numbers: 2^-400 to 2^400, the sign shifted out
  constexpr long long kSmallest = (1023LL - 400) << 53;
  constexpr long long kSpan = 800LL << 53;
  const __m512i size = _mm512_slli_epi64(_mm512_castpd_si512(q0), 1);
  const __m512i zero = _mm512_or_si512(size, _mm512_castpd_si512(a));
  const __mmask8 fits = _mm512_cmple_epu64_mask(
      _mm512_sub_epi64(size, _mm512_set1_epi64(kSmallest)), _mm512_set1_epi64(kSpan));
  const int usual = fits | _mm512_testn_epi64_mask(zero, zero);
  return __builtin_expect(usual == 0xFF, 1) ? q2 : _mm512_div_pd(a, b);
}
#elif defined(__AVX2__)
inline Vector quotient(Vector a, Vector b, Vector y) {
  const Vector q0 = _mm256_mul_pd(a, y);
  const Vector q1 = _mm256_fmadd_pd(_mm256_fnmadd_pd(b, q0, a), y, q0);
  const Vector q2 = _mm256_fmadd_pd(_mm256_fnmadd_pd(b, q1, a), y, q1);
  const Vector size = _mm256_andnot_pd(_mm256_set1_pd(-0.0), q0);
  const Vector fits = _mm256_and_pd(_mm256_cmp_pd(size, _mm256_set1_pd(0x1p-400), _CMP_GE_OQ),
                                    _mm256_cmp_pd(size, _mm256_set1_pd(0x1p400), _CMP_LE_OQ));
  const __m256i zero = _mm256_castpd_si256(_mm256_or_pd(size, a));
  const Vector none = _mm256_castsi256_pd(_mm256_cmpeq_epi64(zero, _mm256_setzero_si256()));
  const bool usual = _mm256_movemask_pd(_mm256_or_pd(fits, none)) == 0xF;
  return __builtin_expect(usual, 1) ? q2 : _mm256_div_pd(a, b);
}
#else
inline Vector quotient(Vector a, Vector b, Vector /*y*/) { return a / b; }
#endif

// the loops below are left to the compiler: every lane is one IEEE operation, at any width
#if defined(__clang__)
#define HOLON_INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")
#else
#define HOLON_INDEPENDENT _Pragma("GCC ivdep")
#endif
#define HOLON_LANES HOLON_INDEPENDENT for (int k = 0; k < kLanes; ++k)
#define HOLON_VECTORS HOLON_INDEPENDENT for (int k = 0; k < kLanes; k += kVector)
#define HOLON_EACH(value) HOLON_VECTORS store(t + k, value)

template <int kLanes>
void run_segment(const Instruction* instructions, std::size_t count, double* slots,
                 const KernelContext& context) {
  for (std::size_t n = 0; n < count; ++n) {
    const Instruction& i = instructions[n];
    double* t = slots + static_cast<std::size_t>(i.target) * kLanes;
    const double* a = slots + static_cast<std::size_t>(i.a) * kLanes;
    const double* b = slots + static_cast<std::size_t>(i.b) * kLanes;
    const double* c = slots + static_cast<std::size_t>(i.c) * kLanes;
    switch (i.op) {
      case OpCode::copy:
        HOLON_EACH(load(a + k));
        break;
      case OpCode::negate:
        HOLON_LANES t[k] = -a[k];
        break;
      case OpCode::logical_not:
        HOLON_EACH(number(equal(load(a + k), all(0))));
        break;
      case OpCode::abs:
        HOLON_LANES t[k] = __builtin_fabs(a[k]);
        break;
      case OpCode::sqrt:
        HOLON_LANES t[k] = __builtin_sqrt(a[k]);
        break;
      case OpCode::exp:
        HOLON_EACH(exp_of(load(a + k)));
        break;
      case OpCode::ln:
        HOLON_EACH(log_of(load(a + k)));
        break;
      case OpCode::log10:
        HOLON_EACH(log_of(load(a + k)));
        HOLON_LANES t[k] = t[k] * kLogarithm10;
        break;
      case OpCode::sin:
        HOLON_EACH(sin_of(load(a + k)));
        break;
      case OpCode::cos:
        HOLON_EACH(cos_of(load(a + k)));
        break;
      case OpCode::power:
        HOLON_EACH(pow_of(load(a + k), load(b + k)));
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
        HOLON_EACH(add(load(a + k), load(b + k)));
        break;
      case OpCode::subtract:
        HOLON_EACH(subtract(load(a + k), load(b + k)));
        break;
      case OpCode::multiply:
        HOLON_EACH(multiply(load(a + k), load(b + k)));
        break;
      case OpCode::divide:
        HOLON_EACH(divide(load(a + k), load(b + k)));
        break;
      case OpCode::modulo:
        HOLON_LANES t[k] = a[k] - b[k] * __builtin_floor(a[k] / b[k]);
        break;
      case OpCode::less:
        HOLON_EACH(number(less(load(a + k), load(b + k))));
        break;
      case OpCode::less_equal:
        HOLON_EACH(number(less_equal(load(a + k), load(b + k))));
        break;
      case OpCode::equal:
        HOLON_EACH(number(equal(load(a + k), load(b + k))));
        break;
      case OpCode::not_equal:
        HOLON_EACH(choose(equal(load(a + k), load(b + k)), all(0), all(1)));
        break;
      case OpCode::logical_and:
        HOLON_LANES t[k] = ((a[k] != 0) & (b[k] != 0)) ? 1.0 : 0.0;
        break;
      case OpCode::logical_or:
        HOLON_LANES t[k] = ((a[k] != 0) | (b[k] != 0)) ? 1.0 : 0.0;
        break;
      case OpCode::min:
        HOLON_EACH(smaller(load(a + k), load(b + k)));
        break;
      case OpCode::max:
        HOLON_EACH(larger(load(a + k), load(b + k)));
        break;
      case OpCode::select: {
        HOLON_EACH(choose(equal(load(a + k), all(0)), load(c + k), load(b + k)));
        break;
      }
      case OpCode::safe_divide:
        HOLON_EACH(
            choose(equal(load(b + k), all(0)), load(c + k), divide(load(a + k), load(b + k))));
        break;
      case OpCode::advance: {
        HOLON_EACH(add(load(a + k), multiply(load(c + k), load(b + k))));
        break;
      }
      case OpCode::select_less: {
        const double* d = slots + static_cast<std::size_t>(i.d) * kLanes;
        HOLON_EACH(choose(less(load(a + k), load(b + k)), load(c + k), load(d + k)));
        break;
      }
      case OpCode::select_less_equal: {
        const double* d = slots + static_cast<std::size_t>(i.d) * kLanes;
        HOLON_EACH(choose(less_equal(load(a + k), load(b + k)), load(c + k), load(d + k)));
        break;
      }
      case OpCode::select_equal: {
        const double* d = slots + static_cast<std::size_t>(i.d) * kLanes;
        HOLON_EACH(choose(equal(load(a + k), load(b + k)), load(c + k), load(d + k)));
        break;
      }
      case OpCode::reciprocal:
        HOLON_LANES {
          const double y = 1 / a[k];
          const double size = __builtin_fabs(y);
          t[k] = ((size <= kLargestReciprocal) & (size >= 1 / kLargestReciprocal)) ? y : kNoNumber;
        }
        break;
      case OpCode::divide_known: {
        HOLON_EACH(quotient(load(a + k), load(b + k), load(c + k)));
        break;
      }
      case OpCode::add_add:
        HOLON_EACH(add(add(load(a + k), load(b + k)), load(c + k)));
        break;
      case OpCode::add_subtract:
        HOLON_EACH(subtract(add(load(a + k), load(b + k)), load(c + k)));
        break;
      case OpCode::add_from:
        HOLON_EACH(subtract(load(c + k), add(load(a + k), load(b + k))));
        break;
      case OpCode::add_multiply:
        HOLON_EACH(multiply(add(load(a + k), load(b + k)), load(c + k)));
        break;
      case OpCode::subtract_add:
        HOLON_EACH(add(subtract(load(a + k), load(b + k)), load(c + k)));
        break;
      case OpCode::subtract_subtract:
        HOLON_EACH(subtract(subtract(load(a + k), load(b + k)), load(c + k)));
        break;
      case OpCode::subtract_from:
        HOLON_EACH(subtract(load(c + k), subtract(load(a + k), load(b + k))));
        break;
      case OpCode::subtract_multiply:
        HOLON_EACH(multiply(subtract(load(a + k), load(b + k)), load(c + k)));
        break;
      case OpCode::multiply_add:
        HOLON_EACH(add(multiply(load(a + k), load(b + k)), load(c + k)));
        break;
      case OpCode::multiply_subtract:
        HOLON_EACH(subtract(multiply(load(a + k), load(b + k)), load(c + k)));
        break;
      case OpCode::multiply_from:
        HOLON_EACH(subtract(load(c + k), multiply(load(a + k), load(b + k))));
        break;
      case OpCode::multiply_multiply:
        HOLON_EACH(multiply(multiply(load(a + k), load(b + k)), load(c + k)));
        break;
      case OpCode::lookup:
        if (context.lookups[i.c].has_vector_form)
          read_table(context.lookups[i.c], a, t, kLanes);
        else
          run_by_lane(i, slots, kLanes, context);
        break;
      default:
        run_by_lane(i, slots, kLanes, context);
        break;
    }
  }
}

#undef HOLON_LANES
#undef HOLON_INDEPENDENT
#undef HOLON_EACH
#undef HOLON_VECTORS

}  // namespace

Kernel HOLON_KERNEL(int lanes);
Kernel HOLON_KERNEL(int lanes) {
  switch (lanes) {
    case 1:
      if constexpr (kVector == 1) return run_segment<1>;
      return nullptr;
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
