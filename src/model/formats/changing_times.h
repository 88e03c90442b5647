// SPDX-License-Identifier: Apache-2.0
//
// Vensim's TIME STEP, SAVEPER and FINAL TIME may change in the run. Where they follow the time
// alone, all that they do is known before the run begins.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace holon::model::formats {

/// What the times of a run are at a moment; NaN where that is not known.
struct RunClock {
  std::function<double(double time)> step;
  std::function<double(double time)> save_every;
  std::function<double(double time)> stop;
};

/// The course of a run, in short steps of one length of which each of its own steps has a whole
/// number.
struct ChangingTimes {
  double step = 0;                   ///< the short one [time of the model]
  std::uint32_t steps = 0;           ///< short ones, in all
  bool is_stretched = false;         ///< a step of the run may have more than one of them
  std::vector<std::uint32_t> saved;  ///< the short steps at whose start the run is saved; the end
};

/// Goes through a run from its start. A run is saved at its start, one saving interval after each
/// time it was saved, and at its end. Nothing where a time is not known, where a step or a saving
/// interval is not above 0, where the
/// steps have no short one in common, or where there are more than a million.
[[nodiscard]] std::optional<ChangingTimes> course_of(double start, const RunClock& clock);

}  // namespace holon::model::formats
