// SPDX-License-Identifier: Apache-2.0
//
// Alternatives on common draws: the unchanged study and its scenarios, side by side in every
// category that any of them has. With T_a the total of a category in alternative a, of one future:
//
//   best        T_a is the least of all
//   regret      T_a - min_b T_b
//   dominates   a is no worse than b in every criterion and better in one
//   on front    no other alternative dominates a
//
// Less is better in every category; more of the functional unit and of a quality is better. Nothing
// is summed over categories. Where two alternatives change places, D = T_a - T_b is traced to the
// assumptions by a straight line through each: D ≈ mean D + slope (x - mean x), slope = cov(D, x) /
// var x; the rank flips at x where that line is 0.
//
// Source: the definitions in docs/methods/decide.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "findings/findings.h"

namespace holon::findings {

/// An alternative in one category.
struct Standing {
  std::optional<Summary> total;   ///< [the category's unit]
  std::optional<Summary> regret;  ///< against the best of each future
  double p_best = 0;              ///< probability that none is lower
};

/// What is better the more there is of it: a variable of the study, such as an accuracy.
struct Quality {
  std::string name;  ///< as the study has it, its block left out
  std::string unit;
};

/// One alternative beside the others.
struct Alternative {
  std::string name;
  std::vector<Standing> standings;                ///< by Decision::categories
  std::optional<Summary> service;                 ///< functional units
  std::vector<std::optional<Summary>> qualities;  ///< by Decision::qualities, at the end
  double p_on_front = 0;                          ///< probability that no other dominates it
  std::vector<double> p_dominates;                ///< by alternative
};

/// An assumption that two alternatives' order in a category hangs on.
struct Pivot {
  std::string name;                   ///< path of the uncertain value
  std::string unit;                   ///< in which it is shown
  double explained = 0;               ///< share of the difference's variance, by a straight line
  std::optional<double> turns_at;     ///< where the line is 0, if inside its 90 % interval
  double split_at = 0;                ///< that, or the median
  double p_first_better_below = 0.5;  ///< where it is below `split_at`
  double p_first_better_above = 0.5;
};

/// Two alternatives whose order in a category is not sure.
struct Flip {
  std::size_t category = 0;  ///< in Decision::categories
  std::size_t first = 0;     ///< the lower in the mean, in Decision::alternatives
  std::size_t second = 0;
  double p_first_better = 0;
  std::vector<Pivot> pivots;  ///< what explains most of the difference first; at most three
};

/// What an alternative changes at one place, against the unchanged study.
struct PlaceChange {
  std::string place;
  std::size_t category = 0;           ///< in Decision::categories
  std::optional<Summary> difference;  ///< [the category's unit]
};

/// Who is touched by an alternative, as far as the study knows.
struct Stakes {
  std::size_t alternative = 0;      ///< in Decision::alternatives
  std::optional<Summary> cost;      ///< change of cost [USD]; nothing where the study has no prices
  std::vector<std::string> payers;  ///< activities whose cost it changes
  std::vector<PlaceChange> places;  ///< who bears it, and where
};

/// Alternatives and how they stand to each other.
struct Decision {
  std::string study;
  std::uint64_t seed = 0;
  std::uint64_t samples = 0;
  std::vector<CategoryInfo> categories;
  std::string functional_unit;
  std::vector<Quality> qualities;
  std::vector<Alternative> alternatives;  ///< the unchanged study first
  std::vector<Flip> flips;
  std::vector<Stakes> stakes;  ///< of all alternatives but the first
};

/// The variable of the study's feedback that `name` means; nothing where there is none.
[[nodiscard]] std::optional<model::VariableId> quality_called(const model::Model& model,
                                                              const std::string& name);

/// Compares the study and its scenarios, with regard to `qualities` too. A study without scenarios
/// has one alternative.
[[nodiscard]] Decision decide(const study::Study& study, const study::Compiled& compiled,
                              const Plan& plan, const std::vector<model::VariableId>& qualities,
                              const engine::Progress& progress);

}  // namespace holon::findings
