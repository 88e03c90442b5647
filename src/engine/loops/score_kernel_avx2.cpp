// SPDX-License-Identifier: Apache-2.0
#define HOLON_SCORE_KERNEL avx2_score_kernel
#include "engine/loops/score_kernel_body.h"
