// SPDX-License-Identifier: Apache-2.0
//
// In what a process runs: cgroup, container, Slurm job, Kubernetes pod; and the processor time of a
// cgroup.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "meter/sysroot.h"
#include "record/run.h"

namespace holon::meter {

/// What the paths of /proc/PID/cgroup say.
struct ControlGroup {
  std::string path;        ///< of version 2, or of version 1's cpuacct
  bool is_unified = true;  ///< version 2
  std::string container;   ///< its identifier, 64 hexadecimal digits; empty: none
  std::string runtime;     ///< docker, containerd, crio, podman, …; empty: unknown
  std::string pod;         ///< Kubernetes' unique identifier, with hyphens
  std::string job;         ///< Slurm's number
  std::string step;        ///< of the job
};

[[nodiscard]] ControlGroup parse_control_group(std::string_view text);

/// The narrowest thing it is part of: a pod, a container, a job, a cgroup.
[[nodiscard]] record::Scope scope_of(const ControlGroup& group);

/// Processor time [ns] of all that ran in it since it began, children that ended included: cpu.stat
/// of version 2, cpuacct.usage of version 1. Nothing if neither can be read.
[[nodiscard]] std::optional<std::uint64_t> cpu_time_ns(const Sysroot& sysroot,
                                                       const ControlGroup& group);

}  // namespace holon::meter
