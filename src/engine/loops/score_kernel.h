// SPDX-License-Identifier: Apache-2.0
//
// The inner loops of the search for cycles: over the samples of a score. Compiled for several
// instruction sets, all of which give the same bits; the best one for this processor is taken.
#pragma once

#include <cstddef>

namespace holon::engine::loops {

struct ScoreKernel {
  /// to = a · b, number by number.
  void (*multiply)(const double* a, const double* b, double* to, std::size_t count);
  /// Adds the sizes of `score` to `total`; what is infinite or no number adds nothing. True if some
  /// size is above 0 and at least `least_share` of its total so far.
  bool (*add_sizes)(const double* score, double* total, double least_share, std::size_t count);
};

[[nodiscard]] const ScoreKernel& score_kernel();

}  // namespace holon::engine::loops
