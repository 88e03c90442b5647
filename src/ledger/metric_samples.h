// SPDX-License-Identifier: Apache-2.0
//
// What a monitoring system kept: series of samples with their times, out of the text formats of
// Prometheus and OpenMetrics, and out of the answers of Prometheus' query interface.
#pragma once

#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/importer.h"
#include "ledger/power_log.h"

namespace holon::ledger {

/// One value of a series.
struct MetricSample {
  record::Instant at_ns = 0;
  double value = 0;
  base::Span span;
};

/// The values of one metric under one set of labels, in order of time.
struct MetricSeries {
  std::string name;
  std::map<std::string, std::string> labels;  ///< `__name__` apart
  std::vector<MetricSample> samples;

  /// The value of the first of these labels that it has; empty: it has none of them.
  [[nodiscard]] std::string label(std::initializer_list<std::string_view> names) const;
};

/// Series, and what could not be read.
struct Metrics {
  std::vector<MetricSeries> series;
  base::Diagnostics unusable;
};

/// True if a log is of one of these formats and has a metric whose name begins so.
[[nodiscard]] bool has_metrics(const Log& log, std::string_view prefix);

/// The series whose names begin with `prefix`:
///   lines `name{label="value", …} value time`, the time in milliseconds since 1970, or in seconds
///   where the text ends with `# EOF` (OpenMetrics 1.0);
///   JSON `{"data": {"result": [{"metric": {…}, "values": [[seconds, "value"], …]}, …]}}`.
/// A value without a time is of no use: it is told once, with how to get times.
[[nodiscard]] Metrics read_metrics(const Log& log, std::string_view prefix);

/// What a counter of energy rose by. Where it fell, what was used since the value before is a gap,
/// told in `out`: it may have wrapped or begun anew, and nobody knows.
[[nodiscard]] PowerEnergy energy_of_counter(const std::vector<MetricSample>& samples, double unit_J,
                                            Imported& out);

}  // namespace holon::ledger
