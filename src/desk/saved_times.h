// SPDX-License-Identifier: Apache-2.0
//
// At which moments a run is saved. Counted in steps: no save point is lost to rounding, whatever
// the time step and the saving interval are.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "model/formats/build.h"

namespace holon::desk {

class SavedTimes {
 public:
  explicit SavedTimes(const model::formats::Built& built)
      : time_(built.model.time), steps_(built.saved_steps) {
    if (!steps_.empty()) return;
    const double ratio = time_.step > 0 ? built.save_every / time_.step : 1;
    const double whole = std::floor(ratio + 0.5);
    if (whole >= 1 && std::fabs(ratio - whole) < 1e-6 * whole)
      every_ = static_cast<std::uint32_t>(std::min(whole, 4e9));
    // the step nearest to each save point; with whole ratios, just that step
    for (std::uint64_t n = 0;; ++n) {
      const double at = every_ > 1
                            ? static_cast<double>(n) * every_
                            : std::floor(static_cast<double>(n) * std::max(1.0, ratio) + 0.5);
      if (at > time_.steps) break;
      steps_.push_back(static_cast<std::uint32_t>(at));
    }
    // the end is saved even where the interval does not meet it: Vensim does the same
    if (steps_.back() != time_.steps) steps_.push_back(time_.steps);
  }

  /// Steps between the rows of a series.
  [[nodiscard]] std::uint32_t every() const { return every_; }
  /// Rows of the table.
  [[nodiscard]] std::size_t size() const { return steps_.size(); }
  /// Entry of a series that is the row; the end is a series' last entry.
  [[nodiscard]] std::size_t row(std::size_t i) const { return (steps_[i] + every_ - 1) / every_; }
  [[nodiscard]] double time(std::size_t i) const {
    return time_.start + time_.step * static_cast<double>(steps_[i]);
  }

 private:
  const model::TimeAxis& time_;
  std::uint32_t every_ = 1;
  std::vector<std::uint32_t> steps_;
};

}  // namespace holon::desk
