// SPDX-License-Identifier: Apache-2.0
#include "cli/ledger_address.h"

#include <cstdlib>
#include <memory>
#include <unistd.h>

#include <fmt/format.h>

#include "base/error.h"
#include "base/file.h"
#include "ledger/address.h"
#include "ledger/importer.h"
#include "ledger/recover.h"

namespace holon::cli {
namespace {

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

// where a user's data lies; empty: nowhere
std::string data_folder() {
  const auto data = variable("XDG_DATA_HOME");
  if (!data.empty()) return data + "/holon";
  const auto home = variable("HOME");
  return home.empty() ? "" : home + "/.local/share/holon";
}

void tell(const ledger::Recovery& recovery) {
  const auto each = [](const std::vector<std::string>& what, const char* told) {
    for (const auto& one : what) say(fmt::format("holon: {}: {}\n", one, told));
  };
  each(recovery.finished, "this run had ended, and is in the ledger now");
  each(recovery.interrupted,
       "the meter of this run ended before it; the run is in the ledger, marked interrupted");
  each(recovery.damaged, "this journal has no beginning; nothing could be made of it");
  each(recovery.later, "a later holon wrote this journal; it is left as it is");
}

}  // namespace

std::string default_ledger() {
  const auto named = variable("HOLON_LEDGER");
  if (!named.empty()) return named;
  const auto folder = data_folder();
  return folder.empty() ? "" : folder + "/ledger.db";
}

std::string ledger_address(const std::string& option) {
  auto address = option.empty() ? default_ledger() : option;
  if (address.empty())
    throw base::WorldError("there is no place for a ledger: HOME is not set",
                           {"`--ledger FILE` names one"});
  return address;
}

std::string journals_of(const std::string& address) {
  const auto folder = data_folder();
  return ledger::journal_folder(address, folder.empty() ? "." : folder);
}

ledger::Ledger existing_ledger(const std::string& option) {
  auto address = ledger_address(option);
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

std::optional<ledger::Ledger> open_ledger(const std::string& address, ColourChoice colour) {
  auto ledger = ledger::Ledger::open(address);
  if (!ledger) {
    say(ledger.error(), colour);
    return std::nullopt;
  }
  try {
    tell(ledger::recover(*ledger, journals_of(address)));
  } catch (const base::WorldError& error) {
    // a ledger that may only be read can be read all the same
    say(fmt::format("holon: what a meter left cannot be taken in: {}\n", error.what()));
  }
  return std::move(*ledger);
}

}  // namespace holon::cli
