// SPDX-License-Identifier: Apache-2.0
//
// The inner loops of the search for cycles: over the samples of a score. Compiled for several
// instruction sets, all of which give the same bits; the best one for this processor is taken.
#pragma once

#include <cstddef>

namespace holon::engine::loops {

struct ScoreKernel {
  /// For a way on with this weight: sum += weight · sum_beyond, most = max(most, weight ·
  /// most_beyond).
  void (*fold)(const double* weight, const double* sum_beyond, const double* most_beyond,
               double* sum, double* most, std::size_t count);
  /// to = path · weight. True if to · most_beyond is above 0 and at least `bar` somewhere; where
  /// `bar` is no number it is not.
  bool (*reaches)(const double* path, const double* weight, const double* most_beyond,
                  const double* bar, double* to, std::size_t count);
  /// Adds the sizes of `score` to `total`; what is infinite or no number adds nothing. True if some
  /// size is above 0 and at least `least_share` of its total so far.
  bool (*add_sizes)(const double* score, double* total, double least_share, std::size_t count);
};

[[nodiscard]] const ScoreKernel& score_kernel();

}  // namespace holon::engine::loops
