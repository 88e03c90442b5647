// SPDX-License-Identifier: Apache-2.0
//
// Least squares within bounds.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "experiment/minimise.h"

namespace holon::experiment {

/// The residuals at each of several points of the unit cube; not finite where there are none.
using Residuals = std::function<std::vector<std::vector<double>>(const std::vector<Point>& points)>;

/// Where a search ended.
struct Fit {
  Point at;
  double squares = 0;                         ///< sum of squared residuals
  std::vector<std::vector<double>> jacobian;  ///< d residual / d parameter [parameter][residual]
  std::uint32_t rounds = 0;
  bool converged = false;
};

struct LeastSquaresPlan {
  std::uint32_t rounds = 100;  ///< at most
  double tolerance = 1e-13;    ///< of the squares, relative
  double difference = 1e-5;    ///< step of central differences
  std::vector<bool> fixed;     ///< parameters that stay where they start; empty: none
};

/// Gauss-Newton steps damped by Levenberg and Marquardt (More, Lecture Notes in Mathematics 630,
/// 1978), from all starts side by side: one call for the derivatives of all, one for their steps at
/// several dampings. Parameters at a bound that push against it are held. The fits, best first.
[[nodiscard]] std::vector<Fit> least_squares(const Residuals& residuals,
                                             const std::vector<Point>& starts,
                                             const LeastSquaresPlan& plan, const Rounds& progress);

/// Covariance of the parameters for residuals of unit variance, (J'J)^-1; infinite on the diagonal
/// where the data do not tell a parameter (relative singular value below 1e-10).
[[nodiscard]] std::vector<std::vector<double>> covariance(const Fit& fit);

}  // namespace holon::experiment
