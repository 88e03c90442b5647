// SPDX-License-Identifier: Apache-2.0
//
// The probes of all sensors. Each has its own file; the list is in sensors.cpp.
#pragma once

#include "meter/sensor.h"

namespace holon::meter {

/// RAPL counters by the kernel's perf events: 64 bits, no wrap.
[[nodiscard]] Probe probe_rapl_perf(const Sysroot& sysroot, const MachineHints& hints);
/// RAPL counters by powercap's files.
[[nodiscard]] Probe probe_rapl_powercap(const Sysroot& sysroot, const MachineHints& hints);
/// Energy, power, or voltage and current of hwmon chips.
[[nodiscard]] Probe probe_hwmon(const Sysroot& sysroot, const MachineHints& hints);
/// What a battery gives, while it discharges.
[[nodiscard]] Probe probe_battery(const Sysroot& sysroot, const MachineHints& hints);
/// NVIDIA GPUs by the vendor's library, opened when it is there.
[[nodiscard]] Probe probe_nvidia(const Sysroot& sysroot, const MachineHints& hints);
/// AMD GPUs by the kernel's gpu_metrics table.
[[nodiscard]] Probe probe_amd_gpu(const Sysroot& sysroot, const MachineHints& hints);
/// The machine's own management controller: IPMI or Redfish, by a command or a file.
[[nodiscard]] Probe probe_management(const Sysroot& sysroot, const MachineHints& hints);
/// An external meter that writes a table.
[[nodiscard]] Probe probe_meter_table(const Sysroot& sysroot, const MachineHints& hints);
/// What no sensor sees, from load, design power and size.
[[nodiscard]] Probe probe_model(const Sysroot& sysroot, const MachineHints& hints);

}  // namespace holon::meter
