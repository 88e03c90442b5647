// SPDX-License-Identifier: Apache-2.0
#include "desk/ledger_address.h"

#include <array>
#include <memory>
#include <utility>
#include <unistd.h>

#include <fmt/format.h>

#include "base/error.h"
#include "base/file.h"
#include "ledger/importer.h"

namespace holon::desk {

std::string default_ledger(const Environment& environment) {
  constexpr std::array<std::pair<const char*, const char*>, 3> kPlaces{
      {{"HOLON_LEDGER", ""},
       {"XDG_DATA_HOME", "/holon/ledger.db"},
       {"HOME", "/.local/share/holon/ledger.db"}}};
  for (const auto& [variable, rest] : kPlaces) {
    const auto value = environment(variable);
    if (!value.empty()) return value + rest;
  }
  return "";
}

bool is_file(const std::string& address) { return address.find("://") == std::string::npos; }

ledger::Ledger existing_ledger(std::string address) {
  if (is_file(address) && ::access(address.c_str(), R_OK) != 0)
    throw base::WorldError(fmt::format("there is no ledger {}", address));
  std::vector<record::Run> runs;
  if (is_file(address) && ledger::is_other_file(address)) {
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
