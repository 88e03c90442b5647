// SPDX-License-Identifier: Apache-2.0
//
// What a meter tells, in the text format of Prometheus (version 0.0.4), for a scrape or for
// node_exporter's textfile folder.
#pragma once

#include <string>

#include "meter/meter.h"
#include "meter/run_meter.h"

namespace holon::meter {

/// Counters in joules that only rise:
/// `holon_energy_joules_total{device,scope,role,evidence,method}`,
/// `holon_missing_seconds_total{device}`, `holon_failed_reads_total{device}`,
/// `holon_counter_resets_total{device}`; of the command
/// `holon_run_energy_joules_total{run,part}` with the parts command, idle and unattributed of the
/// processors. Labels are escaped.
[[nodiscard]] std::string exposition(const RunMeter& meter, const std::string& run_name);

}  // namespace holon::meter
