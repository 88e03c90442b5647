// SPDX-License-Identifier: Apache-2.0
#include "meter/sensors/sensors.h"

#include <array>

namespace holon::meter {

std::string_view name(Ability ability) {
  switch (ability) {
    case Ability::measured:
      return "measured";
    case Ability::estimated:
      return "estimated";
    case Ability::unmeasurable:
      break;
  }
  return "unmeasurable";
}

std::span<const SensorKind> sensor_kinds() {
  static constexpr std::array<SensorKind, 9> kKinds{{
      {"rapl perf", probe_rapl_perf},
      {"rapl powercap", probe_rapl_powercap},
      {"nvidia", probe_nvidia},
      {"amd gpu", probe_amd_gpu},
      {"hwmon", probe_hwmon},
      {"battery", probe_battery},
      {"management controller", probe_management},
      {"meter table", probe_meter_table},
      {"model", probe_model},
  }};
  return kKinds;
}

}  // namespace holon::meter
