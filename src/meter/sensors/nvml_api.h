// SPDX-License-Identifier: Apache-2.0
//
// What holon uses of NVIDIA's management library, declared here after its public documentation: the
// library is opened when a machine has it, and needed by none.
#pragma once

#include <array>

namespace holon::meter::nvml {

using Device = struct DeviceHandle*;

enum Return : int {
  kSuccess = 0,
  kNotSupported = 3,
  kNoPermission = 4,
  kGpuIsLost = 15,
};

struct PciInfo {
  std::array<char, 16> bus_id_legacy;
  unsigned domain;
  unsigned bus;
  unsigned device;
  unsigned pci_device_id;
  unsigned pci_subsystem_id;
  std::array<char, 32> bus_id;
};

struct FieldValue {
  unsigned field;
  unsigned scope;
  long long timestamp_us;
  long long latency_us;
  int value_type;  ///< 0 double, 1 unsigned, 2 unsigned long, 3 unsigned long long
  int result;
  unsigned long long value;
};

/// Over the last sample period, a sixth of a second to a second [%].
struct Utilization {
  unsigned gpu;
  unsigned memory;
};

struct Memory {
  unsigned long long total, free, used;  ///< [byte]
};

/// One process in one sample period [%].
struct ProcessSample {
  unsigned pid;
  unsigned long long timestamp_us;
  unsigned sm, memory, encoder, decoder;
};

/// NVML_FI_DEV_POWER_INSTANT: milliwatts, not averaged.
inline constexpr unsigned kPowerInstant = 186;

struct Api {
  int (*init)() = nullptr;
  int (*shutdown)() = nullptr;
  int (*count)(unsigned*) = nullptr;
  int (*handle_by_index)(unsigned, Device*) = nullptr;
  int (*name)(Device, char*, unsigned) = nullptr;
  int (*uuid)(Device, char*, unsigned) = nullptr;
  int (*pci_info)(Device, PciInfo*) = nullptr;
  int (*energy_mJ)(Device, unsigned long long*) = nullptr;
  int (*power_mW)(Device, unsigned*) = nullptr;
  int (*power_limit_mW)(Device, unsigned*) = nullptr;
  int (*mig_mode)(Device, unsigned*, unsigned*) = nullptr;  ///< may be missing
  int (*field_values)(Device, int, FieldValue*) = nullptr;  ///< may be missing
  int (*utilization)(Device, Utilization*) = nullptr;       ///< may be missing
  int (*memory)(Device, Memory*) = nullptr;                 ///< may be missing
  int (*temperature_C)(Device, int, unsigned*) = nullptr;   ///< may be missing; sensor 0: the GPU's
  /// Samples later than a timestamp; may be missing.
  int (*process_samples)(Device, ProcessSample*, unsigned*, unsigned long long) = nullptr;
};

}  // namespace holon::meter::nvml
