// SPDX-License-Identifier: Apache-2.0
//
// The same work done in several ways: on several devices, by several variants of the software,
// under several settings of the hardware.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "findings/run_table.h"

namespace holon::findings {

/// The sum over works of what one device took; NaN where it was not measured.
struct DeviceTotal {
  std::string hardware;
  double time_s = 0;
  double energy_kWh = 0;
  double carbon_g = 0;
};

/// Devices side by side, over the works that every one of them did. Repeats are averaged first.
struct DeviceComparison {
  std::vector<DeviceTotal> devices;
  std::size_t works = 0;                                           ///< that all devices did
  std::size_t left_out = 0;                                        ///< that only some did
  std::optional<std::size_t> fastest, least_energy, least_carbon;  ///< indices into `devices`
  std::size_t time_against_energy = 0;  ///< works whose fastest device is not that of least energy
  std::size_t energy_against_carbon = 0;  ///< works whose least energy is not least carbon
};

/// A variant that computes less and takes more.
struct FalseSaving {
  std::string work, hardware, from, to;
  Measure proxy = Measure::time;     ///< what went down
  Measure target = Measure::energy;  ///< what went up
  double proxy_ratio = 1;            ///< after over before, below 1
  double target_ratio = 1;           ///< the same, above 1
};

/// Variants against the first one of the same work on the same hardware.
struct VariantComparison {
  std::size_t compared = 0;        ///< pairs of variants
  std::size_t lowered = 0;         ///< of them, lower in FLOP, parameters or time
  std::vector<FalseSaving> flags;  ///< largest rise first
};

/// What one value of a setting takes, relative to the highest value.
struct SettingPoint {
  double setting = 0;
  double time_ratio = 1;    ///< geometric mean over works
  double energy_ratio = 1;  ///< geometric mean over works
};

/// A setting of one device, over the works that were measured at each of its values.
struct SettingCurve {
  std::string hardware;
  std::size_t works = 0;
  std::size_t left_out = 0;
  std::vector<SettingPoint> points;  ///< rising
  std::size_t least = 0;             ///< index of the least energy
  std::size_t below_highest = 0;     ///< works whose own least energy is below the highest value
};

/// Nothing where there is no hardware, no work or only one device.
[[nodiscard]] std::optional<DeviceComparison> compare_devices(const RunTable& runs);

/// Nothing without a column of variants. Changes below 1 % are noise and raise no flag.
[[nodiscard]] std::optional<VariantComparison> compare_variants(const RunTable& runs);

/// One curve a device; empty without a column of settings, time and energy.
[[nodiscard]] std::vector<SettingCurve> compare_settings(const RunTable& runs);

}  // namespace holon::findings
