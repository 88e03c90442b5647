// SPDX-License-Identifier: Apache-2.0
//
// How busy the processors are, from /proc.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "meter/sysroot.h"

namespace holon::meter {

/// Processor time since the machine started, over all its processors, in clock ticks.
struct CpuTimes {
  std::uint64_t busy = 0;
  std::uint64_t idle = 0;  ///< waiting for input and output included
};

/// From the first line of /proc/stat; nothing if that is no such line. Time of guests is part of
/// their user time already.
[[nodiscard]] std::optional<CpuTimes> parse_cpu_times(std::string_view stat);

/// The same of each processor, by its number; lines that are none are passed over.
[[nodiscard]] std::map<int, CpuTimes> parse_times_of_each(std::string_view stat);

/// How many processes and threads the machine has started since it began, from /proc/stat; nothing
/// if it does not say.
[[nodiscard]] std::optional<std::uint64_t> parse_starts(std::string_view stat);

/// Clock ticks a second of /proc (USER_HZ, 100 on Linux for programs).
inline constexpr double kTicksPerSecond = 100;

/// One process as /proc/PID/stat tells it, or one of its threads as /proc/PID/task/TID/stat does.
struct ProcessTimes {
  int pid = 0;
  int parent = 0;
  std::uint64_t own_ticks = 0;     ///< user and system
  std::uint64_t reaped_ticks = 0;  ///< of children that ended and were waited for
  std::uint64_t threads = 0;       ///< 0: unknown
  std::uint64_t resident_pages = 0;
  int processor = -1;  ///< on which it ran last; -1: unknown
};

/// Nothing if the text is no process. A command's name may contain blanks and brackets.
[[nodiscard]] std::optional<ProcessTimes> parse_process(std::string_view stat);

/// Total memory [GB, 10^9 byte] from /proc/meminfo.
[[nodiscard]] std::optional<double> memory_GB(const Sysroot& sysroot);

/// What /proc/cpuinfo says of the processors.
struct Processors {
  std::string model;
  int threads = 0;  ///< of the hardware
  int sockets = 0;
};
[[nodiscard]] Processors processors(const Sysroot& sysroot);

}  // namespace holon::meter
