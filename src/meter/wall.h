// SPDX-License-Identifier: Apache-2.0
//
// From the components to the wall: two constants of a machine.
#pragma once

#include <optional>
#include <span>

namespace holon::meter {

/// One run of which both are known.
struct WallRun {
  double seconds = 0;
  double components_J = 0;
  double wall_J = 0;
};

/// E_wall = base_W · t + factor · E_components: what is always drawn, and losses in proportion.
struct WallFit {
  double base_W = 0;
  double factor = 1;
  double largest_error = 0;  ///< relative, of a run that was left out of the fit
  double mean_error = 0;     ///< the mean of those
};

/// Least squares of relative errors, both constants at least 0 and 1. Errors are of each run as the
/// other runs foretell it. Nothing with fewer than three runs, or if their mean powers are too much
/// alike to tell the two constants apart.
[[nodiscard]] std::optional<WallFit> fit_wall(std::span<const WallRun> runs);

}  // namespace holon::meter
