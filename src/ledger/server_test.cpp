// SPDX-License-Identifier: Apache-2.0
#include "ledger/server_test.h"

#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>
#include <pwd.h>

#include "base/error.h"
#include "ledger/database.h"
#include "ledger/journal.h"
#include "ledger/recover.h"
#include "ledger/schema.h"

namespace holon::ledger {
namespace {

// PostgreSQL does not run as root
const passwd* unprivileged() {
  if (::geteuid() != 0) return ::getpwuid(::geteuid());
  const auto* user = ::getpwnam("postgres");
  return user != nullptr ? user : ::getpwnam("nobody");
}

std::string installed_programs() {
  std::error_code error;
  std::string latest;
  for (const auto& entry : std::filesystem::directory_iterator("/usr/lib/postgresql", error)) {
    const auto folder = entry.path().string() + "/bin";
    if (std::filesystem::exists(folder + "/initdb")) latest = std::max(latest, folder);
  }
  return latest;
}

pid_t started(const std::vector<std::string>& command, const passwd& user,
              const std::string& folder) {
  const pid_t child = fork();
  if (child != 0) return child;
  std::vector<char*> words;
  for (const auto& word : command) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  const int log = ::open((folder + "/log").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0666);
  ::dup2(log, STDOUT_FILENO);
  ::dup2(log, STDERR_FILENO);
  if (::geteuid() == 0 && (::setgid(user.pw_gid) != 0 || ::setuid(user.pw_uid) != 0)) _exit(126);
  if (::chdir(folder.c_str()) != 0) _exit(126);
  ::execv(words[0], words.data());
  _exit(127);
}

int ended(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

}  // namespace

TestServer::TestServer() : programs_(installed_programs()) {
  const auto* user = unprivileged();
  if (programs_.empty() || user == nullptr) {
    why_not_ = "PostgreSQL is not installed here";
    return;
  }
  if (::geteuid() == 0 && ::chown(folder_.path().c_str(), user->pw_uid, user->pw_gid) != 0) {
    why_not_ = "the folder cannot be given away";
    return;
  }
  const auto data = folder_.file("data");
  const int made = ended(started({programs_ + "/initdb", "-D", data, "-U", "holon", "-E", "UTF8",
                                  "--locale=C.UTF-8", "-A", "trust", "-N"},
                                 *user, folder_.path()));
  if (made != 0) {
    why_not_ = fmt::format("initdb ended with {}", made);
    return;
  }
  process_ = started({programs_ + "/postgres", "-D", data, "-k", folder_.path(), "-c",
                      "listen_addresses=", "-c", "fsync=off"},
                     *user, folder_.path());
  constexpr int kMostTries = 300;
  for (int i = 0; i < kMostTries; ++i) {
    try {
      Database first(address("postgres"));
      return;
    } catch (const base::WorldError& error) {
      why_not_ = error.what();
      ::usleep(100'000);
    }
  }
  ::kill(process_, SIGKILL);
  ended(process_);
  process_ = 0;
}

TestServer::~TestServer() {
  if (process_ <= 0) return;
  ::kill(process_, SIGQUIT);
  ended(process_);
}

std::string TestServer::address(const std::string& database) const {
  return fmt::format("postgresql://holon@/{}?host={}", database, folder_.path());
}

std::string TestServer::database(const std::string& name) const {
  Database first(address("postgres"));
  first.session() << "create database " + name;
  return address(name);
}

namespace {

void check_refusals(const TestServer& server) {
  // a later holon's ledger, and a database of something else
  const auto address = server.database("later");
  opened(address).add(run_named("x"));
  Database(address).session() << "insert into holon_ledger (version) values (99)";
  const auto later = Ledger::open(address);
  REQUIRE(!later.has_value());
  CHECK(later.error().front().code == base::Code::later_ledger);

  const auto other = server.database("other");
  Database(other).session() << "create table bookmarks (url text)";
  const auto not_ours = Ledger::open(other);
  REQUIRE(!not_ours.has_value());
  CHECK(not_ours.error().front().code == base::Code::not_a_ledger);
}

void check_many_at_once(const TestServer& server) {
  const auto address = server.database("many");
  constexpr int kMeters = 4;
  constexpr int kRuns = 10;
  std::vector<pid_t> children;
  for (int meter = 0; meter < kMeters; ++meter) {
    const pid_t child = fork();
    if (child == 0) {
      int code = 0;
      try {
        auto ledger = Ledger::open(address);
        for (int i = 0; ledger && i < kRuns; ++i)
          ledger->add(run_named(fmt::format("{}-{}", meter, i)));
        code = ledger ? 0 : 2;
      } catch (const std::exception&) {
        code = 1;
      }
      _exit(code);
    }
    children.push_back(child);
  }
  for (const auto child : children) CHECK(ended(child) == 0);
  CHECK(opened(address).list().size() == kMeters * kRuns);
}

}  // namespace

TEST_CASE("a ledger answers on a server of PostgreSQL as it does on a file") {
  const TestServer server;
  if (!server.is_running()) {
    MESSAGE("SKIPPED: " << server.why_not());
    return;
  }
  check_store(opened(server.database("ledger")));
  check_refusals(server);
  check_many_at_once(server);

  // a run goes from a file to the server and back without a change
  const ScratchFolder folder;
  auto file = opened(folder.file("ledger.db"));
  auto team = opened(server.database("team"));
  file.add({run_named("a"), run_named("b")});
  CHECK(merge(team, file).is_new == 2);
  CHECK(merge(team, file).already_there == 2);
  CHECK(team.runs() == file.runs());

  // what a meter left behind
  {
    auto journal = Journal::open(journal_path(folder.path(), "left"), run_named("left"));
    Sample sample;
    sample.at_ns = 5'000'000'000;
    sample.elapsed_ns = 4'000'000'000;
    sample.energy_J = {1.0, 2.0, 3.0};
    REQUIRE(journal.append(sample));
  }
  CHECK(recover(team, folder.path()).interrupted.size() == 1);
  CHECK(team.list().size() == 3);
  // what waited on this machine while the server could not be reached
  const auto waiting = journal_folder(server.database("waiting"), folder.path());
  {
    auto journal = Journal::open(journal_path(waiting, "late"), run_named("late"));
    REQUIRE(journal.finish(run_named("late")));
  }
  auto late = opened(server.database("late"));
  CHECK(recover(late, waiting).finished == std::vector<std::string>{"late"});
  CHECK(late.runs() == std::vector<record::Run>{run_named("late")});
  CHECK_THROWS_AS(static_cast<void>(Ledger::open("postgresql://nobody@/none?host=/nowhere")),
                  base::WorldError);
}

TEST_CASE("journals lie beside a file; those of a server lie on this machine, without a password") {
  CHECK(journal_folder("runs/ledger.db", "/data") == "runs/ledger.db.journals");
  const auto folder = journal_folder("postgresql://ann:secret@db/team", "/data");
  CHECK(folder.starts_with("/data/servers/postgresql___ann_db_team-"));
  CHECK(folder.find("secret") == std::string::npos);
  CHECK(folder == journal_folder("postgresql://ann:other@db/team", "/data"));
  CHECK(folder != journal_folder("postgresql://ann_db_team", "/data"));
}

}  // namespace holon::ledger
