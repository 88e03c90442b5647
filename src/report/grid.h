// SPDX-License-Identifier: Apache-2.0
//
// Hours of a grid as a service told them, for a terminal and as JSON.
#pragma once

#include <string>

#include "electricity/fetch.h"
#include "electricity/trend.h"
#include "report/style.h"

namespace holon::report {

/// What was fetched, by whom and when.
struct GridReport {
  const electricity::Service* service = nullptr;
  electricity::Fetched fetched;
  record::Instant now = 0;
  std::string written_to;  ///< a table; empty: none
};

[[nodiscard]] std::string terminal(const GridReport& report, const Style& style);

/// Keys: `service`, `zone`, `from`, `to`, `hours`, `holes`, `accounting`, `kind`, `unit`, `mean`,
/// `least`, `most`, `estimated_values`, `source`, `licence`, `answered_at`, `age_s`,
/// `pieces_asked`, `pieces_kept`, `notes`, `g_per_kWh` (null: a hole).
[[nodiscard]] std::string json(const GridReport& report);

/// The services that can be asked, and what each needs.
[[nodiscard]] std::string terminal(std::span<const electricity::Service* const> services,
                                   const Style& style);

/// How a grid went and may go on. `name` is its code.
[[nodiscard]] std::string terminal(const electricity::GridTrend& trend, const std::string& name,
                                   const Style& style);

/// Keys: `grid`, `past` (`year`, `g_per_kWh`), `rate_per_year` (`best`, `p05`, `p95`), `scatter`,
/// `ahead` (`year`, `stays`, `goes_on`, `p05`, `p95`, `twice`), `scope`, `source`.
[[nodiscard]] std::string json(const electricity::GridTrend& trend, const std::string& name);

}  // namespace holon::report
