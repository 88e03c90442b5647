// SPDX-License-Identifier: Apache-2.0
//
// All sensors of a machine, read together, and what they told.
#pragma once

#include <cstdint>
#include <functional>
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
  /// One standard deviation: the sensor's spread, and at either edge of the window the time for
  /// which a counter may stand still: √((s·E)² + 2·(P·refresh/√3)²).
  [[nodiscard]] double deviation_J() const;
};

/// The components' sum.
struct MeterTotal {
  double elapsed_s = 0;
  std::int64_t energy_uJ = 0;    ///< of all counted domains
  std::int64_t measured_uJ = 0;  ///< of it, what sensors saw
  double missing_J = 0;    ///< not in the sum: time that was missed, at the mean power of the rest
  double peak_W = 0;       ///< between two ticks
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
  /// From the first tick to the latest.
  [[nodiscard]] Nanoseconds elapsed() const {
    return first_ ? last_.monotonic - first_->monotonic : 0;
  }

  /// What GPUs tell of their use, now.
  [[nodiscard]] std::vector<GpuUse> gpu_use();

  /// How busy processes kept GPUs since the question before.
  [[nodiscard]] std::vector<GpuShare> gpu_shares(const std::function<bool(int pid)>& is_ours);

  /// What a sensor threw, the latest; empty: nothing.
  [[nodiscard]] const std::string& fault() const { return fault_; }

  /// The i-th domain, in the order of `results`.
  [[nodiscard]] const Domain& domain(std::size_t i) const;

  /// Whole microjoules of each domain until now, in the order of `results`.
  [[nodiscard]] std::vector<std::int64_t> energies_uJ() const;

  /// The longest pause between ticks that no counter can wrap twice in [s].
  [[nodiscard]] double longest_pause_s() const;

  /// The shortest pause between ticks after which some sensor has something new to tell [s].
  [[nodiscard]] double shortest_pause_s() const;

 private:
  struct Channel;
  void add(std::unique_ptr<Sensor> sensor);
  void note_sleep(const Instant& now);
  void read_all();
  void read_sensor(Sensor& sensor, std::size_t at);
  static void take(Channel& channel, Reading reading, Nanoseconds at);
  void look_for_mirrors();
  void note_peak(Nanoseconds now);
  [[nodiscard]] std::string flaw_of(const Channel& channel) const;
  [[nodiscard]] bool contradicts_power(const Channel& channel) const;
  [[nodiscard]] std::vector<Role> roles(std::vector<std::string>& flaws) const;

  const Clock& clock_;
  std::vector<Answer> answers_;
  std::vector<std::unique_ptr<Sensor>> sensors_;
  std::vector<Channel> channels_;
  std::vector<Reading> readings_;
  std::optional<Instant> first_;
  Instant last_;
  Nanoseconds suspended_ = 0;
  std::uint64_t ticks_ = 0;
  std::string fault_;
  bool finished_ = false;
  std::vector<Role> roles_;        ///< as of a moment ago
  std::int64_t peak_base_uJ_ = 0;  ///< of what is counted, at `peak_base_at_`
  Nanoseconds peak_base_at_ = 0;
  double peak_W_ = 0;
};

}  // namespace holon::meter
