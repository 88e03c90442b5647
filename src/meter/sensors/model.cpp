// SPDX-License-Identifier: Apache-2.0
#include "meter/sensors/model.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "meter/machine_load.h"
#include "meter/sensors/sensors.h"

namespace holon::meter {
namespace {

constexpr const char* kName = "model";
constexpr int kLastResort = 100;
constexpr Nanoseconds kBetweenLooks = 50'000'000;

/// What one modelled part draws at a load of the processors.
struct Part {
  Domain domain;
  double fixed_W = 0;   ///< at any load
  double design_W = 0;  ///< of processors; 0: none
  int threads = 0;      ///< where the design power is unknown
};

double power_W(const Part& part, double load) {
  double out = part.fixed_W;
  if (part.design_W > 0) out += modelled_cpu_W(part.design_W, load);
  if (part.threads > 0) out += modelled_thread_W(part.threads, load);
  return out;
}

// counts microjoules as if it were a counter: load since the last reading, times the time since
class Model final : public Sensor {
 public:
  Model(const Sysroot& sysroot, std::vector<Part> parts)
      : stat_(sysroot.open("/proc/stat")), parts_(std::move(parts)), energy_uJ_(parts_.size()) {
    for (const auto& part : parts_) domains_.push_back(part.domain);
  }
  [[nodiscard]] std::span<const Domain> domains() const override { return domains_; }
  [[nodiscard]] Nanoseconds least_between() const override { return kBetweenLooks; }

  void read(Nanoseconds now, std::span<Reading> out) override {
    const double load = load_until(now);
    const double seconds = started_ ? static_cast<double>(now - last_) / kNanosecondsPerSecond : 0;
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      constexpr double kMicrojoules = 1e6;
      energy_uJ_[i] += power_W(parts_[i], load) * seconds * kMicrojoules;
      out[i] = Reading::of(static_cast<std::uint64_t>(energy_uJ_[i]));
    }
    if (!started_) first_ = now;
    started_ = true;
    last_ = now;
  }

 private:
  // /proc/stat moves in hundredths of a second: shorter looks keep the last load
  double load_until(Nanoseconds now) {
    // a look costs more than all else of a tick; in a short run each one matters
    constexpr Nanoseconds kShort = 2'000'000'000;
    constexpr Nanoseconds kBetweenLater = 200'000'000;
    const auto between = now - first_ < kShort ? kBetweenLooks : kBetweenLater;
    if (started_ && now - looked_ < between) return load_;
    int error = 0;
    const auto times = parse_cpu_times(stat_->read(error));
    if (!times) return load_;
    const auto busy = static_cast<double>(times->busy - std::min(times->busy, times_.busy));
    const auto idle = static_cast<double>(times->idle - std::min(times->idle, times_.idle));
    if (started_ && busy + idle > 0) load_ = busy / (busy + idle);
    looked_ = now;
    times_ = *times;
    return load_;
  }

  std::unique_ptr<OpenFile> stat_;
  std::vector<Part> parts_;
  std::vector<Domain> domains_;
  std::vector<double> energy_uJ_;
  CpuTimes times_;
  double load_ = 1;  ///< before the first look: a short command keeps a processor busy
  bool started_ = false;
  Nanoseconds first_ = 0;
  Nanoseconds last_ = 0;
  Nanoseconds looked_ = 0;
};

Domain modelled(std::string key, std::string name, Scope scope) {
  Domain out;
  out.key = "model:" + std::move(key);
  out.name = std::move(name);
  out.scope = scope;
  out.evidence = quantity::Evidence::modelled;
  out.rank = kLastResort;
  out.counter.unit = kMicrojoule;
  constexpr double kNoLimit_W = 1e6;
  out.counter.most_W = kNoLimit_W;
  return out;
}

Part cpu_part(const MachineHints& hints, const Processors& processors) {
  Part out{modelled("cpu", "cpu (model)", Scope::package), 0, hints.cpu_W, 0};
  if (hints.cpu_W > 0) {
    out.domain.method = fmt::format("load curve of {:.3g} W design power", hints.cpu_W);
    out.domain.source = hints.cpu_source + "; curve: Fan, Weber, Barroso 2007";
    out.domain.spread = kCpuModelSpread;
  } else {
    out.threads = std::max(processors.threads, 1);
    out.domain.method = fmt::format("{} hardware threads by load", out.threads);
    out.domain.source = "fleet averages of Cloud Carbon Footprint";
    out.domain.spread = kThreadModelSpread;
  }
  return out;
}

}  // namespace

double modelled_cpu_W(double design_W, double load) {
  constexpr double kIdle = 0.1;
  constexpr double kFull = 0.75;
  const double u = std::clamp(load, 0.0, 1.0);
  return design_W * (kIdle + (kFull - kIdle) * (2 * u - std::pow(u, 1.4)));
}

double modelled_thread_W(int threads, double load) {
  constexpr double kIdle_W = 0.74;
  constexpr double kFull_W = 3.5;
  return threads * (kIdle_W + (kFull_W - kIdle_W) * std::clamp(load, 0.0, 1.0));
}

double modelled_memory_W(double size_GB) {
  constexpr double kWattsPerGB = 0.17;
  return kWattsPerGB * size_GB;
}

Probe probe_model(const Sysroot& sysroot, const MachineHints& hints) {
  Probe out;
  std::vector<Part> parts;
  const auto known = processors(sysroot);
  if (parse_cpu_times(sysroot.read("/proc/stat").text) && (known.threads > 0 || hints.cpu_W > 0)) {
    parts.push_back(cpu_part(hints, known));
    const auto& domain = parts.back().domain;
    out.answers.push_back({kName, "processors", Ability::estimated,
                           fmt::format("{}, ± {:g} %", domain.method, 100 * domain.spread), ""});
  } else {
    out.answers.push_back(
        {kName, "processors", Ability::unmeasurable, "/proc does not say how busy they are", ""});
  }
  const double size_GB = hints.memory_GB > 0 ? hints.memory_GB : memory_GB(sysroot).value_or(0);
  if (size_GB > 0) {
    Part memory{modelled("memory", "memory (model)", Scope::memory)};
    memory.fixed_W = modelled_memory_W(size_GB);
    memory.domain.method = fmt::format("{:.3g} GB by size", size_GB);
    memory.domain.source = "between Green Algorithms' 0.3725 W/GB and 5 W for a module of 64 GB";
    memory.domain.spread = kMemoryModelSpread;
    out.answers.push_back(
        {kName, "memory", Ability::estimated,
         fmt::format("{}, ± {:g} %", memory.domain.method, 100 * kMemoryModelSpread), ""});
    parts.push_back(std::move(memory));
  }
  if (!parts.empty()) out.sensor = std::make_unique<Model>(sysroot, std::move(parts));
  return out;
}

}  // namespace holon::meter
