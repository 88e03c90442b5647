// SPDX-License-Identifier: Apache-2.0
#include "meter/sensors/rapl.h"

#include <cerrno>
#include <cstring>
#include <sys/syscall.h>
#include <unistd.h>

#include <fmt/format.h>
#include <linux/perf_event.h>

#include "base/text.h"
#include "meter/cpu_list.h"
#include "meter/sensors/sensors.h"

namespace holon::meter {
namespace {

constexpr const char* kName = "rapl perf";
constexpr const char* kFolder = "/sys/bus/event_source/devices/power";
constexpr const char* kUnlock = "sudo setcap cap_perfmon=ep \"$(command -v holon)\"";

class PerfEvents final : public Sensor {
 public:
  PerfEvents() = default;
  ~PerfEvents() override {
    for (const auto& counter : counters_) {
      if (counter.descriptor >= 0) ::close(counter.descriptor);
    }
  }
  void add(Domain domain, int descriptor, std::unique_ptr<OpenFile> read_for_us) {
    domains_.push_back(std::move(domain));
    counters_.push_back({descriptor, std::move(read_for_us)});
  }
  [[nodiscard]] bool is_empty() const { return domains_.empty(); }
  [[nodiscard]] std::span<const Domain> domains() const override { return domains_; }

  void read(Nanoseconds /*now*/, std::span<Reading> out) override {
    for (std::size_t i = 0; i < counters_.size(); ++i) {
      std::uint64_t value = 0;
      if (counters_[i].read_for_us) {
        out[i] = reading_of(*counters_[i].read_for_us);
        continue;
      }
      const auto got = ::read(counters_[i].descriptor, &value, sizeof value);
      if (got == sizeof value) {
        out[i] = Reading::of(value);
      } else {
        // the processor went offline: the kernel answers with nothing
        out[i] = got == 0 ? Reading::gone() : Reading::failure();
      }
    }
  }

 private:
  struct Counter {
    int descriptor;
    std::unique_ptr<OpenFile> read_for_us;
  };
  static Reading reading_of(OpenFile& file) {
    int error = 0;
    const auto value = parse_count(file.read(error));
    return error == 0 && value ? Reading::of(*value) : Reading::failure();
  }

  std::vector<Domain> domains_;
  std::vector<Counter> counters_;
};

struct Event {
  std::string name;  ///< "energy-pkg"
  std::uint64_t config = 0;
  EnergyUnit unit;
};

RaplZone zone_of(std::string_view event) {
  if (event == "energy-cores") return {Scope::core};
  if (event == "energy-gpu") return {Scope::uncore};
  if (event == "energy-ram") return {Scope::memory};
  if (event == "energy-psys") return {Scope::platform};
  return {Scope::package};
}

// "event=0x05"
std::optional<std::uint64_t> parse_event(std::string_view text) {
  constexpr std::string_view kKey = "event=0x";
  const auto trimmed = base::trim(text);
  if (!trimmed.starts_with(kKey)) return std::nullopt;
  std::uint64_t value = 0;
  for (const char digit : trimmed.substr(kKey.size())) {
    const auto at = std::string_view("0123456789abcdef").find(digit);
    if (at == std::string_view::npos || value > 0xFFFF) return std::nullopt;
    value = value * 16 + at;
  }
  return value;
}

std::vector<Event> events_of(const Sysroot& sysroot) {
  std::vector<Event> out;
  const auto folder = fmt::format("{}/events", kFolder);
  for (const auto& entry : sysroot.list(folder)) {
    if (!entry.starts_with("energy-") || entry.find('.') != std::string::npos) continue;
    const auto path = folder + "/" + entry;
    const auto config = parse_event(sysroot.read(path).text);
    const auto unit = parse_scale(sysroot.read(path + ".scale").text);
    if (!config || !unit || first_line(sysroot, path + ".unit") != "Joules") continue;
    out.push_back({entry, *config, *unit});
  }
  return out;
}

int open_event(std::uint64_t type, const Event& event, int cpu) {
  perf_event_attr attributes{};
  attributes.type = static_cast<std::uint32_t>(type);
  attributes.size = sizeof attributes;
  attributes.config = event.config;
  return static_cast<int>(
      ::syscall(SYS_perf_event_open, &attributes, -1, cpu, -1, PERF_FLAG_FD_CLOEXEC));
}

Domain domain_of(const Sysroot& sysroot, const Event& event, int cpu) {
  const auto topology = fmt::format("/sys/devices/system/cpu/cpu{}/topology", cpu);
  auto zone = zone_of(event.name);
  const auto package = read_count(sysroot, topology + "/physical_package_id");
  zone.package = package ? static_cast<int>(*package) : 0;
  zone.die = static_cast<int>(read_count(sysroot, topology + "/die_id").value_or(0));
  auto out = rapl_domain(zone, energy_is_filtered(sysroot));
  out.key = fmt::format("perf:{}@{}", event.name, cpu);
  const bool is_part = out.scope == Scope::core || out.scope == Scope::uncore;
  if (is_part) out.inside = fmt::format("perf:energy-pkg@{}", cpu);
  out.method = "RAPL by perf events";
  out.counter.unit = event.unit;
  // the kernel widens the hardware's counter to 64 bits and follows its wraps itself
  out.counter.modulus = 0;
  return out;
}

}  // namespace

Probe probe_rapl_perf(const Sysroot& sysroot, const MachineHints& /*hints*/) {
  Probe out;
  const auto events = events_of(sysroot);
  if (events.empty()) {
    out.answers.push_back(
        {kName, "processors", Ability::unmeasurable, "the kernel offers no energy events", ""});
    return out;
  }
  if (!sysroot.is_live()) {
    out.answers.push_back(
        {kName, "processors", Ability::unmeasurable, "a recorded tree has no events to open", ""});
    return out;
  }
  const auto type = read_count(sysroot, fmt::format("{}/type", kFolder)).value_or(0);
  auto sensor = std::make_unique<PerfEvents>();
  std::string seen;
  int refused = 0;
  for (const int cpu : parse_cpu_list(first_line(sysroot, fmt::format("{}/cpumask", kFolder)))) {
    for (const auto& event : events) {
      const int descriptor = open_event(type, event, cpu);
      std::unique_ptr<OpenFile> read_for_us;
      if (descriptor < 0) {
        const int error = errno;
        if (error == EACCES || error == EPERM) read_for_us = sysroot.open_event(event.name, cpu);
        if (!read_for_us) {
          refused = error;
          continue;
        }
      }
      auto domain = domain_of(sysroot, event, cpu);
      seen += (seen.empty() ? "" : ", ") + domain.name;
      sensor->add(std::move(domain), descriptor, std::move(read_for_us));
    }
  }
  if (!sensor->is_empty()) {
    out.sensor = std::move(sensor);
    out.answers.push_back({kName, seen, Ability::measured,
                           "energy counters of the processor, widened to 64 bits by the kernel",
                           ""});
  }
  if (refused == EACCES || refused == EPERM) {
    out.answers.push_back({kName, "processors", Ability::unmeasurable,
                           "perf events of the whole machine need CAP_PERFMON", kUnlock});
    out.answers.push_back({kName, "processors", Ability::unmeasurable, kByReader, kUnlockByReader});
  } else if (out.answers.empty()) {
    out.answers.push_back({kName, "processors", Ability::unmeasurable,
                           fmt::format("the kernel refused: {}", std::strerror(refused)), ""});
  }
  return out;
}

}  // namespace holon::meter
