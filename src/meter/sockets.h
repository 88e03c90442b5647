// SPDX-License-Identifier: Apache-2.0
//
// Processor time by socket, on machines with several: a socket's energy is of those who ran there.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "meter/domain.h"
#include "meter/sysroot.h"

namespace holon::meter {

/// Processor time [ticks of /proc] by the number of a socket, as the kernel counts them.
using SocketTimes = std::map<int, std::uint64_t>;

class Sockets {
 public:
  /// Reads where the processors lie. `sysroot` must outlive it.
  explicit Sockets(const Sysroot& sysroot);

  [[nodiscard]] bool are_several() const { return several_; }

  /// What all processors were busy since the machine started, from /proc/stat.
  [[nodiscard]] SocketTimes busy(std::string_view stat) const;

  /// Where the threads of these processes ran since the look before. A thread's time is of the
  /// socket on which it was seen last; the first look at a thread takes all it has used.
  [[nodiscard]] SocketTimes ran(const std::vector<int>& pids);

 private:
  [[nodiscard]] std::optional<int> socket_of(int processor) const;

  const Sysroot& sysroot_;
  std::map<int, int> socket_by_processor_;
  bool several_ = false;
  std::map<int, std::uint64_t> seen_;  ///< of each thread, at the latest look [ticks]
};

/// The socket that a domain is part of; nothing for one of the whole machine.
[[nodiscard]] std::optional<int> socket_of(const Domain& domain);

/// `time` in the proportions of `by`; nothing where `by` tells nothing.
[[nodiscard]] SocketTimes spread(std::uint64_t time, const SocketTimes& by);

}  // namespace holon::meter
