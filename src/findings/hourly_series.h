// SPDX-License-Identifier: Apache-2.0
//
// Carbon intensity of grids hour by hour, from a table of timestamps and intensities, or of
// generation by source.
//
//   intensity = Σ generation of source × carbon intensity of its technology / Σ generation
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"

namespace holon::findings {

/// One grid's hours.
struct GridHours {
  std::string name;
  std::vector<double> intensity;  ///< [g CO2e/kWh], one an hour; NaN: a hole
};

/// Hours of one or several grids, from the same first hour on.
struct HourlySeries {
  std::int64_t first_hour = 0;  ///< hours since 1970-01-01 00:00, as the table counts them
  std::vector<GridHours> grids;
  std::size_t holes = 0;           ///< in all grids together
  std::vector<std::string> notes;  ///< what was computed, averaged or left out

  [[nodiscard]] std::size_t hours() const {
    return grids.empty() ? 0 : grids.front().intensity.size();
  }
};

/// Hours since 1970-01-01 of "2022-07-01 18:00", "2022-07-01T18:00:00Z" or with an offset
/// ("+02:00", which is taken off); minutes as a fraction. Nothing if it is none.
[[nodiscard]] std::optional<double> parse_hour(std::string_view text);

/// 18 of 2022-07-01 18:00; from 0 to 23 before 1970 too.
[[nodiscard]] std::int64_t hour_of_day(std::int64_t hour);

/// "2022-07-01 18:00".
[[nodiscard]] std::string hour_text(std::int64_t hour);

/// Carbon intensity of a technology [g CO2e/kWh]; nothing if it is unknown.
using TechnologyFactor = std::function<std::optional<double>(std::string_view)>;

/// Reads a table: its first column that holds timestamps, and columns of intensities (their heading
/// names `intensity`, or ends in `g/kWh`; several of the latter are several grids). With
/// `from_mix`, or where there is no such column, columns of generation by source
/// (`power_production_coal_avg`, `solar [MW]`) are weighed by `factor`; sources without a factor
/// are left out of both sums, and named in the notes. Shorter steps than an hour are averaged.
/// Errors: E0630 no timestamps or no intensities, E0631 timestamps that do not rise hour by hour,
/// E0207 an intensity that no grid has.
[[nodiscard]] base::Result<HourlySeries> read_hourly(const base::SourcePtr& source, bool from_mix,
                                                     const TechnologyFactor& factor);

}  // namespace holon::findings
