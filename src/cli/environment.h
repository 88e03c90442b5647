// SPDX-License-Identifier: Apache-2.0
//
// The environment of the program.
#pragma once

#include <string>

namespace holon::cli {

/// The value of a variable; empty where it is not set.
[[nodiscard]] std::string variable(const char* name);

}  // namespace holon::cli
