// SPDX-License-Identifier: Apache-2.0
#include "findings/counted.h"

#include <fmt/format.h>

#include "findings/amount.h"

namespace holon::findings {

std::string counted(std::size_t value, std::string_view one, std::string_view several) {
  if (value == 1) return fmt::format("1 {}", one);
  return several.empty() ? fmt::format("{} {}s", count(value), one)
                         : fmt::format("{} {}", count(value), several);
}

}  // namespace holon::findings
