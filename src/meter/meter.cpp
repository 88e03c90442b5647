// SPDX-License-Identifier: Apache-2.0
#include "meter/meter.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include <fmt/format.h>

namespace holon::meter {
namespace {

double seconds(Nanoseconds time) { return static_cast<double>(time) / kNanosecondsPerSecond; }

}  // namespace

/// One domain and its sum.
struct Meter::Channel {
  Domain domain;
  std::variant<Counter, Gauge> sum;
  Reading last;
  std::int64_t last_uJ = 0;      ///< at the last tick
  Nanoseconds last_at = 0;       ///< up to which energy was counted
  double peak_W = 0;
  std::optional<std::size_t> mirror_of;  ///< whose values it has repeated so far
  std::uint32_t mirrored = 0;            ///< how often

  [[nodiscard]] std::int64_t energy_uJ() const {
    return std::visit([](const auto& sum_of) { return sum_of.energy_uJ(); }, sum);
  }
};

Meter::Meter(const Sysroot& sysroot, const Clock& clock, const MachineHints& hints)
    : clock_(clock) {
  for (const auto& kind : sensor_kinds()) {
    auto probe = kind.probe(sysroot, hints);
    answers_.insert(answers_.end(), probe.answers.begin(), probe.answers.end());
    if (probe.sensor) add(std::move(probe.sensor));
  }
}

Meter::Meter(const Clock& clock, std::vector<std::unique_ptr<Sensor>> sensors) : clock_(clock) {
  for (auto& sensor : sensors) add(std::move(sensor));
}

Meter::~Meter() = default;

void Meter::add(std::unique_ptr<Sensor> sensor) {
  for (const auto& domain : sensor->domains()) {
    if (domain.is_counter) {
      channels_.push_back({domain, Counter(domain.counter), {}, 0, 0, 0, {}, 0});
    } else {
      channels_.push_back({domain, Gauge(domain.gauge), {}, 0, 0, 0, {}, 0});
    }
  }
  readings_.resize(channels_.size());
  sensors_.push_back(std::move(sensor));
}

void Meter::tick() {
  const auto now = clock_.now();
  note_sleep(now);
  const bool is_first = !first_;
  if (is_first) first_ = now;
  // all sensors, one after the other, each as of its own moment
  std::size_t at = 0;
  double power_W = 0;
  for (const auto& sensor : sensors_) {
    const auto count = sensor->domains().size();
    const auto moment = clock_.now().monotonic;
    const auto part = std::span(readings_).subspan(at, count);
    sensor->read(moment, part);
    for (std::size_t i = 0; i < count; ++i) take(channels_[at + i], part[i], moment);
    at += count;
  }
  look_for_mirrors();
  const auto roles = [&] {
    std::vector<Domain> domains;
    for (const auto& channel : channels_) domains.push_back(channel.domain);
    return domains;
  };
  (void)roles;
  (void)power_W;
  last_ = now;
  ++ticks_;
}

}  // namespace holon::meter
