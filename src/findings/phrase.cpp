// SPDX-License-Identifier: Apache-2.0
#include "findings/phrase.h"

#include <fmt/format.h>

#include "base/text.h"
#include "findings/amount.h"

namespace holon::findings {

std::string share_of(double share) {
  if (share > 0.995 && share < 1) return "more than 99 %";
  if (share > 0 && share < 0.005) return "less than 1 %";
  return fmt::format("{} %", base::readable(100 * share, share < 1 ? 2 : 3));
}

std::string amount(double value, const std::string& unit) {
  const auto scale = scale_for(value, unit);
  return fmt::format("{} {}", number(value / scale.size), scale.text());
}

std::string ratio_of(double larger, double smaller) {
  return fmt::format("{} to 1", base::readable(larger / smaller, 2));
}

}  // namespace holon::findings
