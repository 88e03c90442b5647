// SPDX-License-Identifier: Apache-2.0
#include "report/json.h"

#include <cmath>
#include <memory>
#include <string>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "report/fixture_test.h"

namespace holon::report {
namespace {

using Json = nlohmann::json;

void check_summary(const Json& summary) {
  for (const auto* key : {"unit", "mean", "sd", "p05", "p50", "p95"}) CHECK(summary.contains(key));
}

}  // namespace

TEST_CASE("the JSON of findings has every key of the contract") {
  const auto text = json(bloom());
  CHECK(text.ends_with("}\n"));
  const auto all = Json::parse(text);
  for (const auto* key : {"study", "seed", "samples", "boundary", "evidence", "missing", "totals",
                          "per_unit", "by", "series", "scenarios", "findings", "functional_unit",
                          "service", "budgets", "assumptions", "quantile_error"}) {
    INFO(key);
    CHECK(all.contains(key));
  }
  CHECK(all["study"] == "BLOOM 176B, served");
  CHECK(all["boundary"]["in"].size() == 4);
  CHECK(all["boundary"]["stated"] == true);
  CHECK(all["evidence"]["climate"]["declared"] == 0.72);
  CHECK(all["missing"][0]["category"] == "water");
  CHECK(all["missing"][0]["what"] == "wue of jean zay");
  check_summary(all["totals"]["climate"]);
  check_summary(all["per_unit"]["energy"]);
  CHECK(all["totals"]["climate"]["mean"] == 50861.5);
  CHECK(all["totals"]["climate"]["unit"] == "kg CO2e");
  CHECK(all["service"]["unit"] == "1 request");
  for (const auto* cut : {"phase", "activity", "source", "place"}) CHECK(all["by"].contains(cut));
  check_summary(all["by"]["activity"]["training.final run"]["climate"]);
  CHECK_FALSE(all["by"]["source"]["hardware"].contains("water"));
}

TEST_CASE("scenarios, series, budgets and findings are told with their numbers") {
  const auto all = Json::parse(json(bloom()));
  const auto& scenario = all["scenarios"]["quantised"];
  check_summary(scenario["totals"]["climate"]);
  check_summary(scenario["difference"]["climate"]);
  CHECK(scenario["p_better"]["climate"] == 0.987);
  CHECK(all["series"]["start"] == "2022-07-01");
  CHECK(all["series"]["baseline"]["climate"]["mean"].size() == 24);
  CHECK(all["series"]["scenarios"]["quantised"]["climate"]["unit"] == "kg CO2e/year");
  CHECK(all["budgets"][1]["holds"] == false);
  CHECK(all["findings"][0]["kind"] == "largest");
  CHECK(all["findings"][0]["share"] == 0.706);
  CHECK(all["assumptions"][0]["evidence"] == "catalogue");
}

TEST_CASE("the keys keep their order") {
  const auto text = json(bloom());
  CHECK(text.find("\"study\"") < text.find("\"seed\""));
  CHECK(text.find("\"boundary\"") < text.find("\"totals\""));
  CHECK(text.find("\"training.final run\": {") < text.find("\"training.idle\": {"));
  CHECK(json(bloom()) == text);
}

TEST_CASE("what is not finite is null, and futures without a value are told") {
  auto f = bloom();
  f.totals[0] = findings::Summary{NAN, INFINITY, NAN, NAN, -INFINITY, 0.25};
  const auto climate = Json::parse(json(f))["totals"]["climate"];
  for (const auto* key : {"mean", "sd", "p05", "p50", "p95"}) CHECK(climate[key].is_null());
  CHECK(climate["undefined"] == 0.25);
}

TEST_CASE("findings without anything are JSON all the same") {
  const auto all = Json::parse(json(findings::Findings{}));
  CHECK(all["totals"].is_object());
  CHECK(all["series"].is_object());
  CHECK(all["missing"].is_array());
  CHECK(all["functional_unit"].is_null());
}

TEST_CASE("bytes that are not UTF-8 do not stop the report") {
  auto f = bloom();
  f.study = "a\xFFz";
  CHECK(Json::parse(json(f))["study"] == "a\xEF\xBF\xBDz");
}

TEST_CASE("diagnostics are told with their place") {
  const auto source = std::make_shared<const base::SourceText>("s.yaml", "grün: 1\nb: 2\n");
  const base::Diagnostics two{
      {base::Code::unknown_key,
       "no such key",
       {source, 0, 5},
       "here",
       {{"first", {source, 9, 1}}},
       {"did you mean `b`?"}},
      {base::Code::not_read, "gone", {}, "", {}, {}, base::Severity::warning}};
  const auto all = Json::parse(json(two))["diagnostics"];
  CHECK(all[0]["code"] == "E0103");
  CHECK(all[0]["severity"] == "error");
  CHECK(all[0]["file"] == "s.yaml");
  CHECK(all[0]["line"] == 1);
  CHECK(all[0]["column"] == 1);
  CHECK(all[0]["end_column"] == 5);
  CHECK(all[0]["label"] == "here");
  CHECK(all[0]["notes"][0]["line"] == 2);
  CHECK(all[0]["help"][0] == "did you mean `b`?");
  CHECK(all[1]["severity"] == "warning");
  CHECK(all[1]["line"].is_null());
}

TEST_CASE("a mark over several lines ends with its first line") {
  const auto source = std::make_shared<const base::SourceText>("s.yaml", "abc\ndef\n");
  const base::Diagnostics one{{base::Code::unknown_key, "x", {source, 1, 5}, "", {}, {}}};
  CHECK(Json::parse(json(one))["diagnostics"][0]["end_column"] == 4);
}

}  // namespace holon::report
