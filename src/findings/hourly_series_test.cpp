// SPDX-License-Identifier: Apache-2.0
#include "findings/hourly_series.h"

#include <cmath>
#include <memory>

#include <doctest/doctest.h>

namespace holon::findings {
namespace {

std::optional<double> factor(std::string_view name) {
  if (name == "coal") return 800;
  if (name == "wind") return 0;
  return std::nullopt;
}

base::Result<HourlySeries> read(const std::string& text, bool from_mix = false) {
  return read_hourly(std::make_shared<const base::SourceText>("hours.csv", text), from_mix, factor);
}

TEST_CASE("timestamps are read with and without an offset") {
  CHECK(parse_hour("1970-01-02 03:00") == 27.0);
  CHECK(parse_hour("1970-01-02T03:00:00Z") == 27.0);
  CHECK(parse_hour("1970-01-02T03:30:00+02:00") == 25.5);
  CHECK(parse_hour("1970-01-02T03:00:00.000-0130") == 28.5);
  for (const auto* text : {"", "1970-01-02", "1970-02-30 01:00", "1970-01-02 24:00", "today",
                           "1970-01-02 03:00 CET", "1970-01-02x03:00"}) {
    CAPTURE(text);
    CHECK(!parse_hour(text).has_value());
  }
  CHECK(hour_text(27) == "1970-01-02 03:00");
  CHECK(hour_text(-1) == "1969-12-31 23:00");
}

TEST_CASE("holes stay holes, between rows and within") {
  const auto out = read(
      "time,carbon intensity [g/kWh]\n2022-01-01 00:00,100\n2022-01-01 01:00,\n"
      "2022-01-01 03:00,300\n");
  REQUIRE(out.has_value());
  REQUIRE(out->hours() == 4);
  CHECK(out->grids[0].intensity[0] == 100);
  CHECK(std::isnan(out->grids[0].intensity[1]));
  CHECK(std::isnan(out->grids[0].intensity[2]));
  CHECK(out->holes == 2);
  CHECK(out->notes.size() == 1);
}

TEST_CASE("columns in g/kWh are grids of their own") {
  const auto out = read("time,DE [g/kWh],FR (gCO2eq/kWh)\n2022-01-01 00:00,400,50\n");
  REQUIRE(out.has_value());
  REQUIRE(out->grids.size() == 2);
  CHECK(out->grids[0].name == "DE");
  CHECK(out->grids[1].name == "FR");
}

TEST_CASE("a mix is weighed by its technologies, and what has no factor is named") {
  const auto out = read("time,coal [MW],wind [MW],tidal [MW]\n2022-01-01 00:00,100,300,50\n");
  REQUIRE(out.has_value());
  CHECK(out->grids[0].intensity[0] == doctest::Approx(200));
  REQUIRE(out->notes.size() == 2);
  CHECK(out->notes[1].find("tidal") != std::string::npos);
  const auto both = read("time,carbon intensity [g/kWh],coal [MW]\n2022-01-01 00:00,1,9\n", true);
  REQUIRE(both.has_value());
  CHECK(both->grids[0].intensity[0] == doctest::Approx(800));
}

TEST_CASE("shorter steps are averaged over their hour") {
  const auto out =
      read("time,carbon intensity [g/kWh]\n2022-01-01 00:00,100\n2022-01-01 00:30,200\n");
  REQUIRE(out.has_value());
  CHECK(out->grids[0].intensity[0] == doctest::Approx(150));
}

TEST_CASE("what is no series is refused") {
  CHECK(read("time,heat\n2022-01-01 00:00,1\n").error()[0].code == base::Code::no_hourly);
  CHECK(read("a,b\n1,2\n").error()[0].code == base::Code::no_hourly);
  CHECK(read("").error()[0].code == base::Code::no_hourly);
  CHECK(read("time,x [g/kWh]\n2022-01-01 01:00,1\n2022-01-01 01:00,1\n").error()[0].code ==
        base::Code::bad_hours);
  CHECK(read("time,x [g/kWh]\n2022-01-01 01:00,1\nnoon,1\n").error()[0].code ==
        base::Code::bad_hours);
}

}  // namespace
}  // namespace holon::findings
