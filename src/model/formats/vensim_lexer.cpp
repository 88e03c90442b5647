// SPDX-License-Identifier: Apache-2.0
#include "model/formats/vensim_lexer.h"

#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "base/text.h"

namespace holon::model::formats::vensim {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_blank(char c) { return c == ' ' || c == '\t'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// letters of any script (their bytes in UTF-8), digits, and the signs Vensim allows in names
constexpr std::array<bool, 256> name_parts() {
  std::array<bool, 256> out{};
  for (std::size_t c = 0; c < 256; ++c) {
    out[c] = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
             c == '_' || c == '$' || c == '\'' || c == ' ' || c == '\t' || c >= 0x80;
  }
  return out;
}
constexpr auto kNamePart = name_parts();

bool is_name_part(char c) { return kNamePart[static_cast<unsigned char>(c)]; }
bool starts_name(char c) { return is_name_part(c) && !is_digit(c) && !is_blank(c) && c != '\''; }

constexpr std::array<std::string_view, 17> kKeywords{
    ":and:",           ":or:",           ":not:",           ":na:",         ":except:",
    ":interpolate:",   ":look forward:", ":hold backward:", ":raw:",        ":is:",
    ":the condition:", ":implies:",      ":test input:",    ":constraint:", ":macro:",
    ":end of macro:",  ":ignore:"};

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kHardBlank = "\xC2\xA0";

// how many bytes of `text` spell the keyword, in any case and with any blanks; 0: another text
std::size_t spelled(std::string_view text, std::string_view keyword) {
  std::size_t i = 0;
  for (const char expected : keyword) {
    if (i >= text.size()) return 0;
    if (expected == ' ') {
      while (i < text.size() && (is_blank(text[i]) || text[i] == '_')) ++i;
      continue;
    }
    if (expected == ':') {
      while (i < text.size() && is_blank(text[i])) ++i;
    }
    if (i >= text.size() || lower(text[i]) != expected) return 0;
    ++i;
    if (i == 1) {
      while (i < text.size() && is_blank(text[i])) ++i;
    }
  }
  return i;
}

}  // namespace

std::size_t continuation(std::string_view text, std::size_t offset) {
  if (offset >= text.size() || text[offset] != '\\') return 0;
  auto next = offset + 1;
  if (next < text.size() && text[next] == '\r') ++next;
  if (next >= text.size() || text[next] != '\n') return 0;
  ++next;
  // the line that goes on begins with tabs that were not in the text; its blanks were
  while (next < text.size() && text[next] == '\t') ++next;
  return next;
}

std::string joined(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    if (const auto next = continuation(text, i); next != 0) {
      i = next;
    } else {
      out += text[i++];
    }
  }
  return out;
}

bool same_name(std::string_view written, std::string_view key) {
  std::size_t i = 0;
  std::size_t k = 0;
  while (i < written.size() && k < key.size()) {
    if (is_blank(written[i]) || written[i] == '_') {
      if (key[k++] != ' ') return false;
      while (i < written.size() && (is_blank(written[i]) || written[i] == '_')) ++i;
    } else if (lower(written[i++]) != key[k++]) {
      return false;
    }
  }
  return i == written.size() && k == key.size();
}

bool is_plain_name(std::string_view text) {
  if (text.empty() || !starts_name(text.front()) || is_blank(text.back())) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!is_name_part(text[i]) || text[i] == '\t') return false;
    // a blank that is no blank of a name
    if (text.substr(i).starts_with(kHardBlank) || text.substr(i).starts_with(kByteOrderMark))
      return false;
  }
  return true;
}

Lexer::Lexer(std::string_view text) : text_(text) { advance(); }

Token Lexer::take() {
  const auto out = token_;
  last_end_ = token_.offset + token_.length;
  advance();
  return out;
}

bool Lexer::accept(std::string_view sign) {
  if (!is(sign)) return false;
  take();
  return true;
}

std::string_view Lexer::raw_until(std::string_view stops) {
  const auto from = token_.offset;
  const auto to = std::min(text_.find_first_of(stops, from), text_.size());
  last_end_ = to;
  at_ = to;
  advance();
  return text_.substr(from, to - from);
}

std::string_view Lexer::raw_statement_rest(bool& closed) {
  const auto from = token_.offset + token_.length;
  const auto to = text_.find('|', from);
  closed = to != std::string_view::npos;
  at_ = closed ? to + 1 : text_.size();
  last_end_ = at_;
  advance();
  return text_.substr(from, closed ? to - from : std::string_view::npos);
}

std::string_view Lexer::kept(std::string text) { return kept_.emplace_back(std::move(text)); }

void Lexer::finish(Token::Kind kind, std::string_view text, std::size_t end) {
  token_.kind = kind;
  token_.text = text;
  token_.length = end - token_.offset;
  at_ = end;
}

void Lexer::unreadable(std::string_view why, std::size_t end) {
  finish(Token::Kind::unreadable, why, end);
}

// blanks, comments in braces, broken lines
void Lexer::skip_blanks() {
  while (at_ < text_.size()) {
    const char c = text_[at_];
    if (is_blank(c) || c == '\n' || c == '\r') {
      ++at_;
    } else if (c == '\\') {
      // blanks behind the sign are a slip that is easily made
      const auto next = text_.find_first_not_of(" \t\r", at_ + 1);
      if (next == std::string_view::npos || text_[next] != '\n') return;
      at_ = next + 1;
    } else if (c == '{') {
      comment_open_ = at_;
      std::size_t depth = 0;
      do {
        depth += text_[at_] == '{' ? 1 : 0;
        depth -= text_[at_] == '}' ? 1 : 0;
        ++at_;
      } while (at_ < text_.size() && depth > 0);
      if (depth == 0) comment_open_ = std::string_view::npos;
    } else if (text_.substr(at_).starts_with(kByteOrderMark)) {
      at_ += kByteOrderMark.size();
    } else if (text_.substr(at_).starts_with(kHardBlank)) {
      at_ += kHardBlank.size();
    } else {
      return;
    }
  }
}

void Lexer::advance() {
  skip_blanks();
  token_.offset = at_;
  if (comment_open_ != std::string_view::npos) {
    token_.offset = comment_open_;
    comment_open_ = std::string_view::npos;
    unreadable("this comment is not closed", token_.offset + 1);
    return;
  }
  const char c = at(at_);
  if (at_ >= text_.size()) {
    finish(Token::Kind::end, "", at_);
  } else if (starts_name(c)) {
    read_name();
  } else if (is_digit(c) || (c == '.' && is_digit(at(at_ + 1)))) {
    read_number();
  } else if (c == '"') {
    read_quoted_name();
  } else if (c == '\'') {
    read_string();
  } else if (c == ':') {
    read_colon();
  } else {
    read_sign();
  }
}

void Lexer::read_name() {
  auto end = at_;
  auto next = at_;
  bool broken = false;
  bool joins = false;
  while (next < text_.size()) {
    const char c = text_[next];
    if (is_name_part(c)) {
      ++next;
      if (is_blank(c)) continue;
      end = next;
      joins = broken;
    } else if (const auto beyond = continuation(text_, next); beyond != 0) {
      next = beyond;
      broken = true;
    } else {
      break;
    }
  }
  const auto written = text_.substr(at_, end - at_);
  finish(Token::Kind::name, joins ? kept(joined(written)) : written, end);
}

void Lexer::read_quoted_name() {
  auto end = at_ + 1;
  bool broken = false;
  while (end < text_.size() && text_[end] != '"' && text_[end] != '\n') {
    if (const auto next = continuation(text_, end); next != 0) {
      broken = true;
      end = next;
    } else {
      end += text_[end] == '\\' && end + 1 < text_.size() && text_[end + 1] != '\n' ? 2U : 1U;
    }
  }
  if (at(end) != '"') {
    unreadable("this `\"` is not closed", at_ + 1);
    return;
  }
  ++end;
  auto written = text_.substr(at_, end - at_);
  if (broken) written = kept(joined(written));
  const auto inside = written.substr(1, written.size() - 2);
  finish(Token::Kind::name, is_plain_name(inside) ? inside : written, end);
}

void Lexer::read_string() {
  auto end = at_ + 1;
  bool broken = false;
  while (end < text_.size() && text_[end] != '\'' && text_[end] != '\n') {
    const auto next = continuation(text_, end);
    broken = broken || next != 0;
    end = next != 0 ? next : end + 1;
  }
  if (at(end) != '\'') {
    unreadable("this `'` is not closed", at_ + 1);
    return;
  }
  const auto inside = text_.substr(at_ + 1, end - at_ - 1);
  finish(Token::Kind::text, broken ? kept(joined(inside)) : inside, end + 1);
}

void Lexer::read_number() {
  auto end = at_;
  while (is_digit(at(end))) ++end;
  if (at(end) == '.') {
    ++end;
    while (is_digit(at(end))) ++end;
  }
  if (lower(at(end)) == 'e') {
    auto after = end + 1;
    if (at(after) == '+' || at(after) == '-') ++after;
    if (is_digit(at(after))) {
      end = after;
      while (is_digit(at(end))) ++end;
    }
  }
  // `3D model` is a name all the same; `.5x` is none
  if (is_digit(at(at_)) && starts_name(at(end)) && !text_.substr(end).starts_with(kHardBlank)) {
    read_name();
    return;
  }
  const auto written = text_.substr(at_, end - at_);
  const auto read = std::from_chars(written.data(), written.data() + written.size(), token_.number);
  if (read.ec != std::errc{} || read.ptr != written.data() + written.size()) {
    unreadable("this number is too large or too small", end);
    return;
  }
  finish(Token::Kind::number, written, end);
}

void Lexer::read_colon() {
  if (at(at_ + 1) == '=') {
    finish(Token::Kind::sign, ":=", at_ + 2);
    return;
  }
  const auto rest = text_.substr(at_);
  for (const auto keyword : kKeywords) {
    if (const auto length = spelled(rest, keyword); length != 0) {
      finish(Token::Kind::keyword, keyword, at_ + length);
      return;
    }
  }
  finish(Token::Kind::sign, ":", at_ + 1);
}

void Lexer::read_sign() {
  const auto rest = text_.substr(at_);
  for (const std::string_view sign : {"<->", "<=", "<>", ">=", "->", "=="}) {
    if (rest.starts_with(sign)) {
      finish(Token::Kind::sign, sign, at_ + sign.size());
      return;
    }
  }
  if (rest.front() == '?') {
    const auto end = std::min(text_.find_first_not_of('?', at_), text_.size());
    finish(Token::Kind::lost, text_.substr(at_, end - at_), end);
    return;
  }
  if (std::string_view("+-*/^<>=()[],;!~|").find(rest.front()) != std::string_view::npos) {
    finish(Token::Kind::sign, rest.substr(0, 1), at_ + 1);
    return;
  }
  unreadable("", at_ + 1);
}

}  // namespace holon::model::formats::vensim
