// SPDX-License-Identifier: Apache-2.0
#include "meter/helped_sysroot.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <utility>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

#include "meter/reader_protocol.h"

namespace holon::meter {
namespace {

bool is_refused(int error) { return error == EACCES || error == EPERM; }

// "/sys/class/powercap/intel-rapl:0/energy_uj" is the counter intel-rapl:0
std::string counter_of(const std::string& path) {
  constexpr std::string_view kFolder = "/sys/class/powercap/";
  constexpr std::string_view kFile = "/energy_uj";
  if (!path.starts_with(kFolder) || !path.ends_with(kFile)) return "";
  auto name = path.substr(kFolder.size(), path.size() - kFolder.size() - kFile.size());
  return reader::is_zone(name) ? name : "";
}

class AskedFile final : public OpenFile {
 public:
  AskedFile(std::shared_ptr<EnergyReader> reader, std::string counter)
      : reader_(std::move(reader)), counter_(std::move(counter)) {}
  std::string_view read(int& error) override {
    last_ = reader_->ask(counter_);
    error = last_.error;
    return last_.text;
  }

 private:
  std::shared_ptr<EnergyReader> reader_;
  std::string counter_;
  FileText last_;
};

class Helped final : public Sysroot {
 public:
  Helped(std::unique_ptr<Sysroot> own, const std::string& program)
      : own_(std::move(own)), reader_(std::make_shared<EnergyReader>(program)) {}

  FileText read(const std::string& path) const override {
    auto out = own_->read(path);
    if (!is_refused(out.error)) return out;
    const auto counter = counter_of(path);
    return counter.empty() ? out : reader_->ask(counter);
  }
  std::vector<std::string> list(const std::string& folder) const override {
    return own_->list(folder);
  }
  std::string resolve(const std::string& path) const override { return own_->resolve(path); }
  std::unique_ptr<OpenFile> open(const std::string& path) const override {
    auto counter = counter_of(path);
    if (counter.empty() || !is_refused(own_->read(path).error)) return own_->open(path);
    return std::make_unique<AskedFile>(reader_, std::move(counter));
  }
  std::unique_ptr<OpenFile> open_event(const std::string& event, int cpu) const override {
    auto counter = fmt::format("{}@{}", event, cpu);
    if (!reader_->ask(counter).ok()) return nullptr;
    return std::make_unique<AskedFile>(reader_, std::move(counter));
  }
  bool is_live() const override { return own_->is_live(); }

 private:
  std::unique_ptr<Sysroot> own_;
  std::shared_ptr<EnergyReader> reader_;
};

}  // namespace

EnergyReader::~EnergyReader() { end(); }

FileText EnergyReader::ask(const std::string& counter) {
  const FileText refused{"", EACCES};
  if (failed_) return refused;
  if (socket_ < 0 && !start()) {
    failed_ = true;
    return refused;
  }
  constexpr std::size_t kMark = 2;
  const auto told = tell(counter + "\n") ? line() : "";
  const auto value = told.size() > kMark ? parse_count(told.substr(kMark)) : std::nullopt;
  if (value && told.starts_with("= ")) return {told.substr(kMark), 0};
  if (value && told.starts_with("! ") && *value > 0 && *value < 4096)
    return {"", static_cast<int>(*value)};
  // it ended, is slow, or speaks otherwise
  failed_ = true;
  end();
  return refused;
}

// in a process group of its own, so that what the terminal tells the command does not end it
bool EnergyReader::start() {
  std::array<int, 2> ends{-1, -1};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) return false;
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  ::posix_spawn_file_actions_init(&files);
  ::posix_spawnattr_init(&attributes);
  ::posix_spawn_file_actions_adddup2(&files, ends[1], STDIN_FILENO);
  ::posix_spawn_file_actions_adddup2(&files, ends[1], STDOUT_FILENO);
  ::posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  sigset_t none;
  ::sigemptyset(&none);
  ::posix_spawnattr_setsigmask(&attributes, &none);
  ::posix_spawnattr_setpgroup(&attributes, 0);
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
  // it needs nothing of our environment
  std::array<char*, 2> words{program_.data(), nullptr};
  std::array<char*, 1> environment{nullptr};
  pid_t pid = -1;
  const int error =
      ::posix_spawn(&pid, program_.c_str(), &files, &attributes, words.data(), environment.data());
  ::posix_spawnattr_destroy(&attributes);
  ::posix_spawn_file_actions_destroy(&files);
  ::close(ends[1]);
  socket_ = ends[0];
  if (error == 0) pid_ = pid;
  if (error == 0 && line() + "\n" == reader::kGreeting) return true;
  end();
  return false;
}

bool EnergyReader::tell(const std::string& line) const {
  return ::send(socket_, line.data(), line.size(), MSG_NOSIGNAL) ==
         static_cast<ssize_t>(line.size());
}

// one line without its end; empty if none came in time
std::string EnergyReader::line() const {
  constexpr std::size_t kLongest = 64;
  constexpr int kPatience_ms = 1000;
  std::string out;
  while (out.size() < kLongest && !out.ends_with('\n')) {
    ::pollfd waiting{socket_, POLLIN, 0};
    std::array<char, kLongest> part{};
    if (::poll(&waiting, 1, kPatience_ms) <= 0) return "";
    const auto got = ::recv(socket_, part.data(), kLongest - out.size(), 0);
    if (got <= 0) return "";
    out.append(part.data(), static_cast<std::size_t>(got));
  }
  // more than one answer to one question is no answer
  if (out.find('\n') != out.size() - 1) return "";
  out.pop_back();
  return out;
}

void EnergyReader::end() {
  if (socket_ >= 0) ::close(socket_);
  socket_ = -1;
  if (pid_ <= 0) return;
  // it ends when nobody can ask it any more; one that does not is another program
  constexpr int kLooks = 50;
  for (int i = 0; i < kLooks; ++i) {
    if (::waitpid(pid_, nullptr, WNOHANG) != 0) {
      pid_ = -1;
      return;
    }
    constexpr useconds_t kBetween_us = 2000;
    ::usleep(kBetween_us);
  }
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

std::unique_ptr<Sysroot> helped_sysroot(std::unique_ptr<Sysroot> sysroot,
                                        const std::string& program) {
  return std::make_unique<Helped>(std::move(sysroot), program);
}

}  // namespace holon::meter
