// SPDX-License-Identifier: Apache-2.0
//
// Measured runs from tables with headings: each a number of things measured, on one hardware, of
// one work. Several files become one table.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/diagnostic.h"
#include "findings/run_column.h"

namespace holon::findings {

/// What a user says of the columns; empty: read from the headings.
struct RunQuestion {
  std::vector<std::pair<Measure, std::string>> columns;    ///< which column is which measure
  std::string by;                                          ///< column of the hardware
  std::vector<std::string> work;                           ///< columns that name the work
  std::string variant;                                     ///< column of the variant
  std::vector<std::pair<std::string, std::string>> where;  ///< column, and the value it must have
};

/// Runs, a row each.
struct RunTable {
  std::size_t size = 0;
  std::array<std::string, kMeasureCount> headings;        ///< of each measure; empty: no column
  std::array<std::vector<double>, kMeasureCount> values;  ///< in the measure's unit; NaN: a hole
  std::array<std::string, kLabelCount> label_headings;    ///< empty: no such column
  std::array<std::vector<std::string>, kLabelCount> labels;
  std::vector<std::string> places;  ///< "runs.csv:17" of each run
  std::vector<std::string> notes;   ///< what was assumed, left out or computed while reading

  [[nodiscard]] bool has(Measure measure) const {
    return !headings[static_cast<std::size_t>(measure)].empty();
  }
  [[nodiscard]] bool has(Label label) const {
    return !label_headings[static_cast<std::size_t>(label)].empty();
  }
  [[nodiscard]] const std::vector<double>& of(Measure measure) const {
    return values[static_cast<std::size_t>(measure)];
  }
  [[nodiscard]] const std::vector<std::string>& of(Label label) const {
    return labels[static_cast<std::size_t>(label)];
  }
};

/// Reads runs. Energy is computed from time and power in a file that has both and no energy; the
/// hardware is the file's name where several files have no column for it. Values that are not
/// above 0 (quality apart) are holes.
/// Errors: E0620 no column for what is asked, or a condition that leaves no run, E0621 several
/// columns for one measure, E0622 a column without unit, E0623 a cell that is no number, no known
/// measure, or no table at all.
[[nodiscard]] base::Result<RunTable> read_runs(std::span<const base::SourcePtr> sources,
                                               const RunQuestion& question);

}  // namespace holon::findings
