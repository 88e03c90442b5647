// SPDX-License-Identifier: Apache-2.0
#include "meter/gauge.h"

#include <algorithm>

namespace holon::meter {

bool Gauge::take(Reading reading, Nanoseconds at) {
  constexpr double kMicrowattsPerWatt = 1e6;
  const bool real = reading.is_value() && !is_blank(reading.value) &&
                    static_cast<double>(reading.value) <= rule_.most_W * kMicrowattsPerWatt;
  if (!real) {
    ++total_.failed_reads;
    return false;
  }
  ++total_.values;
  total_.peak_uW = std::max(total_.peak_uW, reading.value);
  if (base_ && at - base_->at <= rule_.longest_gap) {
    twice_energy_ += static_cast<Wide>(base_->power_uW + reading.value) * (at - base_->at);
    total_.covered += at - base_->at;
  } else if (base_) {
    total_.missing += at - base_->at;
  }
  base_ = {reading.value, at};
  return true;
}

void Gauge::finish(Nanoseconds at) {
  if (base_ && base_->at < at) total_.missing += at - base_->at;
  base_.reset();
}

std::int64_t Gauge::energy_uJ() const {
  constexpr Wide kTwiceNanosecondsPerSecond = 2'000'000'000;
  return static_cast<std::int64_t>(twice_energy_ / kTwiceNanosecondsPerSecond);
}

}  // namespace holon::meter
