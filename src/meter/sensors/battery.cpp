// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "base/text.h"
#include "meter/sensors/sensors.h"

namespace holon::meter {
namespace {

constexpr const char* kFolder = "/sys/class/power_supply";
constexpr const char* kName = "battery";

/// One battery: power, or voltage and current, and whether it feeds the machine.
struct Cell {
  std::unique_ptr<OpenFile> status;
  std::unique_ptr<OpenFile> first;
  std::unique_ptr<OpenFile> second;
};

class Battery final : public Sensor {
 public:
  void add(Domain domain, Cell cell) {
    domains_.push_back(std::move(domain));
    cells_.push_back(std::move(cell));
  }
  [[nodiscard]] std::span<const Domain> domains() const override { return domains_; }
  [[nodiscard]] bool is_empty() const { return domains_.empty(); }

  void read(Nanoseconds /*now*/, std::span<Reading> out) override {
    for (std::size_t i = 0; i < cells_.size(); ++i) out[i] = read(cells_[i]);
  }

 private:
  // on the mains the battery says nothing of what the machine draws
  static Reading read(Cell& cell) {
    int error = 0;
    const bool feeds = base::trim(cell.status->read(error)) == "Discharging";
    const auto first = parse_count(cell.first->read(error));
    if (error != 0 || !feeds || !first) return Reading::failure();
    if (!cell.second) return Reading::of(*first);
    // microvolts times microamperes
    const auto second = parse_count(cell.second->read(error));
    if (error != 0 || !second) return Reading::failure();
    constexpr Wide kPerMicrowatt = 1'000'000;
    return Reading::of(static_cast<std::uint64_t>(static_cast<Wide>(*first) *
                                                  static_cast<Wide>(*second) / kPerMicrowatt));
  }

  std::vector<Domain> domains_;
  std::vector<Cell> cells_;
};

}  // namespace

Probe probe_battery(const Sysroot& sysroot, const MachineHints& /*hints*/) {
  Probe out;
  auto sensor = std::make_unique<Battery>();
  for (const auto& entry : sysroot.list(kFolder)) {
    const auto path = fmt::format("{}/{}", kFolder, entry);
    if (first_line(sysroot, path + "/type") != "Battery") continue;
    const bool shows_power = read_count(sysroot, path + "/power_now").has_value();
    const bool shows_current =
        read_count(sysroot, path + "/current_now") && read_count(sysroot, path + "/voltage_now");
    const auto status = first_line(sysroot, path + "/status");
    if (!shows_power && !shows_current) {
      out.answers.push_back(
          {kName, entry, Ability::unmeasurable, "it shows neither power nor current", ""});
      continue;
    }
    Domain domain;
    domain.key = path;
    domain.name = "battery " + entry;
    domain.scope = Scope::machine;
    domain.is_counter = false;
    domain.method = "battery discharge";
    domain.source = "fuel gauges differ; 10 % assumed";
    domain.spread = 0.1;
    domain.rank = 20;
    domain.gauge.most_W = 500;
    // fuel gauges update every few seconds
    domain.gauge.longest_gap = 30'000'000'000;
    sensor->add(std::move(domain),
                {sysroot.open(path + "/status"),
                 sysroot.open(path + (shows_power ? "/power_now" : "/voltage_now")),
                 shows_power ? nullptr : sysroot.open(path + "/current_now")});
    const bool feeds = status == "Discharging";
    out.answers.push_back({kName, entry, feeds ? Ability::measured : Ability::unmeasurable,
                           feeds ? "what the whole machine draws from it"
                                 : fmt::format("it is {}: only while it discharges does it say "
                                               "what the machine draws",
                                               base::lower(status)),
                           feeds ? "" : "unplug the mains"});
  }
  if (!sensor->is_empty()) out.sensor = std::move(sensor);
  return out;
}

}  // namespace holon::meter
