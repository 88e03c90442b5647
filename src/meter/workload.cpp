// SPDX-License-Identifier: Apache-2.0
#include "meter/workload.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <ctime>
#include <exception>
#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <linux/perf_event.h>

#include "base/error.h"

namespace holon::meter {
namespace {

constexpr std::array kPassed{SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2};

sigset_t handled_signals() {
  sigset_t out;
  ::sigemptyset(&out);
  ::sigaddset(&out, SIGCHLD);
  for (const int signal : kPassed) ::sigaddset(&out, signal);
  return out;
}

std::int64_t now_ns() {
  ::timespec time{};
  ::clock_gettime(CLOCK_MONOTONIC, &time);
  return static_cast<std::int64_t>(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

// in the child: only what is allowed between fork and exec
[[noreturn]] void execute(int go, int failure, char* const* command) {
  char word = 0;
  ssize_t got = 0;
  do {
    got = ::read(go, &word, 1);
  } while (got < 0 && errno == EINTR);
  // the meter died before it released us
  if (got != 1) ::_exit(126);
  ::execvp(command[0], command);
  const int error = errno;
  [[maybe_unused]] const auto told = ::write(failure, &error, sizeof error);
  ::_exit(error == ENOENT ? 127 : 126);
}

}  // namespace

int WorkloadEnd::shell_code() const {
  constexpr int kNotFound = 127;
  constexpr int kNotExecutable = 126;
  constexpr int kSignalled = 128;
  if (start_error != 0) return start_error == ENOENT ? kNotFound : kNotExecutable;
  if (signal) return kSignalled + *signal;
  return exit_code.value_or(0);
}

Workload::Workload(const std::vector<std::string>& command) {
  base::check(!command.empty(), "a command has a name");
  std::vector<char*> words;
  for (const auto& word : command) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  std::array<int, 2> go{};
  std::array<int, 2> failure{};
  if (::pipe2(go.data(), O_CLOEXEC) != 0 || ::pipe2(failure.data(), O_CLOEXEC) != 0)
    throw base::WorldError(std::string("cannot start a command: ") + std::strerror(errno));
  // blocked before the fork, so that no signal falls between
  const auto handled = handled_signals();
  ::sigprocmask(SIG_BLOCK, &handled, &before_);
  pid_ = ::fork();
  if (pid_ == 0) {
    for (const int signal : {SIGINT, SIGTERM}) ::signal(signal, SIG_DFL);
    ::sigprocmask(SIG_SETMASK, &before_, nullptr);
    ::close(go[1]);
    execute(go[0], failure[1], words.data());
  }
  ::close(go[0]);
  ::close(failure[1]);
  go_ = go[1];
  failure_ = failure[0];
  if (pid_ < 0)
    throw base::WorldError(std::string("cannot start a command: ") + std::strerror(errno));
  signals_ = ::signalfd(-1, &handled, SFD_CLOEXEC | SFD_NONBLOCK);
  open_instructions();
}

Workload::~Workload() {
  for (const int descriptor : {go_, failure_, signals_, instructions_}) {
    if (descriptor >= 0) ::close(descriptor);
  }
  ::sigprocmask(SIG_SETMASK, &before_, nullptr);
}

// of the command and all that comes of it, from its execution on
void Workload::open_instructions() {
  perf_event_attr attributes{};
  attributes.type = PERF_TYPE_HARDWARE;
  attributes.size = sizeof attributes;
  attributes.config = PERF_COUNT_HW_INSTRUCTIONS;
  attributes.disabled = 1;
  attributes.inherit = 1;
  attributes.enable_on_exec = 1;
  attributes.exclude_kernel = 1;
  attributes.exclude_hv = 1;
  instructions_ = static_cast<int>(
      ::syscall(SYS_perf_event_open, &attributes, pid_, -1, -1, PERF_FLAG_FD_CLOEXEC));
}

void Workload::release() {
  const char word = 1;
  [[maybe_unused]] const auto told = ::write(go_, &word, 1);
  ::close(go_);
  go_ = -1;
  // ends at once, empty, when the command is executed
  int error = 0;
  if (::read(failure_, &error, sizeof error) == sizeof error) end_.start_error = error;
}

WorkloadEnd Workload::run(std::int64_t period_ns, const std::function<void()>& on_tick) {
  bool ticking = true;
  const auto tick = [&] {
    try {
      if (ticking) on_tick();
    } catch (const std::exception&) {
      ticking = false;
    }
  };
  tick();
  release();
  auto next = now_ns() + period_ns;
  while (!wait_for(next)) {
    tick();
    // ticks that were slept through are not made up for
    next = std::max(next + period_ns, now_ns());
  }
  tick();
  if (instructions_ >= 0) {
    std::int64_t count = 0;
    if (::read(instructions_, &count, sizeof count) == sizeof count && count > 0)
      end_.instructions = count;
  }
  return end_;
}

// true when the command has ended, false when the time has come
bool Workload::wait_for(std::int64_t until_ns) {
  for (;;) {
    const auto now = now_ns();
    if (kill_at_ns_ != 0 && now >= kill_at_ns_) {
      ::kill(pid_, SIGKILL);
      kill_at_ns_ = 0;
    }
    if (now >= until_ns) return false;
    ::timespec left{};
    left.tv_sec = (until_ns - now) / 1'000'000'000;
    left.tv_nsec = (until_ns - now) % 1'000'000'000;
    ::pollfd waiting{signals_, POLLIN, 0};
    if (::ppoll(&waiting, 1, &left, nullptr) > 0 && pass_signals() && reap()) return true;
  }
}

// true if a child has changed
bool Workload::pass_signals() {
  bool changed = false;
  ::signalfd_siginfo info{};
  while (::read(signals_, &info, sizeof info) == sizeof info) {
    const auto signal = static_cast<int>(info.ssi_signo);
    // the terminal tells the whole group, and with it the command
    const bool by_terminal = info.ssi_code == SI_KERNEL;
    changed = changed || signal == SIGCHLD;
    if (signal != SIGCHLD && !by_terminal) ::kill(pid_, signal);
  }
  return changed;
}

bool Workload::reap() {
  int status = 0;
  ::rusage usage{};
  const auto ended = ::wait4(pid_, &status, WNOHANG, &usage);
  if (ended != pid_) return false;
  if (end_.start_error == 0) {
    if (WIFEXITED(status)) end_.exit_code = WEXITSTATUS(status);
    if (WIFSIGNALED(status)) end_.signal = WTERMSIG(status);
  }
  const auto seconds = [](const ::timeval& time) {
    return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
  };
  end_.cpu_time_s = seconds(usage.ru_utime) + seconds(usage.ru_stime);
  constexpr std::int64_t kBytesPerKibibyte = 1024;
  end_.peak_memory_bytes = usage.ru_maxrss * kBytesPerKibibyte;
  return true;
}

void Workload::stop() {
  constexpr std::int64_t kPatience_ns = 5'000'000'000;
  if (kill_at_ns_ == 0) ::kill(pid_, SIGTERM);
  if (kill_at_ns_ == 0) kill_at_ns_ = now_ns() + kPatience_ns;
}

}  // namespace holon::meter
