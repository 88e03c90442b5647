// SPDX-License-Identifier: Apache-2.0
//
// Rows of an experiment in batches: the unit in which sums are kept, resampled and told to other
// ranks. How rows are cut depends on their number alone.
#pragma once

#include <cmath>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "engine/groups.h"
#include "experiment/sensitivity.h"

namespace holon::experiment {

/// Sums of every batch: `width` numbers each.
class BatchSums {
 public:
  BatchSums(std::size_t batches, std::size_t width) : width_(width), sums_(batches * width) {}

  [[nodiscard]] std::size_t count() const { return sums_.size() / width_; }
  [[nodiscard]] std::span<double> operator[](std::size_t batch) {
    return std::span(sums_).subspan(batch * width_, width_);
  }
  [[nodiscard]] std::span<const double> operator[](std::size_t batch) const {
    return std::span(sums_).subspan(batch * width_, width_);
  }

  /// Gives every rank the batches of all.
  void exchange(base::Ranks& ranks);

 private:
  std::size_t width_;
  std::vector<double> sums_;
};

/// Rows of `members_per_row` members each, cut into groups and batches.
[[nodiscard]] engine::GroupRange row_batches(std::uint64_t rows, std::uint64_t members_per_row);

/// Adds what a group of rows gave to its batch.
using AddGroup = std::function<void(const engine::Group&, std::span<double> sums)>;

/// Runs all rows, each rank its part; the sums of all batches, the same on every rank.
[[nodiscard]] BatchSums run_batches(const engine::Program& program, const engine::Plan& plan,
                                    const engine::GroupRange& range, std::size_t width,
                                    const AddGroup& add, const engine::Progress& progress);

/// Values that are computed from sums over batches.
using FromSums = std::function<std::vector<double>(std::span<const double> sums)>;

/// The values for the sums over all batches, with 95 % intervals: ± 1.96 standard deviations of the
/// values over bootstrap resamples of the batches (Efron, Annals of Statistics 7, 1979). The sums
/// taken are those from `first` on, `width` of each batch.
[[nodiscard]] std::vector<Estimate> bootstrap(const BatchSums& batches, std::size_t first,
                                              std::size_t width, const FromSums& values,
                                              std::uint32_t resamples, std::uint64_t seed);

}  // namespace holon::experiment
