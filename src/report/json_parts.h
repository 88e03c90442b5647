// SPDX-License-Identifier: Apache-2.0
//
// Pieces that every JSON result is made of.
#pragma once

#include <optional>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "findings/findings.h"

namespace holon::report {

using Json = nlohmann::ordered_json;

/// The text of a result, ending in a newline. Bad UTF-8, from a file name say, does not end it.
[[nodiscard]] std::string text_of(const Json& value);

/// An uncertain number in its unit.
[[nodiscard]] Json summary(const findings::Summary& summary, const std::string& unit);

/// The same, or null where there is none.
[[nodiscard]] Json optional_summary(const std::optional<findings::Summary>& summary,
                                    const std::string& unit);

}  // namespace holon::report
