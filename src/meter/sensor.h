// SPDX-License-Identifier: Apache-2.0
//
// A sensor: one file under meter/sensors/, one line in sensors.cpp.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "meter/domain.h"
#include "meter/reading.h"
#include "meter/sysroot.h"

namespace holon::meter {

/// How busy a GPU is and what it holds. What is absent, its sensor does not tell.
struct GpuUse {
  std::optional<double> utilisation;  ///< share of the time of late, 0 to 1
  std::optional<std::uint64_t> memory_bytes;
  std::optional<int> temperature_C;
  std::string name;  ///< as its domains are named; empty: one of several that cannot be told apart
};

/// How busy processes kept one GPU since the question before, in any unit.
struct GpuShare {
  std::string device;      ///< as its domains name it
  std::uint64_t busy = 0;  ///< all processes
  std::uint64_t ours = 0;  ///< of it, those that were asked for
};

/// An opened way to read energy or power.
class Sensor {
 public:
  Sensor() = default;
  virtual ~Sensor() = default;
  Sensor(const Sensor&) = delete;
  Sensor& operator=(const Sensor&) = delete;

  [[nodiscard]] virtual std::span<const Domain> domains() const = 0;

  /// One reading a domain, in their order: steps of a counter, microwatts of a power sensor. `now`
  /// is the time of the reading. Never throws, never waits.
  virtual void read(Nanoseconds now, std::span<Reading> out) = 0;

  /// Readings that are closer together than this say nothing new.
  [[nodiscard]] virtual Nanoseconds least_between() const { return 0; }

  /// Where a device is asked more seldom than `read` is called, `read` repeats what it said. True
  /// if the latest reading was such a one; the next one asks in any case, as the end of a window
  /// must.
  virtual bool forget_kept() { return false; }

  /// One a GPU that tells of its use; asked now and then, not at every reading. Never waits.
  [[nodiscard]] virtual std::vector<GpuUse> gpu_use() { return {}; }

  /// One a GPU that tells its processes apart; the same rules.
  [[nodiscard]] virtual std::vector<GpuShare> gpu_shares(
      const std::function<bool(int pid)>& /*is_ours*/) {
    return {};
  }
};

enum class Ability { measured, estimated, unmeasurable };

[[nodiscard]] std::string_view name(Ability ability);

/// What a sensor says it can do here, and why.
struct Answer {
  std::string sensor;   ///< its kind: "rapl powercap"
  std::string subject;  ///< of what: "cpu 0", "NVIDIA GPUs"
  Ability ability = Ability::unmeasurable;
  std::string why;     ///< method and accuracy, or the obstacle
  std::string unlock;  ///< the command that would unlock more; empty: there is none
};

/// What probing found: an opened sensor if there is something to read, and what to say of it.
struct Probe {
  std::unique_ptr<Sensor> sensor;
  std::vector<Answer> answers;
};

/// What a person says of the machine, or the catalogue knows of it.
struct MachineHints {
  double cpu_W = 0;         ///< design power of all processors together; 0: unknown
  std::string cpu_source;   ///< where that is from
  double memory_GB = 0;     ///< 0: as /proc/meminfo says
  std::string bmc_command;  ///< prints the power of the whole machine, such as `ipmitool dcmi power
                            ///< reading`
  std::string bmc_file;     ///< or a file that holds such an output or a Redfish document
  std::string meter_csv;    ///< an external meter's table that grows
  std::string nvml_library;  ///< of NVIDIA; empty: libnvidia-ml.so.1
};

struct SensorKind {
  std::string_view name;
  Probe (*probe)(const Sysroot&, const MachineHints&);
};

/// Every kind of sensor, in the order in which they are probed.
[[nodiscard]] std::span<const SensorKind> sensor_kinds();

}  // namespace holon::meter
