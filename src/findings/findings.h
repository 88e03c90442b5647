// SPDX-License-Identifier: Apache-2.0
//
// The answers: what `assess` finds of a study, as plain data. Rendering is report/.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/run.h"
#include "study/compile.h"

namespace holon::findings {

/// An uncertain number, told by five figures, in the unit that stands beside it.
struct Summary {
  double mean = 0;
  double sd = 0;
  double p05 = 0;
  double p50 = 0;
  double p95 = 0;
  double undefined = 0;  ///< share of the members in which it has no value
};

/// A category that the study has any impact in.
struct CategoryInfo {
  std::size_t index = 0;  ///< in study::categories()
  std::string name;
  std::string unit;         ///< "kg CO2e"
  bool is_partial = false;  ///< something of it is missing
};

/// One Summary per reported category, in their order; nothing where there is no flow.
using PerCategory = std::vector<std::optional<Summary>>;

/// What one phase, activity, source or place contributes.
struct Contribution {
  std::string name;
  PerCategory totals;
};

/// The study cut in one way.
struct Breakdown {
  std::string by;                   ///< "phase", "activity", "source", "place"
  std::vector<Contribution> parts;  ///< largest climate first
};

/// How much of a category hangs on which evidence, as shares of the mean of the sizes.
struct EvidenceShare {
  std::array<double, quantity::kEvidenceCount> share{};  ///< by quantity::Evidence
};

/// A category's rate over time in one case.
struct Series {
  std::size_t category = 0;     ///< in Findings::categories
  std::string unit;             ///< "kg CO2e/year"
  std::vector<Summary> values;  ///< of each step
};

/// One scenario against the baseline, on the same draws.
struct ScenarioResult {
  std::string name;
  std::string also;     ///< the scenario it builds on; empty: the baseline
  bool capped = false;  ///< it brings a cap
  PerCategory totals;
  PerCategory per_unit;
  PerCategory difference;                       ///< scenario - baseline
  std::vector<std::optional<double>> p_better;  ///< probability of a lower total, per category
  std::optional<Summary> service;               ///< what it delivers, in the functional unit
  std::vector<Series> series;
};

/// What is left of a budget, in terms of one activity.
struct Allowance {
  std::string phase;
  std::string activity;
  bool is_service = false;      ///< counted in functional units, else in repetitions of the whole
  std::optional<Summary> cost;  ///< of one [the category's unit]
  std::optional<Summary> more;  ///< how many more fit; 0 where nothing is left
  double at_certainty = 0;      ///< how many more fit with the budget's certainty
  double p_one_more = 0;        ///< probability that one more fits
};

struct BudgetResult {
  std::size_t category = 0;  ///< in Findings::categories
  double limit = 0;          ///< in the category's unit
  double p_exceeded = 0;
  double certainty = 0.5;            ///< with which it must hold
  std::optional<Summary> spent;      ///< before its day, or what was measured [category's unit]
  std::optional<Summary> committed;  ///< the rest of the study's total
  std::optional<Summary> left;       ///< limit - total; negative where it is exceeded
  std::vector<Allowance> allowances;
  [[nodiscard]] bool holds() const { return 1 - p_exceeded >= certainty; }
};

/// What demand does with a gain, by its rebound R.
enum class ReboundClass : std::uint8_t {
  super_conservation,  ///< R < 0: more is saved than engineering says
  none,                ///< R = 0, within a hundredth
  partial,             ///< part of the saving is lost
  full,                ///< R = 1, within a hundredth: all of it is lost
  backfire,            ///< R > 1: the total rises
};
inline constexpr std::size_t kReboundClasses = 5;

/// What of a rebound goes through one reading of the physical system by the study's behaviour.
struct ReboundPart {
  std::string through;           ///< the feedback variable, such as "price"
  std::optional<Summary> share;  ///< R with all loops closed less R with this one cut
};

/// A scenario's saving with demand held at the baseline's path, and with all loops closed.
struct ReboundResult {
  std::string scenario;
  std::size_t category = 0;                       ///< in Findings::categories
  std::optional<Summary> engineering;             ///< saving with demand held [the category's unit]
  std::optional<Summary> actual;                  ///< saving with the loops closed
  std::optional<Summary> rebound;                 ///< R = 1 - actual ÷ engineering
  std::array<double, kReboundClasses> p_class{};  ///< by ReboundClass
  std::vector<ReboundPart> parts;
};

/// A scenario that costs more somewhere and less elsewhere: whether, and when, it is repaid.
struct BreakEven {
  std::string scenario;
  std::size_t category = 0;         ///< in Findings::categories
  std::optional<Summary> invested;  ///< what rises, summed over activities [the category's unit]
  std::optional<Summary> returned;  ///< what falls
  std::optional<Summary> ratio;     ///< returned ÷ invested
  double p_repaid = 0;              ///< probability that the total is no higher in the end
  std::optional<Summary> days;      ///< until it is repaid for good; of futures in which it is
  std::optional<Summary> service;   ///< functional units served by then; nothing without a unit
};

/// A feedback loop that a total hangs on, as it acts over the futures that were looked at.
struct DrivingLoop {
  std::string name;                     ///< "R1", as `holon loops` calls it
  std::string kind;                     ///< "reinforcing", "balancing", "changes sides"
  std::vector<std::string> path;        ///< variables, from a stock on
  std::vector<std::string> short_path;  ///< the stocks on it, or all where it has few variables
  Summary share;                        ///< of the change, mean over time, by future
  std::vector<double> over_time;        ///< mean share over the futures, at each moment
};

/// A stretch of time over which one loop is the strongest.
struct DominancePeriod {
  double from_days = 0;
  double to_days = 0;
  std::size_t loop = 0;    ///< in LoopSystem::loops
  Summary share;           ///< of the change in this period, by future
  double p_strongest = 0;  ///< share of the futures in which it is the strongest here
};

/// Variables that lie on loops with each other.
struct LoopSystem {
  std::vector<std::string> stocks;
  std::vector<DrivingLoop> loops;  ///< strongest first; those of the periods are always in
  std::size_t loops_found = 0;
  std::vector<DominancePeriod> periods;
};

/// A system archetype that the loops form.
struct ArchetypeResult {
  std::string kind;                                        ///< "limits to growth"
  std::vector<std::string> loops;                          ///< "R1", "B1"
  std::vector<std::pair<std::string, std::string>> roles;  ///< "limit" → "market"
  double p_seen = 0;  ///< share of the futures in which all of its loops act
  double weight = 0;  ///< mean share of the weakest of its loops
};

/// The feedback loops of the unchanged study.
struct LoopFindings {
  std::vector<double> moments_days;  ///< of `over_time`
  std::vector<LoopSystem> systems;   ///< those with most variables first
  std::vector<ArchetypeResult> archetypes;
  std::uint64_t futures = 0;
};

/// One answer: a number with its meaning in one plain sentence.
struct Finding {
  std::string kind;
  std::string title;
  std::string text;
  std::vector<std::pair<std::string, double>> numbers;
};

/// All of it.
struct Findings {
  std::string study;
  std::uint64_t seed = 0;
  std::uint64_t samples = 0;
  double quantile_error = engine::kQuantileError;
  std::vector<std::string> boundary_in;
  std::vector<std::string> boundary_out;
  bool boundary_stated = false;
  std::vector<std::string> excluded;
  std::vector<CategoryInfo> categories;
  std::vector<EvidenceShare> evidence;  ///< per category
  std::vector<study::Missing> missing;
  std::vector<study::Assumption> assumptions;
  std::vector<study::PartCoverage> part_coverage;        ///< of the hardware in use
  std::vector<catalog::CoverageEntry> coverage_entries;  ///< how the chain may be told
  PerCategory totals;
  std::string functional_unit;  ///< "1 request"; empty if none
  PerCategory per_unit;
  std::optional<Summary> service;  ///< how many functional units are delivered
  std::vector<Breakdown> breakdowns;
  std::vector<double> step_start_days;  ///< of a series' values; empty without time
  std::string start_date;               ///< of the study's time; empty without
  double step_days = 0;                 ///< between two values of a series
  double period_days = 0;               ///< of the study's time; 0 without
  std::vector<Series> series;
  std::vector<ScenarioResult> scenarios;
  std::vector<BudgetResult> budgets;
  std::vector<ReboundResult> rebounds;
  std::vector<BreakEven> break_evens;
  LoopFindings loops;
  std::vector<Finding> findings;
  std::vector<Finding> human_audit;  ///< what efficiency does not tell here

  [[nodiscard]] bool budget_holds() const;
  /// The day that lies so many days behind the start, "2030-12-02"; needs a start date.
  [[nodiscard]] std::string date_after(double days) const;
};

/// What to assess and how.
struct Plan {
  engine::Plan engine;
  std::vector<std::string> scenarios;  ///< only these; empty: all
};

/// Assesses a compiled study: every case, every member, on the same draws.
[[nodiscard]] Findings assess(const study::Study& study, const study::Compiled& compiled,
                              const Plan& plan, const engine::Progress& progress);

}  // namespace holon::findings
