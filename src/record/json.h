// SPDX-License-Identifier: Apache-2.0
//
// A run as JSON, and back: the same run, bit for bit. Fields that are absent or empty are not
// written. docs/reference/runs.md lists the keys.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "record/run.h"

namespace holon::record {

/// The version of the form that is written; later ones are refused.
inline constexpr int kVersion = 1;

/// One run on one line, without a line end. Bytes that are not UTF-8 are replaced.
[[nodiscard]] std::string to_json(const Run& run);

/// Several runs: `{"holon runs": 1, "runs": […]}`, a line for each run.
[[nodiscard]] std::string to_json(const std::vector<Run>& runs);

/// Reads what `to_json` of a run wrote.
/// Errors: E0701 not a run (every mistake, at its place), E0702 of a later version.
[[nodiscard]] base::Result<Run> run_from_json(const base::SourcePtr& source);

/// Reads a run, a list of runs, or what `to_json` of runs wrote.
/// Errors: as `run_from_json`.
[[nodiscard]] base::Result<std::vector<Run>> runs_from_json(const base::SourcePtr& source);

/// Every reason why a run contradicts itself: it ends before it starts, a missing figure has a
/// number. Empty if none.
[[nodiscard]] std::vector<std::string> contradictions(const Run& run);

}  // namespace holon::record
