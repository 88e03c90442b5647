// SPDX-License-Identifier: Apache-2.0
//
// The environment, as whoever calls reads it: libraries do not look at it by themselves.
#pragma once

#include <functional>
#include <string>

namespace holon::desk {

/// The value of a variable; empty where it is not set.
using Environment = std::function<std::string(const char* name)>;

}  // namespace holon::desk
