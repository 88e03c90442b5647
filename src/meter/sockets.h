// SPDX-License-Identifier: Apache-2.0
//
// Where processor time was spent: by socket, for a socket's energy is of those who ran there, and
// by core, for two threads that share a core cost little more than one.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "meter/domain.h"
#include "meter/machine_load.h"
#include "meter/sysroot.h"

namespace holon::meter {

/// Processor time [ticks of /proc] by the number of a processor.
using ProcessorTimes = std::map<int, std::uint64_t>;

/// Work by the number of a socket [thousandths of a tick of /proc, on a core of its own].
using SocketWork = std::map<int, std::uint64_t>;

/// What all processors did until a moment, by their number.
using MachineTimes = std::map<int, CpuTimes>;

class Sockets {
 public:
  /// Reads where the processors lie. `sysroot` must outlive it.
  explicit Sockets(const Sysroot& sysroot);

  /// Several sockets, or processors that share a core: it matters where something ran.
  [[nodiscard]] bool matter() const { return several_ || !siblings_.empty(); }
  [[nodiscard]] bool are_several() const { return several_; }

  /// Where the threads of these processes ran since the look before. A thread's time is of the
  /// processor on which it was seen last; the first look at a thread takes all it has used.
  [[nodiscard]] ProcessorTimes ran(const std::vector<int>& pids);

  /// The same of threads alone.
  [[nodiscard]] ProcessorTimes threads_ran(const std::vector<int>& threads);

  /// What all did between two moments. A processor's time counts less by how busy the other one of
  /// its core was: two of one core that are both busy cost 1.15 of one.
  [[nodiscard]] SocketWork work(const MachineTimes& from, const MachineTimes& until) const;

  /// Our part of it: our time [thousandths of a tick] in the proportions in which we `ran`; nothing
  /// where that tells nothing.
  [[nodiscard]] SocketWork work(std::uint64_t ours, const ProcessorTimes& ran,
                                const MachineTimes& from, const MachineTimes& until) const;

 private:
  void take_thread(int process, int thread, std::map<int, std::uint64_t>& before,
                   ProcessorTimes& out);
  [[nodiscard]] std::optional<int> socket_of(int processor) const;
  [[nodiscard]] double weight(int processor, const MachineTimes& from,
                              const MachineTimes& until) const;

  const Sysroot& sysroot_;
  std::map<int, int> socket_by_processor_;
  std::map<int, int> siblings_;  ///< the other processor of a core of two
  bool several_ = false;
  std::map<int, std::uint64_t> seen_;  ///< of each thread, at the latest look [ticks]
};

/// The socket that a domain is part of; nothing for one of the whole machine.
[[nodiscard]] std::optional<int> socket_of(const Domain& domain);

}  // namespace holon::meter
