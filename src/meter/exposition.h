// SPDX-License-Identifier: Apache-2.0
//
// What a meter tells, for a scrape or for node_exporter's textfile folder: in the text format of
// Prometheus (version 0.0.4), or as OpenMetrics 1.0.
#pragma once

#include <string>

#include "meter/meter.h"
#include "meter/run_meter.h"

namespace holon::meter {

enum class MetricsForm { prometheus, open_metrics };

/// Counters in joules that only rise:
/// `holon_energy_joules_total{device,scope,role,evidence,method}`,
/// `holon_missing_seconds_total{device}`, `holon_failed_reads_total{device}`,
/// `holon_counter_resets_total{device}`; of the command
/// `holon_run_energy_joules_total{run,part}` with the parts command, idle and unattributed of the
/// processors. Labels are escaped.
[[nodiscard]] std::string exposition(const RunMeter& meter, const std::string& run_name,
                                     MetricsForm form = MetricsForm::prometheus);

}  // namespace holon::meter
