// SPDX-License-Identifier: Apache-2.0
#include "report/style.h"

#include <array>

namespace holon::report {
namespace {

/// The only table of colours: ANSI, in the order of Tone.
constexpr std::array<std::string_view, 6> kPalette{"",         "\033[1m",  "\033[32m",
                                                   "\033[31m", "\033[33m", "\033[2m"};
constexpr std::string_view kOff = "\033[0m";

}  // namespace

std::string painted(std::string_view text, Tone tone, const Style& style) {
  const auto start = kPalette[static_cast<std::size_t>(tone)];
  if (!style.colour || start.empty() || text.empty()) return std::string(text);
  std::string out(start);
  out += text;
  out += kOff;
  return out;
}

}  // namespace holon::report
