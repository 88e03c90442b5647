// SPDX-License-Identifier: Apache-2.0
#include "feedback_hand_runs.h"

#if defined(__AVX512F__)
#include <sleef.h>

namespace holon::bench {
namespace {

constexpr int kWidth = 8;
typedef double Value __attribute__((vector_size(kWidth * sizeof(double))));
typedef long long Mask __attribute__((vector_size(kWidth * sizeof(double))));

inline Value exp_of(Value x) { return Sleef_finz_expd8_u10avx512f(x); }
inline Value pow_of(Value x, Value y) { return Sleef_finz_powd8_u10avx512f(x, y); }
inline Value smaller(Value a, Value b) { return a < b ? a : b; }
inline Value larger(Value a, Value b) { return a > b ? a : b; }
inline Value pick(Mask condition, Value a, Value b) { return condition ? a : b; }

}  // namespace
}  // namespace holon::bench

// needs the above
#include "feedback_hand.h"

namespace holon::bench {

bool has_vectors() { return true; }

void run_vectors(std::span<const quantity::Sampler> samplers, std::uint64_t seed,
                 Results& results) {
  run_by_hand(samplers, seed, results);
}

}  // namespace holon::bench

#else

namespace holon::bench {

bool has_vectors() { return false; }

void run_vectors(std::span<const quantity::Sampler>, std::uint64_t, Results&) {}

}  // namespace holon::bench

#endif
