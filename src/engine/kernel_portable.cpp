// SPDX-License-Identifier: Apache-2.0
#define HOLON_KERNEL portable_kernel
#include "engine/kernel_body.h"
