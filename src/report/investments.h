// SPDX-License-Identifier: Apache-2.0
//
// The sections of an assessment that tell what is spent first and comes back later, and its JSON.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "findings/investments.h"
#include "report/style.h"

namespace holon::report {

// each is whole lines, or nothing: stakes_section.cpp, invest_section.cpp, refresh_section.cpp
[[nodiscard]] std::string stakes_section(const findings::Findings& findings,
                                         const findings::Investments& invested, const Style& style);
[[nodiscard]] std::string invest_section(const findings::Findings& findings,
                                         const findings::Investments& invested, const Style& style);
[[nodiscard]] std::string refresh_section(const findings::Findings& findings,
                                          const findings::Investments& invested,
                                          const Style& style);

/// Adds their keys to the JSON of an assessment.
void add_to(nlohmann::ordered_json& out, const findings::Findings& findings,
            const findings::Investments& invested);

/// The JSON of an assessment with them.
[[nodiscard]] std::string json(const findings::Findings& findings,
                               const findings::Investments& invested);

}  // namespace holon::report
