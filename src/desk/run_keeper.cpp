// SPDX-License-Identifier: Apache-2.0
#include "desk/run_keeper.h"

#include <chrono>

#include <fmt/format.h>

#include "base/error.h"
#include "ledger/recover.h"
#include "meter/run_meter.h"

namespace holon::desk {
namespace {

record::Instant wall_ns() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

}  // namespace

void RunKeeper::note(const record::Run& begun, const meter::RunMeter& meter) {
  constexpr record::Instant kBetween = 1'000'000'000;
  const auto now = wall_ns();
  if (address_.empty() || failed_) return;
  if (noted_ns_ == 0) noted_ns_ = begun.start_ns;
  if (now - noted_ns_ < kBetween) return;
  noted_ns_ = now;
  record::Run run;
  if (journal_) {
    meter.fill_energy(run);
  } else {
    run = begun;
    meter.fill(run);
    failed_ = true;  // told once, not every second
    rows_ = run.energy;
    run.notes.clear();
    run.end_ns = now;
    open_journal(run);
    failed_ = false;
  }
  ledger::Sample sample;
  sample.at_ns = now;
  sample.elapsed_ns = run.duration_ns.value_or(now - begun.start_ns);
  for (const auto& row : rows_) {
    auto& energy = sample.energy_J.emplace_back();
    auto& uncertainty = sample.uncertainty_J.emplace_back();
    for (const auto& one : run.energy) {
      if (one.device != row.device || one.component != row.component) continue;
      energy = one.energy_J;
      uncertainty = one.uncertainty_J;
    }
  }
  if (journal_->append(sample)) return;
  failed_ = true;
  throw base::WorldError("the journal of the run cannot be written: " + journal_->fault());
}

void RunKeeper::open_journal(const record::Run& run) {
  journal_ = ledger::Journal::open(ledger::journal_path(journals_, run.id), run);
}

// The journal has the run before the ledger is asked; a run too short for one gets it when the
// ledger fails.
void RunKeeper::keep(const record::Run& run) {
  if (address_.empty()) return;
  bool waits = journal_ && journal_->finish(run);
  std::optional<ledger::Ledger> ledger;
  try {
    ledger = opened_ledger();
    ledger->add(run);
  } catch (const base::WorldError& error) {
    waits = waits || waits_in_new_journal(run);
    if (!waits) throw base::WorldError(fmt::format("{}; the run is kept nowhere", error.what()));
    throw base::WorldError(fmt::format(
        "{}; the run waits in {}, and the next `holon ledger` of this ledger takes it in",
        error.what(), journal_->path()));
  }
  if (journal_) journal_->discard();
  // runs whose meter was killed, or whose ledger could not be reached
  ledger::recover(*ledger, journals_);
}

// false where there is one that failed, or none can be made
bool RunKeeper::waits_in_new_journal(const record::Run& run) {
  if (journal_) return false;
  try {
    open_journal(run);
  } catch (const base::WorldError&) {
    return false;
  }
  return journal_->finish(run);
}

ledger::Ledger RunKeeper::opened_ledger() const {
  auto ledger = ledger::Ledger::open(address_);
  if (!ledger) throw base::WorldError(ledger.error().front().message);
  return std::move(*ledger);
}

}  // namespace holon::desk
