// SPDX-License-Identifier: Apache-2.0
#include "report/layout.h"
#include "report/section.h"
#include "report/table.h"
#include "report/wording.h"

namespace holon::report {

std::string human_audit_section(const findings::Findings& f, const Style& style) {
  if (f.human_audit.empty()) return {};
  std::string out = painted("What efficiency does not tell you here", Tone::heading, style) + "\n";
  for (const auto& paragraph : f.human_audit) {
    out += kIndent + paragraph.title + "\n";
    out += wrapped("    ", paragraph.text, style.width);
  }
  return out;
}

}  // namespace holon::report
