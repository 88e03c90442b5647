// SPDX-License-Identifier: Apache-2.0
//
// A square system of linear equations, by elimination with row exchange. What is 0 is left alone,
// so that unknowns that do not meet stay apart: one that is not a number does not spoil others.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace holon::engine {

class LinearSystem {
 public:
  explicit LinearSystem(std::size_t size) : size_(size), matrix_(size * size), rows_(size) {}

  /// To be filled before `factorise` [row][column].
  [[nodiscard]] std::span<double> matrix() { return matrix_; }
  /// A singular matrix gives infinite or undefined solutions.
  void factorise();
  /// Replaces the right side by the solution.
  void solve(std::vector<double>& right) const;

 private:
  std::size_t size_;
  std::vector<double> matrix_;
  std::vector<std::size_t> rows_;  // with which each was exchanged
};

}  // namespace holon::engine
