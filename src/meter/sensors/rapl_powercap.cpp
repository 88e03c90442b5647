// SPDX-License-Identifier: Apache-2.0
#include "meter/sensors/rapl.h"

#include <algorithm>
#include <cerrno>
#include <set>

#include <fmt/format.h>

#include "meter/sensors/sensors.h"

namespace holon::meter {
namespace {

constexpr const char* kFolder = "/sys/class/powercap";
constexpr const char* kUnlock =
    "echo 'z /sys/class/powercap/*/energy_uj 0444' | sudo tee /etc/tmpfiles.d/holon-rapl.conf && "
    "sudo systemd-tmpfiles --create";

class Powercap final : public Sensor {
 public:
  void add(Domain domain, PowercapScale scale, std::unique_ptr<OpenFile> file) {
    domains_.push_back(std::move(domain));
    scales_.push_back(scale);
    files_.push_back(std::move(file));
  }
  [[nodiscard]] bool is_empty() const { return domains_.empty(); }

  [[nodiscard]] std::span<const Domain> domains() const override { return domains_; }

  void read(Nanoseconds /*now*/, std::span<Reading> out) override {
    for (std::size_t i = 0; i < files_.size(); ++i) {
      int error = 0;
      const auto value = parse_count(files_[i]->read(error));
      if (error == ENOENT || error == ENODEV) {
        out[i] = Reading::gone();
      } else if (error != 0 || !value) {
        out[i] = Reading::failure();
      } else {
        out[i] = Reading::of(scales_[i].count_of(*value));
      }
    }
  }

 private:
  std::vector<Domain> domains_;
  std::vector<PowercapScale> scales_;
  std::vector<std::unique_ptr<OpenFile>> files_;
};

// "intel-rapl:0:1" lies in "intel-rapl:0"
std::string parent_of(const std::string& zone) {
  const auto colon = zone.rfind(':');
  const auto parent = zone.substr(0, colon);
  return parent.find(':') == std::string::npos ? "" : parent;
}

// far above what a socket may draw, far below what a reset would seem to be
double most_W(const Sysroot& sysroot, const std::string& path) {
  constexpr double kLeast = 1000;
  double out = kLeast;
  for (const char* constraint : {"constraint_0_max_power_uw", "constraint_1_max_power_uw"}) {
    const auto limit = read_count(sysroot, path + "/" + constraint);
    if (limit) out = std::max(out, 4e-6 * static_cast<double>(*limit));
  }
  return out;
}

struct Zone {
  std::string path;
  RaplZone named;
  bool is_mmio = false;
};

std::vector<Zone> zones_of(const Sysroot& sysroot) {
  std::vector<Zone> out;
  for (const auto& entry : sysroot.list(kFolder)) {
    if (!entry.starts_with("intel-rapl") || entry.find(':') == std::string::npos) continue;
    const auto path = fmt::format("{}/{}", kFolder, entry);
    auto named = parse_rapl_zone(first_line(sysroot, path + "/name"));
    if (!named) continue;
    // the socket stands in the parent's name
    const auto parent = parent_of(entry);
    if (!parent.empty()) {
      const auto above =
          parse_rapl_zone(first_line(sysroot, fmt::format("{}/{}/name", kFolder, parent)));
      if (above) named->package = above->package;
      if (above) named->die = above->die;
    }
    out.push_back({path, *named, entry.starts_with("intel-rapl-mmio")});
  }
  return out;
}

Domain domain_of(const Sysroot& sysroot, const Zone& zone, const PowercapScale& scale) {
  auto out = rapl_domain(zone.named, energy_is_filtered(sysroot));
  out.key = zone.path;
  out.method = zone.is_mmio ? "RAPL by powercap (mmio)" : "RAPL by powercap";
  out.rank = zone.is_mmio ? 2 : 1;
  out.counter.unit = scale.unit();
  out.counter.modulus = scale.modulus();
  out.counter.most_W = most_W(sysroot, zone.path);
  // memory hangs under a package's folder and is not part of its energy
  const auto parent = parent_of(zone.path.substr(zone.path.rfind('/') + 1));
  const bool is_part = out.scope == Scope::core || out.scope == Scope::uncore;
  if (!parent.empty() && is_part) out.inside = fmt::format("{}/{}", kFolder, parent);
  return out;
}

}  // namespace

Probe probe_rapl_powercap(const Sysroot& sysroot, const MachineHints& /*hints*/) {
  constexpr const char* kName = "rapl powercap";
  Probe out;
  auto sensor = std::make_unique<Powercap>();
  bool forbidden = false;
  std::string seen;
  std::string modelled;
  for (const auto& zone : zones_of(sysroot)) {
    const auto range = read_count(sysroot, zone.path + "/max_energy_range_uj");
    const auto energy = sysroot.read(zone.path + "/energy_uj");
    if (energy.error == EACCES || energy.error == EPERM) forbidden = true;
    if (!range || !energy.ok() || !parse_count(energy.text)) continue;
    const PowercapScale scale(*range);
    auto domain = domain_of(sysroot, zone, scale);
    auto& list = domain.evidence == quantity::Evidence::measured ? seen : modelled;
    if (!zone.is_mmio) list += (list.empty() ? "" : ", ") + domain.name;
    sensor->add(std::move(domain), scale, sysroot.open(zone.path + "/energy_uj"));
  }
  if (!sensor->is_empty()) {
    out.sensor = std::move(sensor);
    out.answers.push_back({kName, seen, Ability::measured,
                           "energy counters of the processor, exact to one step of 15 to 61 µJ",
                           ""});
  }
  if (!modelled.empty()) {
    out.answers.push_back({kName, modelled, Ability::estimated,
                           "the processor computes it from traffic: 0.9 to 2.6 of the rails", ""});
  }
  if (forbidden) {
    out.answers.push_back({kName, "processors", Ability::unmeasurable,
                           "energy_uj may be read by root alone", kUnlock});
    out.answers.push_back({kName, "processors", Ability::unmeasurable, kByReader, kUnlockByReader});
  } else if (out.answers.empty()) {
    out.answers.push_back({kName, "processors", Ability::unmeasurable,
                           "no powercap zones: a virtual machine, a container, an unsupported "
                           "processor, or the module is not loaded",
                           "sudo modprobe intel_rapl_msr"});
  }
  return out;
}

}  // namespace holon::meter
