// SPDX-License-Identifier: Apache-2.0
//
// holon-reader: the energy counters of the processor for who may not read them. An administrator
// gives it two capabilities (`holon doctor` says how); holon starts it where its own reading is
// refused.
//
// It opens the counters of a list that is fixed here, gives up every capability, and then answers
// from what is open. No byte of its input ever becomes a path. A counter is read once a millisecond
// at the most, which is how often it moves: finer readings would serve attacks on secrets
// (CVE-2020-8694).
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <dirent.h>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/capability.h>
#include <linux/perf_event.h>

#include "meter/reader_protocol.h"

// where /sys lies; the tests build it with another one
#ifndef HOLON_READER_ROOT
#define HOLON_READER_ROOT ""
#endif

namespace {

using holon::meter::reader::is_number;
using holon::meter::reader::is_zone;
using holon::meter::reader::kEvents;
using holon::meter::reader::kGreeting;
using holon::meter::reader::kLongestRequest;

constexpr const char* kZones = HOLON_READER_ROOT "/sys/class/powercap";
constexpr const char* kPower = HOLON_READER_ROOT "/sys/bus/event_source/devices/power";

struct Counter {
  int descriptor = -1;
  bool is_event = false;
  std::int64_t read_at_ns = -1;
  std::string answer;
};

std::string error_line(int error) { return "! " + std::to_string(error) + "\n"; }

std::int64_t now_ns() {
  ::timespec time{};
  ::clock_gettime(CLOCK_MONOTONIC, &time);
  return static_cast<std::int64_t>(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

std::string text_of(const std::string& path) {
  std::array<char, 256> text{};
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const auto got = descriptor < 0 ? -1 : ::read(descriptor, text.data(), text.size());
  if (descriptor >= 0) ::close(descriptor);
  return got < 0 ? "" : std::string(text.data(), static_cast<std::size_t>(got));
}

// what cannot be opened keeps its errno as the answer
Counter opened(int descriptor, bool is_event) {
  return {descriptor, is_event, -1, descriptor < 0 ? error_line(errno) : ""};
}

void open_zones(std::map<std::string, Counter, std::less<>>& out) {
  DIR* folder = ::opendir(kZones);
  if (folder == nullptr) return;
  while (const auto* entry = ::readdir(folder)) {
    const std::string name = entry->d_name;
    if (!is_zone(name)) continue;
    const auto path = std::string(kZones) + "/" + name + "/energy_uj";
    out[name] = opened(::open(path.c_str(), O_RDONLY | O_CLOEXEC), false);
  }
  ::closedir(folder);
}

// "0-1,4"; a text that is something else ends the list
template <class Take>
void for_each_cpu(const std::string& text, const Take& take) {
  const char* at = text.c_str();
  constexpr long kMost = 9999;
  while (*at >= '0' && *at <= '9') {
    char* end = nullptr;
    const long first = std::strtol(at, &end, 10);
    const long last = *end == '-' ? std::strtol(end + 1, &end, 10) : first;
    if (first > kMost || last > kMost) return;
    for (long cpu = first; cpu <= last; ++cpu) take(static_cast<int>(cpu));
    if (*end != ',') return;
    at = end + 1;
  }
}

int open_event(unsigned type, unsigned long config, int cpu) {
  perf_event_attr attributes{};
  attributes.type = type;
  attributes.size = sizeof attributes;
  attributes.config = config;
  return static_cast<int>(
      ::syscall(SYS_perf_event_open, &attributes, -1, cpu, -1, PERF_FLAG_FD_CLOEXEC));
}

void open_events(std::map<std::string, Counter, std::less<>>& out) {
  const std::string folder = kPower;
  const auto type = text_of(folder + "/type");
  const auto cpus = text_of(folder + "/cpumask");
  if (type.empty()) return;
  for (const auto event : kEvents) {
    const auto text = text_of(folder + "/events/" + std::string(event));
    constexpr std::string_view kKey = "event=0x";
    if (!text.starts_with(kKey)) continue;
    const auto config = std::strtoul(text.c_str() + kKey.size(), nullptr, 16);
    for_each_cpu(cpus, [&](int cpu) {
      const auto kind = static_cast<unsigned>(std::strtoul(type.c_str(), nullptr, 10));
      out[std::string(event) + "@" + std::to_string(cpu)] =
          opened(open_event(kind, config, cpu), true);
    });
  }
}

// what is open stays open; nothing further can be opened by more than the user's own rights
bool give_up_rights() {
  ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  ::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  std::array<__user_cap_data_struct, 2> none{};
  return ::syscall(SYS_capset, &header, none.data()) == 0;
}

std::string read_now(const Counter& counter) {
  if (counter.is_event) {
    std::uint64_t value = 0;
    const auto got = ::read(counter.descriptor, &value, sizeof value);
    return got == sizeof value ? "= " + std::to_string(value) + "\n" : error_line(EIO);
  }
  std::array<char, 32> text{};
  const auto got = ::pread(counter.descriptor, text.data(), text.size(), 0);
  if (got < 0) return error_line(errno);
  std::string_view digits(text.data(), static_cast<std::size_t>(got));
  if (digits.ends_with('\n')) digits.remove_suffix(1);
  const bool is_count =
      !digits.empty() && digits.find_first_not_of("0123456789") == std::string_view::npos;
  return is_count ? "= " + std::string(digits) + "\n" : error_line(EIO);
}

const std::string& answer(Counter& counter) {
  constexpr std::int64_t kLeast_ns = 1'000'000;
  const auto now = now_ns();
  const bool is_old = counter.read_at_ns < 0 || now - counter.read_at_ns >= kLeast_ns;
  if (counter.descriptor >= 0 && is_old) {
    counter.answer = read_now(counter);
    counter.read_at_ns = now;
  }
  return counter.answer;
}

bool tell(std::string_view text) {
  while (!text.empty()) {
    const auto sent = ::write(STDOUT_FILENO, text.data(), text.size());
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

int serve(std::map<std::string, Counter, std::less<>>& counters) {
  std::string line;
  std::array<char, 512> part{};
  for (;;) {
    const auto got = ::read(STDIN_FILENO, part.data(), part.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return 0;
    for (const char one : std::string_view(part.data(), static_cast<std::size_t>(got))) {
      if (one != '\n') {
        line += one;
        if (line.size() > kLongestRequest) return 1;
        continue;
      }
      const auto counter = counters.find(line);
      line.clear();
      if (!tell(counter == counters.end() ? error_line(ENOENT) : answer(counter->second))) return 0;
    }
  }
}

}  // namespace

int main() {
  std::map<std::string, Counter, std::less<>> counters;
  open_zones(counters);
  open_events(counters);
  if (!give_up_rights()) return 1;
  return tell(kGreeting) ? serve(counters) : 0;
}
