// SPDX-License-Identifier: Apache-2.0
//
// What a run is called, when it is, and whose it was: the same whoever measures.
#pragma once

#include <optional>
#include <string>

#include "desk/environment.h"
#include "meter/run_meter.h"
#include "record/run.h"

namespace holon::desk {

inline constexpr const char* kVersion = "0.1.0";

/// The wall clock.
[[nodiscard]] record::Instant wall_ns();

/// Unique for ever; the time stands first, so that ids sort by it (RFC 9562, version 7).
[[nodiscard]] std::string new_id();

/// What all ranks of one job on this node have in common, and nobody else; empty: no such job.
[[nodiscard]] std::string job_of(const Environment& environment);

/// The part of the processors' energy that was the workload's; nothing where there is none.
[[nodiscard]] std::optional<double> share_of(const meter::RunMeter& meter);

}  // namespace holon::desk
