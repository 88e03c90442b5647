// SPDX-License-Identifier: Apache-2.0
#include <cmath>

namespace holon::bench {
namespace {

constexpr int kWidth = 1;
using Value = double;

inline double exp_of(double x) { return std::exp(x); }
inline double pow_of(double x, double y) { return std::pow(x, y); }
inline double smaller(double a, double b) { return a < b ? a : b; }
inline double larger(double a, double b) { return a > b ? a : b; }
inline double pick(bool condition, double a, double b) { return condition ? a : b; }

}  // namespace
}  // namespace holon::bench

// needs the above
#include "feedback_hand.h"

namespace holon::bench {

void run_scalar_libm(std::span<const quantity::Sampler> samplers, std::uint64_t seed,
                     Results& results) {
  run_by_hand(samplers, seed, results);
}

}  // namespace holon::bench
