// SPDX-License-Identifier: Apache-2.0
#include "desk/run_identity.h"

#include <chrono>
#include <cstdint>
#include <random>

#include <fmt/format.h>

namespace holon::desk {

record::Instant wall_ns() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

std::string new_id() {
  // behind the time: what keeps runs of one moment apart
  std::random_device device;
  const auto milliseconds = static_cast<std::uint64_t>(wall_ns() / 1'000'000);
  const auto word = [&] { return static_cast<std::uint64_t>(device()); };
  return fmt::format("{:08x}-{:04x}-7{:03x}-{:04x}-{:04x}{:08x}", milliseconds >> 16U,
                     milliseconds & 0xFFFFU, word() & 0xFFFU, 0x8000U | (word() & 0x3FFFU),
                     word() & 0xFFFFU, word() & 0xFFFF'FFFFU);
}

std::string job_of(const Environment& environment) {
  for (const char* name : {"SLURM_JOB_ID", "PMI_JOBID", "PMIX_NAMESPACE", "OMPI_MCA_ess_base_jobid",
                           "LSB_JOBID", "PBS_JOBID", "TORCHELASTIC_RUN_ID"}) {
    const auto job = environment(name);
    if (job.empty()) continue;
    const auto step = environment("SLURM_STEP_ID");
    return fmt::format("{}={}.{}", name, job, step);
  }
  return "";
}

std::optional<double> share_of(const meter::RunMeter& meter) {
  std::int64_t ours = 0;
  std::int64_t all = 0;
  const auto results = meter.meter().results();
  for (std::size_t i = 0; i < results.size() && i < meter.splits().size(); ++i) {
    if (results[i].role != meter::Role::counted || results[i].domain.scope == meter::Scope::gpu)
      continue;
    const auto& split = meter.splits()[i];
    ours += split.ours_uJ;
    all += split.ours_uJ + split.idle_uJ + split.unattributed_uJ;
  }
  if (all <= 0) return std::nullopt;
  return static_cast<double>(ours) / static_cast<double>(all);
}

}  // namespace holon::desk
