// SPDX-License-Identifier: Apache-2.0
#include "cli/ledger_address.h"

#include <array>
#include <cstdlib>
#include <memory>
#include <unistd.h>

#include <fmt/format.h>

#include "base/error.h"
#include "base/file.h"
#include "ledger/importer.h"
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

std::string ledger_address(const std::string& option) {
  if (!option.empty()) return option;
  constexpr std::array<std::pair<const char*, const char*>, 3> kPlaces{
      {{"HOLON_LEDGER", ""},
       {"XDG_DATA_HOME", "/holon/ledger.db"},
       {"HOME", "/.local/share/holon/ledger.db"}}};
  for (const auto& [variable, rest] : kPlaces) {
    const char* value = std::getenv(variable);
    if (value != nullptr && *value != '\0') return std::string(value) + rest;
  }
  throw base::WorldError("there is no place for a ledger: HOME is not set",
                         {"`--ledger FILE` names one"});
}

ledger::Ledger existing_ledger(const std::string& option) {
  auto address = ledger_address(option);
  const bool is_file = address.find("://") == std::string::npos;
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
    tell(ledger::recover(*ledger, ledger::journal_folder(address)));
  } catch (const base::WorldError& error) {
    // a ledger that may only be read can be read all the same
    say(fmt::format("holon: what a meter left cannot be taken in: {}\n", error.what()));
  }
  return std::move(*ledger);
}

}  // namespace holon::cli
