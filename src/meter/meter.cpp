// SPDX-License-Identifier: Apache-2.0
#include "meter/meter.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <exception>
#include <limits>
#include <span>

#include <fmt/format.h>

namespace holon::meter {
namespace {

double seconds(Nanoseconds time) { return static_cast<double>(time) / kNanosecondsPerSecond; }

}  // namespace

/// One domain and its sum.
struct Meter::Channel {
  explicit Channel(const Domain& of) : domain(of), sum(Gauge(of.gauge)) {}

  Domain domain;
  std::variant<Counter, Gauge> sum;
  Reading last;
  std::int64_t peak_base_uJ = 0;
  Nanoseconds peak_base_at = 0;
  Nanoseconds first_value_at = -1;
  Nanoseconds last_value_at = -1;
  double peak_W = 0;
  std::optional<std::size_t> mirror_of;  ///< whose values it has repeated from its first one on
  std::uint32_t mirrored_changes = 0;    ///< how often, with the value having moved

  [[nodiscard]] std::int64_t energy_uJ() const {
    return std::visit([](const auto& of) { return of.energy_uJ(); }, sum);
  }
  [[nodiscard]] const Counter* counter() const { return std::get_if<Counter>(&sum); }
  [[nodiscard]] const Gauge* gauge() const { return std::get_if<Gauge>(&sum); }
  [[nodiscard]] Nanoseconds covered() const {
    return std::visit([](const auto& of) { return of.total().covered; }, sum);
  }
  [[nodiscard]] Nanoseconds missing() const {
    return std::visit([](const auto& of) { return of.total().missing; }, sum);
  }
};

double DomainResult::deviation_J() const {
  const double edge_J =
      domain.is_counter ? mean_W() * domain.counter.refresh_s / std::sqrt(3.0) : 0;
  return std::hypot(domain.spread * energy_J(), std::sqrt(2.0) * edge_J);
}

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
    auto& channel = channels_.emplace_back(domain);
    if (domain.is_counter) channel.sum = Counter(domain.counter);
  }
  // only neighbours of one sensor can be two views of one register
  for (std::size_t i = readings_.size(); i < channels_.size(); ++i) {
    for (std::size_t j = readings_.size(); j < i && !channels_[i].mirror_of; ++j) {
      const auto& a = channels_[i].domain;
      const auto& b = channels_[j].domain;
      if (a.is_counter && b.is_counter && a.scope == b.scope && a.rank == b.rank)
        channels_[i].mirror_of = j;
    }
  }
  readings_.resize(channels_.size());
  sensors_.push_back(std::move(sensor));
}

void Meter::tick() {
  const auto now = clock_.now();
  note_sleep(now);
  if (!first_) first_ = now;
  read_all();
  look_for_mirrors();
  last_ = now;
  ++ticks_;
  // who counts changes when a counter turns out to be dead: looked at now and then
  constexpr std::uint64_t kEvery = 64;
  if (std::has_single_bit(ticks_) || ticks_ % kEvery == 0) {
    std::vector<std::string> flaws;
    roles_ = roles(flaws);
    peak_base_at_ = 0;
  }
  note_peak(now.monotonic);
}

// CLOCK_BOOTTIME goes on while the machine sleeps, CLOCK_MONOTONIC does not: counters begin anew
void Meter::note_sleep(const Instant& now) {
  if (!first_) return;
  constexpr Nanoseconds kLeast = 50'000'000;
  const auto slept = (now.boottime - last_.boottime) - (now.monotonic - last_.monotonic);
  if (slept < kLeast) return;
  suspended_ += slept;
  for (auto& channel : channels_) {
    std::visit([](auto& of) { of.forget(); }, channel.sum);
    channel.peak_base_at = 0;
  }
}

// each sensor as of its own moment
void Meter::read_all() {
  std::size_t at = 0;
  for (const auto& sensor : sensors_) {
    read_sensor(*sensor, at);
    at += sensor->domains().size();
  }
}

void Meter::read_sensor(Sensor& sensor, std::size_t at) {
  const auto count = sensor.domains().size();
  const auto moment = clock_.now().monotonic;
  const auto part = std::span(readings_).subspan(at, count);
  try {
    sensor.read(moment, part);
  } catch (const std::exception& failure) {
    // a faulty sensor loses its reading, never the workload
    std::fill(part.begin(), part.end(), Reading::failure());
    fault_ = failure.what();
  }
  for (std::size_t i = 0; i < count; ++i) take(channels_[at + i], part[i], moment);
}

void Meter::take(Channel& channel, Reading reading, Nanoseconds at) {
  channel.last = reading;
  const bool counted = std::visit([&](auto& of) { return of.take(reading, at); }, channel.sum);
  if (!counted) return;
  if (channel.first_value_at < 0) channel.first_value_at = at;
  channel.last_value_at = at;
  // power between two readings, far enough apart for a counter to have moved
  const auto energy_uJ = channel.energy_uJ();
  const double elapsed_s = seconds(at - channel.peak_base_at);
  const double least_s = channel.domain.is_counter ? 4 * channel.domain.counter.refresh_s : 0;
  if (channel.peak_base_at != 0 && elapsed_s < std::max(least_s, 0.02)) return;
  if (channel.peak_base_at != 0) {
    const double power_W = 1e-6 * static_cast<double>(energy_uJ - channel.peak_base_uJ) / elapsed_s;
    channel.peak_W = std::max(channel.peak_W, power_W);
  }
  channel.peak_base_uJ = energy_uJ;
  channel.peak_base_at = at;
}

// two dies that show one register: equal at every reading, while it moves
void Meter::look_for_mirrors() {
  for (auto& channel : channels_) {
    if (!channel.mirror_of) continue;
    const auto& other = channels_[*channel.mirror_of];
    if (!channel.last.is_value() || !other.last.is_value()) continue;
    if (channel.last.value != other.last.value) {
      channel.mirror_of.reset();
    } else if (channel.counter()->total().still == 0 && channel.counter()->total().units > 0) {
      ++channel.mirrored_changes;
    }
  }
}

void Meter::note_peak(Nanoseconds now) {
  constexpr double kLeast_s = 0.05;
  std::int64_t energy_uJ = 0;
  for (std::size_t i = 0; i < channels_.size(); ++i) {
    if (roles_[i] == Role::counted) energy_uJ += channels_[i].energy_uJ();
  }
  const double elapsed_s = seconds(now - peak_base_at_);
  if (peak_base_at_ != 0 && elapsed_s < kLeast_s) return;
  if (peak_base_at_ != 0)
    peak_W_ = std::max(peak_W_, 1e-6 * static_cast<double>(energy_uJ - peak_base_uJ_) / elapsed_s);
  peak_base_uJ_ = energy_uJ;
  peak_base_at_ = now;
}

void Meter::finish() {
  if (finished_ || !first_) return;
  finished_ = true;
  std::size_t at = 0;
  for (const auto& sensor : sensors_) {
    // its latest readings are older than the latest tick
    if (sensor->forget_kept()) read_sensor(*sensor, at);
    at += sensor->domains().size();
  }
  for (auto& channel : channels_) {
    // each sensor is read a little after the tick's own time
    const auto end = std::max(last_.monotonic, channel.last_value_at);
    const bool is_lost = channel.last_value_at < last_.monotonic;
    if (is_lost) std::visit([&](auto& of) { of.finish(end); }, channel.sum);
  }
}

// a counter whose own power says something else is not believed (amdsmi's wrong rate)
bool Meter::contradicts_power(const Channel& channel) const {
  constexpr Nanoseconds kLeast = 2'000'000'000;
  constexpr double kMost = 1.5;
  if (!channel.domain.is_counter || channel.covered() < kLeast) return false;
  for (const auto& other : channels_) {
    const bool is_power = !other.domain.is_counter && other.domain.scope == channel.domain.scope &&
                          other.domain.device == channel.domain.device &&
                          !other.domain.device.empty();
    if (!is_power || other.covered() < kLeast || other.energy_uJ() <= 0) continue;
    const double ratio = static_cast<double>(channel.energy_uJ()) /
                         static_cast<double>(other.energy_uJ()) * seconds(other.covered()) /
                         seconds(channel.covered());
    return ratio > kMost || ratio < 1 / kMost;
  }
  return false;
}

std::string Meter::flaw_of(const Channel& channel) const {
  if (channel.first_value_at < 0) return "no reading succeeded";
  if (const auto* counter = channel.counter()) {
    const auto& total = counter->total();
    constexpr double kLeast_s = 1;
    const double least_s = std::max(kLeast_s, 20 * channel.domain.counter.refresh_s);
    if (total.units == 0 && total.values > 1) {
      // what has not moved says nothing, least of all zero
      return seconds(channel.last_value_at - channel.first_value_at) >= least_s
                 ? "the counter stands still: it is dead, as virtual machines show it"
                 : "the counter has not moved in so short a time";
    }
    constexpr std::uint32_t kEnough = 3;
    if (channel.mirror_of && channel.mirrored_changes >= kEnough)
      return fmt::format("it repeats {} value for value: one register seen twice",
                         channels_[*channel.mirror_of].domain.name);
    if (contradicts_power(channel)) return "the counter contradicts the device's own power";
  } else if (channel.gauge()->total().covered == 0 && ticks_ > 1) {
    return "too few readings succeeded";
  }
  return "";
}

std::vector<Role> Meter::roles(std::vector<std::string>& flaws) const {
  std::vector<Domain> domains;
  std::vector<bool> alive;
  for (const auto& channel : channels_) {
    domains.push_back(channel.domain);
    flaws.push_back(flaw_of(channel));
    alive.push_back(flaws.back().empty());
  }
  return roles_of(domains, alive);
}

std::vector<DomainResult> Meter::results() const {
  std::vector<std::string> flaws;
  const auto role = roles(flaws);
  std::vector<DomainResult> out;
  for (std::size_t i = 0; i < channels_.size(); ++i) {
    const auto& channel = channels_[i];
    DomainResult result;
    result.domain = channel.domain;
    result.role = role[i];
    result.is_alive = flaws[i].empty();
    result.flaw = flaws[i];
    result.energy_uJ = channel.energy_uJ();
    result.covered_s = seconds(channel.covered());
    result.missing_s = seconds(channel.missing());
    result.peak_W = std::max(channel.peak_W, result.mean_W());
    if (const auto* counter = channel.counter()) {
      const auto& total = counter->total();
      result.possible_uJ = microjoules(total.possible_units, counter->rule().unit);
      result.failed_reads = total.failed_reads;
      result.resets = total.resets;
      result.glitches = total.glitches;
    } else {
      result.failed_reads = channel.gauge()->total().failed_reads;
      result.peak_W =
          std::max(result.peak_W, 1e-6 * static_cast<double>(channel.gauge()->total().peak_uW));
    }
    if (result.is_alive && channel.last.kind == Reading::Kind::absent) result.flaw = "it went away";
    out.push_back(std::move(result));
  }
  return out;
}

MeterTotal Meter::total() const {
  MeterTotal out;
  out.elapsed_s = seconds(elapsed());
  out.suspended_s = seconds(suspended_);
  out.ticks = ticks_;
  for (const auto& result : results()) {
    if (result.role != Role::counted) continue;
    out.energy_uJ += result.energy_uJ;
    if (result.domain.evidence == quantity::Evidence::measured) out.measured_uJ += result.energy_uJ;
    out.missing_J += result.mean_W() * result.missing_s;
  }
  out.peak_W = std::max(peak_W_, out.mean_W());
  return out;
}

std::vector<GpuUse> Meter::gpu_use() {
  std::vector<GpuUse> out;
  for (const auto& sensor : sensors_) {
    try {
      const auto told = sensor->gpu_use();
      out.insert(out.end(), told.begin(), told.end());
    } catch (const std::exception& fault) {
      fault_ = fault.what();
    }
  }
  return out;
}

std::vector<GpuShare> Meter::gpu_shares(const std::function<bool(int pid)>& is_ours) {
  std::vector<GpuShare> out;
  for (const auto& sensor : sensors_) {
    try {
      const auto told = sensor->gpu_shares(is_ours);
      out.insert(out.end(), told.begin(), told.end());
    } catch (const std::exception& fault) {
      fault_ = fault.what();
    }
  }
  return out;
}

const Domain& Meter::domain(std::size_t i) const { return channels_.at(i).domain; }

std::vector<std::int64_t> Meter::energies_uJ() const {
  std::vector<std::int64_t> out;
  for (const auto& channel : channels_) out.push_back(channel.energy_uJ());
  return out;
}

double Meter::shortest_pause_s() const {
  auto out = std::numeric_limits<double>::infinity();
  for (const auto& sensor : sensors_) out = std::min(out, seconds(sensor->least_between()));
  return sensors_.empty() ? 0 : out;
}

double Meter::longest_pause_s() const {
  double out = std::numeric_limits<double>::infinity();
  for (const auto& channel : channels_) {
    if (const auto* counter = channel.counter())
      out = std::min(out, shortest_wrap_s(counter->rule()) / 4);
  }
  return out;
}

}  // namespace holon::meter
