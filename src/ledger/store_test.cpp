// SPDX-License-Identifier: Apache-2.0
#include "ledger/store_test.h"

#include <cmath>

namespace holon::ledger {
namespace {

std::vector<std::string> ids(const std::vector<Entry>& entries) {
  std::vector<std::string> out;
  for (const auto& entry : entries) out.push_back(entry.id);
  return out;
}

using Ids = std::vector<std::string>;

void fill(Ledger& ledger) {
  auto a = run_named("a", 1000);
  a.project = "bloom";
  a.phase = "search";
  a.tags = {"search", "first"};
  a.impacts.emplace_back();
  a.impacts.back().category = "climate";
  a.impacts.back().amount = 500;
  a.impacts.back().unit = "g CO2e";
  auto b = run_named("b", 3000);
  b.project = "bloom";
  b.phase = "training";
  b.tags = {"search"};
  b.outcome.failed = true;
  auto c = run_named("c", 2000);
  c.project = "'; drop table run; --";
  c.tags = {"other"};
  c.energy.emplace_back();
  c.energy.back().device = "disk";
  c.energy.back().component = "disk";
  CHECK(ledger.add({a, b, c}) == std::vector<Added>{Added::is_new, Added::is_new, Added::is_new});
}

void check_filters(Ledger& ledger) {
  CHECK(ids(ledger.list()) == Ids{"a", "c", "b"});
  CHECK(ids(ledger.list({.tags = {"search"}})) == Ids{"a", "b"});
  CHECK(ids(ledger.list({.tags = {"search", "first"}})) == Ids{"a"});
  CHECK(ids(ledger.list({.project = "bloom"})) == Ids{"a", "b"});
  CHECK(ids(ledger.list({.project = "'; drop table run; --"})) == Ids{"c"});
  CHECK(ids(ledger.list({.phase = "training"})) == Ids{"b"});
  CHECK(ids(ledger.list({.name = "c"})) == Ids{"c"});
  CHECK(ids(ledger.list({.since_ns = 2000})) == Ids{"c", "b"});
  CHECK(ids(ledger.list({.until_ns = 2000})) == Ids{"a"});
  CHECK(ids(ledger.list({.ids = {"a", "c", "nobody"}})) == Ids{"a", "c"});
  CHECK(ledger.list({.tags = {"nobody"}}).empty());
}

void check_totals(Ledger& ledger) {
  const auto all = ledger.totals();
  CHECK(all.runs == 3);
  CHECK(all.failed == 1);
  CHECK(all.duration_s == doctest::Approx(30));
  CHECK(all.energy.energy_J() == doctest::Approx(300));
  CHECK(all.energy.measured_J() == doctest::Approx(180));
  CHECK(all.energy.without_uncertainty_J() == doctest::Approx(30));
  CHECK(all.energy.missing() == 1);
  // one sensor errs the same way in all three; the models of memory do not
  CHECK(all.energy.uncertainty_J() == doctest::Approx(std::sqrt(9.0 * 9 + 3 * 4.0 * 4)));
  REQUIRE(all.climate_kg.has_value());
  CHECK(*all.climate_kg == doctest::Approx(0.5));
  CHECK(all.without_climate == 2);

  // the database sums as a walk over the runs does
  record::EnergyTotal walked;
  for (const auto& run : ledger.runs()) walked.add(run);
  CHECK(walked.energy_J() == doctest::Approx(all.energy.energy_J()));
  CHECK(walked.uncertainty_J() == doctest::Approx(all.energy.uncertainty_J()));
  CHECK(walked.missing() == all.energy.missing());

  const auto none = ledger.totals({.tags = {"nobody"}});
  CHECK(none.runs == 0);
  CHECK(none.energy.figures() == 0);
  CHECK(!none.climate_kg.has_value());
}

void check_tags(Ledger& ledger) {
  CHECK(ledger.tag({.project = "bloom"}, {"best"}, {"first"}) == 2);
  CHECK(ledger.tag({.project = "bloom"}, {"best"}, {"first"}) == 0);
  CHECK(ids(ledger.list({.tags = {"best"}})) == Ids{"a", "b"});
  CHECK(ledger.list({.tags = {"first"}}).empty());
  CHECK(ledger.runs({.ids = {"a"}}).front().tags == std::vector<std::string>{"search", "best"});
}

void check_replacing(Ledger& ledger) {
  auto run = run_named("grows");
  run.outcome.ending = record::Ending::interrupted;
  CHECK(ledger.add(run) == Added::is_new);
  ledger.tag({.ids = {"grows"}}, {"kept"}, {});
  // a longer form takes its place and keeps its tags; a shorter one does not
  auto longer = run;
  longer.end_ns += 1;
  CHECK(ledger.add(longer) == Added::replaced);
  CHECK(ledger.add(run) == Added::kept);
  auto finished = run;
  finished.outcome.ending = record::Ending::exited;
  CHECK(ledger.add(finished) == Added::replaced);
  CHECK(ledger.add(longer) == Added::kept);
  CHECK(ledger.runs({.ids = {"grows"}}).front().tags == std::vector<std::string>{"kept"});
  CHECK(ledger.totals({.ids = {"grows"}}).energy.energy_J() == doctest::Approx(100));
}

}  // namespace

void check_store(Ledger ledger) {
  CHECK(ledger.list().empty());
  fill(ledger);
  check_filters(ledger);
  check_totals(ledger);
  check_tags(ledger);
  check_replacing(ledger);
  CHECK(ledger.ids_beginning("g", 5) == Ids{"grows"});
  CHECK(ledger.ids_beginning("", 2).size() == 2);
}

}  // namespace holon::ledger
