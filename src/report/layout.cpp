// SPDX-License-Identifier: Apache-2.0
#include "report/layout.h"

#include <vector>

#include "base/text.h"

namespace holon::report {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// words that stay together; one wider than `most` is broken into pieces
std::vector<std::string> words_of(std::string_view text, std::size_t most) {
  std::vector<std::string> out;
  for (const auto& word : base::split(text, ' ')) {
    if (word.empty()) continue;
    const bool joins = !out.empty() && is_digit(out.back().back()) &&
                       (is_digit(word.front()) || word.front() == '%');
    if (joins && base::display_width(out.back()) + 1 + base::display_width(word) <= most) {
      out.back() += " " + word;
      continue;
    }
    for (std::size_t at = 0; at < base::display_width(word); at += most) {
      out.push_back(base::character_range(word, at, most));
    }
  }
  return out;
}

}  // namespace

std::string one_line(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    // C1 controls are U+0080 to U+009F
    const bool is_c1 =
        byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
    if (is_c1) ++i;
    out += byte < 0x20 || byte == 0x7F || is_c1 ? ' ' : text[i];
  }
  return std::string(base::trim(out));
}

std::string cut(std::string_view text, std::size_t width) {
  if (base::display_width(text) <= width) return std::string(text);
  if (width == 0) return {};
  return without_trailing_blanks(base::character_range(text, 0, width - 1)) + "…";
}

std::string wrapped(std::string_view lead, std::string_view text, std::size_t width) {
  const auto indent = base::display_width(lead);
  const auto most = width > indent + 10 ? width - indent : 10;
  std::string out(lead);
  std::size_t column = 0;
  for (const auto& word : words_of(one_line(text), most)) {
    const auto size = base::display_width(word);
    if (column > 0 && column + 1 + size > most) {
      out += "\n" + std::string(indent, ' ');
      column = 0;
    } else if (column > 0) {
      out += " ";
      ++column;
    }
    out += word;
    column += size;
  }
  return without_trailing_blanks(out) + "\n";
}

std::string without_trailing_blanks(std::string text) {
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

}  // namespace holon::report
