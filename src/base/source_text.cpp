// SPDX-License-Identifier: Apache-2.0
#include "base/source_text.h"

#include <algorithm>
#include <utility>

namespace holon::base {
namespace {

// UTF-8 continuation bytes do not start a character
bool starts_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }

}  // namespace

SourceText::SourceText(std::string name, std::string text)
    : name_(std::move(name)), text_(std::move(text)) {
  line_starts_.push_back(0);
  for (std::size_t i = 0; i < text_.size(); ++i) {
    if (text_[i] == '\n') line_starts_.push_back(i + 1);
  }
}

std::size_t SourceText::line_of(std::size_t offset) const {
  const auto after =
      std::upper_bound(line_starts_.begin(), line_starts_.end(), std::min(offset, text_.size()));
  return static_cast<std::size_t>(after - line_starts_.begin());
}

LineColumn SourceText::locate(std::size_t offset) const {
  offset = std::min(offset, text_.size());
  const auto line = line_of(offset);
  const auto start = line_starts_[line - 1];
  const auto characters =
      std::count_if(text_.begin() + static_cast<std::ptrdiff_t>(start),
                    text_.begin() + static_cast<std::ptrdiff_t>(offset), starts_character);
  return {line, static_cast<std::size_t>(characters) + 1};
}

std::size_t SourceText::offset_of(LineColumn place) const {
  if (place.line == 0 || place.line > line_starts_.size()) return text_.size();
  const auto content = line(place.line);
  std::size_t byte = 0;
  for (std::size_t column = 1; column < place.column && byte < content.size(); ++column) {
    do {
      ++byte;
    } while (byte < content.size() && !starts_character(content[byte]));
  }
  return line_starts_[place.line - 1] + byte;
}

std::string_view SourceText::line(std::size_t number) const {
  if (number == 0 || number > line_starts_.size()) return {};
  const auto start = line_starts_[number - 1];
  auto end = number < line_starts_.size() ? line_starts_[number] - 1 : text_.size();
  if (end > start && text_[end - 1] == '\r') --end;
  return std::string_view(text_).substr(start, end - start);
}

Span Span::part(std::size_t from, std::size_t count) const {
  from = std::min(from, length);
  return {source, offset + from, std::min(count, length - from)};
}

}  // namespace holon::base
