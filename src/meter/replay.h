// SPDX-License-Identifier: Apache-2.0
//
// A recorded trace through the very same meter that measures live.
#pragma once

#include <optional>

#include "meter/gpu_sensor_table.h"
#include "meter/meter.h"
#include "meter/trace.h"

namespace holon::meter {

/// Energy of a trace over a window.
struct Replayed {
  double seconds = 0;
  double reported_J = 0;   ///< as the meter sums the trace
  double energy_J = 0;     ///< corrected by what is published of the sensor
  double deviation_J = 0;  ///< one standard deviation of it
  double mean_W = 0;
  double peak_W = 0;
  double missing_s = 0;
  std::uint32_t failed_reads = 0;
  std::size_t samples = 0;
};

/// Runs a meter over the samples from `from` to `until`. The deviation joins what is known of the
/// sensor with what a sensor cannot see that looks only a share d of the time:
/// σ² = (s·E)² + E²·(σ_P / P)²·(1 − d) / n, n the refreshes in the window.
[[nodiscard]] Replayed replay(const Trace& trace, const GpuSensor& sensor, Nanoseconds from,
                              Nanoseconds until);

/// A trace beside the external meter that saw the same device.
struct Comparison {
  Replayed sensor;
  Replayed external;
  [[nodiscard]] double error() const { return sensor.energy_J / external.energy_J - 1; }
  [[nodiscard]] double reported_error() const { return sensor.reported_J / external.energy_J - 1; }
  /// True if the external energy lies in the 90 % interval of the sensor's.
  [[nodiscard]] bool covers() const;
};

/// Both over the time that both saw. Nothing if there is no such time.
[[nodiscard]] std::optional<Comparison> compare(const Trace& trace, const GpuSensor& sensor,
                                                const Trace& external);

}  // namespace holon::meter
