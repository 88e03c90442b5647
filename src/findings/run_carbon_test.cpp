// SPDX-License-Identifier: Apache-2.0
#include "findings/run_carbon.h"

#include <memory>

#include <doctest/doctest.h>

#include "record/instant.h"

namespace holon::findings {
namespace {

constexpr const char* kHours =
    "time (UTC),carbon intensity [g/kWh],zone,accounting,kind,source,licence,fetched\n"
    "2024-03-31 00:00,100,GB,direct,average,Somebody,CC-BY-4.0,2024-04-05T00:00:00Z\n"
    "2024-03-31 01:00,300,GB,direct,average,Somebody,CC-BY-4.0,2024-04-05T00:00:00Z\n"
    "2024-03-31 02:00,,GB,direct,average,Somebody,CC-BY-4.0,2024-04-05T00:00:00Z\n"
    "2024-03-31 03:00,500,GB,direct,average,Somebody,CC-BY-4.0,2024-04-05T00:00:00Z\n";

base::SourcePtr table(const std::string& text) {
  return std::make_shared<const base::SourceText>("gb.csv", text);
}

record::Run run_from(const char* from, const char* until) {
  record::Run run;
  run.id = "run-1";
  run.name = "training";
  run.start_ns = *record::parse_instant(from);
  run.end_ns = *record::parse_instant(until);
  record::Energy energy;
  energy.device = "GPU 0";
  energy.component = "gpu";
  energy.evidence = record::Evidence::measured;
  energy.energy_J = 3.6e6;  // 1 kWh
  energy.uncertainty_J = 3.6e5;
  run.energy.push_back(energy);
  return run;
}

base::Result<record::Impact> joined(const record::Run& run, const std::string& text = kHours,
                                    std::optional<double> pue = {}) {
  const auto source = table(text);
  const auto series = read_hourly(
      source, false, [](std::string_view) -> std::optional<double> { return std::nullopt; });
  REQUIRE(series.has_value());
  return carbon_of(run, *series, series->grids.front(), origin_of(source), {pue, "gb.csv", 7});
}

TEST_CASE("carbon without a course is that of the run's time, evenly") {
  // three quarters in the first hour, one in the second
  const auto out = joined(run_from("2024-03-31T00:15Z", "2024-03-31T01:15Z"));
  REQUIRE(out.has_value());
  CHECK(out->category == "climate");
  CHECK(out->amount == doctest::Approx(0.150));
  CHECK(*out->factor == doctest::Approx(150));
  CHECK(*out->uncertainty == doctest::Approx(0.015));
  CHECK(out->kind == "average");
  CHECK(out->source ==
        "GB; direct; hours of gb.csv; Somebody; licence: CC-BY-4.0; fetched "
        "2024-04-05T00:00:00Z; PUE unknown, taken as 1");
  CHECK(record::to_text(*out->factor_from) == "2024-03-31T00:00:00Z");
  CHECK(record::to_text(*out->factor_until) == "2024-03-31T02:00:00Z");
  CHECK(out->joined_at == 7);
}

TEST_CASE("a course says when the energy was used") {
  auto run = run_from("2024-03-31T00:00Z", "2024-03-31T02:00Z");
  const auto hour = [&](int h) { return run.start_ns + h * 3'600'000'000'000; };
  run.course = {{hour(0), hour(1), 0.9e6}, {hour(1), hour(2), 2.7e6}};
  const auto out = joined(run);
  REQUIRE(out.has_value());
  CHECK(out->amount == doctest::Approx(0.25 * 0.1 + 0.75 * 0.3));
}

TEST_CASE("the PUE is that of the run, or the one that is given, once") {
  auto run = run_from("2024-03-31T00:00Z", "2024-03-31T01:00Z");
  run.place.pue = 1.5;
  CHECK(joined(run)->amount == doctest::Approx(0.15));
  CHECK(joined(run, kHours, 1.2)->amount == doctest::Approx(0.12));
}

TEST_CASE("a hole, and hours that are not there, give no figure") {
  for (const auto& [from, until] : {std::pair{"2024-03-31T01:30Z", "2024-03-31T03:30Z"},
                                    std::pair{"2024-03-31T03:30Z", "2024-03-31T04:30Z"},
                                    std::pair{"2024-03-30T23:59Z", "2024-03-31T00:30Z"},
                                    std::pair{"1969-12-31T23:30Z", "1969-12-31T23:40Z"}}) {
    const auto out = joined(run_from(from, until));
    REQUIRE(!out.has_value());
    CHECK(out.error().front().code == base::Code::hours_of_run);
  }
  // up to the hole, not into it
  CHECK(joined(run_from("2024-03-31T01:00Z", "2024-03-31T02:00Z")).has_value());
}

TEST_CASE("a run of no length stands in its hour") {
  const auto out = joined(run_from("2024-03-31T01:30Z", "2024-03-31T01:30Z"));
  REQUIRE(out.has_value());
  CHECK(out->amount == doctest::Approx(0.3));
}

TEST_CASE("marginal carbon is a category of its own, and rows that differ say nothing") {
  std::string text = kHours;
  for (auto at = text.find("average"); at != std::string::npos; at = text.find("average"))
    text.replace(at, 7, "marginal");
  CHECK(joined(run_from("2024-03-31T00:00Z", "2024-03-31T01:00Z"), text)->category ==
        "climate marginal");
  text.replace(text.find("Somebody"), 8, "Anybody");
  CHECK(origin_of(table(text)).source.empty());
  CHECK(origin_of(table(text)).zone == "GB");
  CHECK(origin_of(table("")).zone.empty());
}

}  // namespace
}  // namespace holon::findings
