// SPDX-License-Identifier: Apache-2.0
//
// Calendar dates as days, in the proleptic Gregorian calendar, without time zones.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace holon::base {

/// A day of the calendar.
struct Date {
  int year = 1970;
  int month = 1;  ///< 1 to 12
  int day = 1;    ///< 1 to 31

  friend bool operator==(const Date&, const Date&) = default;
};

/// Days since 1970-01-01; negative before.
/// Source: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil.
[[nodiscard]] std::int64_t days_since_epoch(const Date& date);

/// The inverse of `days_since_epoch`.
[[nodiscard]] Date date_of_day(std::int64_t days);

/// Reads "2022-07-01"; nothing if it is not a day of the calendar.
[[nodiscard]] std::optional<Date> parse_date(std::string_view text);

/// "2022-07-01".
[[nodiscard]] std::string to_text(const Date& date);

}  // namespace holon::base
