// SPDX-License-Identifier: Apache-2.0
#include "ledger/ledger.h"

#include <fstream>

#include <doctest/doctest.h>

#include "base/error.h"
#include "base/property_test.h"
#include "ledger/schema.h"
#include "ledger/store_test.h"
#include "record/random_run_test.h"

namespace holon::ledger {
namespace {

using record::Evidence;

Database raw(const std::string& path) { return Database(path); }

}  // namespace

TEST_CASE("what was added comes back as itself, after the ledger was closed") {
  const ScratchFolder folder;
  base::check_always(50, 400, [&](base::Dice& dice) {
    static int number = 0;
    const auto path = folder.file("r" + std::to_string(++number) + ".db");
    auto run = record::random_run(dice);
    RC_ASSERT(opened(path).add(run) == Added::is_new);
    RC_ASSERT(opened(path).add(run) == Added::already_there);
    const auto back = opened(path).runs();
    RC_ASSERT(back.size() == 1U);
    RC_ASSERT(back.front() == run);
  });
}

TEST_CASE("a ledger answers on a file") {
  const ScratchFolder folder;
  check_store(opened(folder.file("ledger.db")));
}

TEST_CASE("the folder of a ledger is made") {
  const ScratchFolder folder;
  opened(folder.file("a/b/c/ledger.db")).add(run_named("x"));
  CHECK(opened(folder.file("a/b/c/ledger.db")).list().size() == 1);
}

TEST_CASE("a ledger of a later holon is refused, and left as it is") {
  const ScratchFolder folder;
  const auto path = folder.file("ledger.db");
  opened(path).add(run_named("x"));
  raw(path).session() << "insert into holon_ledger (version) values (99)";
  const auto later = Ledger::open(path);
  REQUIRE(!later.has_value());
  CHECK(later.error().front().code == base::Code::later_ledger);
  raw(path).session() << "delete from holon_ledger where version = 99";
  CHECK(opened(path).list().size() == 1);
}

TEST_CASE("a database of something else is refused, and so is a file that is none") {
  const ScratchFolder folder;
  const auto other = folder.file("other.db");
  raw(other).session() << "create table bookmarks (url text)";
  const auto ledger = Ledger::open(other);
  REQUIRE(!ledger.has_value());
  CHECK(ledger.error().front().code == base::Code::not_a_ledger);

  const auto text = folder.file("text.db");
  std::ofstream(text) << std::string(5000, 'x');
  const auto file = Ledger::open(text);
  REQUIRE(!file.has_value());
  CHECK(file.error().front().code == base::Code::not_a_ledger);
  CHECK_THROWS_AS(static_cast<void>(Ledger::open("/proc/none/ledger.db")), base::WorldError);
}

TEST_CASE("a step from version to version is done whole or not at all, and once") {
  const ScratchFolder folder;
  auto database = raw(folder.file("steps.db"));
  const std::vector<Migration> first{
      {1, {"create table a (x integer)", "insert into a values (7)"}}};
  CHECK(migrate(database, first).empty());
  auto steps = first;
  steps.push_back({2, {"alter table a add y integer", "update a set y = x + 1"}});
  CHECK(migrate(database, steps).empty());
  CHECK(migrate(database, steps).empty());
  int y = 0;
  database.session() << "select y from a", soci::into(y);
  CHECK(y == 8);

  // the third cannot be done: nothing of it remains
  steps.push_back({3, {"create table b (x integer)", "no statement at all"}});
  CHECK_THROWS_AS(static_cast<void>(migrate(database, steps)), base::WorldError);
  CHECK(!database.has_table("b"));
  steps.back() = {3, {"create table b (x integer)"}};
  CHECK(migrate(database, steps).empty());
  CHECK(database.has_table("b"));
}

TEST_CASE("one mistake among many runs adds none") {
  const ScratchFolder folder;
  auto ledger = opened(folder.file("ledger.db"));
  auto bad = run_named("bad");
  bad.end_ns = bad.start_ns - 1;
  CHECK_THROWS_AS(ledger.add({run_named("good"), bad}), base::Bug);
  CHECK(ledger.list().empty());
}

TEST_CASE("merging twice is merging once, and neither ledger loses a run") {
  const ScratchFolder folder;
  auto one = opened(folder.file("one.db"));
  auto two = opened(folder.file("two.db"));
  one.add({run_named("a"), run_named("b")});
  two.add({run_named("b"), run_named("c")});
  const auto first = merge(one, two);
  CHECK(first.is_new == 1);
  CHECK(first.already_there == 1);
  const auto again = merge(one, two);
  CHECK(again.is_new == 0);
  CHECK(again.already_there == 2);
  CHECK(one.list().size() == 3);
  CHECK(two.list().size() == 2);
}

}  // namespace holon::ledger
