// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>

#include <dlfcn.h>
#include <fmt/format.h>

#include "base/text.h"
#include "meter/gpu_sensor_table.h"
#include "meter/sensors/nvml_api.h"
#include "meter/sensors/sensors.h"

namespace holon::meter {
namespace {

constexpr const char* kName = "nvidia";

/// The opened and started library.
class Library {
 public:
  /// Nothing if it is not there or does not start; `why` says which.
  static std::shared_ptr<Library> open(const std::string& path, std::string& why) {
    void* handle = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (handle == nullptr) {
      why = fmt::format("{} is not installed", path.substr(path.rfind('/') + 1));
      return nullptr;
    }
    auto out = std::shared_ptr<Library>(new Library(handle));
    const int started = out->is_complete() ? out->api_.init() : -1;
    if (started != nvml::kSuccess) {
      why = started == -1 ? "the library lacks what holon needs"
                          : fmt::format("the library does not start (error {})", started);
      return nullptr;
    }
    out->is_started_ = true;
    return out;
  }
  ~Library() {
    if (is_started_) api_.shutdown();
    ::dlclose(handle_);
  }
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;
  [[nodiscard]] const nvml::Api& api() const { return api_; }

 private:
  explicit Library(void* handle) : handle_(handle) {
    find(api_.init, "nvmlInit_v2");
    find(api_.shutdown, "nvmlShutdown");
    find(api_.count, "nvmlDeviceGetCount_v2");
    find(api_.handle_by_index, "nvmlDeviceGetHandleByIndex_v2");
    find(api_.name, "nvmlDeviceGetName");
    find(api_.uuid, "nvmlDeviceGetUUID");
    find(api_.pci_info, "nvmlDeviceGetPciInfo_v3");
    find(api_.energy_mJ, "nvmlDeviceGetTotalEnergyConsumption");
    find(api_.power_mW, "nvmlDeviceGetPowerUsage");
    find(api_.power_limit_mW, "nvmlDeviceGetEnforcedPowerLimit");
    find(api_.mig_mode, "nvmlDeviceGetMigMode");
    find(api_.field_values, "nvmlDeviceGetFieldValues");
    find(api_.utilization, "nvmlDeviceGetUtilizationRates");
    find(api_.memory, "nvmlDeviceGetMemoryInfo");
    find(api_.temperature_C, "nvmlDeviceGetTemperature");
    find(api_.process_samples, "nvmlDeviceGetProcessUtilization");
  }
  template <class Function>
  void find(Function& function, const char* symbol) {
    function = reinterpret_cast<Function>(::dlsym(handle_, symbol));
  }
  [[nodiscard]] bool is_complete() const {
    return api_.init && api_.shutdown && api_.count && api_.handle_by_index && api_.name &&
           api_.uuid && api_.pci_info && api_.power_mW;
  }

  void* handle_;
  nvml::Api api_;
  bool is_started_ = false;
};

/// What is read of one board: its energy counter, its power, or both.
struct Channel {
  nvml::Device device;
  bool is_energy;
  bool has_instant_power;
};

Reading reading_of(int result, std::uint64_t value) {
  if (result == nvml::kGpuIsLost) return Reading::gone();
  return result == nvml::kSuccess && !is_blank(value) ? Reading::of(value) : Reading::failure();
}

Reading read_energy(const nvml::Api& api, nvml::Device device) {
  unsigned long long energy_mJ = 0;
  const int result =
      api.energy_mJ == nullptr ? nvml::kNotSupported : api.energy_mJ(device, &energy_mJ);
  return reading_of(result, energy_mJ);
}

Reading read_instant_power(const nvml::Api& api, nvml::Device device) {
  nvml::FieldValue field{};
  field.field = nvml::kPowerInstant;
  const bool is_known =
      api.field_values != nullptr && api.field_values(device, 1, &field) == nvml::kSuccess;
  // an unsigned value fills the first four bytes of the union
  return is_known ? reading_of(field.result, field.value & 0xFFFF'FFFFU) : Reading::failure();
}

Reading read_power(const nvml::Api& api, nvml::Device device, bool instant) {
  auto out = instant ? read_instant_power(api, device) : Reading::failure();
  if (!out.is_value()) {
    unsigned power_mW = 0;
    const int result = api.power_mW(device, &power_mW);
    out = reading_of(result, power_mW);
  }
  constexpr std::uint64_t kMicrowattsPerMilliwatt = 1000;
  out.value *= kMicrowattsPerMilliwatt;
  return out;
}

// a partitioned board (MIG) tells no utilisation; blank values are more than 100 %
GpuUse use_of(const nvml::Api& api, nvml::Device device) {
  GpuUse out;
  nvml::Utilization rates{};
  constexpr unsigned kWhole = 100;
  if (api.utilization != nullptr && api.utilization(device, &rates) == nvml::kSuccess &&
      rates.gpu <= kWhole)
    out.utilisation = static_cast<double>(rates.gpu) / kWhole;
  nvml::Memory memory{};
  if (api.memory != nullptr && api.memory(device, &memory) == nvml::kSuccess &&
      memory.used <= memory.total)
    out.memory_bytes = memory.used;
  unsigned temperature_C = 0;
  constexpr unsigned kHottest_C = 200;
  if (api.temperature_C != nullptr &&
      api.temperature_C(device, 0, &temperature_C) == nvml::kSuccess && temperature_C < kHottest_C)
    out.temperature_C = static_cast<int>(temperature_C);
  return out;
}

/// What one board tells of its processes, from look to look.
class Processes {
 public:
  /// Nothing where the board does not tell them apart: partitioned, too old, not allowed.
  std::optional<GpuShare> look(const nvml::Api& api, nvml::Device device,
                               const std::function<bool(int)>& is_ours) {
    if (api.process_samples == nullptr) return std::nullopt;
    constexpr unsigned kMostSamples = 4096;
    samples_.resize(kMostSamples);
    auto count = kMostSamples;
    const int result = api.process_samples(device, samples_.data(), &count, last_us_);
    if (result == nvml::kNotSupported || result == nvml::kNoPermission ||
        result == nvml::kGpuIsLost)
      return std::nullopt;
    GpuShare now;
    auto latest_us = last_us_;
    constexpr unsigned kWhole = 100;
    for (unsigned i = 0; result == nvml::kSuccess && i < std::min(count, kMostSamples); ++i) {
      const auto& sample = samples_[i];
      if (sample.timestamp_us <= last_us_ || sample.sm > kWhole) continue;
      latest_us = std::max(latest_us, sample.timestamp_us);
      now.busy += sample.sm;
      if (is_ours(static_cast<int>(sample.pid))) now.ours += sample.sm;
    }
    // a board that is busy and has no sample yet is shared as it was before
    const bool is_late = latest_us == last_us_ && use_of(api, device).utilisation.value_or(0) > 0;
    last_us_ = latest_us;
    if (!is_late) share_ = now;
    return share_;
  }

 private:
  std::vector<nvml::ProcessSample> samples_;
  unsigned long long last_us_ = 0;
  GpuShare share_;
};

class Nvidia final : public Sensor {
 public:
  explicit Nvidia(std::shared_ptr<Library> library) : library_(std::move(library)) {}
  void add(Domain domain, Channel channel) {
    domains_.push_back(std::move(domain));
    channels_.push_back(channel);
    // a reading at half its refresh loses nothing of what a board tells
    const auto half =
        static_cast<Nanoseconds>(domains_.back().counter.refresh_s * kNanosecondsPerSecond / 2);
    between_ = channels_.size() == 1 ? half : std::min(between_, half);
    if (std::find(devices_.begin(), devices_.end(), channel.device) == devices_.end())
      devices_.push_back(channel.device);
  }
  [[nodiscard]] bool is_empty() const { return domains_.empty(); }
  [[nodiscard]] std::span<const Domain> domains() const override { return domains_; }

  void read(Nanoseconds now, std::span<Reading> out) override {
    is_kept_ = asked_at_ && now - *asked_at_ < between_;
    if (!is_kept_) ask(now);
    std::copy(told_.begin(), told_.end(), out.begin());
  }
  [[nodiscard]] Nanoseconds least_between() const override { return between_; }
  bool forget_kept() override {
    asked_at_.reset();
    return is_kept_;
  }

  void ask(Nanoseconds now) {
    asked_at_ = now;
    told_.resize(channels_.size());
    const auto& api = library_->api();
    for (std::size_t i = 0; i < channels_.size(); ++i) {
      const auto& channel = channels_[i];
      told_[i] = channel.is_energy ? read_energy(api, channel.device)
                                   : read_power(api, channel.device, channel.has_instant_power);
    }
  }

  [[nodiscard]] std::vector<GpuShare> gpu_shares(const std::function<bool(int)>& is_ours) override {
    std::vector<GpuShare> out;
    processes_.resize(devices_.size());
    for (std::size_t i = 0; i < devices_.size(); ++i) {
      auto share = processes_[i].look(library_->api(), devices_[i], is_ours);
      if (!share) continue;
      share->device = domain_of_board(devices_[i]).device;
      out.push_back(std::move(*share));
    }
    return out;
  }

  [[nodiscard]] std::vector<GpuUse> gpu_use() override {
    std::vector<GpuUse> out;
    out.reserve(devices_.size());
    for (auto* const device : devices_) {
      out.push_back(use_of(library_->api(), device));
      out.back().name = domain_of_board(device).name;
    }
    return out;
  }

 private:
  [[nodiscard]] const Domain& domain_of_board(nvml::Device device) const {
    const auto of_board = std::find_if(channels_.begin(), channels_.end(),
                                       [&](const Channel& one) { return one.device == device; });
    return domains_[static_cast<std::size_t>(of_board - channels_.begin())];
  }

  std::shared_ptr<Library> library_;
  std::vector<Domain> domains_;
  std::vector<Channel> channels_;
  std::vector<nvml::Device> devices_;  ///< each board once
  std::vector<Processes> processes_;   ///< one a device
  Nanoseconds between_ = 0;
  std::optional<Nanoseconds> asked_at_;
  std::vector<Reading> told_;
  bool is_kept_ = false;
};

template <std::size_t Size>
std::string text_of(int (*function)(nvml::Device, char*, unsigned), nvml::Device device) {
  std::array<char, Size> out{};
  if (function(device, out.data(), Size) != nvml::kSuccess) return "";
  out.back() = '\0';
  return out.data();
}

// starting the library would wake GPUs that all sleep
bool all_asleep(const Sysroot& sysroot) {
  constexpr const char* kDevices = "/sys/bus/pci/devices";
  int found = 0;
  for (const auto& entry : sysroot.list(kDevices)) {
    const auto path = fmt::format("{}/{}", kDevices, entry);
    const bool is_gpu = first_line(sysroot, path + "/vendor") == "0x10de" &&
                        first_line(sysroot, path + "/class").starts_with("0x03");
    if (!is_gpu) continue;
    if (first_line(sysroot, path + "/power/runtime_status") != "suspended") return false;
    ++found;
  }
  return found > 0;
}

/// One board, as far as it can be said before it is read.
struct Board {
  nvml::Device device = nullptr;
  std::string name, uuid, address;
  double most_W = 0;
  bool is_partitioned = false;
};

Board board_of(const nvml::Api& api, nvml::Device device) {
  Board out;
  out.device = device;
  out.name = text_of<96>(api.name, device);
  out.uuid = text_of<96>(api.uuid, device);
  nvml::PciInfo pci{};
  if (api.pci_info(device, &pci) == nvml::kSuccess)
    out.address = fmt::format("{:04x}:{:02x}:{:02x}.0", pci.domain, pci.bus, pci.device);
  unsigned limit_mW = 0;
  constexpr double kUnknownLimit_W = 1500;
  const bool is_limited = api.power_limit_mW != nullptr &&
                          api.power_limit_mW(device, &limit_mW) == nvml::kSuccess && limit_mW > 0;
  // twice its limit is beyond any excursion
  out.most_W = is_limited ? 2 * 1e-3 * limit_mW : kUnknownLimit_W;
  unsigned current = 0;
  unsigned pending = 0;
  out.is_partitioned = api.mig_mode != nullptr &&
                       api.mig_mode(device, &current, &pending) == nvml::kSuccess && current == 1;
  return out;
}

Domain domain_of(const Board& board, std::size_t index, bool is_energy) {
  const auto& known = gpu_sensor(board.name);
  Domain out;
  out.key = fmt::format("nvml:{}:{}", board.uuid, is_energy ? "energy" : "power");
  out.name = fmt::format("gpu {}", index);
  out.device = board.address.empty() ? board.uuid : board.address;
  out.scope = Scope::gpu;
  out.is_counter = is_energy;
  out.rank = is_energy ? 0 : 1;
  out.method = is_energy ? "NVML energy counter" : "NVML power, integrated";
  out.source = known.source;
  out.spread = spread_uncorrected(known);
  out.counter.unit = kMillijoule;
  out.counter.most_W = board.most_W;
  out.counter.refresh_s = known.refresh_s;
  out.gauge.most_W = board.most_W;
  return out;
}

void add_board(const nvml::Api& api, const Board& board, std::size_t index, Nvidia& sensor,
               std::vector<Answer>& answers) {
  const auto subject = fmt::format("gpu {} ({})", index, board.name);
  const bool counts = read_energy(api, board.device).is_value();
  const bool instant = read_instant_power(api, board.device).is_value();
  const bool shows = read_power(api, board.device, instant).is_value();
  if (counts) sensor.add(domain_of(board, index, true), {board.device, true, false});
  if (shows) {
    auto domain = domain_of(board, index, false);
    if (instant) domain.method = "NVML instant power, integrated";
    sensor.add(std::move(domain), {board.device, false, instant});
  }
  if (!counts && !shows) {
    answers.push_back({kName, subject, Ability::unmeasurable,
                       "neither energy nor power is supported on this GPU", ""});
    return;
  }
  const auto partitioned =
      board.is_partitioned ? "; it is partitioned (MIG): the whole board is counted, once" : "";
  answers.push_back({kName, subject, Ability::measured,
                     fmt::format("{}, ± {:g} %{}",
                                 counts ? "energy counter of the board"
                                        : "no energy counter: its power is integrated",
                                 100 * spread_uncorrected(gpu_sensor(board.name)), partitioned),
                     ""});
}

}  // namespace

Probe probe_nvidia(const Sysroot& sysroot, const MachineHints& hints) {
  Probe out;
  const auto give_up = [&](std::string why, std::string unlock = "") {
    out.answers.push_back(
        {kName, "NVIDIA GPUs", Ability::unmeasurable, std::move(why), std::move(unlock)});
    return std::move(out);
  };
  if (!sysroot.is_live() && hints.nvml_library.empty())
    return give_up("a recorded tree has no library to ask");
  if (all_asleep(sysroot)) return give_up("they sleep, and are not woken for a reading");
  std::string why;
  const auto library =
      Library::open(hints.nvml_library.empty() ? "libnvidia-ml.so.1" : hints.nvml_library, why);
  if (!library) return give_up(why);
  const auto& api = library->api();
  unsigned count = 0;
  if (api.count(&count) != nvml::kSuccess || count == 0) return give_up("the library sees none");
  auto sensor = std::make_unique<Nvidia>(library);
  std::vector<std::string> seen;
  for (unsigned i = 0; i < count; ++i) {
    nvml::Device device = nullptr;
    if (api.handle_by_index(i, &device) != nvml::kSuccess) continue;
    const auto board = board_of(api, device);
    // partitions of one board repeat its energy
    if (std::find(seen.begin(), seen.end(), board.uuid) != seen.end()) continue;
    seen.push_back(board.uuid);
    add_board(api, board, seen.size() - 1, *sensor, out.answers);
  }
  if (!sensor->is_empty()) out.sensor = std::move(sensor);
  return out;
}

}  // namespace holon::meter
