// SPDX-License-Identifier: Apache-2.0
#include "record/instant.h"

#include "base/property_test.h"

namespace holon::record {

TEST_CASE("moments are read as people and programs write them") {
  const Instant moment = 1'717'151'953'250'000'000;
  CHECK(parse_instant("2024-05-31T10:39:13.25Z") == moment);
  CHECK(parse_instant("2024-05-31 10:39:13.25") == moment);
  CHECK(parse_instant("2024-05-31T12:39:13.250+02:00") == moment);
  CHECK(parse_instant("2024-05-31T12:39:13.25+0200") == moment);
  CHECK(parse_instant("2024-05-31T07:09:13.25-03:30") == moment);
  CHECK(parse_instant("2024-05-31T12:39:13.25", 7200) == moment);
  CHECK(parse_instant("2024-05-31T12:39:13.25Z", 7200) == moment + 7'200'000'000'000);
  CHECK(parse_instant("1970-01-01") == 0);
  CHECK(parse_instant("1970-01-01 00:01") == 60'000'000'000);
  CHECK(parse_instant("1969-12-31T23:59:59.999999999Z") == -1);
}

TEST_CASE("what is no moment is none") {
  for (const auto* text :
       {"", "x", "2024", "2024-13-01", "2024-02-30", "2024-05-31T", "2024-05-31T1",
        "2024-05-31T25:00", "2024-05-31T10:60", "2024-05-31T10:39:1", "2024-05-31T10:39:13.",
        "2024-05-31T10:39:13,5", "2024-05-31T10:39:13+", "2024-05-31T10:39:13+2:00:00",
        "2024-05-31X10:39:13", "9999-01-01", "0001-01-01", "2024-05-31T10:39:13.x"}) {
    CAPTURE(text);
    CHECK(!parse_instant(text).has_value());
  }
}

TEST_CASE("every moment comes back from its text") {
  base::check_always(1000, 10, [](base::Dice& dice) {
    const auto seconds = static_cast<Instant>(dice.roll(1U << 23U)) * 1000 - 4'000'000'000;
    const auto moment = seconds * 1'000'000'000 + static_cast<Instant>(dice.roll(1'000'000'000));
    RC_ASSERT(parse_instant(to_text(moment)) == moment);
    RC_ASSERT(parse_instant(to_minute(moment)).value() <= moment);
  });
}

}  // namespace holon::record
