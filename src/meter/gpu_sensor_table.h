// SPDX-License-Identifier: Apache-2.0
//
// What is published about the power sensors of GPU models: how long they average, how often they
// refresh, and how far they were from an external meter.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace holon::meter {

/// One model's or one card's row: reported = (1 + gradient) · true + offset at a steady load.
struct GpuSensor {
  std::string_view model;  ///< how the library names it, or part of it
  double gradient = 0;     ///< relative
  double offset_W = 0;
  double spread = 0.05;  ///< relative standard deviation that remains
  double refresh_s = 0.1;
  double window_s = 0.1;  ///< over which a value averages
  double duty = 1;        ///< share of the time that is sampled
  std::string_view source;
};

/// The row of a model; the general one (± 5 %, no correction) if none is published.
[[nodiscard]] const GpuSensor& gpu_sensor(std::string_view model);

/// Relative standard deviation of what is not corrected: what remains, or the gradient itself.
[[nodiscard]] double spread_uncorrected(const GpuSensor& sensor);

/// The row of one card that was calibrated by itself, such as "rtx 3090 #1"; nothing if unknown.
[[nodiscard]] const GpuSensor* calibrated_card(std::string_view card);

/// The names of all such cards.
[[nodiscard]] std::vector<std::string> calibrated_cards();

/// True energy [J] of what the sensor reported over a time.
[[nodiscard]] double corrected_energy_J(const GpuSensor& sensor, double reported_J, double seconds);

}  // namespace holon::meter
