// SPDX-License-Identifier: Apache-2.0
#include "meter/sockets.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "meter/cpu_list.h"

namespace holon::meter {
namespace {

constexpr std::string_view kProcessors = "/sys/devices/system/cpu";

// What each of two threads costs while both keep one core busy, of what one costs there alone: both
// together 1.15. Source: arXiv:2512.06806 (METRION), threads of one core at full load.
constexpr double kShared = 1.15 / 2;

// the share of the time in which a processor was busy
double load_of(int processor, const MachineTimes& from, const MachineTimes& until) {
  const auto now = until.find(processor);
  const auto before = from.find(processor);
  if (now == until.end() || before == from.end()) return 0;
  const auto busy = now->second.busy - std::min(now->second.busy, before->second.busy);
  const auto idle = now->second.idle - std::min(now->second.idle, before->second.idle);
  return busy == 0 ? 0 : static_cast<double>(busy) / static_cast<double>(busy + idle);
}

std::uint64_t whole(double amount) { return static_cast<std::uint64_t>(std::llround(amount)); }

}  // namespace

Sockets::Sockets(const Sysroot& sysroot) : sysroot_(sysroot) {
  std::set<int> sockets;
  for (const auto& name : sysroot.list(std::string(kProcessors))) {
    const auto processor =
        name.starts_with("cpu") ? parse_count(std::string_view(name).substr(3)) : std::nullopt;
    if (!processor) continue;
    const auto topology = fmt::format("{}/{}/topology/", kProcessors, name);
    const auto socket = parse_count(first_line(sysroot, topology + "physical_package_id"));
    if (!socket) continue;
    const auto number = static_cast<int>(*processor);
    socket_by_processor_[number] = static_cast<int>(*socket);
    sockets.insert(static_cast<int>(*socket));
    const auto core = parse_cpu_list(first_line(sysroot, topology + "thread_siblings_list"));
    // of cores with four or eight threads nobody has published what they cost together
    if (core.size() == 2) siblings_[number] = core[0] == number ? core[1] : core[0];
  }
  several_ = sockets.size() > 1;
}

std::optional<int> Sockets::socket_of(int processor) const {
  const auto found = socket_by_processor_.find(processor);
  return found == socket_by_processor_.end() ? std::nullopt : std::optional(found->second);
}

ProcessorTimes Sockets::ran(const std::vector<int>& pids) {
  ProcessorTimes out;
  auto before = std::exchange(seen_, {});
  for (const int pid : pids) {
    for (const auto& name : sysroot_.list(fmt::format("/proc/{}/task", pid))) {
      if (const auto thread = parse_count(name))
        take_thread(pid, static_cast<int>(*thread), before, out);
    }
  }
  return out;
}

ProcessorTimes Sockets::threads_ran(const std::vector<int>& threads) {
  ProcessorTimes out;
  auto before = std::exchange(seen_, {});
  // /proc has a folder for each thread too, though it does not list them
  for (const int thread : threads) take_thread(thread, thread, before, out);
  return out;
}

void Sockets::take_thread(int process, int thread, std::map<int, std::uint64_t>& before,
                          ProcessorTimes& out) {
  const auto times =
      parse_process(sysroot_.read(fmt::format("/proc/{}/task/{}/stat", process, thread)).text);
  if (!times) return;
  const auto known = before.find(thread);
  const auto from = known == before.end() ? 0 : std::min(known->second, times->own_ticks);
  seen_[thread] = times->own_ticks;
  if (times->own_ticks > from) out[times->processor] += times->own_ticks - from;
}

// the two of a core are taken to meet by chance
double Sockets::weight(int processor, const MachineTimes& from, const MachineTimes& until) const {
  const auto sibling = siblings_.find(processor);
  if (sibling == siblings_.end()) return 1;
  return 1 - (1 - kShared) * load_of(sibling->second, from, until);
}

SocketWork Sockets::work(const MachineTimes& from, const MachineTimes& until) const {
  std::map<int, double> ticks;
  for (const auto& [processor, now] : until) {
    const auto before = from.find(processor);
    const auto socket = socket_of(processor);
    if (!socket || before == from.end()) continue;
    const auto busy = now.busy - std::min(now.busy, before->second.busy);
    ticks[*socket] += static_cast<double>(busy) * weight(processor, from, until);
  }
  SocketWork out;
  for (const auto& [socket, amount] : ticks) out[socket] = whole(1000 * amount);
  return out;
}

SocketWork Sockets::work(std::uint64_t ours, const ProcessorTimes& ran, const MachineTimes& from,
                         const MachineTimes& until) const {
  double all = 0;
  std::map<int, double> shares;
  for (const auto& [processor, time] : ran) {
    const auto socket = socket_of(processor);
    if (!socket) continue;
    all += static_cast<double>(time);
    shares[*socket] += static_cast<double>(time) * weight(processor, from, until);
  }
  SocketWork out;
  for (const auto& [socket, share] : shares)
    out[socket] = whole(static_cast<double>(ours) * share / all);
  return out;
}

std::optional<int> socket_of(const Domain& domain) {
  constexpr std::string_view kKey = "socket ";
  if (!domain.device.starts_with(kKey)) return std::nullopt;
  const auto rest = std::string_view(domain.device).substr(kKey.size());
  const auto number = parse_count(rest.substr(0, rest.find('.')));
  return number ? std::optional(static_cast<int>(*number)) : std::nullopt;
}

}  // namespace holon::meter
