// SPDX-License-Identifier: Apache-2.0
#include "report/figures.h"

#include <cmath>

#include "findings/phrase.h"

namespace holon::report {

std::string heading(std::string_view text, const Style& style) {
  return painted(text, Tone::heading, style) + "\n";
}

std::string measured(double value, const std::string& unit) {
  return std::isfinite(value) ? findings::amount(value, unit) : "–";
}

double share_of_most(double value, double most) {
  return most > 0 && std::isfinite(value / most) ? value / most : 0;
}

}  // namespace holon::report
