// SPDX-License-Identifier: Apache-2.0
#include "meter/sensors/management.h"

#include <array>
#include <atomic>
#include <chrono>
#include <cmath>
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <thread>

#include <fmt/format.h>

#include "base/text.h"
#include "meter/sensors/sensors.h"

namespace holon::meter {
namespace {

constexpr const char* kName = "management controller";

// the number after a key: its letters, blanks, quotes, colons and equals signs are passed over
std::optional<double> number_after(std::string_view text, std::string_view key) {
  const auto at = text.find(key);
  if (at == std::string_view::npos) return std::nullopt;
  auto rest = text.substr(at + key.size());
  const auto start = rest.find_first_not_of(" \t\":=");
  if (start == std::string_view::npos) return std::nullopt;
  rest = rest.substr(start);
  return base::parse_number(rest.substr(0, rest.find_first_not_of("0123456789.")));
}

/// Runs a command again and again beside the meter: it may take seconds.
class CommandPoll {
 public:
  explicit CommandPoll(std::string command) : command_(std::move(command)) {
    thread_ = std::thread([this] { run(); });
  }
  ~CommandPoll() {
    {
      const std::lock_guard lock(mutex_);
      stop_ = true;
    }
    wake_.notify_all();
    thread_.join();
  }
  CommandPoll(const CommandPoll&) = delete;
  CommandPoll& operator=(const CommandPoll&) = delete;

  /// Microwatts; −1 while there is none.
  [[nodiscard]] std::int64_t power_uW() const { return power_uW_.load(); }

 private:
  void run() {
    constexpr std::chrono::seconds kPause{5};
    std::unique_lock lock(mutex_);
    while (!stop_) {
      lock.unlock();
      const auto power = parse_management_power(output());
      constexpr double kMicrowattsPerWatt = 1e6;
      power_uW_ = power ? std::llround(*power * kMicrowattsPerWatt) : -1;
      lock.lock();
      wake_.wait_for(lock, kPause, [this] { return stop_; });
    }
  }

  [[nodiscard]] std::string output() const {
    std::string out;
    FILE* pipe = ::popen(command_.c_str(), "re");
    if (pipe == nullptr) return out;
    std::array<char, 4096> part{};
    constexpr std::size_t kMost = 1 << 20;
    while (const auto got = std::fread(part.data(), 1, part.size(), pipe)) {
      if (out.size() < kMost) out.append(part.data(), got);
    }
    return ::pclose(pipe) == 0 ? out : "";
  }

  std::string command_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stop_ = false;
  std::atomic<std::int64_t> power_uW_{-1};
  std::thread thread_;
};

class Management final : public Sensor {
 public:
  Management(Domain domain, std::unique_ptr<OpenFile> file, std::unique_ptr<CommandPoll> command)
      : domains_{std::move(domain)}, file_(std::move(file)), command_(std::move(command)) {}
  [[nodiscard]] std::span<const Domain> domains() const override { return domains_; }

  void read(Nanoseconds /*now*/, std::span<Reading> out) override {
    if (command_) {
      const auto power = command_->power_uW();
      out[0] = power < 0 ? Reading::failure() : Reading::of(static_cast<std::uint64_t>(power));
      return;
    }
    int error = 0;
    const auto power = parse_management_power(file_->read(error));
    constexpr double kMicrowattsPerWatt = 1e6;
    out[0] = power ? Reading::of(static_cast<std::uint64_t>(*power * kMicrowattsPerWatt))
                   : Reading::failure();
  }

 private:
  std::vector<Domain> domains_;
  std::unique_ptr<OpenFile> file_;
  std::unique_ptr<CommandPoll> command_;
};

}  // namespace

std::optional<double> parse_management_power(std::string_view text) {
  // ipmitool, FreeIPMI, Redfish's Power, Redfish's EnvironmentMetrics
  constexpr std::array<std::string_view, 4> kKeys{"Instantaneous power reading", "Current Power",
                                                  "PowerConsumedWatts", "PowerWatts"};
  constexpr double kMost_W = 100'000;
  for (const auto key : kKeys) {
    auto power = number_after(text, key);
    // EnvironmentMetrics nests its reading
    if (!power && key == "PowerWatts") {
      const auto at = text.find("\"PowerWatts\"");
      if (at != std::string_view::npos) power = number_after(text.substr(at), "\"Reading\"");
    }
    if (power && *power >= 0 && *power < kMost_W) return power;
  }
  return std::nullopt;
}

Probe probe_management(const Sysroot& sysroot, const MachineHints& hints) {
  Probe out;
  const bool by_command = !hints.bmc_command.empty() && sysroot.is_live();
  if (!by_command && hints.bmc_file.empty()) {
    out.answers.push_back({kName, "whole machine", Ability::unmeasurable,
                           "no command or file is given that tells its power",
                           "holon run --bmc 'sudo -n ipmitool dcmi power reading' …"});
    return out;
  }
  Domain domain;
  domain.key = by_command ? "command:" + hints.bmc_command : hints.bmc_file;
  domain.name = "machine";
  domain.scope = Scope::machine;
  domain.is_counter = false;
  domain.method = by_command ? "management controller by command" : "management controller by file";
  domain.source = "controllers average over seconds and state no accuracy; 5 % assumed";
  domain.spread = 0.05;
  domain.rank = 10;
  constexpr double kMostOfMachine_W = 100'000;
  domain.gauge.most_W = kMostOfMachine_W;
  domain.gauge.longest_gap = 60'000'000'000;
  out.answers.push_back({kName, "whole machine", Ability::measured,
                         "GPUs, fans and supply losses included; beside the parts, never added",
                         ""});
  std::unique_ptr<CommandPoll> poll;
  std::unique_ptr<OpenFile> file;
  if (by_command) {
    poll = std::make_unique<CommandPoll>(hints.bmc_command);
  } else {
    file = folder_sysroot("")->open(hints.bmc_file);
  }
  out.sensor = std::make_unique<Management>(std::move(domain), std::move(file), std::move(poll));
  return out;
}

}  // namespace holon::meter
