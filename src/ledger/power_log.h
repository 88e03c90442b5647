// SPDX-License-Identifier: Apache-2.0
//
// A power that a log has over time, and the energy under it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "record/run.h"

namespace holon::ledger {

/// One reading; nothing: it failed.
struct PowerReading {
  record::Instant at_ns = 0;
  std::optional<double> power_W;
};

/// What lies under a power.
struct PowerEnergy {
  std::optional<double> energy_J;  ///< of the time that was seen; absent: none was
  double seen_s = 0;
  double peak_W = 0;                  ///< 0: nobody knows it
  std::vector<record::Gap> gaps;      ///< stretches that nothing bridges, of no device yet
  std::vector<record::Slice> course;  ///< the energy, cut at full hours UTC
};

/// E = Σ (P_i + P_i+1) / 2 · Δt over readings in order of time. A failed reading is bridged by its
/// neighbours over at most ten of the usual steps, and never less than a second; what is longer is
/// a gap and has no energy.
[[nodiscard]] PowerEnergy energy_under(const std::vector<PowerReading>& readings);

/// E = Σ P_i · (t_i − t_i−1) where each reading is the mean power since the one before it. What is
/// longer than ten of the usual steps, and a second, is a gap: a mean over it is no reading of it.
[[nodiscard]] PowerEnergy energy_of_means(const std::vector<PowerReading>& readings);

/// Adds an energy that came evenly between two moments, cut at full hours UTC.
void add_slices(std::vector<record::Slice>& course, record::Instant from_ns,
                record::Instant until_ns, double energy_J);

/// Several courses as one, hour by hour, in order.
[[nodiscard]] std::vector<record::Slice> joined_courses(
    const std::vector<std::vector<record::Slice>>& courses);

/// False for moments before 1990 and after 2199: a torn cell, no time of a measurement.
[[nodiscard]] bool is_plausible(record::Instant at_ns);

/// The middle one of the steps between moments in order; 0: there is none. [ns]
[[nodiscard]] record::Instant usual_step(const std::vector<record::Instant>& moments);

/// Joins what lies under the power of several devices to a run: course, gaps, average and peak of
/// a single device.
void set_course(record::Run& run, const std::vector<PowerEnergy>& parts,
                const std::vector<std::string>& devices);

}  // namespace holon::ledger
