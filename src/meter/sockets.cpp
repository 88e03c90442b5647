// SPDX-License-Identifier: Apache-2.0
#include "meter/sockets.h"

#include <cmath>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "meter/machine_load.h"

namespace holon::meter {
namespace {

constexpr std::string_view kProcessors = "/sys/devices/system/cpu";

}  // namespace

Sockets::Sockets(const Sysroot& sysroot) : sysroot_(sysroot) {
  std::set<int> sockets;
  for (const auto& name : sysroot.list(std::string(kProcessors))) {
    const auto processor =
        name.starts_with("cpu") ? parse_count(std::string_view(name).substr(3)) : std::nullopt;
    if (!processor) continue;
    const auto socket = parse_count(
        first_line(sysroot, fmt::format("{}/{}/topology/physical_package_id", kProcessors, name)));
    if (!socket) continue;
    socket_by_processor_[static_cast<int>(*processor)] = static_cast<int>(*socket);
    sockets.insert(static_cast<int>(*socket));
  }
  several_ = sockets.size() > 1;
}

std::optional<int> Sockets::socket_of(int processor) const {
  const auto found = socket_by_processor_.find(processor);
  return found == socket_by_processor_.end() ? std::nullopt : std::optional(found->second);
}

SocketTimes Sockets::busy(std::string_view stat) const {
  SocketTimes out;
  for (const auto& [processor, times] : parse_times_of_each(stat)) {
    if (const auto socket = socket_of(processor)) out[*socket] += times.busy;
  }
  return out;
}

SocketTimes Sockets::ran(const std::vector<int>& pids) {
  SocketTimes out;
  auto before = std::exchange(seen_, {});
  for (const int pid : pids) {
    const auto folder = fmt::format("/proc/{}/task", pid);
    for (const auto& name : sysroot_.list(folder)) {
      const auto thread =
          parse_process(sysroot_.read(fmt::format("{}/{}/stat", folder, name)).text);
      if (!thread) continue;
      const auto known = before.find(thread->pid);
      const auto from = known == before.end() ? 0 : std::min(known->second, thread->own_ticks);
      seen_[thread->pid] = thread->own_ticks;
      if (const auto socket = socket_of(thread->processor))
        out[*socket] += thread->own_ticks - from;
    }
  }
  return out;
}

std::optional<int> socket_of(const Domain& domain) {
  constexpr std::string_view kKey = "socket ";
  if (!domain.device.starts_with(kKey)) return std::nullopt;
  const auto rest = std::string_view(domain.device).substr(kKey.size());
  const auto number = parse_count(rest.substr(0, rest.find('.')));
  return number ? std::optional(static_cast<int>(*number)) : std::nullopt;
}

SocketTimes spread(std::uint64_t time, const SocketTimes& by) {
  double all = 0;
  for (const auto& [socket, share] : by) all += static_cast<double>(share);
  SocketTimes out;
  if (!(all > 0)) return out;
  for (const auto& [socket, share] : by)
    out[socket] = static_cast<std::uint64_t>(
        std::llround(static_cast<double>(time) * static_cast<double>(share) / all));
  return out;
}

}  // namespace holon::meter
