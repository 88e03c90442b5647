// SPDX-License-Identifier: Apache-2.0
//
// Any bytes are a log of some tool, a journal, a run, or refused. What is read contradicts nothing
// and comes back from JSON as itself.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "ledger/importer.h"
#include "ledger/journal.h"
#include "record/json.h"

namespace {

using namespace holon;

void check(const record::Run& run) {
  if (!record::contradictions(run).empty()) std::abort();
  const auto text = record::to_json(run);
  const auto back = record::run_from_json(std::make_shared<base::SourceText>("fuzz", text));
  // bytes that were not UTF-8 have been replaced, and stay so
  if (!back || record::to_json(*back) != text) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  const ledger::Log log{std::make_shared<base::SourceText>("fuzz", bytes)};
  for (const auto& importer : ledger::importers()) {
    static_cast<void>(importer.recognises(log));
    const auto read = importer.read(log);
    for (const auto& run : read.runs) check(run);
    for (const auto& one : read.unusable) static_cast<void>(base::render(one, false));
  }
  if (const auto run = ledger::run_of(ledger::read_journal(bytes))) check(*run);
  const auto runs = record::runs_from_json(log.source);
  if (!runs) {
    for (const auto& one : runs.error()) static_cast<void>(base::render(one, false));
  }
  return 0;
}
