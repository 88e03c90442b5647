// SPDX-License-Identifier: Apache-2.0
//
// Recorded power: tables of nvidia-smi, and the samples of an external meter (ElmorLabs PMD).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "meter/reading.h"

namespace holon::meter {

/// One moment of a trace.
struct TraceSample {
  Nanoseconds at = 0;  ///< since 1970, by the clock of whoever wrote it
  Reading power_uW;
};

/// The power of one device over time, in order.
struct Trace {
  std::string device;  ///< "gpu 0", "external meter"
  std::string model;   ///< as the table names it; empty: it does not
  std::string column;  ///< the heading that was read
  std::vector<TraceSample> samples;
  base::Diagnostics warnings;  ///< rows that were torn, each with its line

  [[nodiscard]] Nanoseconds first() const { return samples.empty() ? 0 : samples.front().at; }
  [[nodiscard]] Nanoseconds last() const { return samples.empty() ? 0 : samples.back().at; }
};

/// Reads what `nvidia-smi --query-gpu=timestamp,…,power.draw --format=csv` writes: one trace a GPU,
/// told apart by index, uuid or bus id where a column names them. `power.draw.instant` is read
/// before `power.draw`. `[N/A]` and rows that are torn are failed readings, never numbers.
/// `zone_h` is what the table's clock is ahead of UTC [h].
/// Errors: E0623 not a trace.
[[nodiscard]] base::Result<std::vector<Trace>> read_nvidia_smi(const base::SourcePtr& table,
                                                               double zone_h);

/// Reads the samples of a PMD: 18-byte little-endian records, a 16-bit tick count (2934.5 ticks a
/// millisecond) and eight values, volts and amperes in turn, of the four supply lines of a GPU.
/// `start_us` is the moment since 1970 that the
/// recorder wrote down, 50 ms after the first record.
[[nodiscard]] Trace read_pmd(std::string_view records, std::int64_t start_us);

}  // namespace holon::meter
