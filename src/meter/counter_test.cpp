// SPDX-License-Identifier: Apache-2.0
#include "meter/counter.h"

#include <vector>

#include <doctest/doctest.h>

#include "base/property_test.h"
#include "meter/gauge.h"

namespace holon::meter {
namespace {

constexpr Nanoseconds kSecond = 1'000'000'000;

CounterRule rapl() {
  return {.unit = binary_unit(14), .modulus = std::uint64_t{1} << 32U, .most_W = 1000};
}

Counter never_wrapping(double most_W = 1000) {
  return Counter({.unit = kMillijoule, .modulus = 0, .most_W = most_W});
}

}  // namespace

TEST_CASE("a wrap between two reads adds exactly what passed") {
  Counter counter(rapl());
  counter.take(Reading::of(4'294'967'290), 0);
  CHECK(counter.take(Reading::of(10), kSecond));
  CHECK(counter.total().units == 16);
  CHECK(counter.total().resets == 0);
}

TEST_CASE("a failed read adds nothing and loses nothing") {
  Counter counter(rapl());
  counter.take(Reading::of(1000), 0);
  CHECK_FALSE(counter.take(Reading::failure(), kSecond));
  CHECK(counter.total().units == 0);
  CHECK(counter.take(Reading::of(3000), 2 * kSecond));
  CHECK(counter.total().units == 2000);
  CHECK(counter.total().missing == 0);
  CHECK(counter.total().failed_reads == 1);
}

TEST_CASE("a counter that goes back begins anew and never counts backwards") {
  auto counter = never_wrapping();
  counter.take(Reading::of(5'000'000), 0);
  counter.take(Reading::of(5'000'500), kSecond);
  counter.take(Reading::of(7), 2 * kSecond);
  CHECK(counter.total().units == 500);
  counter.take(Reading::of(307), 3 * kSecond);
  CHECK(counter.total().units == 800);
  CHECK(counter.total().resets == 1);
  CHECK(counter.total().missing == kSecond);
}

TEST_CASE("a wrapping counter that is reset is not taken for a wrap of hundreds of kilojoules") {
  Counter counter(rapl());
  counter.take(Reading::of(2'000'000'000), 0);
  counter.take(Reading::of(0), kSecond);
  counter.take(Reading::of(16384), 2 * kSecond);
  CHECK(counter.energy_uJ() == 1'000'000);
  CHECK(counter.total().resets == 1);
}

TEST_CASE("one value that cannot be is dropped without a loss") {
  auto counter = never_wrapping(700);
  counter.take(Reading::of(100'000), 0);
  counter.take(Reading::of(3'690'000'000'000'000), kSecond);
  counter.take(Reading::of(300'000), 2 * kSecond);
  CHECK(counter.energy_uJ() == 200'000'000);
  CHECK(counter.total().glitches == 1);
  CHECK(counter.total().missing == 0);
}

TEST_CASE("a gap in which a whole turn fits is told, with what it may hide") {
  Counter counter(rapl());
  counter.take(Reading::of(0), 0);
  // 262 144 J at up to 1000 W: a turn takes at least 262 s
  counter.take(Reading::of(100), 200 * kSecond);
  CHECK(counter.total().ambiguous == 0);
  counter.take(Reading::of(200), 800 * kSecond);
  CHECK(counter.total().ambiguous == 1);
  CHECK(counter.total().possible_units == 2 * (std::uint64_t{1} << 32U));
  CHECK(shortest_wrap_s(rapl()) == doctest::Approx(262.144));
}

TEST_CASE("a suspend is a new beginning, and what is suspect at the end is missing") {
  auto counter = never_wrapping();
  counter.take(Reading::of(10), 0);
  counter.forget();
  counter.take(Reading::of(2'000'000), kSecond);
  counter.take(Reading::of(2'000'100), 2 * kSecond);
  counter.take(Reading::of(1), 3 * kSecond);
  counter.finish(3 * kSecond);
  CHECK(counter.total().units == 100);
  CHECK(counter.total().missing == kSecond);
}

TEST_CASE("scales of perf are exact powers of two") {
  CHECK(parse_scale("2.3283064365386962890625e-10\n") == binary_unit(32));
  CHECK(parse_scale("1.52587890625e-05") == binary_unit(16));
  CHECK(parse_scale("0.000001") == EnergyUnit{1'000'000'000'000, 1'000'000'000'000'000'000});
  CHECK_FALSE(parse_scale("zero"));
  CHECK_FALSE(parse_scale("-1e-9"));
  CHECK(microjoules(std::uint64_t{1} << 63U, binary_unit(32)) == 2'147'483'648'000'000);
}

TEST_CASE("random wraps, gaps, failures, glitches and resets: within one step of the truth") {
  std::uint64_t schedules = 0;
  base::check_always(3000, 400, [&](base::Dice& dice) {
    const std::uint64_t modulus = dice.once_in(3) ? 0 : 1U << 20U;
    Counter counter({.unit = kMillijoule, .modulus = modulus, .most_W = 500});
    // the device: exact steps since its last reset, and what a perfect observer would have summed
    const std::uint64_t offset = dice.roll(1U << 20U);
    std::uint64_t device = offset;
    std::uint64_t truth = 0;
    Nanoseconds now = 0;
    const auto shown = [&] { return modulus == 0 ? device : device % modulus; };
    counter.take(Reading::of(shown()), now);
    const std::size_t reads = 2 + dice.roll(60);
    for (std::size_t i = 0; i < reads; ++i) {
      // up to 1.9 s at up to 480 W: below the shortest wrap of 1048.576 J / 500 W
      const auto elapsed = static_cast<Nanoseconds>(1 + dice.roll(1900)) * 1'000'000;
      const auto steps = static_cast<std::uint64_t>(elapsed / 1'000'000) * dice.roll(481) / 1000;
      now += elapsed;
      device += steps;
      truth += steps;
      if (dice.once_in(9)) {
        // a read fails; the next one must come before a turn can be missed
        counter.take(dice.once_in(2) ? Reading::failure() : Reading::gone(), now);
        counter.take(Reading::of(shown()), now);
      } else if (modulus == 0 && dice.once_in(9)) {
        counter.take(Reading::of(shown() + (std::uint64_t{1} << 40U)), now);
        counter.take(Reading::of(shown()), now);
      } else {
        counter.take(Reading::of(shown()), now);
      }
    }
    counter.finish(now);
    ++schedules;
    RC_ASSERT(counter.total().units == truth);
    RC_ASSERT(counter.total().resets == 0U);
    RC_ASSERT(counter.total().ambiguous == 0U);
    RC_ASSERT(counter.total().missing == 0);
  });
  CHECK(schedules == 3000);
}

TEST_CASE("random resets: never more than the truth, and what is lost is missing time") {
  base::check_always(3000, 300, [&](base::Dice& dice) {
    Counter counter({.unit = kMillijoule, .modulus = 0, .most_W = 500});
    std::uint64_t device = 1'000'000'000;
    std::uint64_t sure = 0;
    Nanoseconds now = 0;
    Nanoseconds lost = 0;
    counter.take(Reading::of(device), now);
    const std::size_t reads = 2 + dice.roll(40);
    for (std::size_t i = 0; i < reads; ++i) {
      constexpr Nanoseconds kStep = 100'000'000;
      now += kStep;
      const std::uint64_t steps = dice.roll(48);
      // a reset to more than was there before cannot be told from use
      if (device > 48 && dice.once_in(6)) {
        // the driver comes back at zero, and counts on
        device = steps;
        lost += kStep;
      } else {
        device += steps;
        sure += steps;
      }
      counter.take(Reading::of(device), now);
      // a second look settles what the first one left open
      now += 1;
      counter.take(Reading::of(device), now);
    }
    counter.finish(now);
    RC_ASSERT(counter.total().units == sure);
    RC_ASSERT(counter.total().missing == lost);
  });
}

TEST_CASE("random long gaps: the truth lies between what is counted and what is possible") {
  base::check_always(3000, 100, [&](base::Dice& dice) {
    constexpr std::uint64_t kModulus = 1U << 20U;
    Counter counter({.unit = kMillijoule, .modulus = kModulus, .most_W = 500});
    std::uint64_t device = dice.roll(kModulus);
    std::uint64_t truth = 0;
    Nanoseconds now = 0;
    counter.take(Reading::of(device % kModulus), now);
    for (std::size_t i = 0; i < 1 + dice.roll(10); ++i) {
      const std::uint64_t seconds = 1 + dice.roll(30);
      const std::uint64_t steps = seconds * dice.roll(500'000);
      now += static_cast<Nanoseconds>(seconds) * kSecond;
      device += steps;
      truth += steps;
      counter.take(Reading::of(device % kModulus), now);
    }
    const auto& total = counter.total();
    RC_ASSERT(total.units <= truth);
    RC_ASSERT(truth <= total.units + total.possible_units);
    RC_ASSERT(total.units == truth || total.ambiguous > 0U);
  });
}

TEST_CASE("power is integrated by the trapezoid rule") {
  Gauge gauge({.most_W = 400});
  gauge.take(Reading::of(100'000'000), 0);
  gauge.take(Reading::of(300'000'000), kSecond);
  CHECK(gauge.energy_uJ() == 200'000'000);
  // blanks and what cannot be are missing, not numbers; neighbours bridge them
  gauge.take(Reading::of(std::uint64_t{1} << 47U), 2 * kSecond);
  gauge.take(Reading::of(999'000'000), 2 * kSecond);
  gauge.take(Reading::of(300'000'000), 3 * kSecond);
  CHECK(gauge.energy_uJ() == 800'000'000);
  CHECK(gauge.total().failed_reads == 2);
  CHECK(gauge.total().peak_uW == 300'000'000);
  // ten seconds without a value are not bridged
  gauge.take(Reading::of(300'000'000), 13 * kSecond);
  CHECK(gauge.energy_uJ() == 800'000'000);
  CHECK(gauge.total().missing == 10 * kSecond);
}

TEST_CASE("values by which drivers say none are recognised") {
  CHECK(is_blank(140'737'488'355'328));
  CHECK(is_blank(9'223'372'036'854'775'792U));
  CHECK(is_blank(4'294'967'295));
  CHECK(is_blank(18'446'744'073'709'551'615U));
  CHECK_FALSE(is_blank(0));
  CHECK_FALSE(is_blank(262'143'328'850));
}

}  // namespace holon::meter
