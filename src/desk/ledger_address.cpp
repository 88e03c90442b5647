// SPDX-License-Identifier: Apache-2.0
#include "desk/ledger_address.h"

#include <memory>
#include <unistd.h>

#include <fmt/format.h>

#include "base/error.h"
#include "base/file.h"
#include "ledger/address.h"
#include "ledger/importer.h"
#include "ledger/recover.h"

namespace holon::desk {

namespace {

// where a user's data lies; empty: nowhere
std::string data_folder(const Environment& environment) {
  const auto data = environment("XDG_DATA_HOME");
  if (!data.empty()) return data + "/holon";
  const auto home = environment("HOME");
  return home.empty() ? "" : home + "/.local/share/holon";
}

}  // namespace

std::string default_ledger(const Environment& environment) {
  const auto named = environment("HOLON_LEDGER");
  if (!named.empty()) return named;
  const auto folder = data_folder(environment);
  return folder.empty() ? "" : folder + "/ledger.db";
}

std::string journals_of(const std::string& address, const Environment& environment) {
  const auto folder = data_folder(environment);
  return ledger::journal_folder(address, folder.empty() ? "." : folder);
}

ledger::Ledger existing_ledger(std::string address) {
  const bool is_file = !ledger::is_on_server(address);
  if (is_file && ::access(address.c_str(), R_OK) != 0)
    throw base::WorldError(fmt::format("there is no ledger {}", address));
  std::vector<record::Run> runs;
  if (is_file && ledger::is_other_file(address)) {
    const ledger::Log log{std::make_shared<base::SourceText>(address, base::read_file(address))};
    const auto* importer = ledger::importer_of(log);
    if (importer == nullptr)
      throw base::WorldError(fmt::format("{} is no ledger, and no log that holon knows", address));
    runs = importer->read(log).runs;
    address = ":memory:";
  }
  auto ledger = ledger::Ledger::open(address);
  if (!ledger) throw base::WorldError(ledger.error().front().message);
  if (!runs.empty()) ledger->add(runs);
  return std::move(*ledger);
}

}  // namespace holon::desk
