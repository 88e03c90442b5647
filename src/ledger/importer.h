// SPDX-License-Identifier: Apache-2.0
//
// Logs of other tools become runs. What a log does not say is missing in the run; what cannot be
// used is told with its line.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "record/run.h"

namespace holon::ledger {

/// A log, and what a user knows of it.
struct Log {
  base::SourcePtr source;
  base::SourcePtr companion = nullptr;  ///< a second file of the same run; null: there is none
  std::int64_t zone_s = 0;              ///< of times without a zone, seconds east of UTC
};

/// What a log held.
struct Imported {
  std::vector<record::Run> runs;
  base::Diagnostics unusable;      ///< E0710, a warning for each row that cannot be used
  std::vector<std::string> notes;  ///< columns that are not used, rows that were put together
};

/// One kind of log.
struct Importer {
  std::string_view name;  ///< "codecarbon"
  std::string_view what;  ///< "emissions.csv of CodeCarbon"
  bool (*recognises)(const Log& log);
  Imported (*read)(const Log& log);
};

/// Every kind, in the order in which they are tried.
[[nodiscard]] std::span<const Importer> importers();

/// The importer that recognises a log, or null.
[[nodiscard]] const Importer* importer_of(const Log& log);

/// The path of the file that belongs to a log of several files; empty: it has none.
[[nodiscard]] std::string companion_path(const std::string& path);

// --- what importers share ------------------------------------------------------------------------

/// When a run was. False, and nothing is set, where its start or duration is not known, or is
/// negative or longer than ten years, which is a slip.
[[nodiscard]] bool set_time(record::Run& run, std::optional<record::Instant> start_ns,
                            std::optional<double> duration_s);

/// A warning that a part of a log cannot be used.
[[nodiscard]] base::Diagnostic unusable(const base::Span& where, std::string message,
                                        std::string label = {}, std::string help = {});

/// Thirty-two hexadecimal digits that differ for different texts (FNV-1a, 2 × 64 bit).
[[nodiscard]] std::string fingerprint(std::string_view text);

/// An energy of a run.
[[nodiscard]] record::Energy energy_of(std::string device, std::string component,
                                       record::Evidence evidence, std::optional<double> energy_J);

/// Marks an energy as seen by the sensor of a GPU, which errs by 5 % (one standard deviation), the
/// same way in every run of one model. Source: Z. Yang, K. Adamek, W. Armour, arXiv:2312.02741.
void seen_by_gpu_sensor(record::Energy& energy, std::string sensor, const std::string& model);

// one file each; their list is in importers.cpp
[[nodiscard]] bool is_holon_json(const Log& log);
[[nodiscard]] Imported read_holon_json(const Log& log);
[[nodiscard]] bool is_holon_csv(const Log& log);
[[nodiscard]] Imported read_holon_csv(const Log& log);
[[nodiscard]] bool is_codecarbon(const Log& log);
[[nodiscard]] Imported read_codecarbon(const Log& log);
[[nodiscard]] bool is_carbontracker(const Log& log);
[[nodiscard]] Imported read_carbontracker(const Log& log);
[[nodiscard]] bool is_zeus(const Log& log);
[[nodiscard]] Imported read_zeus(const Log& log);
[[nodiscard]] bool is_eco2ai(const Log& log);
[[nodiscard]] Imported read_eco2ai(const Log& log);
[[nodiscard]] bool is_alumet(const Log& log);
[[nodiscard]] Imported read_alumet(const Log& log);
[[nodiscard]] bool is_nvidia_smi(const Log& log);
[[nodiscard]] Imported read_nvidia_smi(const Log& log);
[[nodiscard]] bool is_mlperf(const Log& log);
[[nodiscard]] Imported read_mlperf(const Log& log);
[[nodiscard]] bool is_kepler(const Log& log);
[[nodiscard]] Imported read_kepler(const Log& log);
[[nodiscard]] bool is_scaphandre(const Log& log);
[[nodiscard]] Imported read_scaphandre(const Log& log);
[[nodiscard]] bool is_ec_nas(const Log& log);
[[nodiscard]] Imported read_ec_nas(const Log& log);

}  // namespace holon::ledger
