// SPDX-License-Identifier: Apache-2.0
//
// Numbers inside sentences.
#pragma once

#include <string>

namespace holon::findings {

/// A share as a sentence says it: "12 %", "more than 99 %", "less than 1 %".
[[nodiscard]] std::string share_of(double share);

/// "232 t CO2e": an amount in a unit that suits its size.
[[nodiscard]] std::string amount(double value, const std::string& unit);

/// "7.3 to 1", "15 to 1".
[[nodiscard]] std::string ratio_of(double larger, double smaller);

}  // namespace holon::findings
