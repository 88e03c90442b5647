// SPDX-License-Identifier: Apache-2.0
//
// What the reports that answer from tables have in common.
#pragma once

#include <string>
#include <string_view>

#include "findings/counted.h"
#include "report/style.h"

namespace holon::report {

using findings::counted;

/// A line that heads what follows it.
[[nodiscard]] std::string heading(std::string_view text, const Style& style);

/// "55.3 kg": an amount in a unit that suits its size; a dash for what is not known.
[[nodiscard]] std::string measured(double value, const std::string& unit);

/// How much of a bar a value fills whose largest is `most`: nothing where that is 0.
[[nodiscard]] double share_of_most(double value, double most);

}  // namespace holon::report
