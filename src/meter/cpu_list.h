// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

namespace holon::meter {

/// The numbers of a kernel's list such as "0-3,8,10-11", in order; what is no list is empty.
[[nodiscard]] std::vector<int> parse_cpu_list(std::string_view text);

}  // namespace holon::meter
