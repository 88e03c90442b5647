// SPDX-License-Identifier: Apache-2.0
#include "cli/terminal.h"

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <sys/ioctl.h>
#include <unistd.h>

#include <fmt/format.h>

#include "base/error.h"
#include "base/file.h"

namespace holon::cli {
namespace {

constexpr auto kFirstShown = std::chrono::milliseconds(250);
constexpr auto kBetween = std::chrono::milliseconds(33);

// read by the threads at work, written by the handler: lock-free, so allowed in both
std::atomic<bool> g_interrupted{false};
static_assert(std::atomic<bool>::is_always_lock_free);

extern "C" void on_interrupt(int /*signal*/) {
  // a second Ctrl-C does not wait for the work
  if (g_interrupted.exchange(true)) _exit(130);
}

std::string seconds_left(double seconds) {
  if (seconds < 90) return fmt::format("{:.0f} s left", seconds);
  return fmt::format("{:.0f} min left", seconds / 60);
}

bool g_silent = false;
bool g_no_terminals = false;

void write_all(std::FILE* stream, std::string_view text) {
  if (g_silent) return;
  if (std::fwrite(text.data(), 1, text.size(), stream) != text.size() || std::fflush(stream) != 0) {
    if (stream == stdout) throw base::WorldError("cannot write to standard output");
  }
}

}  // namespace

bool use_colour(ColourChoice choice, int stream) {
  if (choice != ColourChoice::automatic) return choice == ColourChoice::always;
  const char* no_colour = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  const bool dumb = term != nullptr && std::string_view(term) == "dumb";
  return is_terminal(stream) && (no_colour == nullptr || *no_colour == '\0') && !dumb;
}

std::size_t terminal_width() {
  constexpr std::size_t kDefault = 80;
  constexpr std::size_t kWidest = 110;
  winsize size{};
  if (!is_terminal(STDOUT_FILENO)) return kDefault;
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return kDefault;
  return std::clamp<std::size_t>(size.ws_col, 60, kWidest);
}

report::Style style_for(ColourChoice choice, int stream) {
  return {use_colour(choice, stream), terminal_width()};
}

void ignore_terminals() { g_no_terminals = true; }

bool is_terminal(int stream) { return !g_no_terminals && isatty(stream) != 0; }

void keep_silent() { g_silent = true; }

void print(std::string_view text) { write_all(stdout, text); }

void say(std::string_view text) { write_all(stderr, text); }

void write_result(const std::string& path, std::string_view content) {
  if (path == "-")
    print(content);
  else if (!g_silent)
    base::write_file(path, content);
}

void say(const base::Diagnostics& diagnostics, ColourChoice choice) {
  const bool colour = use_colour(choice, STDERR_FILENO);
  std::size_t errors = 0;
  for (const auto& diagnostic : diagnostics) {
    errors += diagnostic.severity == base::Severity::error ? 1 : 0;
    say(base::render(diagnostic, colour) + "\n");
  }
  if (errors == 0) return;
  say(fmt::format("{} {}; `holon explain {}` tells more.\n", errors,
                  errors == 1 ? "mistake" : "mistakes", base::code_name(diagnostics.front().code)));
}

ProgressBar::ProgressBar(std::string what, bool quiet)
    : what_(std::move(what)),
      enabled_(!quiet && !g_silent && is_terminal(STDERR_FILENO)),
      start_(Clock::now()),
      last_(start_) {}

ProgressBar::~ProgressBar() {
  if (shown_) std::fputs("\r\033[K", stderr);
}

bool ProgressBar::operator()(std::uint64_t done, std::uint64_t total) {
  const auto now = Clock::now();
  if (enabled_ && total > 0 && now - start_ >= kFirstShown && now - last_ >= kBetween) {
    constexpr int kWidth = 24;
    const double share = static_cast<double>(done) / static_cast<double>(total);
    const double passed = std::chrono::duration<double>(now - start_).count();
    const int filled = static_cast<int>(share * kWidth);
    std::string bar;
    for (int i = 0; i < kWidth; ++i) bar += i < filled ? "█" : "░";
    say(fmt::format("\r\033[K{} {} {:3.0f} % · {}", what_, bar, 100 * share,
                    seconds_left(passed / share - passed)));
    last_ = now;
    shown_ = true;
  }
  return !is_interrupted();
}

void catch_interrupts() {
  std::signal(SIGINT, on_interrupt);
  std::signal(SIGTERM, on_interrupt);
}

bool is_interrupted() { return g_interrupted; }

}  // namespace holon::cli
