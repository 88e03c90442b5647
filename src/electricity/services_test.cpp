// SPDX-License-Identifier: Apache-2.0
#include "electricity/services.h"

#include <cmath>

#include <doctest/doctest.h>

#include "electricity/answers_test.h"
#include "electricity/hourly.h"

namespace holon::electricity {
namespace {

Query query_of(const std::string& zone, std::int64_t from_hour, std::int64_t hours) {
  Query out;
  out.zone = zone;
  out.from_hour = from_hour;
  out.until_hour = from_hour + hours;
  out.base_url = "http://127.0.0.1";
  return out;
}

// round factors, to be worked out by hand
std::optional<double> factor(std::string_view technology) {
  if (technology == "coal") return 800;
  if (technology == "gas") return 400;
  if (technology == "unspecified") return 700;
  if (technology == "nuclear" || technology == "hydro" || technology == "solar") return 0;
  if (technology == "wind" || technology == "wind onshore") return 0;
  return std::nullopt;
}

HourlyIntensity hours(const Service& service, const std::string& answer, const Query& query) {
  const auto reading = service.read(answer_source(answer), query);
  REQUIRE(reading.has_value());
  return hours_of(*reading, query, service.sources, factor);
}

std::string first_fault(const Service& service, const std::string& text, const Query& query) {
  const auto source = std::make_shared<const base::SourceText>("answer", text);
  const auto reading = service.read(source, query);
  REQUIRE(!reading.has_value());
  CHECK(reading.error().front().code == base::Code::unreadable_answer);
  return base::render(reading.error().front(), false);
}

TEST_CASE("hours count from 1970 in UTC, whatever clocks do") {
  CHECK(hour_text(kSpringDay) == "2024-03-31T00:00Z");
  CHECK(hour_text(kSpringDay + 24) == "2024-04-01T00:00Z");
  CHECK(hour_text(kAutumnDay + 25) == "2024-10-28T01:00Z");
  CHECK(second_of("2024-03-31T02:00:00+02:00") == kSpringDay * 3600);
  // half past two stands twice on this day; the offset tells which
  CHECK(second_of("2024-10-27T02:30+02:00") == kAutumnDay * 3600 + 1800);
  CHECK(second_of("2024-10-27T02:30+01:00") == kAutumnDay * 3600 + 5400);
  CHECK(!second_of("2024-10-27T02:30").has_value());
  CHECK(!second_of("soon").has_value());
}

TEST_CASE("Electricity Maps: a null is a hole, an estimate is counted") {
  const auto out = hours(kElectricityMaps, "electricity-maps.json", query_of("DE", kSpringDay, 6));
  REQUIRE(out.g_per_kWh.size() == 6);
  CHECK(out.g_per_kWh[0] == 210);
  CHECK(std::isnan(out.g_per_kWh[3]));
  CHECK(out.g_per_kWh[5] == 260);
  CHECK(out.holes() == 1);
  CHECK(out.estimated == 1);
}

TEST_CASE("an answer for another zone is not believed") {
  const auto text = first_fault(kElectricityMaps, answer_text("electricity-maps-elsewhere.json"),
                                query_of("DE", kSpringDay, 6));
  CHECK(text.find("the answer is for `US-NW-NEVP`, not for `DE`") != std::string::npos);
}

TEST_CASE("every fault of an answer is told at its place") {
  const auto reading = kElectricityMaps.read(answer_source("electricity-maps-shape.json"),
                                             query_of("DE", kSpringDay, 6));
  REQUIRE(!reading.has_value());
  CHECK(reading.error().size() == 4);
  for (const auto& fault : reading.error()) CHECK(fault.where.length > 0);
}

TEST_CASE("torn answers, other shapes and other units are refused") {
  const auto query = query_of("CISO", kSpringDay, 3);
  const auto whole = answer_text("eia-1.json");
  CHECK(first_fault(kEia, whole.substr(0, whole.size() / 2), query).find("ends in the middle") !=
        std::string::npos);
  for (const auto* text :
       {"", "[]", "null", "7", "{}", R"({"response": 7})", R"({"response": {"data": 7}})",
        R"({"response": {"data": [7]}})", R"({"response": {"data": [{"period": "2024"}]}})",
        "99998e999", R"({"data": [1e999]})"}) {
    CAPTURE(text);
    first_fault(kEia, text, query);
    first_fault(kWattTime, text, query);
    first_fault(kElectricityMaps, text, query);
  }
  auto pounds = answer_text("watttime.json");
  pounds.replace(pounds.find("lbs_co2_per_mwh"), 15, "kg_co2_per_mwh ");
  CHECK(first_fault(kWattTime, pounds, query_of("CAISO_NORTH", kSpringDay, 2))
            .find("not in `lbs_co2_per_mwh`") != std::string::npos);
}

TEST_CASE("WattTime: pounds per MWh of five minutes become grams per kWh of hours") {
  const auto out = hours(kWattTime, "watttime.json", query_of("CAISO_NORTH", kSpringDay, 3));
  // 800 … 811 lb/MWh, then 812 … 823
  CHECK(out.g_per_kWh[0] == doctest::Approx(805.5 * 0.45359237));
  CHECK(out.g_per_kWh[1] == doctest::Approx(817.5 * 0.45359237));
  CHECK(std::isnan(out.g_per_kWh[2]));
}

TEST_CASE("Great Britain: half hours are averaged, a forecast never stands in") {
  const auto out =
      hours(kCarbonIntensityGb, "carbon-intensity-gb.json", query_of("GB", kSpringDay, 6));
  CHECK(out.g_per_kWh[0] == 105);       // 100 and 110; the half hour before is left out
  CHECK(out.g_per_kWh[2] == 140);       // its second half has no actual value
  CHECK(std::isnan(out.g_per_kWh[4]));  // neither half has one
  CHECK(out.holes() == 1);
  REQUIRE(out.notes.size() == 1);
  CHECK(out.notes[0] == "1 value is of a part of the hour alone");
}

TEST_CASE("éCO2mix: rows between half hours have no value, and clocks that go back none twice") {
  const auto out = hours(kRte, "rte.json", query_of("FR", kAutumnDay, 7));
  REQUIRE(out.g_per_kWh.size() == 7);
  for (std::size_t i = 0; i < 6; ++i) CHECK(out.g_per_kWh[i] == 20.5 + 2 * static_cast<double>(i));
  CHECK(std::isnan(out.g_per_kWh[6]));
  CHECK(out.notes.empty());
}

TEST_CASE("EIA: a period ends its hour, storage and what plants draw are no generation") {
  const auto query = query_of("CISO", kSpringDay, 3);
  const auto first = kEia.read(answer_source("eia-1.json"), query);
  REQUIRE(first.has_value());
  CHECK(first->next_offset == 12);
  auto next_page = query;
  next_page.offset = 12;
  const auto second = kEia.read(answer_source("eia-2.json"), next_page);
  REQUIRE(second.has_value());
  CHECK(!second->next_offset.has_value());

  Reading both = *first;
  both.generation.insert(both.generation.end(), second->generation.begin(),
                         second->generation.end());
  const auto out = hours_of(both, query, kEia.sources, factor);
  CHECK(out.g_per_kWh[0] == doctest::Approx((9000 * 400.0 + 50 * 700) / 15050));
  CHECK(out.g_per_kWh[1] == doctest::Approx((8000 * 400.0 + 50 * 700) / 14060));
  CHECK(out.g_per_kWh[2] == doctest::Approx((7000 * 400.0 + 50 * 700) / 16050));
}

TEST_CASE("an hour that lacks a source of weight is a hole") {
  const auto out = hours(kEia, "eia-incomplete.json", query_of("CISO", kSpringDay, 3));
  CHECK(!std::isnan(out.g_per_kWh[0]));
  CHECK(std::isnan(out.g_per_kWh[1]));
  CHECK(out.notes.back() == "1 hour lacks a source that makes more than 1 % of all: left empty");
}

TEST_CASE("more than a hundredth without a factor is a hole, less is left out and told") {
  auto query = query_of("CISO", 0, 2);
  Reading reading;
  const auto add = [&](std::int64_t hour, const char* source, double power) {
    reading.generation.push_back({hour * 3600, (hour + 1) * 3600, source, power});
  };
  add(0, "NG", 990);
  add(0, "OIL", 9);  // no factor of oil here
  add(1, "NG", 990);
  add(1, "OIL", 20);
  const auto out = hours_of(reading, query, kEia.sources, factor);
  CHECK(out.g_per_kWh[0] == 400);
  CHECK(std::isnan(out.g_per_kWh[1]));
  CHECK(out.notes[1] == "the catalogue has no life cycle factor of: petroleum (OIL)");
}

TEST_CASE("ENTSO-E: quarters, repeated positions, storage and consumption") {
  const auto out = hours(kEntsoE, "entso-e.xml", query_of("DE-LU", kSpringDay, 3));
  // lignite of an hour is the mean of its quarters; gas repeats its first position in the second
  const double wind = 20000;
  CHECK(out.g_per_kWh[0] ==
        doctest::Approx((10150 * 800.0 + 5000 * 400.0) / (10150 + 5000 + wind)));
  CHECK(out.g_per_kWh[1] ==
        doctest::Approx((10550 * 800.0 + 5000 * 400.0) / (10550 + 5000 + wind)));
  CHECK(out.g_per_kWh[2] ==
        doctest::Approx((10950 * 800.0 + 6000 * 400.0) / (10950 + 6000 + wind + 1000)));
  CHECK(out.notes[1].find("pumped storage") != std::string::npos);
}

TEST_CASE("ENTSO-E: a position that is missing is a hole where none is repeated") {
  auto text = answer_text("entso-e.xml");
  const std::string curve = "<curveType>A03</curveType>";
  text.replace(text.find(curve), curve.size(), "<curveType>A01</curveType>");
  const auto query = query_of("DE-LU", kSpringDay, 3);
  const auto reading =
      kEntsoE.read(std::make_shared<const base::SourceText>("answer", text), query);
  REQUIRE(reading.has_value());
  const auto out = hours_of(*reading, query, kEntsoE.sources, factor);
  CHECK(!std::isnan(out.g_per_kWh[0]));
  CHECK(std::isnan(out.g_per_kWh[1]));
}

TEST_CASE("ENTSO-E: what it has nothing for, and what is not its document") {
  const auto query = query_of("DE-LU", kSpringDay, 3);
  const auto nothing = kEntsoE.read(answer_source("entso-e-nothing.xml"), query);
  REQUIRE(nothing.has_value());
  CHECK(nothing->rows == 0);
  CHECK(nothing->no_data.starts_with("No matching data found"));

  const auto whole = answer_text("entso-e.xml");
  first_fault(kEntsoE, whole.substr(0, whole.size() / 2), query);
  first_fault(kEntsoE, "<html><body>busy</body></html>", query);
  first_fault(kEntsoE, "", query);
  first_fault(kEntsoE, whole, query_of("FR", kSpringDay, 3));
  for (const auto& [from, to] :
       {std::pair{"<position>1<", "<position>0<"}, std::pair{"<position>1<", "<position>99<"},
        std::pair{"PT15M", "P1Y"}, std::pair{"MAW", "MWH"},
        std::pair{"<end>2024-03-31T03:00Z</end></timeInterval>\n   <res",
                  "<end>1024-03-31T03:00Z</end></timeInterval>\n   <res"}}) {
    CAPTURE(to);
    auto text = whole;
    const auto at = text.find(from, text.find("<TimeSeries>"));
    REQUIRE(at != std::string::npos);
    text.replace(at, std::string_view(from).size(), to);
    first_fault(kEntsoE, text, query);
  }
}

TEST_CASE("every service is whole") {
  for (const auto* one : services()) {
    CAPTURE(one->name);
    CHECK(service(one->name) == one);
    CHECK(!one->licence.empty());
    CHECK(one->documentation.starts_with("https://"));
    CHECK(one->base_url.starts_with("https://"));
    CHECK((one->can_direct || one->can_life_cycle));
    CHECK(one->most_hours >= 24);
    auto query = query_of(std::string(one->zone_example), kSpringDay, 24);
    query.key = "made-up-key";
    query.token = "made-up-token";
    const auto request = one->request(query);
    CHECK(request.url.find("made-up") == std::string::npos);
    CHECK(request.has_secret() == !one->key_variable.empty());
    if (one->is_zone != nullptr) CHECK(!one->is_zone("nowhere at all"));
  }
  CHECK(service("nobody") == nullptr);
}

}  // namespace
}  // namespace holon::electricity
