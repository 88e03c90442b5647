// SPDX-License-Identifier: Apache-2.0
//
// What a run is: one measured workload. Plain data, with the evidence of every figure. What nobody
// knows is absent, never zero.
//
// Raw numbers are in SI units, named at each field; times are whole nanoseconds.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace holon::record {

/// Nanoseconds since 1970-01-01T00:00:00 UTC, without leap seconds (POSIX time).
using Instant = std::int64_t;

/// How a figure of a run is known.
enum class Evidence {
  measured,  ///< a sensor saw it
  declared,  ///< another tool states it and does not say how it knows
  modelled,  ///< computed from load, size or rated power
  missing,   ///< nobody knows: there is no figure
};

/// How a workload ended.
enum class Ending {
  unknown,      ///< nobody says
  exited,       ///< by itself; see the exit code
  signalled,    ///< by a signal
  not_started,  ///< the command could not be started
  interrupted,  ///< the meter ended before it; figures stop at the last sample
};

struct Outcome {
  Ending ending = Ending::unknown;
  std::optional<int> exit_code;  ///< of `exited`
  std::optional<int> signal;     ///< of `signalled`
  bool failed = false;           ///< the work is lost: it counts, and serves nothing
  friend bool operator==(const Outcome&, const Outcome&) = default;
};

/// Energy of one component of one device during a run.
struct Energy {
  std::string device;     ///< "package-0", "GPU 1", "memory"; unique with `component`
  std::string component;  ///< package, core, uncore, dram, psys, gpu, module, board, wall, …
  Evidence evidence = Evidence::missing;
  std::optional<double> energy_J;       ///< the run's share of it; absent when missing
  std::optional<double> uncertainty_J;  ///< one standard deviation; absent: nobody knows it
  /// What the uncertainty comes from. Figures with the same cause err together (one sensor, one
  /// calibration); an empty cause errs by itself.
  std::string cause;
  std::optional<double> whole_J;  ///< of the whole device, where the run's share is a part
  std::optional<double> idle_J;   ///< of it, what the device would have used idle
  std::optional<double> average_W;
  std::optional<double> peak_W;
  std::string sensor;   ///< "rapl through perf", "nvml counter", "model: memory by size"
  std::string reason;   ///< why it is missing or modelled
  bool counted = true;  ///< false: lies inside or beside another one (core in package, psys)
  friend bool operator==(const Energy&, const Energy&) = default;
};

/// What a meter sees of compute.
struct Compute {
  std::optional<double> cpu_time_s;               ///< user and system, all processes of the run
  std::optional<std::int64_t> instructions;       ///< retired, all processes of the run
  std::optional<double> cpu_utilisation;          ///< of the whole machine, 0 to 1
  std::optional<double> gpu_utilisation;          ///< mean over the run's GPUs, 0 to 1
  std::optional<std::int64_t> memory_peak_bytes;  ///< of the run
  std::optional<std::int64_t> gpu_memory_peak_bytes;
  friend bool operator==(const Compute&, const Compute&) = default;
};

/// A number that has a name: accuracy, parameters, FLOP, tokens.
struct Figure {
  std::string name;
  double value = 0;
  std::string unit;  ///< as in quantity/unit.h; empty: a plain number
  friend bool operator==(const Figure&, const Figure&) = default;
};

/// An impact joined to the energy afterwards: carbon, water. Replaced whole when joined again.
struct Impact {
  std::string category;  ///< as in a study: "climate", "water"
  double amount = 0;
  std::string unit;                   ///< "kg CO2e", "L"
  std::optional<double> uncertainty;  ///< one standard deviation, in `unit`
  std::optional<double> low;          ///< 90 % interval, in `unit`
  std::optional<double> high;
  std::optional<double> factor;        ///< per kWh of electricity at the facility
  std::string factor_unit;             ///< "g CO2e/kWh"
  std::string kind;                    ///< "average", "marginal"; empty: nobody says
  std::string source;                  ///< where the factor comes from
  std::optional<Instant> factor_from;  ///< what the factor describes: from, until
  std::optional<Instant> factor_until;
  std::optional<Instant> joined_at;
  Evidence evidence = Evidence::modelled;
  friend bool operator==(const Impact&, const Impact&) = default;
};

struct Accelerator {
  std::string model;
  std::string id;  ///< UUID or bus address; empty: unknown
  std::optional<std::int64_t> memory_bytes;
  friend bool operator==(const Accelerator&, const Accelerator&) = default;
};

struct Hardware {
  std::string machine;                  ///< what tells one machine from another; empty: unknown
  std::string cpu;                      ///< model
  std::optional<std::int64_t> cpus;     ///< logical processors
  std::optional<std::int64_t> sockets;  ///< packages
  std::optional<std::int64_t> memory_bytes;
  std::vector<Accelerator> accelerators;
  std::string system;  ///< operating system and kernel
  friend bool operator==(const Hardware&, const Hardware&) = default;
};

struct Place {
  std::string name;     ///< as the user or the catalogue names it
  std::string country;  ///< ISO 3166-1 alpha-2 or alpha-3
  std::string region;
  std::string cloud;          ///< provider and region: "gcp/us-central1"
  std::optional<double> pue;  ///< of the facility, already inside no energy of the run
  std::optional<double> wue_L_per_kWh;
  friend bool operator==(const Place&, const Place&) = default;
};

/// Whose energy a run's figures are.
enum class Scope { unknown, machine, process, cgroup, container, job, pod };

/// To whom the energy of an idle device goes.
enum class IdlePolicy { unknown, marginal, proportional, reserved };

struct Attribution {
  Scope scope = Scope::unknown;
  std::string subject;  ///< process tree, cgroup path, job or pod; empty: the machine
  IdlePolicy idle = IdlePolicy::unknown;
  /// Of the machine's energy during the run, what went to nobody; absent where not computed.
  std::optional<double> unattributed_J;
  friend bool operator==(const Attribution&, const Attribution&) = default;
};

/// A stretch in which a device was not seen.
struct Gap {
  Instant from_ns = 0;
  Instant until_ns = 0;
  std::string device;  ///< empty: the meter itself
  std::string reason;
  friend bool operator==(const Gap&, const Gap&) = default;
};

/// Energy of a part of a run's time: what is counted, at the device. Cut at full hours UTC, so that
/// an hourly grid can be joined afterwards.
struct Slice {
  Instant from_ns = 0;
  Instant until_ns = 0;
  double energy_J = 0;
  friend bool operator==(const Slice&, const Slice&) = default;
};

/// Who wrote the run down.
struct Origin {
  std::string tool;  ///< "holon", "codecarbon"
  std::string version;
  std::string file;                  ///< of an import
  std::optional<std::int64_t> line;  ///< of it, from 1
  friend bool operator==(const Origin&, const Origin&) = default;
};

struct Run {
  std::string id;    ///< unique for ever
  std::string name;  ///< of the work
  std::string project;
  std::string phase;  ///< data, search, training, deployment, end of life, or one's own
  std::vector<std::string> tags;
  std::vector<std::string> command;
  std::string commit;  ///< of the work's git repository; "+" at its end: with changes
  Instant start_ns = 0;
  Instant end_ns = 0;
  /// By a clock that does not jump; end - start where absent.
  std::optional<std::int64_t> duration_ns;
  Outcome outcome;
  Hardware hardware;
  Place place;
  Attribution attribution;
  std::vector<Energy> energy;
  std::vector<Slice> course;        ///< of the energy over time; empty: taken as even
  std::optional<double> average_W;  ///< of what is counted, at the device
  std::optional<double> peak_W;
  Compute compute;
  std::vector<Figure> figures;
  std::vector<Impact> impacts;
  std::vector<Gap> gaps;
  std::vector<std::string> notes;
  Origin origin;
  friend bool operator==(const Run&, const Run&) = default;
};

/// The measured duration, else end - start. [s]
[[nodiscard]] double duration_s(const Run& run);

[[nodiscard]] std::string_view name(Evidence evidence);
[[nodiscard]] std::string_view name(Ending ending);
[[nodiscard]] std::string_view name(Scope scope);
[[nodiscard]] std::string_view name(IdlePolicy policy);

}  // namespace holon::record
