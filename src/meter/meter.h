// SPDX-License-Identifier: Apache-2.0
//
// All sensors of a machine, read together, and what they told.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "meter/clock.h"
#include "meter/domain.h"
#include "meter/sensor.h"

namespace holon::meter {

/// What one domain told until now.
struct DomainResult {
  Domain domain;
  Role role = Role::beside;
  bool is_alive = true;
  std::string flaw;  ///< why it is not relied on, or what to know of it; empty: nothing
  std::int64_t energy_uJ = 0;
  std::int64_t possible_uJ = 0;  ///< by which it may be more
  double covered_s = 0;
  double missing_s = 0;
  double peak_W = 0;
  std::uint32_t failed_reads = 0;
  std::uint32_t resets = 0;
  std::uint32_t glitches = 0;

  [[nodiscard]] double energy_J() const { return 1e-6 * static_cast<double>(energy_uJ); }
  [[nodiscard]] double mean_W() const { return covered_s > 0 ? energy_J() / covered_s : 0; }
};

/// The components' sum and how it is known.
struct MeterTotal {
  double elapsed_s = 0;
  std::int64_t energy_uJ = 0;  ///< of all counted domains
  double measured_J = 0;
  double modelled_J = 0;
  double missing_J = 0;  ///< at the mean power of the domains over their missing time; not in the sum
  double deviation_J = 0;  ///< one standard deviation of the sum
  double possible_J = 0;   ///< by which unseen wraps may make it more
  double peak_W = 0;
  double suspended_s = 0;  ///< the machine slept
  std::uint64_t ticks = 0;

  [[nodiscard]] double energy_J() const { return 1e-6 * static_cast<double>(energy_uJ); }
  [[nodiscard]] double mean_W() const { return elapsed_s > 0 ? energy_J() / elapsed_s : 0; }
};

/// Reads every sensor at each tick. Not for several threads at once.
class Meter {
 public:
  /// Probes all kinds of sensors. `sysroot` and `clock` must outlive the meter.
  Meter(const Sysroot& sysroot, const Clock& clock, const MachineHints& hints);
  /// With these sensors alone, as replays and tests do.
  Meter(const Clock& clock, std::vector<std::unique_ptr<Sensor>> sensors);
  ~Meter();
  Meter(const Meter&) = delete;
  Meter& operator=(const Meter&) = delete;

  /// Reads every sensor once. The first tick is the beginning, the last before `finish` the end.
  void tick();

  /// No more ticks: what was not read by now is missing.
  void finish();

  [[nodiscard]] const std::vector<Answer>& answers() const { return answers_; }
  [[nodiscard]] std::vector<DomainResult> results() const;
  [[nodiscard]] MeterTotal total() const;

  /// Whole microjoules of each domain until now, in the order of `results`.
  [[nodiscard]] std::vector<std::int64_t> energies_uJ() const;

  /// The longest pause between ticks that no counter can wrap twice in [s].
  [[nodiscard]] double longest_pause_s() const;

 private:
  struct Channel;
  void add(std::unique_ptr<Sensor> sensor);
  void note_sleep(const Instant& now);
  void take(Channel& channel, Reading reading, Nanoseconds at);
  void look_for_mirrors();
  [[nodiscard]] std::string flaw_of(std::size_t i) const;

  const Clock& clock_;
  std::vector<Answer> answers_;
  std::vector<std::unique_ptr<Sensor>> sensors_;
  std::vector<Channel> channels_;
  std::vector<Reading> readings_;
  std::optional<Instant> first_;
  Instant last_;
  Nanoseconds suspended_ = 0;
  std::uint64_t ticks_ = 0;
  bool finished_ = false;
  double peak_W_ = 0;
};

}  // namespace holon::meter
