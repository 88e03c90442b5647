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

inline double usable(double reciprocal) {
  const double size = __builtin_fabs(reciprocal);
  const bool fits = (size <= kLargestReciprocal) & (size >= 1 / kLargestReciprocal);
  return fits ? reciprocal : kNoNumber;
}

// the loops below are left to the compiler: every lane is one IEEE operation, at any width
#if defined(__clang__)
#define HOLON_INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")
#else
#define HOLON_INDEPENDENT _Pragma("GCC ivdep")
#endif
#define HOLON_LANES(value)                                           \
  {                                                                  \
    HOLON_OPERANDS;                                                  \
    HOLON_INDEPENDENT for (int k = 0; k < kLanes; ++k) t[k] = value; \
  }
#define HOLON_VECTORS(value)                                                         \
  {                                                                                  \
    HOLON_OPERANDS;                                                                  \
    HOLON_INDEPENDENT for (int k = 0; k < kLanes; k += kVector) store(t + k, value); \
  }
// where an operation writes, and what it reads
#define HOLON_OPERANDS                                     \
  double* const t = lanes_of(i->target);                   \
  [[maybe_unused]] const double* const a = lanes_of(i->a); \
  [[maybe_unused]] const double* const b = lanes_of(i->b); \
  [[maybe_unused]] const double* const c = lanes_of(i->c); \
  [[maybe_unused]] const double* const d = lanes_of(i->d)

// Each operation ends with a jump of its own to the next one's, so the processor learns for each
// what follows it; one jump for all, as of a `switch`, costs a single run a quarter more.
#define HOLON_LABEL(name) &&name,
#define HOLON_JUMP goto* kLabels[static_cast<std::size_t>(i->op)]
#define HOLON_NEXT        \
  if (++i == end) return; \
  HOLON_JUMP
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"  // labels as values: of g++ and clang

template <int kLanes>
void run_segment(const Instruction* instructions, std::size_t count, double* slots,
                 const KernelContext& context) {
  static const void* const kLabels[] = {HOLON_EACH_OPERATION(HOLON_LABEL)};
  const auto lanes_of = [slots](Slot slot) {
    return slots + static_cast<std::size_t>(slot) * kLanes;
  };
  const Instruction* i = instructions;
  const Instruction* const end = instructions + count;
  if (i == end) return;
  HOLON_JUMP;

copy:
  HOLON_VECTORS(load(a + k));
  HOLON_NEXT;
negate:
  HOLON_LANES(-a[k]);
  HOLON_NEXT;
logical_not:
  HOLON_VECTORS(number(equal(load(a + k), all(0))));
  HOLON_NEXT;
abs:
  HOLON_LANES(__builtin_fabs(a[k]));
  HOLON_NEXT;
sqrt:
  HOLON_LANES(__builtin_sqrt(a[k]));
  HOLON_NEXT;
exp:
  HOLON_VECTORS(exp_of(load(a + k)));
  HOLON_NEXT;
ln:
  HOLON_VECTORS(log_of(load(a + k)));
  HOLON_NEXT;
log10:
  HOLON_VECTORS(log_of(load(a + k)));
  HOLON_LANES(t[k] * kLogarithm10);
  HOLON_NEXT;
sin:
  HOLON_VECTORS(sin_of(load(a + k)));
  HOLON_NEXT;
cos:
  HOLON_VECTORS(cos_of(load(a + k)));
  HOLON_NEXT;
power:
  HOLON_VECTORS(pow_of(load(a + k), load(b + k)));
  HOLON_NEXT;
floor:
  HOLON_LANES(__builtin_floor(a[k]));
  HOLON_NEXT;
truncate:
  HOLON_LANES(__builtin_trunc(a[k]));
  HOLON_NEXT;
round:
  HOLON_LANES(__builtin_floor(a[k] + 0.5));
  HOLON_NEXT;
sign:
  HOLON_LANES((a[k] > 0 ? 1.0 : 0.0) - (a[k] < 0 ? 1.0 : 0.0));
  HOLON_NEXT;
add:
  HOLON_VECTORS(add(load(a + k), load(b + k)));
  HOLON_NEXT;
subtract:
  HOLON_VECTORS(subtract(load(a + k), load(b + k)));
  HOLON_NEXT;
multiply:
  HOLON_VECTORS(multiply(load(a + k), load(b + k)));
  HOLON_NEXT;
divide:
  HOLON_VECTORS(divide(load(a + k), load(b + k)));
  HOLON_NEXT;
modulo:
  HOLON_LANES(a[k] - b[k] * __builtin_floor(a[k] / b[k]));
  HOLON_NEXT;
less:
  HOLON_VECTORS(number(less(load(a + k), load(b + k))));
  HOLON_NEXT;
less_equal:
  HOLON_VECTORS(number(less_equal(load(a + k), load(b + k))));
  HOLON_NEXT;
equal:
  HOLON_VECTORS(number(equal(load(a + k), load(b + k))));
  HOLON_NEXT;
not_equal:
  HOLON_VECTORS(choose(equal(load(a + k), load(b + k)), all(0), all(1)));
  HOLON_NEXT;
logical_and:
  HOLON_LANES(((a[k] != 0) & (b[k] != 0)) ? 1.0 : 0.0);
  HOLON_NEXT;
logical_or:
  HOLON_LANES(((a[k] != 0) | (b[k] != 0)) ? 1.0 : 0.0);
  HOLON_NEXT;
min:
  HOLON_VECTORS(smaller(load(a + k), load(b + k)));
  HOLON_NEXT;
max:
  HOLON_VECTORS(larger(load(a + k), load(b + k)));
  HOLON_NEXT;
select:
  HOLON_VECTORS(choose(equal(load(a + k), all(0)), load(c + k), load(b + k)));
  HOLON_NEXT;
safe_divide:
  HOLON_VECTORS(choose(equal(load(b + k), all(0)), load(c + k), divide(load(a + k), load(b + k))));
  HOLON_NEXT;
advance:
  HOLON_VECTORS(add(load(a + k), multiply(load(c + k), load(b + k))));
  HOLON_NEXT;
select_less:
  HOLON_VECTORS(choose(less(load(a + k), load(b + k)), load(c + k), load(d + k)));
  HOLON_NEXT;
select_less_equal:
  HOLON_VECTORS(choose(less_equal(load(a + k), load(b + k)), load(c + k), load(d + k)));
  HOLON_NEXT;
select_equal:
  HOLON_VECTORS(choose(equal(load(a + k), load(b + k)), load(c + k), load(d + k)));
  HOLON_NEXT;
reciprocal:
  HOLON_LANES(usable(1 / a[k]));
  HOLON_NEXT;
divide_known:
  HOLON_VECTORS(quotient(load(a + k), load(b + k), load(c + k)));
  HOLON_NEXT;
add_add:
  HOLON_VECTORS(add(add(load(a + k), load(b + k)), load(c + k)));
  HOLON_NEXT;
add_subtract:
  HOLON_VECTORS(subtract(add(load(a + k), load(b + k)), load(c + k)));
  HOLON_NEXT;
add_from:
  HOLON_VECTORS(subtract(load(c + k), add(load(a + k), load(b + k))));
  HOLON_NEXT;
add_multiply:
  HOLON_VECTORS(multiply(add(load(a + k), load(b + k)), load(c + k)));
  HOLON_NEXT;
subtract_add:
  HOLON_VECTORS(add(subtract(load(a + k), load(b + k)), load(c + k)));
  HOLON_NEXT;
subtract_subtract:
  HOLON_VECTORS(subtract(subtract(load(a + k), load(b + k)), load(c + k)));
  HOLON_NEXT;
subtract_from:
  HOLON_VECTORS(subtract(load(c + k), subtract(load(a + k), load(b + k))));
  HOLON_NEXT;
subtract_multiply:
  HOLON_VECTORS(multiply(subtract(load(a + k), load(b + k)), load(c + k)));
  HOLON_NEXT;
multiply_add:
  HOLON_VECTORS(add(multiply(load(a + k), load(b + k)), load(c + k)));
  HOLON_NEXT;
multiply_subtract:
  HOLON_VECTORS(subtract(multiply(load(a + k), load(b + k)), load(c + k)));
  HOLON_NEXT;
multiply_from:
  HOLON_VECTORS(subtract(load(c + k), multiply(load(a + k), load(b + k))));
  HOLON_NEXT;
multiply_multiply:
  HOLON_VECTORS(multiply(multiply(load(a + k), load(b + k)), load(c + k)));
  HOLON_NEXT;
lookup:
  if (context.lookups[i->c].has_vector_form)
    read_table(context.lookups[i->c], lanes_of(i->a), lanes_of(i->target), kLanes);
  else
    run_by_lane(*i, slots, kLanes, context);
  HOLON_NEXT;
constant:
draw:
time:
step_start:
stock:
delay:
held:
tan:
arcsin:
arccos:
arctan:
sinh:
cosh:
tanh:
gamma_ln:
normal_probability:
noise_uniform:
noise_normal:
noise_exponential:
of_many:
  run_by_lane(*i, slots, kLanes, context);
  HOLON_NEXT;
}

#pragma GCC diagnostic pop

#undef HOLON_NEXT
#undef HOLON_JUMP
#undef HOLON_LABEL
#undef HOLON_OPERANDS
#undef HOLON_VECTORS
#undef HOLON_LANES
#undef HOLON_INDEPENDENT

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
