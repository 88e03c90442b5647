// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "base/error.h"
#include "catalog/catalog.h"
#include "study/compile.h"
#include "study/study.h"

namespace holon::study {
namespace {

using record::Evidence;
constexpr double kWh = 3.6e6;  // [J]

MeasuredRuns runs_of(std::vector<record::EnergyTotal::Group> groups, std::int64_t missing = 0) {
  MeasuredRuns out;
  out.totals.runs = 3;
  out.totals.failed = 1;
  out.groups = std::move(groups);
  for (const auto& group : out.groups) out.totals.energy.add(group);
  for (std::int64_t i = 0; i < missing; ++i) out.totals.energy.add_missing();
  return out;
}

Study read(const std::string& measured, const RunsReader& runs) {
  const auto text =
      "holon: 1\ntitle: t\nplaces: {p: {carbon intensity: 100 g/kWh, pue: 1.2}}\n"
      "life cycle:\n  search:\n    trials: {at: p, measured: " +
      measured + "}\n";
  auto out = read_study(
      std::make_shared<base::SourceText>("study.yaml", text),
      [](const std::string&) { return std::string(); }, runs);
  REQUIRE(out.has_value());
  return std::move(*out);
}

}  // namespace

TEST_CASE("measured runs are an activity's energy, each evidence and cause by itself") {
  ledger::Filter asked;
  std::string named;
  const auto study =
      read("{tag: [search, best], project: bloom, since: 2024-01-01, ledger: l.db}",
           [&](const std::string& ledger, const ledger::Filter& filter) {
             asked = filter;
             named = ledger;
             return runs_of(
                 {{Evidence::measured, "gain", true, 2, 10 * kWh, 0.5 * kWh, 0.125 * kWh * kWh},
                  {Evidence::modelled, "", true, 2, 4 * kWh, 4 * kWh, 9 * kWh * kWh}});
           });
  CHECK(study.diagnostics.empty());
  CHECK(named == "l.db");
  CHECK(asked.tags == std::vector<std::string>{"search", "best"});
  CHECK(asked.project == "bloom");
  CHECK(asked.since_ns == 1'704'067'200'000'000'000);
  const auto& activity = study.activities.at(0);
  const auto quantity = [&](const char* key) {
    return std::get<quantity::Quantity>(activity.fields.at(key).value);
  };
  const auto measured = quantity("measured");
  CHECK(std::get<quantity::Normal>(measured.distribution.shape) == quantity::Normal{10, 0.5});
  CHECK(measured.cause == "ledger: gain");
  CHECK(measured.pedigree.evidence == quantity::Evidence::measured);
  CHECK(measured.pedigree.source ==
        "3 runs of the ledger with tag `search`, tag `best`, project `bloom` and started from "
        "2024-01-01T00:00:00Z, 1 of them failed");
  // errors of runs by themselves add in quadrature
  const auto modelled = quantity("modelled");
  CHECK(std::get<quantity::Normal>(modelled.distribution.shape) == quantity::Normal{4, 3});
  CHECK(modelled.cause.empty());
  CHECK(modelled.pedigree.evidence == quantity::Evidence::modelled);
  CHECK(compile(study, catalog::Catalog::embedded(), {}).has_value());
}

TEST_CASE("what runs do not know is said: components without a figure, figures without a spread") {
  const auto study = read("{tag: a}", [](const std::string&, const ledger::Filter&) {
    return runs_of({{Evidence::declared, "", false, 1, kWh, 0, 0}}, 2);
  });
  REQUIRE(study.diagnostics.size() == 2);
  for (const auto& told : study.diagnostics) {
    CHECK(told.code == base::Code::measured_in_part);
    CHECK(told.severity == base::Severity::warning);
  }
}

TEST_CASE("no run, no ledger, and words that nothing reads are mistakes") {
  const auto none = [](const std::string&, const ledger::Filter&) { return MeasuredRuns{}; };
  const auto code = [](const Study& study) {
    REQUIRE(!study.diagnostics.empty());
    return study.diagnostics.front().code;
  };
  CHECK(code(read("{tag: serach}", none)) == base::Code::no_runs);
  CHECK(code(read("{tga: search}", none)) == base::Code::unknown_key);
  CHECK(code(read("{since: 31.1.2024}", none)) == base::Code::not_a_date);
  CHECK(code(read("search", none)) == base::Code::wrong_shape);
  CHECK(code(read("{tag: a}", {})) == base::Code::not_read);
  CHECK(code(read("{tag: a}", [](const std::string&, const ledger::Filter&) -> MeasuredRuns {
          throw base::WorldError("there is no ledger x");
        })) == base::Code::not_read);
}

TEST_CASE("energy that is measured is not stated a second time") {
  const auto study = read("{tag: a}, energy: 5 kWh", [](const std::string&, const ledger::Filter&) {
    return runs_of({{Evidence::measured, "", true, 1, kWh, 0.1 * kWh, 0.01 * kWh * kWh}});
  });
  const auto compiled = compile(study, catalog::Catalog::embedded(), {});
  REQUIRE(!compiled.has_value());
  CHECK(compiled.error().front().code == base::Code::stated_twice);
}

}  // namespace holon::study
