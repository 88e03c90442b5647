// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "meter/reading.h"

namespace holon::meter {

/// One moment on both clocks: they part while the machine is suspended.
struct Instant {
  Nanoseconds monotonic = 0;  ///< stands still in a suspend; all time differences are of this clock
  Nanoseconds boottime = 0;   ///< goes on in a suspend
};

/// Where time comes from; tests and replays have their own.
class Clock {
 public:
  Clock() = default;
  virtual ~Clock() = default;
  Clock(const Clock&) = delete;
  Clock& operator=(const Clock&) = delete;
  [[nodiscard]] virtual Instant now() const = 0;
};

/// CLOCK_MONOTONIC and CLOCK_BOOTTIME.
class SystemClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override;
};

/// A clock that is set by hand.
class SetClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override { return now_; }
  void advance(Nanoseconds by) {
    now_.monotonic += by;
    now_.boottime += by;
  }
  void suspend(Nanoseconds by) { now_.boottime += by; }

 private:
  Instant now_;
};

}  // namespace holon::meter
