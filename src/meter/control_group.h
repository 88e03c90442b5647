// SPDX-License-Identifier: Apache-2.0
//
// In what a process runs: cgroup, container, Slurm job, Kubernetes pod; and the processor time of a
// cgroup.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "meter/sysroot.h"
#include "record/run.h"

namespace holon::meter {

/// What the paths of /proc/PID/cgroup say.
struct ControlGroup {
  std::string path;        ///< of version 2, or of version 1's cpuacct
  bool is_unified = true;  ///< version 2
  std::string container;   ///< its identifier, 64 hexadecimal digits; empty: none
  std::string runtime;     ///< docker, containerd, crio, podman, …; empty: unknown
  std::string pod;   ///< Kubernetes' unique identifier: with hyphens, or the hash of a static pod
  std::string job;   ///< Slurm's number
  std::string step;  ///< of the job
};

[[nodiscard]] ControlGroup parse_control_group(std::string_view text);

/// The narrowest thing it is part of: a pod, a container, a job, a cgroup.
[[nodiscard]] record::Scope scope_of(const ControlGroup& group);

/// The cgroup of the whole pod, container or job that it lies in: of a pod all its containers, of a
/// job all its steps. Itself for other scopes, and where there is no such thing.
[[nodiscard]] ControlGroup whole_of(const ControlGroup& group, record::Scope scope);

/// Processor time [ns] of all that ran in it since it began, children that ended included: cpu.stat
/// of version 2, cpuacct.usage of version 1. Nothing if neither can be read.
[[nodiscard]] std::optional<std::uint64_t> cpu_time_ns(const Sysroot& sysroot,
                                                       const ControlGroup& group);

/// The same by the number of a processor [ns], which version 1 alone tells: cpuacct.usage_percpu.
/// Empty if it cannot be read.
[[nodiscard]] std::vector<std::uint64_t> cpu_time_by_processor_ns(const Sysroot& sysroot,
                                                                  const ControlGroup& group);

/// Numbers of the threads that are in it and in the cgroups below it now, as /proc knows them here.
[[nodiscard]] std::vector<int> threads_of(const Sysroot& sysroot, const ControlGroup& group);

}  // namespace holon::meter
