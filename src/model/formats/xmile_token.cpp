// SPDX-License-Identifier: Apache-2.0
#include "model/formats/xmile_token.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace holon::model::formats {
namespace {

constexpr std::string_view kNoBreakSpace = "\xc2\xa0";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// letters of every script: whatever is not ASCII counts as one
bool begins_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool continues_name(char c) { return begins_name(c) || is_digit(c); }

bool is_word(std::string_view lower) {
  constexpr std::array<std::string_view, 7> kWords = {"and", "or",   "not", "mod",
                                                      "if",  "then", "else"};
  return std::find(kWords.begin(), kWords.end(), lower) != kWords.end();
}

// signs of more than one character, the longer ones first
constexpr std::array<std::string_view, 8> kLongSigns = {
    ":and:", ":not:", ":or:", ":na:", "<=", ">=", "<>", "//"};

void append_unescaped(std::string& out, std::string_view written) {
  for (std::size_t at = 0; at < written.size(); ++at) {
    const char next = at + 1 < written.size() ? written[at + 1] : '\0';
    if (written[at] == '\\' && (next == 'n' || next == '"' || next == '\\')) {
      out += next == 'n' ? ' ' : next;
      ++at;
    } else if (written.substr(at).starts_with(kNoBreakSpace)) {
      out += ' ';
      ++at;
    } else {
      out += is_blank(written[at]) ? ' ' : written[at];
    }
  }
}

}  // namespace

std::string plain_name(std::string_view written) {
  written = base::trim(written);
  if (written.size() >= 2 && written.front() == '"' && written.back() == '"')
    written = written.substr(1, written.size() - 2);
  std::string out;
  append_unescaped(out, written);
  return std::string(base::trim(out));
}

std::vector<PlacedText> split_names(const PlacedText& list, char separator) {
  const auto& text = list.text();
  std::vector<PlacedText> out;
  bool quoted = false;
  std::size_t begin = 0;
  for (std::size_t at = 0; at <= text.size(); ++at) {
    if (at < text.size() && text[at] == '"') quoted = !quoted;
    if (quoted && text[at] == '\\') ++at;
    if (at < text.size() && (quoted || text[at] != separator)) continue;
    std::size_t end = at;
    while (begin < end && is_blank(text[begin])) ++begin;
    while (end > begin && is_blank(text[end - 1])) --end;
    out.push_back(list.part(begin, end - begin));
    begin = at + 1;
  }
  return out;
}

// blanks and comments; false at a comment that does not end
bool XmileTokens::skip_blanks() {
  while (at_ < text_.size()) {
    if (is_blank(text_[at_])) {
      ++at_;
    } else if (here(kNoBreakSpace)) {
      at_ += kNoBreakSpace.size();
    } else if (text_[at_] == '{') {
      const auto end = text_.find('}', at_);
      if (end == std::string_view::npos) return false;
      at_ = end + 1;
    } else {
      break;
    }
  }
  return true;
}

XmileToken XmileTokens::broken(std::size_t begin, std::string message) {
  XmileToken out;
  out.kind = XmileToken::Kind::broken;
  out.text = std::move(message);
  out.begin = begin;
  out.end = at_ = text_.size();
  return out;
}

XmileToken XmileTokens::next(bool in_brackets) {
  const auto begin = at_;
  if (!skip_blanks()) return broken(begin, "the comment `{` does not end");
  if (at_ >= text_.size()) {
    XmileToken out;
    out.begin = out.end = text_.size();
    return out;
  }
  const char c = text_[at_];
  const char after = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
  XmileToken out;
  if (is_digit(c) || (c == '.' && is_digit(after))) {
    out = number();
  } else if (begins_name(c) || c == '"' || (c == '.' && (begins_name(after) || after == '"'))) {
    out = name();
  } else if (c == '\'' && !in_brackets && !after_operand_) {
    out = quoted_text();
  } else {
    out = sign(in_brackets);
  }
  after_operand_ = out.kind == XmileToken::Kind::number || out.kind == XmileToken::Kind::name ||
                   (out.kind == XmileToken::Kind::sign && (out.text == ")" || out.text == "]"));
  return out;
}

XmileToken XmileTokens::number() {
  XmileToken out;
  out.kind = XmileToken::Kind::number;
  out.begin = at_;
  while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
  if (at_ < text_.size() && text_[at_] == '.') ++at_;
  while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
  if (at_ < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E')) {
    auto digits = at_ + 1;
    if (digits < text_.size() && (text_[digits] == '+' || text_[digits] == '-')) ++digits;
    if (digits < text_.size() && is_digit(text_[digits])) {
      at_ = digits;
      while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
    }
  }
  out.end = at_;
  out.text = text_.substr(out.begin, out.end - out.begin);
  const auto value = base::parse_number(out.text.front() == '.' ? "0" + out.text : out.text);
  if (!value) return broken(out.begin, "the number is too large");
  out.number = *value;
  return out;
}

// one part of a path; false at a quote that does not end
bool XmileTokens::name_part(std::string& out, bool& quoted) {
  if (text_[at_] != '"') {
    // an apostrophe within a name, as in can't, belongs to it
    const auto continues = [&](std::size_t at) {
      return at < text_.size() && continues_name(text_[at]);
    };
    while (continues(at_) || (here("'") && continues(at_ + 1))) {
      const bool gap = here(kNoBreakSpace);
      out += gap ? '_' : text_[at_];
      at_ += gap ? kNoBreakSpace.size() : 1;
    }
    return true;
  }
  quoted = true;
  auto end = at_ + 1;
  while (end < text_.size() && text_[end] != '"') end += text_[end] == '\\' ? 2 : 1;
  if (end >= text_.size()) return false;
  append_unescaped(out, text_.substr(at_ + 1, end - at_ - 1));
  at_ = end + 1;
  return true;
}

XmileToken XmileTokens::name() {
  XmileToken out;
  out.kind = XmileToken::Kind::name;
  out.begin = at_;
  bool more = true;
  while (more) {
    if (text_[at_] == '.') {
      out.text += '.';
      ++at_;
    }
    if (!name_part(out.text, out.quoted))
      return broken(out.begin, "the name in quotes does not end");
    more = at_ + 1 < text_.size() && text_[at_] == '.' &&
           (begins_name(text_[at_ + 1]) || text_[at_ + 1] == '"');
  }
  out.end = at_;
  const auto lower = base::lower(out.text);
  if (!out.quoted && is_word(lower)) {
    out.kind = XmileToken::Kind::word;
    out.text = lower;
  }
  return out;
}

XmileToken XmileTokens::quoted_text() {
  XmileToken out;
  out.kind = XmileToken::Kind::text;
  out.begin = at_;
  const auto end = text_.find('\'', at_ + 1);
  if (end == std::string_view::npos) return broken(out.begin, "the text in quotes does not end");
  out.text = text_.substr(at_ + 1, end - at_ - 1);
  out.end = at_ = end + 1;
  return out;
}

XmileToken XmileTokens::sign(bool in_brackets) {
  XmileToken out;
  out.kind = XmileToken::Kind::sign;
  out.begin = at_;
  const auto rest = base::lower(text_.substr(at_, 5));
  for (const auto& sign : kLongSigns) {
    // after a name in brackets, a colon parts the ends of a slice
    const bool slice = in_brackets && after_operand_ && sign.front() == ':';
    if (!rest.starts_with(sign) || slice) continue;
    out.text = sign;
    out.end = at_ += sign.size();
    return out;
  }
  constexpr std::string_view kSigns = "+-*/^<>=(),;[]'@:!";
  if (kSigns.find(text_[at_]) == std::string_view::npos)
    return broken(out.begin,
                  "`" + std::string(text_.substr(at_, 1)) + "` has no meaning in an equation");
  out.text = text_.substr(at_, 1);
  out.end = ++at_;
  return out;
}

}  // namespace holon::model::formats
