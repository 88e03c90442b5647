// SPDX-License-Identifier: Apache-2.0
#include "report/terminal.h"

#include <algorithm>
#include <array>

#include "report/investments.h"
#include "report/section.h"

namespace holon::report {
namespace {

/// One of the two; the second kind is about what is spent first and comes back later.
struct Section {
  std::string (*of_findings)(const findings::Findings&, const Style&) = nullptr;
  std::string (*of_investments)(const findings::Findings&, const findings::Investments&,
                                const Style&) = nullptr;
  bool continues = false;  // what stands above it, without a blank line
};

/// The report, from top to bottom. A new section is one function and one line here.
constexpr std::array<Section, 19> kSections{{{title_section},
                                             {footprint_section},
                                             {parts_section},
                                             {time_section},
                                             {scenario_section},
                                             {nullptr, stakes_section},
                                             {rebound_section},
                                             {break_even_section},
                                             {nullptr, invest_section, true},
                                             {nullptr, refresh_section},
                                             {loop_section},
                                             {budget_section},
                                             {remark_section},
                                             {evidence_section},
                                             {missing_section},
                                             {source_section},
                                             {hardware_section},
                                             {boundary_section},
                                             {human_audit_section}}};

constexpr std::size_t kLeastWidth = 60;

}  // namespace

std::string terminal(const findings::Findings& findings, const findings::Investments& invested,
                     const Style& style) {
  const Style used{style.colour, std::max(style.width, kLeastWidth)};
  std::string out;
  for (const auto& section : kSections) {
    const auto text = section.of_findings != nullptr
                          ? section.of_findings(findings, used)
                          : section.of_investments(findings, invested, used);
    if (!out.empty() && !text.empty() && !section.continues) out += "\n";
    out += text;
  }
  return out;
}

std::string terminal(const findings::Findings& findings, const Style& style) {
  return terminal(findings, {}, style);
}

}  // namespace holon::report
