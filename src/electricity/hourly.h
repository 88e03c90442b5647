// SPDX-License-Identifier: Apache-2.0
//
// From what answers say to hours of carbon intensity.
//
//   hour = Σ intensity × seconds / Σ seconds                 over the parts of it that are known
//   hour = Σ generation × factor of its technology / Σ generation        of generation by source
//
// An hour covers [h, h + 1). It has a value where its parts cover half of it or more; of
// generation, where every source that makes more than 1 % of all is told, and not more than 1 % of
// it has no factor. Else it is a hole. Storage is left out: what it returns, other hours have
// emitted.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/catalog.h"
#include "electricity/service.h"

namespace holon::electricity {

/// Hours of one zone, and where they come from.
struct HourlyIntensity {
  std::string zone;
  std::int64_t first_hour = 0;    ///< since 1970-01-01 00:00 UTC
  std::vector<double> g_per_kWh;  ///< one an hour; NaN: a hole
  Accounting accounting = Accounting::life_cycle;
  std::string kind;  ///< "average", "marginal"
  std::string source;
  std::string licence;
  record::Instant answered_at = 0;  ///< the oldest answer
  std::size_t estimated = 0;        ///< values that the service estimated itself
  std::vector<std::string> notes;

  [[nodiscard]] std::size_t holes() const;
};

/// Carbon intensity of one of the catalogue's technologies [g CO2e/kWh]; nothing if it has none.
using TechnologyFactor = std::function<std::optional<double>(std::string_view technology)>;

/// The factors of a catalogue, which must outlive them.
[[nodiscard]] TechnologyFactor catalogue_factors(const catalog::Catalog& catalog,
                                                 Accounting accounting);

/// The hours that a query asks for. Fills all of it but `zone`, `answered_at` and what the service
/// states of itself.
[[nodiscard]] HourlyIntensity hours_of(const Reading& reading, const Query& query,
                                       std::span<const SourceName> sources,
                                       const TechnologyFactor& factor);

}  // namespace holon::electricity
