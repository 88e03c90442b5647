// SPDX-License-Identifier: Apache-2.0
#include "desk/ledger_address.h"

#include <map>

#include <doctest/doctest.h>

#include "base/error.h"
#include "desk/run_identity.h"

namespace holon::desk {
namespace {

Environment environment(std::map<std::string, std::string> variables) {
  return [variables = std::move(variables)](const char* name) {
    const auto found = variables.find(name);
    return found == variables.end() ? "" : found->second;
  };
}

TEST_CASE("the default ledger is the one that is named, else where a user's data lies") {
  CHECK(default_ledger(environment({{"HOLON_LEDGER", "/a.db"}, {"HOME", "/h"}})) == "/a.db");
  CHECK(default_ledger(environment({{"XDG_DATA_HOME", "/x"}, {"HOME", "/h"}})) ==
        "/x/holon/ledger.db");
  CHECK(default_ledger(environment({{"HOME", "/h"}})) == "/h/.local/share/holon/ledger.db");
  CHECK(default_ledger(environment({})).empty());
}

TEST_CASE("journals lie beside a file, and where a user's data lies for a server") {
  const auto at_home = environment({{"HOME", "/h"}});
  CHECK(journals_of("/a/b.db", at_home).starts_with("/a/"));
  CHECK(journals_of("postgresql://me@there/runs", at_home).starts_with("/h/.local/share/holon"));
}

TEST_CASE("a ledger that is not there is an error of the world") {
  CHECK_THROWS_AS(static_cast<void>(existing_ledger("/no/such/ledger.db")), base::WorldError);
}

TEST_CASE("ranks of one job have a name in common, and others have none") {
  CHECK(job_of(environment({{"SLURM_JOB_ID", "7"}, {"SLURM_STEP_ID", "0"}})) == "SLURM_JOB_ID=7.0");
  CHECK(job_of(environment({{"HOME", "/h"}})).empty());
}

TEST_CASE("ids are those of version 7, and no two are the same") {
  const auto first = new_id();
  CHECK(first.size() == 36);
  CHECK(first[14] == '7');
  CHECK(first != new_id());
}

}  // namespace
}  // namespace holon::desk
