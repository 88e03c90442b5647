// SPDX-License-Identifier: Apache-2.0
//
// Keeps a run while it goes on and when it has ended.
#pragma once

#include <optional>
#include <string>

#include "ledger/journal.h"
#include "record/run.h"

namespace holon::meter {
class RunMeter;
}

namespace holon::desk {

class RunKeeper {
 public:
  /// An empty address keeps nothing.
  explicit RunKeeper(std::string address) : address_(std::move(address)) {}

  /// What is known by now; written down once a second, from the first second on. Throws
  /// `base::WorldError` where it cannot.
  void note(const record::Run& begun, const meter::RunMeter& meter);

  /// The end: adds the run to the ledger. Throws `base::WorldError`; the journal stays then, and
  /// the next command that opens the ledger makes a run of it.
  void keep(const record::Run& run);

  [[nodiscard]] const std::string& address() const { return address_; }

 private:
  std::string address_;
  std::optional<ledger::Journal> journal_;
  std::vector<record::Energy> rows_;
  record::Instant noted_ns_ = 0;
  bool failed_ = false;
};

}  // namespace holon::desk
