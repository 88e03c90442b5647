// SPDX-License-Identifier: Apache-2.0
//
// Moments as people write them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "record/run.h"

namespace holon::record {

/// Reads "2024-05-31T10:39:13.25+02:00": "T" or a blank in the middle; seconds, their fraction and
/// the zone may be left away, and so may all of the time. Without a zone, `zone_s` seconds east of
/// UTC are taken. Nothing if it is no moment between 1678 and 2262.
[[nodiscard]] std::optional<Instant> parse_instant(std::string_view text, std::int64_t zone_s = 0);

/// Reads "Z", "+02:00", "-0330" or "+2" as seconds east of UTC.
[[nodiscard]] std::optional<std::int64_t> parse_zone(std::string_view text);

/// "2024-05-31T10:39:13.25Z", exact.
[[nodiscard]] std::string to_text(Instant instant);

/// "2024-05-31 10:39", UTC.
[[nodiscard]] std::string to_minute(Instant instant);

}  // namespace holon::record
