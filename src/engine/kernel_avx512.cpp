// SPDX-License-Identifier: Apache-2.0
#define HOLON_KERNEL avx512_kernel
#include "engine/kernel_body.h"
