// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cerrno>
#include <map>

#include <fmt/format.h>

#include "base/text.h"
#include "meter/sensors/sensors.h"

namespace holon::meter {
namespace {

constexpr const char* kFolder = "/sys/class/hwmon";
constexpr const char* kName = "hwmon";

/// What a chip's readings are of.
struct Chip {
  std::string_view name;
  Scope scope;
  double spread;
  std::string_view source;
};

// the vendors state no accuracy for most of these; the spreads are holon's assumptions
constexpr double kUnknownSpread = 0.1;
constexpr std::array<Chip, 9> kChips{{
    {"amdgpu", Scope::gpu, 0.05, "the board's own sensor; 5 % assumed as for other vendors"},
    {"i915", Scope::gpu, 0.05, "the board's own counter; 5 % assumed as for other vendors"},
    {"xe", Scope::gpu, 0.05, "the board's own counter; 5 % assumed as for other vendors"},
    {"k10temp", Scope::package, kUnknownSpread, "10 % assumed"},
    {"zenpower", Scope::package, kUnknownSpread, "10 % assumed"},
    {"fam15h_power", Scope::package, kUnknownSpread, "10 % assumed"},
    {"amd_energy", Scope::package, 0.05, "the processor's energy counter"},
    {"power_meter", Scope::machine, 0.05, "ACPI power meter; 5 % assumed"},
    {"", Scope::rail, kUnknownSpread, "a board's sensor; 10 % assumed"},
}};

const Chip& chip_of(std::string_view name) {
  const auto* const at = std::find_if(kChips.begin(), kChips.end(),
                                      [&](const Chip& chip) { return chip.name == name; });
  return at == kChips.end() ? kChips.back() : *at;
}

/// One channel of a chip: an energy counter, a power, or a voltage and a current.
struct Channel {
  Domain domain;
  std::unique_ptr<OpenFile> first;
  std::unique_ptr<OpenFile> second;  ///< the current, if `first` is a voltage
};

Reading read_file(OpenFile& file) {
  int error = 0;
  const auto value = parse_count(file.read(error));
  if (error == ENOENT || error == ENODEV) return Reading::gone();
  return error != 0 || !value ? Reading::failure() : Reading::of(*value);
}

class Hwmon final : public Sensor {
 public:
  explicit Hwmon(std::vector<Channel> channels) : channels_(std::move(channels)) {
    for (const auto& channel : channels_) domains_.push_back(channel.domain);
  }
  [[nodiscard]] std::span<const Domain> domains() const override { return domains_; }

  void read(Nanoseconds /*now*/, std::span<Reading> out) override {
    for (std::size_t i = 0; i < channels_.size(); ++i) {
      out[i] = read_file(*channels_[i].first);
      if (!channels_[i].second || !out[i].is_value()) continue;
      // millivolts times milliamperes are microwatts
      const auto current_mA = read_file(*channels_[i].second);
      constexpr std::uint64_t kMostMilli = 1'000'000'000;
      const bool fits = out[i].value <= kMostMilli && current_mA.value <= kMostMilli;
      if (!current_mA.is_value() || !fits) {
        out[i] = current_mA.is_value() ? Reading::failure() : current_mA;
      } else {
        out[i].value *= current_mA.value;
      }
    }
  }

 private:
  std::vector<Channel> channels_;
  std::vector<Domain> domains_;
};

/// Collects the channels of one chip.
class ChipReader {
 public:
  ChipReader(const Sysroot& sysroot, std::string entry)
      : sysroot_(sysroot), path_(fmt::format("{}/{}", kFolder, entry)), entry_(std::move(entry)) {
    name_ = first_line(sysroot_, path_ + "/name");
    if (name_.empty()) name_ = entry_;
    files_ = sysroot_.list(path_);
  }

  /// Energy counters where the chip has them, else power, else voltage times current.
  std::vector<Channel> channels() {
    for (const auto& file : files_) {
      if (is_channel(file, "energy", "_input")) add(file, "energy", true);
    }
    if (!out_.empty()) return std::move(out_);
    for (const auto& file : files_) {
      if (is_channel(file, "power", "_average")) add(file, "power", false);
    }
    for (const auto& file : files_) {
      const auto average = number_of(file, "power") + "_average";
      if (is_channel(file, "power", "_input") && !has("power" + average)) add(file, "power", false);
    }
    if (out_.empty()) pair_voltages();
    return std::move(out_);
  }

 private:
  [[nodiscard]] bool has(const std::string& file) const {
    return std::binary_search(files_.begin(), files_.end(), file);
  }

  static std::string number_of(const std::string& file, std::string_view kind) {
    if (!file.starts_with(kind)) return "";
    const auto rest = file.substr(kind.size());
    return rest.substr(0, rest.find('_'));
  }

  static bool is_channel(const std::string& file, std::string_view kind, std::string_view end) {
    return parse_count(number_of(file, kind)).has_value() && file.ends_with(end) &&
           file.size() == kind.size() + number_of(file, kind).size() + end.size();
  }

  [[nodiscard]] std::string label_of(std::string_view kind, const std::string& number) const {
    return first_line(sysroot_, fmt::format("{}/{}{}_label", path_, kind, number));
  }

  [[nodiscard]] bool is_enabled(std::string_view kind, const std::string& number) const {
    return first_line(sysroot_, fmt::format("{}/{}{}_enable", path_, kind, number)) != "0";
  }

  Domain domain_of(const std::string& key, const std::string& label, bool is_counter) const {
    const auto& chip = chip_of(name_);
    Domain out;
    out.key = key;
    out.scope = chip.scope;
    out.spread = chip.spread;
    out.source = chip.source;
    out.is_counter = is_counter;
    out.rank = 5;
    out.counter.unit = kMicrojoule;
    out.counter.refresh_s = 1;
    constexpr double kMostOfBoard_W = 3000;
    out.counter.most_W = kMostOfBoard_W;
    out.gauge.most_W = kMostOfBoard_W;
    out.method = fmt::format("hwmon {} {}", name_, is_counter ? "energy counter" : "power");
    place(out, base::lower(label));
    out.name = label.empty() ? name_ : fmt::format("{} {}", name_, label);
    return out;
  }

  // some chips say by their labels what they see
  static void place(Domain& domain, const std::string& label) {
    const bool is_part = label == "core" || label.starts_with("ecore") || label == "pkg";
    if (domain.scope == Scope::package && is_part) domain.scope = Scope::core;
    // xe: energy1 is the card and energy2 the package on it
    if (domain.scope == Scope::gpu && is_part) domain.scope = Scope::rail;
    // NVIDIA's Grace by ACPI: the module holds the processor and, with Hopper, the GPU
    if (domain.scope == Scope::machine && label.starts_with("module power")) {
      domain.scope = Scope::module;
    } else if (domain.scope == Scope::machine && label.starts_with("grace power")) {
      domain.scope = Scope::package;
    } else if (domain.scope == Scope::machine && label.find("power socket") != std::string::npos) {
      domain.scope = Scope::rail;
    }
  }

  void add(const std::string& file, std::string_view kind, bool is_counter) {
    const auto number = number_of(file, kind);
    if (!is_enabled(kind, number)) return;
    const auto key = path_ + "/" + file;
    out_.push_back({domain_of(key, label_of(kind, number), is_counter), sysroot_.open(key), {}});
  }

  // INA chips and unlabelled boards: a current belongs to the voltage of its label, or else of its
  // number. Channel 0 of an ina226 is the drop over the shunt, not the supply
  void pair_voltages() {
    std::map<std::string, std::string> voltage_of_label;
    for (const auto& file : files_) {
      if (!is_channel(file, "in", "_input")) continue;
      const auto number = number_of(file, "in");
      const auto label = label_of("in", number);
      if (!label.empty()) voltage_of_label.emplace(label, number);
    }
    for (const auto& file : files_) {
      if (!is_channel(file, "curr", "_input")) continue;
      const auto number = number_of(file, "curr");
      const auto label = label_of("curr", number);
      const auto at = voltage_of_label.find(label);
      // max20730 turns a supply (1) into an output (2), whose current it shows
      const auto same = name_ == "max20730" ? "2" : number;
      const auto voltage = label.empty() ? same : (at == voltage_of_label.end() ? "" : at->second);
      if (voltage.empty() || !has("in" + voltage + "_input")) continue;
      if (!is_enabled("in", voltage) || !is_enabled("curr", number)) continue;
      add_pair("in" + voltage, "curr" + number, label);
    }
  }

  void add_pair(const std::string& voltage, const std::string& current, const std::string& label) {
    const auto best = [&](const std::string& channel) {
      return path_ + "/" + channel + (has(channel + "_average") ? "_average" : "_input");
    };
    auto domain = domain_of(path_ + "/" + current, label.empty() ? current : label, false);
    domain.method = fmt::format("hwmon {} voltage times current", name_);
    out_.push_back({std::move(domain), sysroot_.open(best(voltage)), sysroot_.open(best(current))});
  }

  const Sysroot& sysroot_;
  std::string path_;
  std::string entry_;
  std::string name_;
  std::vector<std::string> files_;
  std::vector<Channel> out_;
};

// reading a sleeping GPU would wake it
bool is_asleep(const Sysroot& sysroot, const std::string& entry) {
  const auto status = fmt::format("{}/{}/device/power/runtime_status", kFolder, entry);
  return first_line(sysroot, status) == "suspended";
}

// the last PCI address on the way to the chip's device; its own folder where there is none
std::string pci_address(const Sysroot& sysroot, const std::string& entry) {
  const auto path = sysroot.resolve(fmt::format("{}/{}/device", kFolder, entry));
  std::string out = entry;
  for (const auto& part : base::split(path, '/')) {
    if (std::count(part.begin(), part.end(), ':') == 2 && part.find('.') != std::string::npos)
      out = part;
  }
  return out;
}

}  // namespace

Probe probe_hwmon(const Sysroot& sysroot, const MachineHints& /*hints*/) {
  Probe out;
  std::vector<Channel> channels;
  int sockets = 0;
  for (const auto& entry : sysroot.list(kFolder)) {
    if (is_asleep(sysroot, entry)) {
      out.answers.push_back({kName, entry, Ability::unmeasurable,
                             "the device sleeps and is not woken for a reading", ""});
      continue;
    }
    auto found = ChipReader(sysroot, entry).channels();
    if (found.empty()) continue;
    std::string seen;
    const auto method = found.front().domain.method;
    const auto socket = fmt::format("socket {}.0", sockets);
    bool is_socket = false;
    for (auto& channel : found) {
      auto& domain = channel.domain;
      is_socket = is_socket || domain.scope == Scope::package;
      domain.device = domain.scope == Scope::package || domain.scope == Scope::core
                          ? socket
                          : pci_address(sysroot, entry);
      seen += (seen.empty() ? "" : ", ") + domain.name;
      channels.push_back(std::move(channel));
    }
    if (is_socket) ++sockets;
    out.answers.push_back({kName, seen, Ability::measured, method, ""});
  }
  if (!channels.empty()) {
    out.sensor = std::make_unique<Hwmon>(std::move(channels));
  } else if (out.answers.empty()) {
    out.answers.push_back(
        {kName, "boards", Ability::unmeasurable, "no chip shows energy, power or current", ""});
  }
  return out;
}

}  // namespace holon::meter
