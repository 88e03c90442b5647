// SPDX-License-Identifier: Apache-2.0
#include "meter/attribution.h"

#include <numeric>

#include <doctest/doctest.h>

#include "base/property_test.h"

namespace holon::meter {
namespace {

using record::IdlePolicy;

std::int64_t sum_of(const Split& split) {
  return std::accumulate(split.parts_uJ.begin(), split.parts_uJ.end(), std::int64_t{0}) +
         split.idle_uJ + split.unattributed_uJ;
}

}  // namespace

TEST_CASE("the three policies differ in whose the idle energy is") {
  // 100 J, 40 of them idle; one of two busy processors is ours; we reserved half of the machine
  const Pool pool{100'000'000, 40'000'000, 200};
  const Consumer ours{100, 500'000};
  const auto marginal = split(pool, {&ours, 1}, IdlePolicy::marginal);
  CHECK(marginal.parts_uJ[0] == 30'000'000);
  CHECK(marginal.idle_uJ == 40'000'000);
  CHECK(marginal.unattributed_uJ == 30'000'000);
  const auto proportional = split(pool, {&ours, 1}, IdlePolicy::proportional);
  CHECK(proportional.parts_uJ[0] == 50'000'000);
  CHECK(proportional.idle_uJ == 0);
  const auto reserved = split(pool, {&ours, 1}, IdlePolicy::reserved);
  CHECK(reserved.parts_uJ[0] == 50'000'000);
  CHECK(reserved.idle_uJ == 20'000'000);
  CHECK(reserved.unattributed_uJ == 30'000'000);
}

TEST_CASE("idle energy does not shrink under load, and nobody's work is nobody's") {
  // Kepler multiplies by usage: at full load its idle part is zero
  const Consumer busy{200, 0};
  CHECK(split({100'000'000, 40'000'000, 200}, {&busy, 1}, IdlePolicy::marginal).idle_uJ ==
        40'000'000);
  const Consumer asleep{0, 0};
  const auto quiet = split({100'000'000, 40'000'000, 0}, {&asleep, 1}, IdlePolicy::proportional);
  CHECK(quiet.parts_uJ[0] == 0);
  CHECK(quiet.idle_uJ == 100'000'000);
}

TEST_CASE("parts, idle and unattributed are the whole, to the microjoule, for all that can come") {
  base::check_always(20'000, 60, [](base::Dice& dice) {
    Pool pool;
    pool.energy_uJ = static_cast<std::int64_t>(dice.roll(1U << 24U) * (dice.roll(1000) + 1));
    pool.idle_uJ = static_cast<std::int64_t>(dice.roll(1U << 24U) * dice.roll(1200));
    pool.busy = dice.once_in(5) ? 0 : dice.roll(100'000);
    std::vector<Consumer> consumers(dice.roll(9));
    for (auto& consumer : consumers) consumer = {dice.roll(60'000), dice.roll(700'000)};
    for (const auto policy :
         {IdlePolicy::marginal, IdlePolicy::proportional, IdlePolicy::reserved}) {
      const auto out = split(pool, consumers, policy);
      RC_ASSERT(sum_of(out) == pool.energy_uJ);
      RC_ASSERT(out.idle_uJ >= 0);
      RC_ASSERT(out.unattributed_uJ >= 0);
      for (const auto part : out.parts_uJ) RC_ASSERT(part >= 0);
    }
  });
}

}  // namespace holon::meter
