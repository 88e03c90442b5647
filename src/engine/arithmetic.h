// SPDX-License-Identifier: Apache-2.0
//
// What each operation means for one number. The reference interpreter, constant folding and the
// rarer operations of the batch machine call this; the machine's vector kernels repeat the same
// IEEE operations lane by lane (engine/kernel_body.h), and a property test holds them equal bit by
// bit.
#pragma once

#include <cmath>
#include <cstdint>

#include "base/math.h"
#include "base/random.h"
#include "engine/op_code.h"
#include "model/expression.h"
#include "quantity/distribution.h"

namespace holon::engine {

/// 1 / ln(10)
inline constexpr double kLog10E = 0.43429448190325182765;

/// The slope of a table between point i and the next; 0 after the last.
[[nodiscard]] double table_slope(const model::Table& table, std::size_t i);

/// The value of a table at x, by its kind; between points y + slope (x - x of the point before).
/// Not a number where x is none.
[[nodiscard]] double table_value(const model::Table& table, double x);

/// The time of a fixed delay in whole steps, at least one: what is read must be known before it is
/// computed.
[[nodiscard]] inline double steps_back(double time, double step) {
  const double wanted = std::floor(time / step + 0.5);
  return wanted > 1 ? wanted : 1;
}

/// A pure operation of up to three numbers.
[[nodiscard]] inline double apply(OpCode op, double a, double b, double c) {
  switch (op) {
    case OpCode::copy:
      return a;
    case OpCode::negate:
      return -a;
    case OpCode::logical_not:
      return a == 0 ? 1 : 0;
    case OpCode::abs:
      return std::fabs(a);
    case OpCode::sqrt:
      return std::sqrt(a);
    case OpCode::exp:
      return base::exp(a);
    case OpCode::ln:
      return base::ln(a);
    case OpCode::log10:
      return base::ln(a) * kLog10E;
    case OpCode::sin:
      return base::sin(a);
    case OpCode::cos:
      return base::cos(a);
    case OpCode::tan:
      return base::tan(a);
    case OpCode::arcsin:
      return base::arcsin(a);
    case OpCode::arccos:
      return base::arccos(a);
    case OpCode::arctan:
      return base::arctan(a);
    case OpCode::sinh:
      return base::sinh(a);
    case OpCode::cosh:
      return base::cosh(a);
    case OpCode::tanh:
      return base::tanh(a);
    case OpCode::gamma_ln:
      return base::gamma_ln(a);
    case OpCode::normal_probability:
      return 0.5 * base::erfc(a * -0.70710678118654752440);  // 1 / √2
    case OpCode::truncate:
      return std::trunc(a);
    case OpCode::floor:
      return std::floor(a);
    case OpCode::round:
      return std::floor(a + 0.5);
    case OpCode::sign:
      return static_cast<double>(a > 0) - static_cast<double>(a < 0);
    case OpCode::add:
      return a + b;
    case OpCode::subtract:
      return a - b;
    case OpCode::multiply:
      return a * b;
    case OpCode::divide:
      return a / b;
    case OpCode::modulo:
      return a - b * std::floor(a / b);
    case OpCode::power:
      return base::pow(a, b);
    case OpCode::less:
      return a < b ? 1 : 0;
    case OpCode::less_equal:
      return a <= b ? 1 : 0;
    case OpCode::equal:
      return a == b ? 1 : 0;
    case OpCode::not_equal:
      return a != b ? 1 : 0;
    case OpCode::logical_and:
      return a != 0 && b != 0 ? 1 : 0;
    case OpCode::logical_or:
      return a != 0 || b != 0 ? 1 : 0;
    case OpCode::min:
      return a < b ? a : b;
    case OpCode::max:
      return a > b ? a : b;
    case OpCode::select:
      return a != 0 ? b : c;
    case OpCode::safe_divide:
      return b == 0 ? c : a / b;
    case OpCode::advance:
      return a + c * b;
    default:
      return 0;
  }
}

/// A draw of a noise operation with parameters a, b.
[[nodiscard]] inline double noise(OpCode op, double a, double b, double u) {
  switch (op) {
    case OpCode::noise_uniform:
      return a + (b - a) * u;
    case OpCode::noise_normal:
      return a + b * quantity::normal_quantile(u);
    default:
      return -a * base::ln(1 - u);
  }
}

}  // namespace holon::engine
