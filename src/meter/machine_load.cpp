// SPDX-License-Identifier: Apache-2.0
#include "meter/machine_load.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/text.h"

namespace holon::meter {
namespace {

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> out;
  std::size_t at = 0;
  while ((at = text.find_first_not_of(" \t", at)) != std::string_view::npos) {
    const auto end = std::min(text.find_first_of(" \t\n", at), text.size());
    if (end == at) break;
    out.push_back(text.substr(at, end - at));
    at = end;
  }
  return out;
}

// a line of /proc/stat without its name
std::optional<CpuTimes> times_of(const std::vector<std::string_view>& words) {
  constexpr std::size_t kFields = 8;
  if (words.size() < 1 + 4) return std::nullopt;
  std::array<std::uint64_t, kFields> fields{};
  for (std::size_t i = 0; i < kFields && i + 1 < words.size(); ++i) {
    const auto value = parse_count(words[i + 1]);
    if (!value) return std::nullopt;
    fields[i] = *value;
  }
  const auto [user, nice, system, idle, waiting, interrupts, soft_interrupts, stolen] = fields;
  return CpuTimes{user + nice + system + interrupts + soft_interrupts + stolen, idle + waiting};
}

}  // namespace

std::optional<CpuTimes> parse_cpu_times(std::string_view stat) {
  const auto words = words_of(stat.substr(0, stat.find('\n')));
  return !words.empty() && words.front() == "cpu" ? times_of(words) : std::nullopt;
}

std::map<int, CpuTimes> parse_times_of_each(std::string_view stat) {
  constexpr std::string_view kName = "cpu";
  std::map<int, CpuTimes> out;
  while (!stat.empty()) {
    const auto end = std::min(stat.find('\n'), stat.size());
    const auto words = words_of(stat.substr(0, end));
    stat.remove_prefix(std::min(end + 1, stat.size()));
    if (words.empty() || !words.front().starts_with(kName)) continue;
    const auto processor = parse_count(words.front().substr(kName.size()));
    const auto times = processor ? times_of(words) : std::nullopt;
    if (times) out[static_cast<int>(*processor)] = *times;
  }
  return out;
}

std::optional<std::uint64_t> parse_starts(std::string_view stat) {
  constexpr std::string_view kKey = "\nprocesses ";
  const auto at = stat.find(kKey);
  if (at == std::string_view::npos) return std::nullopt;
  const auto rest = stat.substr(at + kKey.size());
  return parse_count(rest.substr(0, rest.find('\n')));
}

std::optional<ProcessTimes> parse_process(std::string_view stat) {
  const auto close = stat.rfind(')');
  const auto pid = parse_count(stat.substr(0, stat.find(' ')));
  if (close == std::string_view::npos || !pid) return std::nullopt;
  const auto words = words_of(stat.substr(close + 1));
  // proc(5): state is field 3, so field n is word n − 3 here
  const auto field = [&](std::size_t n) {
    return n - 3 < words.size() ? parse_count(words[n - 3]) : std::nullopt;
  };
  const auto parent = field(4);
  const auto user = field(14);
  const auto system = field(15);
  const auto reaped_user = field(16);
  const auto reaped_system = field(17);
  const auto threads = field(20);
  const auto resident = field(24);
  const auto processor = field(39);
  if (!parent || !user || !system || !reaped_user || !reaped_system) return std::nullopt;
  return ProcessTimes{static_cast<int>(*pid),
                      static_cast<int>(*parent),
                      *user + *system,
                      *reaped_user + *reaped_system,
                      threads.value_or(0),
                      resident.value_or(0),
                      processor ? static_cast<int>(*processor) : -1};
}

std::optional<double> memory_GB(const Sysroot& sysroot) {
  const auto text = sysroot.read("/proc/meminfo").text;
  constexpr std::string_view kKey = "MemTotal:";
  const auto at = text.find(kKey);
  if (at == std::string::npos) return std::nullopt;
  const auto words = words_of(std::string_view(text).substr(at + kKey.size()));
  const auto kibibytes = words.empty() ? std::nullopt : parse_count(words.front());
  if (!kibibytes) return std::nullopt;
  constexpr double kBytesPerKibibyte = 1024;
  return static_cast<double>(*kibibytes) * kBytesPerKibibyte / 1e9;
}

Processors processors(const Sysroot& sysroot) {
  Processors out;
  std::set<std::string> sockets;
  for (const auto& line : base::split(sysroot.read("/proc/cpuinfo").text, '\n')) {
    const auto colon = line.find(':');
    if (colon == std::string::npos) continue;
    const auto key = base::trim(std::string_view(line).substr(0, colon));
    if (key == "processor") ++out.threads;
    if (key == "model name" && out.model.empty())
      out.model = base::trim(std::string_view(line).substr(colon + 1));
    if (key == "physical id") sockets.insert(line.substr(colon));
  }
  out.sockets = out.threads > 0 ? std::max(static_cast<int>(sockets.size()), 1) : 0;
  return out;
}

}  // namespace holon::meter
