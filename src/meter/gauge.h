// SPDX-License-Identifier: Apache-2.0
//
// A power sensor read now and then: energy by the trapezoid rule, in integers.
#pragma once

#include <cstdint>
#include <optional>

#include "meter/energy_unit.h"
#include "meter/reading.h"

namespace holon::meter {

/// What a power sensor's values, microwatts, can be.
struct GaugeRule {
  double most_W = 1000;                     ///< more is never real
  Nanoseconds longest_gap = 5'000'000'000;  ///< between two values; a longer one is not bridged
};

struct GaugeTotal {
  Nanoseconds covered = 0;
  Nanoseconds missing = 0;
  std::uint32_t values = 0;
  std::uint32_t failed_reads = 0;  ///< values that cannot be included
  std::uint64_t peak_uW = 0;
};

/// E = Σ (P_i + P_i+1) / 2 · Δt. A failed read is bridged by its neighbours up to the longest gap;
/// beyond it the time is missing.
class Gauge {
 public:
  explicit Gauge(GaugeRule rule) : rule_(rule) {}

  /// Takes microwatts read at `at`. True if energy up to `at` is counted.
  bool take(Reading reading, Nanoseconds at);

  /// The machine slept: what comes next has no past.
  void forget() { base_.reset(); }

  void finish(Nanoseconds at);

  [[nodiscard]] const GaugeTotal& total() const { return total_; }

  /// Whole microjoules, rounded down.
  [[nodiscard]] std::int64_t energy_uJ() const;

 private:
  struct Seen {
    std::uint64_t power_uW;
    Nanoseconds at;
  };
  GaugeRule rule_;
  GaugeTotal total_;
  Wide twice_energy_ = 0;  ///< [2 · 10^-15 J]: microwatts times nanoseconds, twice
  std::optional<Seen> base_;
};

}  // namespace holon::meter
