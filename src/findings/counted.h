// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace holon::findings {

/// "1 run", "5 000 runs"; a plural that is not made by an s is given.
[[nodiscard]] std::string counted(std::size_t value, std::string_view one,
                                  std::string_view several = {});

}  // namespace holon::findings
