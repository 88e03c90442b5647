// SPDX-License-Identifier: Apache-2.0
//
// Standard output, standard error, and what the terminal behind them can do.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unistd.h>

#include "base/diagnostic.h"
#include "report/style.h"

namespace holon::cli {

/// When to use colour: `auto` means on a terminal, unless NO_COLOR is set or TERM is dumb.
enum class ColourChoice { automatic, always, never };

[[nodiscard]] bool use_colour(ColourChoice choice, int stream);

/// Columns of the terminal behind standard output; 80 when there is none.
[[nodiscard]] std::size_t terminal_width();

/// How to write to a stream, as wide as the terminal behind standard output.
[[nodiscard]] report::Style style_for(ColourChoice choice, int stream = STDOUT_FILENO);

/// From here on no stream is taken for a terminal: mpirun's only look like one.
void ignore_terminals();

/// True when a person looks at the stream.
[[nodiscard]] bool is_terminal(int stream);

/// From here on nothing is printed, said or written: another process does that.
void keep_silent();

/// Results.
void print(std::string_view text);

/// Everything else.
void say(std::string_view text);

/// Writes a result to a file (whole or not at all), or to standard output when `path` is "-".
void write_result(const std::string& path, std::string_view content);

/// Tells all diagnostics on standard error, with their number at the end.
void say(const base::Diagnostics& diagnostics, ColourChoice choice);

/// A bar on standard error, when that is a terminal and the work takes longer than a quarter
/// second.
class ProgressBar {
 public:
  ProgressBar(std::string what, bool quiet);
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  /// Shows how far the work is. Returns false when the user has asked to stop.
  bool operator()(std::uint64_t done, std::uint64_t total);

 private:
  using Clock = std::chrono::steady_clock;
  std::string what_;
  bool enabled_;
  bool shown_ = false;
  Clock::time_point start_;
  Clock::time_point last_;
};

/// Lets Ctrl-C ask the work to stop instead of killing the program.
void catch_interrupts();
[[nodiscard]] bool is_interrupted();

}  // namespace holon::cli
