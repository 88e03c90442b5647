// SPDX-License-Identifier: Apache-2.0
//
// Writes runs into the tables, within a transaction of the caller's.
#pragma once

#include <memory>

#include "ledger/database.h"
#include "ledger/ledger.h"

namespace holon::ledger {

class RunWriter {
 public:
  explicit RunWriter(Database& database);
  ~RunWriter();
  RunWriter(const RunWriter&) = delete;
  RunWriter& operator=(const RunWriter&) = delete;

  /// As `Ledger::add`.
  Added add(const record::Run& run);

  /// Writes a run over the one that has its id.
  void replace(const record::Run& run);

 private:
  struct Statements;
  void insert(const record::Run& run);
  std::unique_ptr<Statements> sql_;
};

}  // namespace holon::ledger
