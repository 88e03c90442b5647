// SPDX-License-Identifier: Apache-2.0
//
// A run while it goes on: a file to which every sample is appended. A kill loses nothing that was
// appended, a power cut at most the last sample, a full disk only samples: room for the end is
// kept.
//
// The file: a line "holon-journal 1"; then a line for each entry: a letter for its kind (R the run
// as it began, S a sample, F the run as it ended), a CRC-32C of what follows in eight hexadecimal
// digits, and JSON. Its writer holds a lock (flock) on it, so that others see whether it is alive.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "record/run.h"

namespace holon::ledger {

/// What is known of a run at one moment.
struct Sample {
  record::Instant at_ns = 0;
  std::int64_t elapsed_ns = 0;  ///< since the start, by a clock that does not jump
  /// Since the start, in the order of the run's `energy` as it was when the journal was opened;
  /// nothing: missing so far.
  std::vector<std::optional<double>> energy_J;
  /// One standard deviation, in the same order; may be shorter.
  std::vector<std::optional<double>> uncertainty_J;
  std::optional<double> cpu_time_s;  ///< since the start
  std::vector<record::Gap> gaps;     ///< since the sample before
  friend bool operator==(const Sample&, const Sample&) = default;
};

class Journal {
 public:
  /// Makes a journal and its folder. `run` has what is known at the start: id, command, hardware,
  /// and a row in `energy` for each component. Throws `base::WorldError` where it cannot.
  [[nodiscard]] static Journal open(const std::string& path, const record::Run& run);

  Journal(Journal&& other) noexcept;
  Journal& operator=(Journal&& other) noexcept;
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  /// Closes the file and leaves it: the next `recover` makes a run of it.
  ~Journal();

  /// Appends a sample and waits until it is on the disk; false where it could not be, and what was
  /// appended before stays. An append costs a write and an fdatasync: once a second is plenty.
  bool append(const Sample& sample);

  /// Appends the run as it ended; false where it could not be. Then add the run to the ledger, and
  /// `discard` the journal.
  bool finish(const record::Run& run);

  /// Removes the file: its run is in the ledger.
  void discard();

  [[nodiscard]] const std::string& path() const { return path_; }

  /// Why the last append or finish failed.
  [[nodiscard]] const std::string& fault() const { return fault_; }

 private:
  Journal() = default;
  void close() noexcept;
  bool write(const std::string& line, bool may_use_reserve);
  bool has_room(std::size_t more);
  bool rewrite();
  bool fail(const char* what);

  int file_ = -1;
  std::string path_;
  std::string begin_;              ///< the first lines
  std::vector<std::string> kept_;  ///< the last sample of each full hour, and samples with gaps
  std::string last_;
  std::int64_t last_hour_ = 0;
  bool last_has_gaps_ = false;
  std::int64_t end_ = 0;        ///< of what was written whole
  std::int64_t allocated_ = 0;  ///< room that the disk has promised
  std::string fault_;
};

/// What a journal holds.
struct JournalContent {
  std::optional<record::Run> begun;
  std::vector<Sample> samples;
  std::optional<record::Run> ended;
  std::size_t lost_bytes = 0;  ///< behind the last entry that is whole
  bool is_later = false;       ///< a later holon wrote it
};

/// Reads a journal as far as it is whole.
[[nodiscard]] JournalContent read_journal(const std::string& text);

/// The run of a journal: as it ended, or what was known at the last sample, marked interrupted.
/// Nothing where not even the beginning is whole.
[[nodiscard]] std::optional<record::Run> run_of(const JournalContent& content);

}  // namespace holon::ledger
