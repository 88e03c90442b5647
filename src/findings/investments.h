// SPDX-License-Identifier: Apache-2.0
//
// What is spent first and comes back later, told beside an assessment: the courses of all
// candidates for break-even on one chart, over how many deployments an investment is spread,
// whether new hardware repays its making, and who pays for each scenario and who bears it. A run of
// its own on the draws of the assessment.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "findings/decision.h"
#include "findings/findings.h"

namespace holon::findings {

/// What an alternative has caused by the time it has served so much.
struct CostCurve {
  std::string name;          ///< "baseline", or the scenario's
  std::vector<double> at;    ///< served, or days; rising
  std::vector<double> cost;  ///< cumulated, mean over the futures [the category's unit]
};

/// Where a candidate's mean falls to the baseline's for good.
struct CostCrossing {
  std::size_t curve = 0;  ///< in CostChart::curves
  double at = 0;
  double cost = 0;
};

/// The candidates for break-even in a category on one axis.
struct CostChart {
  std::size_t category = 0;       ///< in Findings::categories
  bool is_of_service = true;      ///< `at` counts functional units; else days
  std::vector<CostCurve> curves;  ///< the baseline first
  std::vector<CostCrossing> crossings;
};

/// Over how many deployments that return as much each an investment is spread to be repaid.
struct Targets {
  std::string scenario;
  std::size_t category = 0;       ///< in Findings::categories
  double invested = 0;            ///< mean [the category's unit]
  std::optional<Summary> repaid;  ///< invested ÷ returned
};

/// New hardware: what making it costs against the electricity that it saves.
struct Refresh {
  std::string scenario;
  std::size_t category = 0;             ///< in Findings::categories
  std::string device;                   ///< "new", whose making rises; empty: several
  std::optional<Summary> made;          ///< what its making adds [the category's unit]
  std::optional<Summary> saved;         ///< electricity's impact less that of the scenario
  std::optional<Summary> years;         ///< made ÷ saved a year, of futures in which it saves
  double p_repaid = 0;                  ///< probability that made <= saved within the study's time
  double p_never = 0;                   ///< probability that it saves nothing
  std::optional<double> p_in_lifetime;  ///< that it is repaid within the device's lifetime
};

struct Investments {
  std::vector<CostChart> charts;   ///< a category each
  std::vector<Targets> targets;    ///< of the candidates for break-even
  std::vector<Refresh> refreshes;  ///< empty where no scenario makes more hardware
  std::vector<Stakes> stakes;      ///< of each scenario; `alternative` counts from 1
};

/// Asks for the scenarios that `findings` tells of, on the same draws, and adds a remark on each
/// refresh to it. `plan` is that of the assessment.
[[nodiscard]] Investments invest(const study::Study& study, const study::Compiled& compiled,
                                 const Plan& plan, Findings& findings,
                                 const engine::Progress& progress);

}  // namespace holon::findings
