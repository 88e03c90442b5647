// SPDX-License-Identifier: Apache-2.0
//
// How much of a variable's change came over each of its links, by the Loops That Matter method.
//
// Discrete (Schoenberg, Davidsen and Eberlein 2020, eq. 1; Schoenberg, Hayward and Eberlein 2023
// for links into stocks), for z = f(x, y, …) over a step, "b" marking values one step before:
//
//     Δx z  = f(x, yb, …) − zb
//     score = |Δx z / Δz| · sign(Δx z / Δx),   0 where Δz or Δx is 0
//
// z of a stock is its net rate: all flows joined, so that splitting or merging flows changes
// nothing; the link from the net rate into the stock scores 1. Of a delay or held value z is what
// enters it: its answer counts as immediate.
//
// Derivative: the limit of ever shorter steps, (∂f/∂x) · |ẋ / ż|, with derivatives from the
// equations.
#pragma once

#include <vector>

#include "engine/loops/trajectory.h"

namespace holon::engine::loops {

enum class ScoreMethod { discrete, derivative };

/// Scores of links at samples, [link][sample]; always finite.
class LinkScores {
 public:
  LinkScores(std::size_t links, std::size_t samples)
      : samples_(samples), scores_(links * samples) {}

  [[nodiscard]] std::size_t samples() const { return samples_; }
  [[nodiscard]] double* of(std::size_t link) { return scores_.data() + link * samples_; }
  [[nodiscard]] const double* of(std::size_t link) const {
    return scores_.data() + link * samples_;
  }

 private:
  std::size_t samples_;
  std::vector<double> scores_;
};

/// Scores of the structure's links, in their order.
[[nodiscard]] LinkScores score_links(const Structure& structure, const Trajectory& trajectory,
                                     ScoreMethod method);

/// The two methods.
[[nodiscard]] LinkScores discrete_scores(const Structure& structure, const Trajectory& trajectory);
[[nodiscard]] LinkScores derivative_scores(const Structure& structure,
                                           const Trajectory& trajectory);

/// A change of a value of this size that is no more than rounding counts as none.
[[nodiscard]] bool is_change(double change, double value);

}  // namespace holon::engine::loops
