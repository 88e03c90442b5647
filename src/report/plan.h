// SPDX-License-Identifier: Apache-2.0
//
// Where and when to run the same work, for a terminal and as JSON. The keys stand in
// docs/methods/plan.md.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "findings/job_schedule.h"
#include "findings/placement.h"
#include "report/style.h"

namespace holon::report {

/// What was found, and what it belongs to.
struct PlanReport {
  findings::Job job;       ///< energy at the facility
  double pue = 1;          ///< of the hourly part
  std::uint64_t seed = 0;  ///< of the places' draws
  std::optional<findings::Placement> placement;
  std::string device;  ///< whose making is counted; empty: none

  // hour by hour; empty without a series
  std::string series;
  std::vector<std::string> notes;
  std::vector<findings::ScheduleFinding> schedules;  ///< one a grid
  std::optional<findings::SingleSchedule> single;
  std::optional<findings::ForecastTest> forecast;
};

[[nodiscard]] std::string terminal(const PlanReport& report, const Style& style);
[[nodiscard]] std::string json(const PlanReport& report);

}  // namespace holon::report
