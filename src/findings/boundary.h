// SPDX-License-Identifier: Apache-2.0
//
// One study under nested boundaries, each within the next: the total of a category, and what every
// scenario changes, as each boundary sees it.
//
//   run           electricity of the largest activity in training
//   training      electricity of the training phase
//   development   electricity of all phases but deployment and end of life
//   deployment    and of deployment: all electricity
//   hardware      and everything else: manufacture, water on site, direct impact, end of life
//   whole system  the same with demand answering; in the others it keeps to the baseline's path
//
// Source: the definitions in docs/methods/boundary.md; the question is that of Wright, Igel,
// Samuel, Selvan, "Efficiency is Not Enough", CACM 2025: "carefully reconsider the system
// boundaries".
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "findings/findings.h"

namespace holon::findings {

/// A scenario as a boundary sees it.
struct BoundaryChange {
  std::optional<Summary> difference;  ///< scenario - baseline [the category's unit]
  double p_lower = 0;                 ///< probability that it is lower
};

/// What one boundary sees.
struct BoundaryView {
  std::string name;
  std::string holds;                    ///< what it takes in, in words
  std::optional<Summary> total;         ///< of the unchanged study [the category's unit]
  std::vector<BoundaryChange> changes;  ///< by BoundaryReport::scenarios
};

/// A scenario whose saving turns into a loss, or the other way, from one boundary to the next.
struct BoundaryFlip {
  std::string scenario;
  std::string within;  ///< the smaller boundary
  std::string beyond;  ///< the next one that differs
  bool saves_within = false;
};

/// All boundaries in one category.
struct BoundaryReport {
  std::string study;
  std::uint64_t seed = 0;
  std::uint64_t samples = 0;
  CategoryInfo category;
  std::vector<std::string> scenarios;
  std::vector<BoundaryView> views;        ///< the smallest first; those that see nothing left out
  std::vector<BoundaryFlip> flips;        ///< of signs
  std::vector<std::string> rank_changes;  ///< boundaries in which the best scenario is another one
  std::vector<std::string> best;          ///< by view: the lowest alternative in the mean
};

/// The study under each boundary. `category`: index in study::categories(); it must have impact in
/// the study, else nothing.
[[nodiscard]] std::optional<BoundaryReport> draw_boundaries(const study::Study& study,
                                                            const study::Compiled& compiled,
                                                            std::size_t category, const Plan& plan,
                                                            const engine::Progress& progress);

}  // namespace holon::findings
