// SPDX-License-Identifier: Apache-2.0
#include "meter/replay.h"

#include <algorithm>
#include <cmath>

namespace holon::meter {
namespace {

// half the width of a 90 % interval of a normal distribution, in standard deviations
constexpr double kNinety = 1.6449;

/// Says one sample after the other.
class TraceSensor final : public Sensor {
 public:
  explicit TraceSensor(const Trace& trace) {
    Domain domain;
    domain.key = trace.device;
    domain.name = trace.device;
    domain.scope = Scope::gpu;
    domain.device = trace.device;
    domain.is_counter = false;
    domain.gauge.most_W = 100'000;
    domains_.push_back(domain);
  }
  void show(Reading reading) { reading_ = reading; }
  [[nodiscard]] std::span<const Domain> domains() const override { return domains_; }
  void read(Nanoseconds /*now*/, std::span<Reading> out) override { out[0] = reading_; }

 private:
  std::vector<Domain> domains_;
  Reading reading_;
};

// how much a mean over the window varies because only a share of the time is sampled
double unseen(const std::vector<double>& powers, double seconds, const GpuSensor& sensor) {
  if (powers.size() < 2 || sensor.duty >= 1) return 0;
  double mean = 0;
  for (const double power : powers) mean += power / static_cast<double>(powers.size());
  double variance = 0;
  for (const double power : powers)
    variance += (power - mean) * (power - mean) / static_cast<double>(powers.size());
  const double refreshes = std::max(seconds / sensor.refresh_s, 1.0);
  return mean > 0 ? std::sqrt(variance * (1 - sensor.duty) / refreshes) / mean : 0;
}

}  // namespace

Replayed replay(const Trace& trace, const GpuSensor& sensor, Nanoseconds from, Nanoseconds until) {
  SetClock clock;
  auto owned = std::make_unique<TraceSensor>(trace);
  auto* source = owned.get();
  std::vector<std::unique_ptr<Sensor>> sensors;
  sensors.push_back(std::move(owned));
  Meter meter(clock, std::move(sensors));
  std::vector<double> powers;
  Nanoseconds now = from;
  for (const auto& sample : trace.samples) {
    if (sample.at < from || sample.at > until) continue;
    clock.advance(sample.at - now);
    now = sample.at;
    source->show(sample.power_uW);
    meter.tick();
    if (sample.power_uW.is_value())
      powers.push_back(1e-6 * static_cast<double>(sample.power_uW.value));
  }
  meter.finish();
  const auto result = meter.results().front();
  Replayed out;
  out.samples = powers.size();
  out.seconds = result.covered_s;
  out.reported_J = result.energy_J();
  out.energy_J = corrected_energy_J(sensor, out.reported_J, out.seconds);
  out.deviation_J = out.energy_J * std::hypot(sensor.spread, unseen(powers, out.seconds, sensor));
  out.mean_W = out.seconds > 0 ? out.energy_J / out.seconds : 0;
  out.peak_W = corrected_energy_J(sensor, result.peak_W, 1);
  out.missing_s = result.missing_s;
  out.failed_reads = result.failed_reads;
  return out;
}

bool Comparison::covers() const {
  return std::abs(sensor.energy_J - external.energy_J) <= kNinety * sensor.deviation_J;
}

std::optional<Comparison> compare(const Trace& trace, const GpuSensor& sensor,
                                  const Trace& external) {
  // whole samples of the slower one, so that both edges are the same moments
  const auto first = std::max(trace.first(), external.first());
  const auto last = std::min(trace.last(), external.last());
  Nanoseconds from = 0;
  Nanoseconds until = 0;
  for (const auto& sample : trace.samples) {
    if (sample.at < first || sample.at > last) continue;
    if (from == 0) from = sample.at;
    until = sample.at;
  }
  if (until <= from) return std::nullopt;
  static constexpr GpuSensor kExact{.model = "", .spread = 0.01, .source = "external meter"};
  return Comparison{replay(trace, sensor, from, until), replay(external, kExact, from, until)};
}

}  // namespace holon::meter
