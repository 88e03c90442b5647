// SPDX-License-Identifier: Apache-2.0
#include "engine/of_many.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

namespace holon::engine {
namespace {

using model::FunctionId;
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

// a place among `count`, from 0 and rounded down; `count` for none
std::size_t place(double index, std::size_t count) {
  const double whole = std::floor(index);
  return whole >= 0 && whole < static_cast<double>(count) ? static_cast<std::size_t>(whole) : count;
}

double element(std::span<const double> a) {
  const auto values = a.subspan(1);
  const auto at = place(a[0], values.size());
  return at == values.size() ? kNone : values[at];
}

// places in rising or falling order; equal ones keep theirs, what is no number comes last
std::vector<std::size_t> sorted(double direction, std::span<const double> values) {
  std::vector<std::size_t> out(values.size());
  std::iota(out.begin(), out.end(), std::size_t{0});
  std::stable_sort(out.begin(), out.end(), [&](std::size_t i, std::size_t k) {
    if (std::isnan(values[i]) || std::isnan(values[k]))
      return !std::isnan(values[i]) && std::isnan(values[k]);
    return direction > 0 ? values[i] < values[k] : values[i] > values[k];
  });
  return out;
}

double sort_order(std::span<const double> a) {
  const auto values = a.subspan(2);
  const auto at = place(a[0], values.size());
  if (at == values.size()) return kNone;
  return static_cast<double>(sorted(a[1], values)[at]);
}

double rank(std::span<const double> a) {
  const auto values = a.subspan(2);
  const auto at = place(a[0], values.size());
  if (at == values.size()) return kNone;
  const auto order = sorted(a[1], values);
  return static_cast<double>(std::find(order.begin(), order.end(), at) - order.begin() + 1);
}

// Gauss elimination with the largest pivot of each column: A x = e_j, of which x_i
double inverse_element(std::span<const double> a) {
  const auto n = place(a[2], 100'000);
  if (n == 0 || n * n != a.size() - 3) return kNone;
  const auto row_wanted = place(a[0], n);
  const auto column_wanted = place(a[1], n);
  if (row_wanted == n || column_wanted == n) return kNone;
  std::vector<double> m(a.begin() + 3, a.end());
  std::vector<double> x(n);
  x[column_wanted] = 1;
  for (std::size_t k = 0; k < n; ++k) {
    std::size_t pivot = k;
    for (std::size_t i = k + 1; i < n; ++i) {
      if (std::fabs(m[i * n + k]) > std::fabs(m[pivot * n + k])) pivot = i;
    }
    if (m[pivot * n + k] == 0) return kNone;
    for (std::size_t j = 0; pivot != k && j < n; ++j) std::swap(m[k * n + j], m[pivot * n + j]);
    std::swap(x[k], x[pivot]);
    for (std::size_t i = k + 1; i < n; ++i) {
      const double factor = m[i * n + k] / m[k * n + k];
      for (std::size_t j = k + 1; j < n; ++j) m[i * n + j] -= factor * m[k * n + j];
      x[i] -= factor * x[k];
    }
  }
  for (std::size_t k = n; k-- > row_wanted;) {
    for (std::size_t j = k + 1; j < n; ++j) x[k] -= m[k * n + j] * x[j];
    x[k] /= m[k * n + k];
  }
  return x[row_wanted];
}

}  // namespace

bool is_of_many(FunctionId function) {
  return function >= FunctionId::normal_quantile && function <= FunctionId::allocate_by_priority;
}

double value_of_many(FunctionId function, std::span<const double> arguments) {
  switch (function) {
    case FunctionId::element:
      return element(arguments);
    case FunctionId::sort_order:
      return sort_order(arguments);
    case FunctionId::rank:
      return rank(arguments);
    case FunctionId::inverse_element:
      return inverse_element(arguments);
    case FunctionId::internal_rate:
      return rate_of_return(arguments);
    case FunctionId::allocate_available:
      return allocation_available(arguments);
    case FunctionId::allocate_by_priority:
      return allocation_by_priority(arguments);
    default:
      return quantile_of(function, arguments);
  }
}

}  // namespace holon::engine
