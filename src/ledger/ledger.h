// SPDX-License-Identifier: Apache-2.0
//
// The ledger: every run, for ever. A file of SQLite, or a database of PostgreSQL that a team
// shares; the same tables, the same answers.
//
// A run is added whole or not at all, and what was added outlives a kill, a power cut and a full
// disk. Several processes may write at once. While a run goes on it is in its journal
// (ledger/journal.h), not here.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "record/run.h"
#include "record/total.h"

namespace holon::ledger {

/// Which runs; what is empty does not choose.
struct Filter {
  std::vector<std::string> tags = {};  ///< all of them
  std::string project = {};
  std::string phase = {};
  std::string name = {};
  std::string tool = {};
  std::optional<record::Instant> since_ns = {};  ///< started at or after
  std::optional<record::Instant> until_ns = {};  ///< started before
  std::vector<std::string> ids = {};             ///< one of them
};

/// What a list shows of a run.
struct Entry {
  std::string id;
  std::string name;
  std::string project;
  std::string phase;
  record::Instant start_ns = 0;
  double duration_s = 0;
  std::string ending;
  bool failed = false;
  std::string tool;
  double energy_J = 0;       ///< of what is counted and has a figure
  double measured_J = 0;     ///< of it, what a sensor saw
  std::int64_t missing = 0;  ///< counted components without a figure
  std::optional<double> climate_kg;
};

/// Runs summed up.
struct Totals {
  std::int64_t runs = 0;
  std::int64_t failed = 0;
  double duration_s = 0;
  record::EnergyTotal energy;
  std::optional<double> climate_kg;  ///< of the runs that have it
  std::int64_t without_climate = 0;  ///< runs without carbon
};

/// What adding a run did.
enum class Added {
  is_new,
  already_there,  ///< the same run, byte for byte
  replaced,       ///< it was a shorter or an unfinished form of this run
  kept,           ///< a longer form of this run is there, and stays
};

class Ledger {
 public:
  /// Opens a ledger and makes it where it is missing: a path, or "postgresql://USER@HOST/DATABASE".
  /// Errors: E0703 a ledger of a later holon, E0704 a database of something else. Throws
  /// `base::WorldError` where it cannot be opened.
  [[nodiscard]] static base::Result<Ledger> open(const std::string& address);

  Ledger(Ledger&&) noexcept;
  Ledger& operator=(Ledger&&) noexcept;
  Ledger(const Ledger&) = delete;
  Ledger& operator=(const Ledger&) = delete;
  ~Ledger();

  /// Adds a run. One that is there under the same id is replaced where this one ended later or
  /// was finished, and kept otherwise. A run must not contradict itself (record/json.h); throws
  /// `base::Bug` if it does, `base::WorldError` where it cannot be written: nothing is written
  /// then.
  Added add(const record::Run& run);

  /// Adds runs, all of them or none; what each addition did, in order.
  std::vector<Added> add(const std::vector<record::Run>& runs);

  /// What a list shows of the runs, by their start.
  [[nodiscard]] std::vector<Entry> list(const Filter& filter = {});

  /// The sum of the runs, with its uncertainty (record/total.h).
  [[nodiscard]] Totals totals(const Filter& filter = {});

  /// The runs whole, by their start.
  [[nodiscard]] std::vector<record::Run> runs(const Filter& filter = {});

  /// Hands over the runs one after the other, by their start.
  void for_each(const Filter& filter, const std::function<void(record::Run)>& use);

  /// Adds tags to the runs and takes others away; how many runs have changed.
  std::int64_t tag(const Filter& filter, const std::vector<std::string>& add,
                   const std::vector<std::string>& remove);

  /// Ids that begin so; at most `most`.
  [[nodiscard]] std::vector<std::string> ids_beginning(const std::string& beginning,
                                                       std::size_t most);

  /// The address without a password.
  [[nodiscard]] const std::string& name() const;

 private:
  struct Store;
  explicit Ledger(std::unique_ptr<Store> store);
  std::unique_ptr<Store> store_;
};

/// What a merge did.
struct Merged {
  std::int64_t is_new = 0;
  std::int64_t already_there = 0;
  std::int64_t replaced = 0;
  std::int64_t kept = 0;
};

/// Counts what additions did.
[[nodiscard]] Merged counted(const std::vector<Added>& added);

/// Adds every run of `from` to `into`, all of them or none.
Merged merge(Ledger& into, Ledger& from);

}  // namespace holon::ledger
