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

bool is_hex(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](unsigned char c) { return std::isxdigit(c) != 0; });
}

// "pod4fb1c7e8_…" of systemd's driver, "pod4fb1c7e8-…" of cgroupfs, and without either the hash by
// which the kubelet names a static pod
std::string pod_in(std::string_view part) {
  constexpr std::size_t kLength = 36;
  constexpr std::size_t kHash = 32;
  const auto at = part.rfind("pod");
  if (at == std::string_view::npos) return "";
  const auto rest = part.substr(at + 3);
  const auto hash = rest.substr(0, kHash);
  const bool ends = rest.size() == kHash || (rest.size() > kHash && rest[kHash] == '.');
  if (ends && is_hex(hash)) return std::string(hash);
  if (rest.size() < kLength) return "";
  std::string out(rest.substr(0, kLength));
  std::replace(out.begin(), out.end(), '_', '-');
  for (std::size_t i = 0; i < out.size(); ++i) {
    const bool is_hyphen = i == 8 || i == 13 || i == 18 || i == 23;
    if (is_hyphen != (out[i] == '-')) return "";
    if (!is_hyphen && !is_hex({&out[i], 1})) return "";
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

// where its files may be
std::vector<std::string> folders_of(const ControlGroup& group) {
  if (group.is_unified) return {"/sys/fs/cgroup" + group.path};
  return {"/sys/fs/cgroup/cpuacct" + group.path, "/sys/fs/cgroup/cpu,cpuacct" + group.path};
}

// a folder that has this file is a cgroup; `file` lists its threads, one a line
void add_threads(const Sysroot& sysroot, const std::string& folder, const std::string& file,
                 int depth, std::vector<int>& out) {
  constexpr int kDeepest = 16;
  const auto found = sysroot.read(fmt::format("{}/{}", folder, file));
  if (!found.ok() || depth > kDeepest) return;
  for (const auto& line : base::split(found.text, '\n')) {
    if (const auto thread = parse_count(line); thread && *thread > 0)
      out.push_back(static_cast<int>(*thread));
  }
  for (const auto& name : sysroot.list(folder)) {
    // the kernel's own files of a cgroup
    const bool is_file = name.starts_with("cgroup.") || name.starts_with("cpu.") ||
                         name.starts_with("cpuset.") || name.starts_with("memory.") || name == file;
    if (!is_file) add_threads(sysroot, fmt::format("{}/{}", folder, name), file, depth + 1, out);
  }
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

ControlGroup whole_of(const ControlGroup& group, record::Scope scope) {
  const auto is_it = [&](std::string_view part) {
    if (scope == record::Scope::pod) return !group.pod.empty() && pod_in(part) == group.pod;
    if (scope == record::Scope::container)
      return !group.container.empty() && container_in(part) == group.container;
    return scope == record::Scope::job && !group.job.empty() &&
           number_of(part, "job_") == group.job;
  };
  auto out = group;
  for (std::size_t end = 0; end < group.path.size();) {
    const auto start = end + 1;
    end = std::min(group.path.find('/', start), group.path.size());
    if (is_it(std::string_view(group.path).substr(start, end - start)))
      out.path = group.path.substr(0, end);
  }
  return out;
}

std::optional<std::uint64_t> cpu_time_ns(const Sysroot& sysroot, const ControlGroup& group) {
  if (!group.is_unified) {
    for (const auto& folder : folders_of(group)) {
      if (auto out = read_count(sysroot, folder + "/cpuacct.usage")) return out;
    }
    return std::nullopt;
  }
  const auto text = sysroot.read(folders_of(group).front() + "/cpu.stat").text;
  for (const auto& line : base::split(text, '\n')) {
    constexpr std::string_view kKey = "usage_usec ";
    if (!line.starts_with(kKey)) continue;
    const auto microseconds = parse_count(std::string_view(line).substr(kKey.size()));
    constexpr std::uint64_t kNanoseconds = 1000;
    if (microseconds) return *microseconds * kNanoseconds;
  }
  return std::nullopt;
}

std::vector<std::uint64_t> cpu_time_by_processor_ns(const Sysroot& sysroot,
                                                    const ControlGroup& group) {
  std::vector<std::uint64_t> out;
  if (group.is_unified) return out;
  for (const auto& folder : folders_of(group)) {
    const auto text = first_line(sysroot, folder + "/cpuacct.usage_percpu");
    for (const auto& word : base::split(text, ' ')) {
      if (const auto time = parse_count(word)) out.push_back(*time);
    }
    if (!out.empty()) break;
  }
  return out;
}

std::vector<int> threads_of(const Sysroot& sysroot, const ControlGroup& group) {
  std::vector<int> out;
  for (const auto& folder : folders_of(group)) {
    add_threads(sysroot, folder, group.is_unified ? "cgroup.threads" : "tasks", 0, out);
    if (!out.empty()) break;
  }
  return out;
}

}  // namespace holon::meter
