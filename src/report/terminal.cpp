// SPDX-License-Identifier: Apache-2.0
#include "report/terminal.h"

#include <algorithm>
#include <array>

#include "report/section.h"

namespace holon::report {
namespace {

using Section = std::string (*)(const findings::Findings&, const Style&);

/// The report, from top to bottom. A new section is one function and one line here.
constexpr std::array<Section, 16> kSections{
    title_section,    footprint_section, parts_section,      time_section,
    scenario_section, rebound_section,   break_even_section, loop_section,
    budget_section,   remark_section,    evidence_section,   missing_section,
    source_section,   hardware_section,  boundary_section,   human_audit_section,
};

constexpr std::size_t kLeastWidth = 60;

}  // namespace

std::string terminal(const findings::Findings& findings, const Style& style) {
  const Style used{style.colour, std::max(style.width, kLeastWidth)};
  std::string out;
  for (const auto section : kSections) {
    const auto text = section(findings, used);
    if (!out.empty() && !text.empty()) out += "\n";
    out += text;
  }
  return out;
}

}  // namespace holon::report
