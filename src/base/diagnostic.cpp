// SPDX-License-Identifier: Apache-2.0
#include "base/diagnostic.h"

#include <algorithm>
#include <array>
#include <tuple>

#include <fmt/format.h>

#include "base/text.h"

namespace holon::base {
namespace {

constexpr std::array kCodes{
#define HOLON_CODE(number, name, title, explanation) CodeText{Code::name, title, explanation},
#include "base/error_codes.def"
#undef HOLON_CODE
};

/// ANSI colours by meaning; all empty when colour is off.
struct Palette {
  std::string_view error, warning, frame, help, off;
};
constexpr Palette kPlain{"", "", "", "", ""};
constexpr Palette kColoured{"\033[1;31m", "\033[1;33m", "\033[34m", "\033[32m", "\033[0m"};

// what of the line the caret can mark: at least one column, never past the line's end
std::size_t caret_width(const Span& where, LineColumn place, std::string_view line) {
  const auto end = where.source->locate(where.offset + where.length);
  const auto line_width = display_width(line);
  const auto last = end.line == place.line ? end.column : line_width + 1;
  return last > place.column ? last - place.column : 1;
}

// tabs would shift the caret, control characters would disturb the terminal
std::string printable(std::string_view line) {
  std::string out;
  for (const char c : line) out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  return out;
}

// long lines are cut to a window around the caret
constexpr std::size_t kWindow = 140;

std::string render_place(const Span& where, std::string_view label, const Palette& palette) {
  if (!where.source) return {};
  const auto place = where.source->locate(where.offset);
  auto line = printable(where.source->line(place.line));
  auto column = place.column;
  auto width = caret_width(where, place, line);
  if (display_width(line) > kWindow) {
    const auto first = column > kWindow / 2 ? column - kWindow / 2 : 1;
    line = character_range(line, first - 1, kWindow);
    column -= first - 1;
  }
  width = std::min(width, kWindow + 2 - std::min(column, kWindow + 1));
  const auto gutter = fmt::format("{}", place.line);
  const std::string blank(gutter.size(), ' ');
  return fmt::format(
      "{0}{1} ┌─{2} {3}:{4}:{5}\n{0}{1} │{2}\n{0}{6} │{2} {7}\n{0}{1} │{2} {8}{9}{10}{2}\n",
      palette.frame, blank, palette.off, where.source->name(), place.line, place.column, gutter,
      line, std::string(column - 1, ' '), palette.error,
      std::string(width, '^') + (label.empty() ? "" : " " + std::string(label)));
}

}  // namespace

std::span<const CodeText> all_codes() { return kCodes; }

std::string code_name(Code code) { return fmt::format("E{:04}", static_cast<int>(code)); }

bool has_errors(const Diagnostics& diagnostics) {
  return std::any_of(diagnostics.begin(), diagnostics.end(),
                     [](const Diagnostic& d) { return d.severity == Severity::error; });
}

Diagnostics in_order(Diagnostics diagnostics) {
  std::stable_sort(
      diagnostics.begin(), diagnostics.end(),
      [](const Diagnostic& a, const Diagnostic& b) { return a.where.offset < b.where.offset; });
  const auto same = [](const Diagnostic& a, const Diagnostic& b) {
    return std::tie(a.where.source, a.where.offset, a.code, a.message) ==
           std::tie(b.where.source, b.where.offset, b.code, b.message);
  };
  diagnostics.erase(std::unique(diagnostics.begin(), diagnostics.end(), same), diagnostics.end());
  return diagnostics;
}

std::string render(const Diagnostic& diagnostic, bool colour) {
  const Palette& palette = colour ? kColoured : kPlain;
  const bool is_error = diagnostic.severity == Severity::error;
  auto text = fmt::format("{}{}[{}]{}: {}\n", is_error ? palette.error : palette.warning,
                          is_error ? "error" : "warning", code_name(diagnostic.code), palette.off,
                          diagnostic.message);
  text += render_place(diagnostic.where, diagnostic.label, palette);
  for (const auto& note : diagnostic.notes) {
    text += fmt::format("  note: {}\n", note.message);
    text += render_place(note.where, "", palette);
  }
  for (const auto& help : diagnostic.help) {
    text += fmt::format("  {}help:{} {}\n", palette.help, palette.off, help);
  }
  return text;
}

}  // namespace holon::base
