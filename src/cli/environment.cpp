// SPDX-License-Identifier: Apache-2.0
#include "cli/environment.h"

#include <cstdlib>

namespace holon::cli {

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

}  // namespace holon::cli
