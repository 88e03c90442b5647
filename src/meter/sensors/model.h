// SPDX-License-Identifier: Apache-2.0
//
// Power of what no sensor sees.
#pragma once

namespace holon::meter {

/// Power [W] of processors of a design power at a load u in [0, 1]:
/// P = W · (idle + (full − idle) · (2u − u^1.4)), idle 0.1, full 0.75 of the design power.
/// The curve is Fan, Weber, Barroso 2007 (ISCA); its ends are chosen after recorded packages, which
/// drew 0.00 to 0.21 of it near idle and 0.51 to 0.70 at full load.
[[nodiscard]] double modelled_cpu_W(double design_W, double load);

/// Power [W] of processors of unknown design power by hardware threads: 0.74 W idle to 3.5 W at
/// full load each, the fleet averages of Cloud Carbon Footprint's methodology (AWS).
[[nodiscard]] double modelled_thread_W(int threads, double load);

/// Power [W] of memory by its size: 0.17 W/GB, between 0.3725 W/GB (Green Algorithms) and 5 W for a
/// module of 64 GB (CodeCarbon 3), as their geometric mean.
[[nodiscard]] double modelled_memory_W(double size_GB);

/// Relative standard deviations of the three.
inline constexpr double kCpuModelSpread = 0.4;
inline constexpr double kThreadModelSpread = 0.5;
inline constexpr double kMemoryModelSpread = 0.6;

}  // namespace holon::meter
