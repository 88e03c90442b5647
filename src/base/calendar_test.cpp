// SPDX-License-Identifier: Apache-2.0
#include "base/calendar.h"

#include <doctest/doctest.h>

namespace holon::base {

TEST_CASE("every day of a thousand years comes back as itself") {
  Date last = date_of_day(days_since_epoch({1600, 12, 31}));
  CHECK(last == Date{1600, 12, 31});
  bool all_follow = true;
  const auto end = days_since_epoch({2600, 1, 1});
  for (auto day = days_since_epoch({1601, 1, 1}); day <= end; ++day) {
    const Date date = date_of_day(day);
    const bool next_day =
        date.day == last.day + 1 && date.month == last.month && date.year == last.year;
    const bool next_month = date.day == 1 && date.month == last.month + 1 && date.year == last.year;
    const bool next_year = date.day == 1 && date.month == 1 && date.year == last.year + 1;
    all_follow = all_follow && (next_day || next_month || next_year) &&
                 days_since_epoch(date) == day && parse_date(to_text(date)) == date;
    last = date;
  }
  CHECK(all_follow);
}

TEST_CASE("known days have their number") {
  CHECK(days_since_epoch({1970, 1, 1}) == 0);
  CHECK(days_since_epoch({2000, 3, 1}) == 11017);
  CHECK(days_since_epoch({1969, 12, 31}) == -1);
  CHECK(days_since_epoch({2024, 7, 1}) - days_since_epoch({2022, 7, 1}) == 731);
}

TEST_CASE("only days of the calendar are dates") {
  CHECK(parse_date("2024-02-29") == Date{2024, 2, 29});
  for (const auto* text :
       {"2023-02-29", "2023-13-01", "2023-00-01", "2023-04-31", "2023-1-1", "2023/01/01",
        "23-01-01", "2023-01-0a", "", "2023-01-01 ", "-023-01-01", "2023--1-01"}) {
    CAPTURE(text);
    CHECK(!parse_date(text).has_value());
  }
}

}  // namespace holon::base
