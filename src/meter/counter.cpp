// SPDX-License-Identifier: Apache-2.0
#include "meter/counter.h"

#include <cmath>
#include <limits>

namespace holon::meter {

double shortest_wrap_s(const CounterRule& rule) {
  if (rule.modulus == 0) return std::numeric_limits<double>::infinity();
  return static_cast<double>(rule.modulus) * rule.unit.joules() / rule.most_W;
}

bool Counter::take(Reading reading, Nanoseconds at) {
  const bool outside = rule_.modulus != 0 && reading.value >= rule_.modulus;
  if (!reading.is_value() || outside) {
    ++total_.failed_reads;
    return false;
  }
  ++total_.values;
  const Seen now{reading.value, at};
  if (!base_) {
    base_ = now;
    return true;
  }
  if (const auto steps = between(*base_, now)) {
    if (suspect_) ++total_.glitches;
    suspect_.reset();
    count(now, *steps);
    return true;
  }
  settle_suspect(now);
  return !suspect_;
}

// the counter began anew if two values in a row agree with each other and not with the past
void Counter::settle_suspect(const Seen& now) {
  const auto steps = suspect_ ? between(*suspect_, now) : std::nullopt;
  if (!steps) {
    suspect_ = now;
    return;
  }
  ++total_.resets;
  total_.missing += suspect_->at - base_->at;
  base_ = suspect_;
  suspect_.reset();
  count(now, *steps);
}

void Counter::count(const Seen& to, std::uint64_t steps) {
  const Nanoseconds elapsed = to.at - base_->at;
  total_.units += steps;
  total_.covered += elapsed;
  total_.still = steps == 0 ? total_.still + 1 : 0;
  if (rule_.modulus != 0) {
    // whole turns that the elapsed time leaves room for
    const double turn_J = static_cast<double>(rule_.modulus) * rule_.unit.joules();
    const double room_J = most_J(elapsed) - static_cast<double>(steps) * rule_.unit.joules();
    if (room_J >= turn_J) {
      ++total_.ambiguous;
      total_.possible_units += static_cast<std::uint64_t>(room_J / turn_J) * rule_.modulus;
    }
  }
  base_ = to;
}

std::optional<std::uint64_t> Counter::between(const Seen& from, const Seen& to) const {
  const bool backwards = to.value < from.value;
  if (backwards && rule_.modulus == 0) return std::nullopt;
  const std::uint64_t steps =
      backwards ? rule_.modulus - from.value + to.value : to.value - from.value;
  const double energy_J = static_cast<double>(steps) * rule_.unit.joules();
  if (energy_J > most_J(to.at - from.at)) return std::nullopt;
  return steps;
}

// one step is always allowed: short reads may meet the counter as it moves
double Counter::most_J(Nanoseconds elapsed) const {
  const double seconds = static_cast<double>(elapsed) / kNanosecondsPerSecond + rule_.refresh_s;
  return rule_.most_W * seconds + rule_.unit.joules();
}

void Counter::forget() {
  if (!base_) return;
  ++total_.resets;
  base_.reset();
  suspect_.reset();
}

void Counter::finish(Nanoseconds at) {
  if (base_ && base_->at < at) total_.missing += at - base_->at;
  base_.reset();
  suspect_.reset();
}

}  // namespace holon::meter
