// SPDX-License-Identifier: Apache-2.0
//
// Carbon of a measured run, joined afterwards from the hours in which it used energy.
//
//   carbon = PUE × Σ energy of the hour × intensity of the hour
//
// Energy is spread over the hours by the run's course; where a run has none, evenly over its time.
#pragma once

#include <optional>
#include <string>

#include "base/diagnostic.h"
#include "findings/hourly_series.h"
#include "record/run.h"

namespace holon::findings {

/// What a table of hours says of itself, in its columns `zone`, `accounting`, `kind`, `source`,
/// `licence` and `fetched`; empty where it does not.
struct SeriesOrigin {
  std::string zone;
  std::string accounting;
  std::string kind;
  std::string source;
  std::string licence;
  std::string fetched;
};

/// Reads those columns. Where rows differ, nothing is said.
[[nodiscard]] SeriesOrigin origin_of(const base::SourcePtr& source);

/// How to join.
struct CarbonJoin {
  std::optional<double> pue;  ///< in place of the run's own
  std::string table;          ///< where the hours stand
  record::Instant now = 0;
};

/// The impact: `climate`, or `climate marginal` of a marginal series, which is no total to add to
/// others. Its uncertainty is that of the energy. Errors: E0831 a hole, or hours that are not
/// there; nothing of another hour stands in.
[[nodiscard]] base::Result<record::Impact> carbon_of(const record::Run& run,
                                                     const HourlySeries& series,
                                                     const GridHours& grid,
                                                     const SeriesOrigin& origin,
                                                     const CarbonJoin& join);

}  // namespace holon::findings
