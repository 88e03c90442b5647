// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"

#include <fmt/format.h>

namespace holon::base {

void check(bool holds, const char* promise, std::source_location where) {
  if (holds) return;
  throw Bug(fmt::format("{}:{}: broken promise: {}", where.file_name(), where.line(), promise));
}

}  // namespace holon::base
