// SPDX-License-Identifier: Apache-2.0
#include "desk/window.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <thread>
#include <sys/wait.h>
#include <unistd.h>

#include <doctest/doctest.h>

#include "ledger/ledger.h"
#include "record/json.h"
#include "record/total.h"

namespace holon::desk {
namespace {

// a folder of its own that goes away
class Scratch {
 public:
  Scratch()
      : path_(std::filesystem::temp_directory_path() /
              ("holon-window-" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(path_);
  }
  ~Scratch() { std::filesystem::remove_all(path_); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  [[nodiscard]] std::string ledger() const { return (path_ / "ledger.db").string(); }

 private:
  std::filesystem::path path_;
};

WindowOptions options(const std::string& name, const Scratch& scratch) {
  WindowOptions out;
  out.name = name;
  out.ledger = scratch.ledger();
  out.journals = scratch.ledger() + ".journals";
  out.period_s = 0.005;
  return out;
}

std::vector<record::Run> kept(const Scratch& scratch) {
  auto ledger = ledger::Ledger::open(scratch.ledger());
  return ledger.value().runs();
}

void pause() { std::this_thread::sleep_for(std::chrono::milliseconds(30)); }

bool has_note(const record::Run& run, const std::string& note) {
  return std::find(run.notes.begin(), run.notes.end(), note) != run.notes.end();
}

TEST_CASE("a window becomes a run that contradicts nothing, and the ledger has it") {
  const Scratch scratch;
  Window window(options("work", scratch));
  // without a sensor only the load is looked at, twenty times a second
  for (int i = 0; i < 4; ++i) pause();
  CHECK(window.status().elapsed_s > 0);
  const auto report = window.end("");
  CHECK(report.faults.empty());
  CHECK(record::contradictions(report.run).empty());
  CHECK(record::duration_s(report.run) >= 0.03);
  CHECK(record::energy_of(report.run).energy_J() > 0);
  CHECK_FALSE(report.run.outcome.failed);
  CHECK(kept(scratch) == std::vector{report.run});
  // what has ended stays ended
  CHECK(window.end("late").run == report.run);
}

TEST_CASE("windows lie inside one another, and the inner one says where") {
  const Scratch scratch;
  Window outer(options("outer", scratch));
  auto within = options("inner", scratch);
  within.inside = outer.id();
  Window inner(within);
  pause();
  const auto inside = inner.end("").run;
  pause();
  const auto around = outer.end("").run;
  CHECK(record::duration_s(inside) < record::duration_s(around));
  CHECK(record::energy_of(inside).energy_J() <= record::energy_of(around).energy_J());
  CHECK(has_note(inside, "inside the run " + around.id));
}

TEST_CASE("lost work is a run that failed") {
  const Scratch scratch;
  Window window(options("lost", scratch));
  const auto& run = window.end("ValueError").run;
  CHECK(run.outcome.failed);
  CHECK(has_note(run, "the work ended by ValueError"));
}

TEST_CASE("a window that nobody ends is ended with its object, as failed") {
  const Scratch scratch;
  {
    const Window window(options("left", scratch));
  }
  const auto runs = kept(scratch);
  REQUIRE(runs.size() == 1);
  CHECK(runs.front().outcome.failed);
}

TEST_CASE("a fault of the meter is told, and the run is kept all the same") {
  const Scratch scratch;
  auto wrong = options("nowhere", scratch);
  wrong.machine.sysroot = "/no/such/tree";
  Window window(wrong);
  const auto report = window.end("");
  CHECK(report.faults.size() == 1);
  CHECK(report.run.energy.empty());
  CHECK(kept(scratch).size() == 1);
}

TEST_CASE("ranks of one job: the windows of one process are no rivals") {
  const Scratch scratch;
  auto ranked = options("rank", scratch);
  ranked.job = "window-test-" + std::to_string(::getpid());
  Window outer(ranked);
  Window inner(ranked);
  pause();
  CHECK(record::energy_of(inner.end("").run).energy_J() > 0);
  CHECK(record::energy_of(outer.end("").run).energy_J() > 0);
}

TEST_CASE("a process that was forked off leaves the window to its parent") {
  const Scratch scratch;
  auto window = std::make_unique<Window>(options("parent", scratch));
  const auto child = ::fork();
  if (child == 0) {
    const bool is_left = !window->is_ours() && window->end("").run.end_ns == 0;
    window.reset();
    ::_exit(is_left ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
  CHECK_FALSE(window->end("").run.outcome.failed);
  CHECK(kept(scratch).size() == 1);
}

}  // namespace
}  // namespace holon::desk
