// SPDX-License-Identifier: Apache-2.0
#include "engine/linear_system.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace holon::engine {

void LinearSystem::factorise() {
  const auto n = size_;
  double* a = matrix_.data();
  for (std::size_t k = 0; k < n; ++k) {
    std::size_t best = k;
    for (std::size_t i = k + 1; i < n; ++i) {
      if (std::fabs(a[i * n + k]) > std::fabs(a[best * n + k])) best = i;
    }
    rows_[k] = best;
    if (best != k) std::swap_ranges(a + k * n, a + (k + 1) * n, a + best * n);
    for (std::size_t i = k + 1; i < n; ++i) {
      double& factor = a[i * n + k];
      if (factor == 0) continue;
      factor /= a[k * n + k];
      for (std::size_t j = k + 1; j < n; ++j) {
        if (a[k * n + j] != 0) a[i * n + j] -= factor * a[k * n + j];
      }
    }
  }
}

void LinearSystem::solve(std::vector<double>& right) const {
  const auto n = size_;
  const double* a = matrix_.data();
  // rows were exchanged whole, factors included
  for (std::size_t k = 0; k < n; ++k) std::swap(right[k], right[rows_[k]]);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (a[i * n + j] != 0) right[i] -= a[i * n + j] * right[j];
    }
  }
  for (std::size_t i = n; i-- > 0;) {
    for (std::size_t j = i + 1; j < n; ++j) {
      if (a[i * n + j] != 0) right[i] -= a[i * n + j] * right[j];
    }
    right[i] /= a[i * n + i];
  }
}

}  // namespace holon::engine
