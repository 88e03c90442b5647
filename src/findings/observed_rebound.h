// SPDX-License-Identifier: Apache-2.0
//
// Rebound after the fact, from two series: how much energy a unit of activity took, and how much
// activity there was. Between the first and the last moment, e₀ → e₁ and A₀ → A₁, with a
// counterfactual activity A* = A₀ (1 + g)^years that would have come without the gain:
//
//   expected saving  S₀ = (e₀ - e₁) A*
//   actual saving    S  = e₀ A* - e₁ A₁
//   rebound          R  = 1 - S ÷ S₀
//   elasticity       ε  = ln(A₁ ÷ A*) ÷ ln(e₀ ÷ e₁)
//
// What else made activity grow is counted as rebound unless g says otherwise: R is an upper bound
// on what the gain itself caused. Source: docs/methods/rebound.md.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "findings/findings.h"
#include "quantity/quantity.h"

namespace holon::findings {

/// Efficiency and activity over time, in any units.
struct ActivitySeries {
  std::vector<std::string> moments;  ///< as written
  std::vector<double> years;         ///< since the first
  std::vector<double> intensity;     ///< energy (or another impact) per activity
  std::vector<double> activity;
  std::vector<std::string> notes;  ///< which column was taken for what
};

/// Reads a table with a row of headings: moments (a year, a date) in the first column, and two of
/// energy, activity and energy per activity; the third follows. Rows with a hole are an error.
/// Errors: E0650.
[[nodiscard]] base::Result<ActivitySeries> read_activity(const base::SourcePtr& source);

/// The rebound between the first moment and one later.
struct ObservedRebound {
  std::string from;
  std::string to;
  double expected = 0;  ///< saving with the counterfactual activity, as a share of e₀ A*
  double actual = 0;    ///< saving, as a share of e₀ A*
  Summary rebound;
  Summary elasticity;
  std::array<double, kReboundClasses> p_class{};  ///< by ReboundClass
};

/// Rebound from the first moment to each later one with a lower intensity, the last last. `growth`
/// is that of the counterfactual activity [1/year]; it may be uncertain, and is drawn `samples`
/// times.
[[nodiscard]] std::vector<ObservedRebound> observe_rebound(const ActivitySeries& series,
                                                           const quantity::Quantity& growth,
                                                           std::uint64_t seed, std::size_t samples);

}  // namespace holon::findings
