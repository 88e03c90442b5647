// SPDX-License-Identifier: Apache-2.0
//
// Keeps a run while it goes on and when it has ended.
#pragma once

#include <optional>
#include <string>

#include "ledger/journal.h"
#include "ledger/ledger.h"
#include "record/run.h"

namespace holon::meter {
class RunMeter;
}

namespace holon::desk {

class RunKeeper {
 public:
  /// An empty address keeps nothing. `journals` is the folder for what goes on, or waits.
  RunKeeper(std::string address, std::string journals)
      : address_(std::move(address)), journals_(std::move(journals)) {}

  /// What is known by now; written down once a second, from the first second on. Throws
  /// `base::WorldError` where it cannot.
  void note(const record::Run& begun, const meter::RunMeter& meter);

  /// The end: adds the run to the ledger. Throws `base::WorldError` where the ledger cannot take
  /// it; the run waits in its journal then, and the next command that opens the ledger adds it.
  void keep(const record::Run& run);

  [[nodiscard]] const std::string& address() const { return address_; }

 private:
  void open_journal(const record::Run& run);
  [[nodiscard]] bool waits_in_new_journal(const record::Run& run);
  [[nodiscard]] ledger::Ledger opened_ledger() const;

  std::string address_;
  std::string journals_;
  std::optional<ledger::Journal> journal_;
  std::vector<record::Energy> rows_;
  record::Instant noted_ns_ = 0;
  bool failed_ = false;
};

}  // namespace holon::desk
