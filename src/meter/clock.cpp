// SPDX-License-Identifier: Apache-2.0
#include "meter/clock.h"

#include <ctime>

namespace holon::meter {
namespace {

Nanoseconds read(clockid_t clock) {
  ::timespec time{};
  ::clock_gettime(clock, &time);
  constexpr Nanoseconds kPerSecond = 1'000'000'000;
  return static_cast<Nanoseconds>(time.tv_sec) * kPerSecond + time.tv_nsec;
}

}  // namespace

Instant SystemClock::now() const { return {read(CLOCK_MONOTONIC), read(CLOCK_BOOTTIME)}; }

}  // namespace holon::meter
