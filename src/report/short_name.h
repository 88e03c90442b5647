// SPDX-License-Identifier: Apache-2.0
//
// Names as short as can be without taking one for another.
#pragma once

#include <string>
#include <vector>

namespace holon::report {

/// Each name's shortest ending, after a dot between words, that no other name ends in:
/// "feedback.demand" is "demand" where nothing else is. Names with quotes stay as they are.
[[nodiscard]] std::vector<std::string> short_names(const std::vector<std::string>& names);

}  // namespace holon::report
