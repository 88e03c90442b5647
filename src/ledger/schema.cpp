// SPDX-License-Identifier: Apache-2.0
#include "ledger/schema.h"

#include <array>

#include <fmt/format.h>

namespace holon::ledger {
namespace {

// A run is kept whole in `record` (record/json.h); the columns beside it are what is asked for
// often. Tags and energies have rows of their own, so that filters and sums are the database's.
const std::array kMigrations{
    Migration{1,
              {
                  "create table run ("
                  " id text primary key, name text not null, project text not null,"
                  " phase text not null, start_ns bigint not null, end_ns bigint not null,"
                  " duration_s double precision not null, ending text not null,"
                  " failed integer not null, tool text not null,"
                  " energy_J double precision not null, measured_J double precision not null,"
                  " missing integer not null, climate_kg double precision,"
                  " record text not null)",
                  "create index run_by_start on run (start_ns)",
                  "create table run_tag ("
                  " run text not null references run (id) on delete cascade,"
                  " tag text not null, primary key (run, tag))",
                  "create index run_by_tag on run_tag (tag)",
                  "create table run_energy ("
                  " run text not null references run (id) on delete cascade,"
                  " evidence text not null, cause text not null,"
                  " energy_J double precision not null, uncertainty_J double precision)",
                  "create index energy_of_run on run_energy (run)",
              }},
};

base::Diagnostics refused(base::Code code, std::string message, std::string help) {
  base::Diagnostic out;
  out.code = code;
  out.message = std::move(message);
  out.help.push_back(std::move(help));
  return {out};
}

// read inside the transaction that changes it, so that of two processes one waits for the other
int version_of(Database& database) {
  auto& sql = database.session();
  sql << fmt::format("create table if not exists {} (version integer not null)", kVersionTable);
  if (database.kind() == DatabaseKind::postgresql)
    sql << fmt::format("lock table {} in exclusive mode", kVersionTable);
  int version = 0;
  sql << fmt::format("select coalesce(max(version), 0) from {}", kVersionTable),
      soci::into(version);
  return version;
}

void make(Database& database, const Migration& step) {
  auto& sql = database.session();
  for (const auto statement : step.statements) sql << std::string(statement);
  sql << fmt::format("insert into {} (version) values ({})", kVersionTable, step.version);
}

}  // namespace

base::Diagnostics no_ledger(const std::string& name) {
  return refused(base::Code::not_a_ledger, fmt::format("{} is not a ledger", name),
                 "name a new file, or an empty database, and holon makes a ledger of it");
}

std::span<const Migration> migrations() { return kMigrations; }

base::Diagnostics migrate(Database& database, std::span<const Migration> steps) {
  // most ledgers are what they should be: no lock is needed to see that
  int version = 0;
  const bool is_ledger = database.has_table(kVersionTable);
  if (is_ledger) {
    database.guarded([&] {
      database.session() << fmt::format("select coalesce(max(version), 0) from {}", kVersionTable),
          soci::into(version);
    });
  } else if (!database.is_empty() && !database.has_table(kVersionTable)) {
    // asked twice: another process may just have made it
    return no_ledger(database.name());
  }
  const int last = steps.back().version;
  if (version > last)
    return refused(base::Code::later_ledger,
                   fmt::format("{} is a ledger of version {}; this holon knows {}", database.name(),
                               version, last),
                   "a later holon has changed it: update holon; nothing was read or written");
  if (version == last) return {};
  for (const auto& step : steps) {
    database.transaction([&] {
      if (version_of(database) < step.version) make(database, step);
    });
  }
  return {};
}

}  // namespace holon::ledger
