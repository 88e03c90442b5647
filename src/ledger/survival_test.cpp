// SPDX-License-Identifier: Apache-2.0
//
// Writers that are killed, disks that are full, two at once: each in processes of its own.
#include <algorithm>
#include <cerrno>
#include <csignal>
#include <functional>
#include <random>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <doctest/doctest.h>
#include <sched.h>

#include "base/error.h"
#include "ledger/journal.h"
#include "ledger/recover.h"
#include "ledger/store_test.h"

namespace holon::ledger {
namespace {

constexpr int kSkipped = 77;

// a number that a child writes and its parent reads, even after a kill
class SharedCount {
 public:
  SharedCount()
      : at_(static_cast<volatile std::int64_t*>(mmap(nullptr, sizeof(std::int64_t),
                                                     PROT_READ | PROT_WRITE,
                                                     MAP_SHARED | MAP_ANONYMOUS, -1, 0))) {}
  ~SharedCount() { munmap(const_cast<std::int64_t*>(at_), sizeof(std::int64_t)); }
  SharedCount(const SharedCount&) = delete;
  SharedCount& operator=(const SharedCount&) = delete;
  void set(std::int64_t value) { *at_ = value; }
  [[nodiscard]] std::int64_t get() const { return *at_; }

 private:
  volatile std::int64_t* at_;
};

// a process that does the work and ends; a work that throws ends with 1
pid_t started(const std::function<int()>& work) {
  const pid_t child = fork();
  if (child != 0) return child;
  int code = 1;
  try {
    code = work();
  } catch (const std::exception&) {
    code = 1;
  }
  _exit(code);
}

int ended(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

Sample second(std::int64_t i) {
  Sample out;
  out.at_ns = 1'000'000'000 * (i + 1);
  out.elapsed_ns = 1'000'000'000 * i;
  out.energy_J = {static_cast<double>(i), static_cast<double>(2 * i), {}};
  return out;
}

}  // namespace

TEST_CASE("a meter that is killed at any moment loses nothing that it had appended") {
  std::mt19937 dice(20'220'701);
  int with_samples = 0;
  for (int round = 0; round < 25; ++round) {
    const ScratchFolder folder;
    SharedCount appended;
    const auto child = started([&] {
      auto journal = Journal::open(journal_path(folder.path(), "killed"), run_named("killed"));
      for (std::int64_t i = 1;; ++i) {
        if (!journal.append(second(i))) return 2;
        appended.set(i);
      }
    });
    usleep(static_cast<useconds_t>(dice() % 12'000));
    kill(child, SIGKILL);
    CHECK(ended(child) == 128 + SIGKILL);

    auto ledger = opened(folder.file("ledger.db"));
    recover(ledger, folder.path());
    const auto runs = ledger.runs();
    if (appended.get() == 0) continue;
    ++with_samples;
    REQUIRE(runs.size() == 1);
    const auto joules = runs[0].energy[0].energy_J.value_or(-1);
    // one more may have been written, of which the child could not tell
    CHECK(joules >= static_cast<double>(appended.get()));
    CHECK(joules <= static_cast<double>(appended.get() + 1));
    CHECK(runs[0].energy[1].energy_J == 2 * joules);
  }
  CHECK(with_samples > 10);
}

TEST_CASE("a ledger whose writer is killed at any moment has every run that was added") {
  std::mt19937 dice(7);
  for (int round = 0; round < 10; ++round) {
    const ScratchFolder folder;
    const auto path = folder.file("ledger.db");
    SharedCount added;
    const auto child = started([&] {
      auto ledger = Ledger::open(path);
      for (std::int64_t i = 1; ledger; ++i) {
        ledger->add(run_named("run " + std::to_string(i), i));
        added.set(i);
      }
      return 2;
    });
    usleep(static_cast<useconds_t>(20'000 + dice() % 60'000));
    kill(child, SIGKILL);
    CHECK(ended(child) == 128 + SIGKILL);

    auto ledger = opened(path);
    const auto runs = ledger.runs();
    const auto count = static_cast<std::int64_t>(runs.size());
    CHECK(count >= added.get());
    CHECK(count <= added.get() + 1);
    const bool whole = std::all_of(runs.begin(), runs.end(), [](const record::Run& run) {
      return run == run_named(run.id, run.start_ns);
    });
    CHECK(whole);
    CHECK(ledger.totals().energy.energy_J() == doctest::Approx(100.0 * static_cast<double>(count)));
    CHECK(ledger.add(run_named("afterwards")) == Added::is_new);
  }
}

TEST_CASE("meters that write at once all find their runs, from the first moment of a ledger") {
  const ScratchFolder folder;
  const auto path = folder.file("ledger.db");
  constexpr int kMeters = 4;
  constexpr int kRuns = 10;
  std::vector<pid_t> children;
  for (int meter = 0; meter < kMeters; ++meter) {
    children.push_back(started([&] {
      auto ledger = Ledger::open(path);
      if (!ledger) return 2;
      for (int i = 0; i < kRuns; ++i) {
        const auto id = std::to_string(meter) + "-" + std::to_string(i);
        auto journal = Journal::open(journal_path(folder.path(), id), run_named(id));
        journal.append(second(1));
        journal.finish(run_named(id));
        ledger->add(run_named(id));
        journal.discard();
        recover(*ledger, folder.path());
      }
      return 0;
    }));
  }
  for (const auto child : children) CHECK(ended(child) == 0);
  auto ledger = opened(path);
  CHECK(ledger.list().size() == kMeters * kRuns);
  CHECK(ledger.totals().energy.energy_J() == doctest::Approx(100.0 * kMeters * kRuns));
}

TEST_CASE("a journal that may not grow keeps what it has, and tells") {
  const ScratchFolder folder;
  SharedCount appended;
  const auto child = started([&] {
    // a full disk in miniature: writing beyond the limit fails, after a part of it was written
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{20'000, 20'000};
    setrlimit(RLIMIT_FSIZE, &limit);
    auto journal = Journal::open(journal_path(folder.path(), "full"), run_named("full"));
    std::int64_t i = 1;
    while (journal.append(second(i))) appended.set(i++);
    return journal.fault().empty() || journal.append(second(i)) ? 2 : 0;
  });
  CHECK(ended(child) == 0);
  CHECK(appended.get() > 50);
  auto ledger = opened(folder.file("ledger.db"));
  recover(ledger, folder.path());
  REQUIRE(ledger.list().size() == 1);
  CHECK(ledger.runs()[0].energy[0].energy_J == static_cast<double>(appended.get()));
}

TEST_CASE("a ledger that may not grow keeps every run that it has") {
  const ScratchFolder folder;
  const auto path = folder.file("ledger.db");
  opened(path).add(run_named("before"));
  SharedCount added;
  const auto child = started([&] {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{300'000, 300'000};
    setrlimit(RLIMIT_FSIZE, &limit);
    auto ledger = Ledger::open(path);
    if (!ledger) return 2;
    try {
      for (std::int64_t i = 1;; ++i) {
        ledger->add(run_named("run " + std::to_string(i)));
        added.set(i);
      }
    } catch (const base::WorldError&) {
      return 0;
    }
  });
  CHECK(ended(child) == 0);
  CHECK(added.get() > 5);
  auto ledger = opened(path);
  CHECK(ledger.list().size() == static_cast<std::size_t>(added.get()) + 1);
  CHECK(ledger.add(run_named("afterwards")) == Added::is_new);
}

TEST_CASE("on a full disk samples stop, and the end of the run is still kept") {
  const ScratchFolder folder;
  SharedCount appended;
  const auto ended_run = run_named("full");
  const auto child = started([&] {
    // a disk of 2 MiB that only this process sees
    if (unshare(CLONE_NEWNS) != 0 && unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return kSkipped;
    if (mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) return kSkipped;
    if (mount("none", folder.path().c_str(), "tmpfs", 0, "size=2m") != 0) return kSkipped;
    auto journal = Journal::open(journal_path(folder.path(), "full"), ended_run);
    std::int64_t i = 1;
    while (i < 100'000 && journal.append(second(i))) ++i;
    if (i == 100'000) return 2;
    // someone else takes the rest of the disk
    const int other = ::open(folder.file("other").c_str(), O_WRONLY | O_CREAT, 0600);
    const std::string block(4096, 'x');
    while (::write(other, block.data(), block.size()) > 0) {
    }
    if (!journal.finish(ended_run)) return 3;
    const auto content = read_journal([&] {
      std::string text(3'000'000, '\0');
      const int file = ::open(journal.path().c_str(), O_RDONLY);
      text.resize(
          static_cast<std::size_t>(std::max<ssize_t>(0, ::read(file, text.data(), text.size()))));
      return text;
    }());
    if (content.samples.size() != static_cast<std::size_t>(i - 1)) return 4;
    return content.ended == ended_run ? 0 : 5;
  });
  const int code = ended(child);
  if (code == kSkipped) {
    MESSAGE("SKIPPED: no disk of its own can be mounted here");
    return;
  }
  CHECK(code == 0);
}

}  // namespace holon::ledger
