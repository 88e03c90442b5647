// SPDX-License-Identifier: Apache-2.0
//
// The same with the C library's own exp, log and pow: other bits.
#pragma once

#define HOLON_LIBM
#include "emitted_scalar.h"
