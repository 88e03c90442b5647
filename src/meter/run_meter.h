// SPDX-License-Identifier: Apache-2.0
//
// A meter for one workload: ticks, whose energy it was, and the run as a record.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "meter/attribution.h"
#include "meter/control_group.h"
#include "meter/machine_load.h"
#include "meter/meter.h"
#include "meter/process_tree.h"
#include "meter/sockets.h"
#include "meter/workload.h"
#include "record/run.h"

namespace holon::meter {

/// How a run is measured.
struct RunOptions {
  record::Scope scope = record::Scope::machine;  ///< machine, process, or the cgroup we are in
  record::IdlePolicy idle = record::IdlePolicy::proportional;
  double idle_W = 0;          ///< of all processors together; 0: unknown
  double reserved_share = 0;  ///< of the machine, for the policy `reserved`
  bool is_elected = true;     ///< false: another meter of this job counts this node's energy
};

/// What a person sees while it runs.
struct RunStatus {
  double elapsed_s = 0;
  double energy_J = 0;
  double power_W = 0;  ///< of late
};

/// Whose the energy of one domain was, summed over all ticks.
struct DomainSplit {
  std::int64_t ours_uJ = 0;
  std::int64_t idle_uJ = 0;
  std::int64_t unattributed_uJ = 0;
};

/// Not for several threads at once.
class RunMeter {
 public:
  RunMeter(const Sysroot& sysroot, const Clock& clock, const MachineHints& hints,
           RunOptions options);

  /// The root of the processes that are ours.
  void follow(int pid) { tree_.emplace(sysroot_, pid); }

  /// Between two ticks [s]: what is wished, but not more often than some sensor has something new
  /// to tell, and often enough that no counter wraps unseen.
  [[nodiscard]] double period_s(double wished_s) const {
    // no counter of a processor moves more often than about once a millisecond
    constexpr double kShortest_s = 0.001;
    return std::min(std::max({wished_s, kShortest_s, meter_.shortest_pause_s()}),
                    meter_.longest_pause_s());
  }

  void tick();
  /// The end. `our_cpu_time_s` is what the system says that ours used since the first look: the
  /// command that has ended, or a window of a program that goes on; 0: unknown.
  void finish(double our_cpu_time_s = 0);

  [[nodiscard]] const Meter& meter() const { return meter_; }
  [[nodiscard]] RunStatus status() const;
  /// One a domain, in the order of the meter's results. ours + idle + unattributed is the
  /// domain's energy up to the latest look, exactly.
  [[nodiscard]] const std::vector<DomainSplit>& splits() const { return splits_; }
  [[nodiscard]] double cpu_utilisation() const;
  /// Mean over the looks at the GPUs; nothing where none tells, or the run was too short for a
  /// look.
  [[nodiscard]] std::optional<double> gpu_utilisation() const;
  [[nodiscard]] std::uint64_t peak_resident_bytes() const { return peak_resident_; }

  /// Puts energy, compute, hardware, attribution, gaps and notes into a run.
  void fill(record::Run& run) const;
  /// Only what grows while it goes on: the energy of each component, and the time.
  void fill_energy(record::Run& run) const;

 private:
  void look(Nanoseconds now);
  void look_at_machine();
  void look_at_gpu_processes();
  [[nodiscard]] bool is_ours(int pid) const;
  void share_out(Nanoseconds elapsed, std::uint64_t ours);
  /// Who was busy with something since the latest look, in a unit of its own.
  struct Claim {
    std::uint64_t busy = 0;  ///< all
    Consumer us;
  };
  /// Nothing where a domain is not shared out.
  [[nodiscard]] std::optional<Claim> claim_on(const Domain& domain, const Claim& machine) const;
  void look_at_sockets(std::uint64_t our_time);
  [[nodiscard]] ProcessorTimes where_we_ran();
  void fill_hardware(record::Run& run) const;
  void look_at_gpus(Nanoseconds elapsed);
  /// In thousandths of a tick of /proc; nothing if the command is gone.
  [[nodiscard]] std::optional<std::uint64_t> our_time();
  [[nodiscard]] bool is_tree() const {
    return options_.scope == record::Scope::machine || options_.scope == record::Scope::process;
  }
  [[nodiscard]] double idle_W(const Domain& domain) const;
  bool add_energy(const DomainResult& result, std::size_t i, record::Run& run) const;
  [[nodiscard]] record::Energy energy_of(const DomainResult& result, std::size_t i) const;

  const Sysroot& sysroot_;
  const Clock& clock_;
  RunOptions options_;
  Meter meter_;
  ControlGroup group_;
  std::optional<ProcessTree> tree_;
  std::unique_ptr<OpenFile> stat_;
  CpuTimes first_times_, times_, times_now_;
  Sockets sockets_;
  MachineTimes machine_times_, machine_times_now_;
  ProcessorTimes ran_;                      ///< where our threads ran of late
  std::vector<std::uint64_t> group_times_;  ///< of our cgroup, by processor [ns]; empty: unknown
  SocketWork work_, work_ours_;             ///< since the latest look; empty: unknown
  std::optional<std::uint64_t> starts_;     ///< of processes of the machine
  std::uint64_t ours_ = 0;        ///< our processor time at the latest look [thousandths of a tick]
  std::uint64_t first_ours_ = 0;  ///< at the first one
  std::uint64_t peak_resident_ = 0;
  /// Of a GPU, at the first look and at the latest [°C].
  struct Temperatures {
    int first_C = 0, last_C = 0;
  };
  std::map<std::string, Temperatures> gpu_temperatures_;
  double gpu_busy_s_ = 0;  ///< of GPUs, added up
  double gpu_seen_s_ = 0;
  std::uint64_t gpu_memory_peak_ = 0;  ///< of the fullest GPU [byte]
  Nanoseconds looked_at_ = 0;
  Nanoseconds between_looks_ = 0;
  bool started_ = false;
  std::vector<std::int64_t> energies_;
  std::vector<DomainSplit> splits_;
  std::vector<GpuShare> gpu_shares_;  ///< since the latest look
  std::vector<bool> is_split_;        ///< domains that were given in parts
  mutable RunStatus before_;          ///< to tell the power of late
};

}  // namespace holon::meter
