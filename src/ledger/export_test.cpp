// SPDX-License-Identifier: Apache-2.0
#include "ledger/export.h"

#include "base/property_test.h"
#include "ledger/importer.h"
#include "ledger/store_test.h"
#include "record/json.h"
#include "record/random_run_test.h"
#include "record/total.h"

namespace holon::ledger {
namespace {

Imported read_back(const std::string& text) {
  const Log log{std::make_shared<base::SourceText>("export", text)};
  const auto* importer = importer_of(log);
  RC_ASSERT(importer != nullptr);
  return importer->read(log);
}

}  // namespace

TEST_CASE("what is exported is imported as itself, from CSV and from JSON") {
  base::check_always(100, 800, [](base::Dice& dice) {
    std::vector<record::Run> runs(1 + dice.roll(4));
    for (auto& run : runs) run = record::random_run(dice);
    RC_ASSERT(read_back(to_csv(runs)).runs == runs);
    RC_ASSERT(read_back(record::to_json(runs)).runs == runs);
  });
}

TEST_CASE("a run goes through CodeCarbon's columns with its energy") {
  auto run = run_named("a");
  run.energy.resize(2);
  run.energy[0].component = "gpu";
  run.energy[1].component = "dram";
  run.place.pue = 1.25;
  run.project = "p, \"q\"";
  run.impacts.emplace_back();
  run.impacts.back().category = "climate";
  run.impacts.back().amount = 0.25;
  run.impacts.back().unit = "kg CO2e";
  run.hardware.accelerators.resize(2);
  run.hardware.accelerators[0].model = run.hardware.accelerators[1].model = "A100";
  const auto back = read_back(to_codecarbon_csv({run})).runs;
  REQUIRE(back.size() == 1);
  CHECK(back[0].project == run.project);
  CHECK(back[0].duration_ns == 10'000'000'000);
  CHECK(back[0].place.pue == 1.25);
  CHECK(record::energy_of(back[0]).energy_J() == doctest::Approx(90));
  CHECK(record::energy_of(back[0]).missing() == 1);  // the processor, of which nothing is known
  CHECK(back[0].impacts.at(0).amount == 0.25);
  CHECK(back[0].hardware.accelerators.size() == 2);
}

TEST_CASE("a torn export gives back the rows that are whole") {
  const auto text = to_csv({run_named("a"), run_named("b"), run_named("c")});
  const auto back = read_back(text.substr(0, text.size() - 40));
  CHECK(back.runs.size() == 2);
  CHECK(!back.unusable.empty());
}

}  // namespace holon::ledger
