// SPDX-License-Identifier: Apache-2.0
//
// Where a small change moves the total most: leverage points of the unchanged study, all on one
// scale. For a number x of the study, with T the total over the whole life,
//
//   effect(x) = (T(x × 1.01) / T - 1) ÷ 0.01      change of the total, per change of x
//
// where only x changes, as a scenario would change it. A feedback loop is a lever, too: its weakest
// shared link a → b hands on a's departure from its start, a(0) + g (a - a(0)), and
//
//   effect(loop) = (T(g = 1.01) / T - 1) ÷ 0.01    per strength of the loop
//   cut(loop)    = T(g = 0) / T - 1                without the loop
//
// Each future has its own effect. Uncertain numbers also have their Sobol' indices
// (experiment/sensitivity.h): what share of the total's variance goes back to them. Levels follow
// Meadows, "Leverage points: places to intervene in a system", 1999; how they are told apart stands
// in docs/methods/leverage.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "experiment/sensitivity.h"
#include "findings/findings.h"
#include "findings/subject.h"

namespace holon::findings {

/// Meadows' places to intervene, those that a study can have; the value is her number, and the
/// lower it is the deeper the intervention.
enum class LeverLevel : std::uint8_t {
  goal = 3,              ///< what the system is for: a cap, a target
  rule = 5,              ///< incentives, prices, constraints
  reinforcing_loop = 7,  ///< the gain around a reinforcing loop
  balancing_loop = 8,    ///< the strength of a balancing loop
  delay = 9,             ///< times, relative to the rate of change
  buffer = 11,           ///< what a stock begins with, or holds in reserve
  parameter = 12,        ///< a number
};

/// "balancing loop".
[[nodiscard]] std::string_view name_of(LeverLevel level);

struct Lever {
  std::string name;  ///< "direct price.elasticity"; of a loop "R1"
  LeverLevel level = LeverLevel::parameter;
  bool is_loop = false;
  std::vector<std::string> path;               ///< of a loop: variables
  std::optional<quantity::Evidence> evidence;  ///< of a number
  std::optional<Summary> effect;               ///< of 1 % more, ÷ 1 %
  std::optional<Summary> cut;                  ///< of a loop: change of the total without it
  std::optional<experiment::Estimate> first;   ///< Sobol' indices; nothing of a certain number
  std::optional<experiment::Estimate> total;
};

struct Leverage {
  std::string study;
  std::string category;
  std::string unit;
  std::uint64_t seed = 0;
  std::uint64_t samples = 0;  ///< futures of the effects
  std::uint64_t rows = 0;     ///< of the design of the indices
  std::optional<Summary> total;
  std::vector<Lever> levers;  ///< largest mean effect first; those without any are left out
  std::size_t without_effect = 0;
  std::vector<Finding> findings;
};

struct LeveragePlan {
  engine::Plan engine;         ///< samples: futures of the effects
  std::size_t category = 0;    ///< in study::categories()
  std::uint64_t rows = 256;    ///< N of the Sobol' design; 0: no indices
  std::size_t most_loops = 8;  ///< loops that are strengthened and cut
};

/// The levers of a study. The category must be one that the study has an impact in.
[[nodiscard]] Leverage find_leverage(const study::Study& study, const study::Compiled& compiled,
                                     const LeveragePlan& plan, const engine::Progress& progress);

}  // namespace holon::findings
