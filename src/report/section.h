// SPDX-License-Identifier: Apache-2.0
//
// The sections of the terminal report. Each returns whole lines, or nothing where it has nothing
// to say.
#pragma once

#include <string>

#include "findings/findings.h"
#include "report/style.h"

namespace holon::report {

/// Blanks before a section's content.
inline constexpr const char* kIndent = "  ";

// what the study adds up to: footprint_section.cpp, parts_section.cpp
[[nodiscard]] std::string title_section(const findings::Findings& findings, const Style& style);
[[nodiscard]] std::string footprint_section(const findings::Findings& findings, const Style& style);
[[nodiscard]] std::string parts_section(const findings::Findings& findings, const Style& style);

// what could be otherwise, and what that says: outlook_section.cpp, scenario_section.cpp,
// rebound_section.cpp, break_even_section.cpp
[[nodiscard]] std::string time_section(const findings::Findings& findings, const Style& style);
[[nodiscard]] std::string scenario_section(const findings::Findings& findings, const Style& style);
[[nodiscard]] std::string rebound_section(const findings::Findings& findings, const Style& style);
[[nodiscard]] std::string break_even_section(const findings::Findings& findings,
                                             const Style& style);
[[nodiscard]] std::string loop_section(const findings::Findings& findings, const Style& style);
[[nodiscard]] std::string budget_section(const findings::Findings& findings, const Style& style);
[[nodiscard]] std::string remark_section(const findings::Findings& findings, const Style& style);

// what the figures do not say: human_audit_section.cpp
[[nodiscard]] std::string human_audit_section(const findings::Findings& findings,
                                              const Style& style);

// what of the hardware's chain they tell: coverage_section.cpp
[[nodiscard]] std::string coverage_section(const findings::Findings& findings, const Style& style);
[[nodiscard]] std::string hardware_section(const findings::Findings& findings, const Style& style);

// what the figures rest on: basis_section.cpp
[[nodiscard]] std::string evidence_section(const findings::Findings& findings, const Style& style);
[[nodiscard]] std::string missing_section(const findings::Findings& findings, const Style& style);
[[nodiscard]] std::string source_section(const findings::Findings& findings, const Style& style);
[[nodiscard]] std::string boundary_section(const findings::Findings& findings, const Style& style);

}  // namespace holon::report
