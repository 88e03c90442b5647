// SPDX-License-Identifier: Apache-2.0
#include "ledger/join.h"

#include "ledger/store_test.h"

namespace holon::ledger {
namespace {

record::Impact impact(const std::string& category, double amount) {
  record::Impact out;
  out.category = category;
  out.amount = amount;
  out.unit = "kg CO2e";
  return out;
}

TEST_CASE("an impact takes the place of the one of its category, and all else stays") {
  const ScratchFolder folder;
  const auto address = folder.file("ledger.db");
  auto ledger = opened(address);
  auto run = run_named("a");
  run.tags = {"search"};
  run.impacts = {impact("climate", 5), impact("water", 7)};
  ledger.add({run, run_named("b")});

  CHECK(join_impacts(address, {{"a", impact("climate", 2)}, {"nobody", impact("climate", 9)}}) ==
        1);
  const auto joined = ledger.runs({.ids = {"a"}}).front();
  REQUIRE(joined.impacts.size() == 2);
  CHECK(joined.impacts[0].category == "water");
  CHECK(joined.impacts[1].amount == 2);
  CHECK(joined.tags == run.tags);
  CHECK(joined.energy == run.energy);
  CHECK(ledger.totals().climate_kg == 2);
  CHECK(ledger.totals().without_climate == 1);

  // joined again, it does not add up; a marginal figure is no total
  CHECK(join_impacts(address, {{"a", impact("climate", 3)}}) == 1);
  CHECK(join_impacts(address, {{"a", impact("climate marginal", 8)}}) == 1);
  CHECK(ledger.runs({.ids = {"a"}}).front().impacts.size() == 3);
  CHECK(ledger.totals().climate_kg == 3);
}

}  // namespace
}  // namespace holon::ledger
