// SPDX-License-Identifier: Apache-2.0
#include "engine/loops/score_kernel.h"

#include "engine/kernel.h"

namespace holon::engine::loops {

const ScoreKernel& portable_score_kernel();
#if defined(__x86_64__)
const ScoreKernel& avx2_score_kernel();
const ScoreKernel& avx512_score_kernel();
#endif

const ScoreKernel& score_kernel() {
#if defined(__x86_64__)
  const auto best = best_instruction_set().name;
  if (best == "avx512") return avx512_score_kernel();
  if (best == "avx2") return avx2_score_kernel();
#endif
  return portable_score_kernel();
}

}  // namespace holon::engine::loops
