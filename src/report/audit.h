// SPDX-License-Identifier: Apache-2.0
//
// An audit of measured runs, for a terminal and as JSON. The keys stand in docs/methods/audit.md.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "findings/proxy_audit.h"
#include "findings/run_table.h"
#include "findings/same_work.h"
#include "report/style.h"

namespace holon::report {

/// What was found, and what it belongs to.
struct AuditReport {
  std::vector<std::string> files;
  findings::RunTable runs;
  findings::AuditPlan plan;
  findings::ProxyAudit proxies;
  std::optional<findings::DeviceComparison> devices;
  std::optional<findings::VariantComparison> variants;
  std::vector<findings::SettingCurve> settings;
};

[[nodiscard]] std::string terminal(const AuditReport& report, const Style& style);
[[nodiscard]] std::string json(const AuditReport& report);

}  // namespace holon::report
