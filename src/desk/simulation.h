// SPDX-License-Identifier: Apache-2.0
//
// A model of any kind, run: once, or for many futures.
#pragma once

#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "desk/model_file.h"
#include "engine/run.h"
#include "report/series.h"

namespace holon::desk {

/// A wish that cannot be met, and how to mend it.
struct Refusal {
  std::string message;
  std::string help;
};

using Columns = std::vector<model::formats::Shown>;

/// The variables of these names, in this order; an array's name stands for its elements. Without
/// names: all, or the stocks where many futures are asked for. Or a refusal for each unknown name.
[[nodiscard]] tl::expected<Columns, std::vector<Refusal>> chosen_columns(
    const LoadedModel& loaded, const std::vector<std::string>& names, bool many_futures);

/// One run: the values at each saved moment. `by_reference` walks the equations as they stand.
[[nodiscard]] report::SeriesTable one_run(const LoadedModel& loaded, const Columns& shown,
                                          std::uint64_t seed, bool by_reference = false);

/// What the futures of a variable are at each saved moment.
struct Spread {
  std::vector<double> mean, sd, p05, p50, p95;  ///< [time]
};

struct SpreadTable {
  std::vector<std::string> names;
  std::vector<double> times;
  std::vector<Spread> columns;  ///< [name]
};

/// Why so many statistics take too much memory; nothing if they do not.
[[nodiscard]] std::vector<Refusal> too_many(const LoadedModel& loaded, const Columns& shown);

/// Many futures of a model.
[[nodiscard]] SpreadTable many_runs(const LoadedModel& loaded, const Columns& shown,
                                    const engine::Plan& plan, const engine::Progress& progress);

}  // namespace holon::desk
