// SPDX-License-Identifier: Apache-2.0
#include "findings/decision.h"

#include <set>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "findings/example_study.h"

namespace holon::findings {
namespace {

Decision decide_text(const std::string& text, std::uint64_t samples,
                     const std::vector<std::string>& qualities = {}) {
  const auto [study, compiled] = ready_study(text);
  Plan plan;
  plan.engine.samples = samples;
  std::vector<model::VariableId> found;
  for (const auto& name : qualities) found.push_back(quality_called(compiled.model, name).value());
  return decide(study, compiled, plan, found, {});
}

// a kWh emits 1 kg here: energy is carbon. `new` is uniform from 50 to 150 kWh against 90 kWh
constexpr const char* kUnsure = R"(
holon: 1
title: unsure
functional unit: 1 request
places:
  site: {carbon intensity: 1 kg/kWh, pue: 1}
life cycle:
  training: {at: site, energy: 90 kWh}
  deployment: {at: site, serves: 100 request, energy per request: 1 Wh/request}
scenarios:
  new: {training.energy: 50 .. 150 kWh}
  worse: {training.energy: 200 kWh}
  more: {deployment.serves: 200 request}
)";

TEST_CASE("where an order turns is found, and the assumption it hangs on") {
  const auto decision = decide_text(kUnsure, 20'000);
  REQUIRE(!decision.flips.empty());
  bool found = false;
  for (const auto& flip : decision.flips) {
    const auto& first = decision.alternatives[flip.first].name;
    const auto& second = decision.alternatives[flip.second].name;
    if (decision.categories[flip.category].name != "climate" || first + second != "morenew")
      continue;
    found = true;
    // 90.2 kWh against U(50, 150): P(more < new) = 0.599 less the service's own share
    CHECK(flip.p_first_better == doctest::Approx(0.599).epsilon(0.02));
    REQUIRE(flip.pivots.size() == 1);
    // spreads divide by n - 1, the covariance by n
    CHECK(flip.pivots[0].explained == doctest::Approx(1).epsilon(1e-3));
    REQUIRE(flip.pivots[0].turns_at.has_value());
    CHECK(*flip.pivots[0].turns_at == doctest::Approx(90.1).epsilon(1e-3));
    CHECK(flip.pivots[0].p_first_better_below == 0);
    CHECK(flip.pivots[0].p_first_better_above == doctest::Approx(1).epsilon(1e-3));
  }
  CHECK(found);
}

TEST_CASE("regret, dominance and the front are those of each future") {
  const auto decision = decide_text(kUnsure, 20'000);
  REQUIRE(decision.alternatives.size() == 4);
  const auto& base = decision.alternatives[0];
  const auto& fresh = decision.alternatives[1];
  const auto& worse = decision.alternatives[2];
  const auto& more = decision.alternatives[3];
  const std::size_t climate = 0;
  // E max(0, 90 - x), x uniform from 50 to 150: 40² ÷ 200
  CHECK(base.standings[climate].regret->mean == doctest::Approx(8).epsilon(0.03));
  // E max(0, x - 90): 60² ÷ 200
  CHECK(fresh.standings[climate].regret->mean == doctest::Approx(18).epsilon(0.03));
  CHECK(base.standings[climate].p_best == doctest::Approx(0.6).epsilon(0.03));
  CHECK(worse.standings[climate].p_best == 0);

  // the same service for more of everything
  CHECK(base.p_dominates[2] == 1);
  CHECK(worse.p_on_front == 0);
  // more service for a little more energy: neither is better in all
  CHECK(base.p_dominates[3] == 0);
  CHECK(more.p_dominates[0] == 0);
  CHECK(more.p_on_front == 1);
}

TEST_CASE("what is less of a quality is not dominated for its impact") {
  constexpr const char* kSmaller = R"(
holon: 1
title: a smaller model
functional unit: 1 request
places:
  site: {carbon intensity: 1 kg/kWh, pue: 1}
life cycle:
  deployment: {at: site, serves: 100 request, energy per request: 4 Wh/request}
feedback:
  accuracy: 0.92
scenarios:
  small: {energy per request: 2 Wh/request, accuracy: 0.90}
  smaller and as good: {energy per request: 1 Wh/request}
)";
  const auto blind = decide_text(kSmaller, 16);
  CHECK(blind.alternatives[0].p_on_front == 0);
  const auto decision = decide_text(kSmaller, 16, {"Accuracy"});
  REQUIRE(decision.qualities.size() == 1);
  CHECK(decision.qualities[0].name == "accuracy");
  CHECK(decision.alternatives[0].qualities[0]->mean == doctest::Approx(0.92));
  CHECK(decision.alternatives[1].qualities[0]->mean == doctest::Approx(0.90));
  // `small` uses less than the baseline and is less good; the third is better in both
  CHECK(decision.alternatives[1].p_dominates[0] == 0);
  CHECK(decision.alternatives[2].p_dominates[0] == 1);
  CHECK(decision.alternatives[2].p_dominates[1] == 1);
  CHECK(decision.alternatives[2].p_on_front == 1);
}

TEST_CASE("a value that two scenarios share is one cause of a flip") {
  const auto decision = decide_text(R"(
holon: 1
title: shared
places:
  site: {carbon intensity: 1 kg/kWh, pue: 1}
life cycle:
  training: {at: site, energy: 90 kWh}
scenarios:
  new: {training.energy: 50 .. 150 kWh}
  new again: {also: new}
)",
                                    2000);
  REQUIRE(!decision.flips.empty());
  for (const auto& flip : decision.flips) {
    std::set<std::string> names;
    for (const auto& pivot : flip.pivots) CHECK(names.insert(pivot.name).second);
  }
}

TEST_CASE("who bears it is told by place, and what is not known stays unknown") {
  const auto decision = decide_text(kUnsure, 100);
  REQUIRE(decision.stakes.size() == 3);
  const auto& worse = decision.stakes[1];
  CHECK(!worse.cost);
  REQUIRE(worse.places.size() == 2);
  CHECK(worse.places[0].place == "site");
  CHECK(worse.places[0].difference->mean == doctest::Approx(110));
}

TEST_CASE("a study without scenarios is one alternative") {
  const auto decision = decide_text(R"(
holon: 1
title: alone
places:
  site: {carbon intensity: 1 kg/kWh, pue: 1}
life cycle:
  training: {at: site, energy: 90 kWh}
)",
                                    10);
  CHECK(decision.alternatives.size() == 1);
  CHECK(decision.alternatives[0].p_on_front == 1);
  CHECK(decision.flips.empty());
}

}  // namespace
}  // namespace holon::findings
