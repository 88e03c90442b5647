// SPDX-License-Identifier: Apache-2.0
#include "meter/control_group.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "base/text.h"

namespace holon::meter {
namespace {

// 64 hexadecimal digits in a row, as all container runtimes name theirs
std::string container_in(std::string_view part) {
  constexpr std::size_t kLength = 64;
  std::size_t run = 0;
  for (std::size_t i = 0; i < part.size(); ++i) {
    run = std::isxdigit(static_cast<unsigned char>(part[i])) != 0 ? run + 1 : 0;
    const bool ends =
        i + 1 == part.size() || std::isxdigit(static_cast<unsigned char>(part[i + 1])) == 0;
    if (run == kLength && ends) return std::string(part.substr(i + 1 - kLength, kLength));
  }
  return "";
}

std::string runtime_in(std::string_view path) {
  for (const std::string_view runtime : {"docker", "containerd", "crio", "libpod", "lxc"}) {
    if (path.find(runtime) != std::string_view::npos)
      return runtime == "libpod" ? "podman" : std::string(runtime);
  }
  return "";
}

// "pod4fb1c7e8_…" of systemd's driver, "pod4fb1c7e8-…" of cgroupfs
std::string pod_in(std::string_view part) {
  const auto at = part.rfind("pod");
  constexpr std::size_t kLength = 36;
  if (at == std::string_view::npos || part.size() < at + 3 + kLength) return "";
  std::string out(part.substr(at + 3, kLength));
  std::replace(out.begin(), out.end(), '_', '-');
  for (std::size_t i = 0; i < out.size(); ++i) {
    const bool is_hyphen = i == 8 || i == 13 || i == 18 || i == 23;
    if (is_hyphen != (out[i] == '-')) return "";
    if (!is_hyphen && std::isxdigit(static_cast<unsigned char>(out[i])) == 0) return "";
  }
  return out;
}

std::string number_of(std::string_view part, std::string_view prefix) {
  if (!part.starts_with(prefix)) return "";
  const auto rest = part.substr(prefix.size());
  return parse_count(rest) ? std::string(rest) : "";
}

void read_path(std::string_view path, ControlGroup& out) {
  bool is_slurm = path.find("slurm") != std::string_view::npos;
  for (const auto& part : base::split(path, '/')) {
    if (auto found = container_in(part); !found.empty()) out.container = std::move(found);
    if (auto found = pod_in(part); !found.empty()) out.pod = std::move(found);
    if (!is_slurm) continue;
    if (auto found = number_of(part, "job_"); !found.empty()) out.job = std::move(found);
    if (part.starts_with("step_") && !out.job.empty()) out.step = part.substr(5);
  }
  if (out.runtime.empty()) out.runtime = runtime_in(path);
}

}  // namespace

ControlGroup parse_control_group(std::string_view text) {
  ControlGroup out;
  std::string unified;
  std::string accounting;
  for (const auto& line : base::split(text, '\n')) {
    const auto first = line.find(':');
    const auto second = first == std::string::npos ? first : line.find(':', first + 1);
    if (second == std::string::npos) continue;
    const auto controllers = "," + line.substr(first + 1, second - first - 1) + ",";
    const auto path = line.substr(second + 1);
    if (line.starts_with("0::")) unified = path;
    if (controllers.find(",cpuacct,") != std::string::npos) accounting = path;
    read_path(path, out);
  }
  // hybrid systems have both; version 1 accounts there
  out.is_unified = accounting.empty();
  out.path = out.is_unified ? unified : accounting;
  return out;
}

record::Scope scope_of(const ControlGroup& group) {
  if (!group.pod.empty()) return record::Scope::pod;
  if (!group.container.empty()) return record::Scope::container;
  if (!group.job.empty()) return record::Scope::job;
  return record::Scope::cgroup;
}

std::optional<std::uint64_t> cpu_time_ns(const Sysroot& sysroot, const ControlGroup& group) {
  if (!group.is_unified) {
    for (const char* folder : {"/sys/fs/cgroup/cpuacct", "/sys/fs/cgroup/cpu,cpuacct"}) {
      if (auto out = read_count(sysroot, fmt::format("{}{}/cpuacct.usage", folder, group.path)))
        return out;
    }
    return std::nullopt;
  }
  const auto text = sysroot.read(fmt::format("/sys/fs/cgroup{}/cpu.stat", group.path)).text;
  for (const auto& line : base::split(text, '\n')) {
    constexpr std::string_view kKey = "usage_usec ";
    if (!line.starts_with(kKey)) continue;
    const auto microseconds = parse_count(std::string_view(line).substr(kKey.size()));
    constexpr std::uint64_t kNanoseconds = 1000;
    if (microseconds) return *microseconds * kNanoseconds;
  }
  return std::nullopt;
}

}  // namespace holon::meter
