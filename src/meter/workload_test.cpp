// SPDX-License-Identifier: Apache-2.0
#include "meter/workload.h"

#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "base/file.h"

namespace holon::meter {
namespace {

constexpr std::int64_t kTenth = 100'000'000;

WorkloadEnd run(const std::vector<std::string>& command) {
  Workload workload(command);
  return workload.run(kTenth, [] {});
}

}  // namespace

TEST_CASE("the command's exit code is the run's, whatever it is") {
  CHECK(run({"true"}).shell_code() == 0);
  for (const int code : {1, 2, 70, 126, 255})
    CHECK(run({"sh", "-c", fmt::format("exit {}", code)}).shell_code() == code);
}

TEST_CASE("a command that a signal ends is 128 and the signal, as a shell says") {
  const auto ended = run({"sh", "-c", "kill -TERM $$"});
  CHECK(ended.signal == SIGTERM);
  CHECK(ended.shell_code() == 128 + SIGTERM);
  CHECK(run({"sh", "-c", "kill -KILL $$"}).shell_code() == 128 + SIGKILL);
}

TEST_CASE("a command that is not there is 127, one that is no program 126") {
  CHECK(run({"holon-has-no-such-command"}).shell_code() == 127);
  const auto path = fmt::format("/tmp/holon-plain-file-{}", ::getpid());
  base::write_file(path, "no program");
  ::chmod(path.c_str(), 0600);
  CHECK(run({path}).shell_code() == 126);
  ::unlink(path.c_str());
}

TEST_CASE("a signal that another process sends us reaches the command") {
  Workload workload({"sh", "-c", "trap 'exit 42' USR1; while :; do sleep 0.05; done"});
  int ticks = 0;
  const auto ended = workload.run(2 * kTenth, [&] {
    if (++ticks == 3) ::kill(::getpid(), SIGUSR1);
  });
  CHECK(ended.shell_code() == 42);
}

TEST_CASE("what a tick throws ends the ticks, not the command") {
  Workload workload({"sh", "-c", "sleep 0.5; exit 7"});
  int ticks = 0;
  const auto ended = workload.run(kTenth, [&] {
    if (++ticks == 2) throw std::runtime_error("the meter broke");
  });
  CHECK(ended.shell_code() == 7);
  CHECK(ticks == 2);
}

TEST_CASE(
    "there is a tick before the command and one after it; its time is that of all it waited for") {
  Workload workload({"sh", "-c", "i=0; while [ $i -lt 60000 ]; do i=$((i+1)); done"});
  int ticks = 0;
  const auto ended = workload.run(10 * 10 * kTenth, [&] { ++ticks; });
  CHECK(ticks >= 2);
  CHECK(ended.cpu_time_s > 0);
  CHECK(ended.peak_memory_bytes > 100'000);
}

TEST_CASE("a stopped command is asked first") {
  Workload workload({"sh", "-c", "trap 'exit 9' TERM; while :; do sleep 0.05; done"});
  int ticks = 0;
  const auto ended = workload.run(kTenth, [&] {
    if (++ticks == 3) workload.stop();
  });
  CHECK(ended.shell_code() == 9);
}

TEST_CASE("nothing that we opened reaches the command") {
  const int opened = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  const auto path = fmt::format("/tmp/holon-descriptors-{}", ::getpid());
  const auto count = fmt::format("ls /proc/self/fd | wc -l > {}", path);
  REQUIRE(std::system(count.c_str()) == 0);
  const auto alone = base::read_file(path);
  CHECK(run({"sh", "-c", count}).shell_code() == 0);
  CHECK(base::read_file(path) == alone);
  ::unlink(path.c_str());
  ::close(opened);
}

}  // namespace holon::meter
