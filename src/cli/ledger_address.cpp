// SPDX-License-Identifier: Apache-2.0
#include "cli/ledger_address.h"

#include <filesystem>
#include <unistd.h>

#include <fmt/format.h>

#include "base/error.h"
#include "cli/environment.h"
#include "desk/ledger_address.h"
#include "ledger/address.h"
#include "ledger/recover.h"

namespace holon::cli {
namespace {

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

std::string default_ledger() { return desk::default_ledger(variable); }

std::string ledger_address(const std::string& option) {
  auto address = option.empty() ? default_ledger() : option;
  if (address.empty())
    throw base::WorldError("there is no place for a ledger: HOME is not set",
                           {"`--ledger FILE` names one"});
  return address;
}

std::string journals_of(const std::string& address) { return desk::journals_of(address, variable); }

ledger::Ledger existing_ledger(const std::string& option) {
  return desk::existing_ledger(ledger_address(option));
}

bool is_begun(const std::string& address) {
  if (ledger::is_on_server(address) || ::access(address.c_str(), F_OK) == 0) return true;
  std::error_code none;
  return std::filesystem::directory_iterator(journals_of(address), none) !=
         std::filesystem::directory_iterator();
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
