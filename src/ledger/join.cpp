// SPDX-License-Identifier: Apache-2.0
#include "ledger/join.h"

#include <memory>
#include <optional>

#include <fmt/format.h>
#include <soci/soci.h>

#include "base/error.h"
#include "ledger/database.h"
#include "ledger/writer.h"
#include "record/json.h"

namespace holon::ledger {
namespace {

std::optional<record::Run> run_with(Database& database, const std::string& id) {
  std::string text;
  soci::indicator is_there = soci::i_null;
  database.session() << "select record from run_record where run = :id", soci::use(id),
      soci::into(text, is_there);
  if (!database.session().got_data()) return std::nullopt;
  auto run = record::run_from_json(std::make_shared<base::SourceText>(database.name(), text));
  if (!run)
    throw base::WorldError(fmt::format("the ledger {} has a run that cannot be read: {}",
                                       database.name(), run.error().front().message));
  return std::move(*run);
}

}  // namespace

std::int64_t join_impacts(const std::string& address,
                          const std::map<std::string, record::Impact>& impacts) {
  Database database(address);
  std::int64_t found = 0;
  database.transaction([&] {
    found = 0;
    RunWriter writer(database);
    for (const auto& [id, impact] : impacts) {
      auto run = run_with(database, id);
      if (!run) continue;
      std::erase_if(run->impacts, [&](const record::Impact& before) {
        return before.category == impact.category;
      });
      run->impacts.push_back(impact);
      base::check(record::contradictions(*run).empty(), "a run that is joined stays sound");
      writer.replace(*run);
      ++found;
    }
  });
  return found;
}

}  // namespace holon::ledger
