// SPDX-License-Identifier: Apache-2.0
//
// Words and signs of Vensim's equations. A name may contain blanks, so it ends where something
// begins that no name can contain.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

namespace holon::model::formats::vensim {

struct Token {
  enum class Kind : std::uint8_t {
    end,
    name,
    number,
    text,        ///< '…'
    sign,        ///< operators and brackets
    keyword,     ///< `:AND:` and the like; the text is in lower case
    lost,        ///< `???`
    unreadable,  ///< the text says why
  };
  Kind kind = Kind::end;
  double number = 0;
  std::string_view text;  ///< of a name without blanks around it; of a string without its quotes
  std::size_t offset = 0;
  std::size_t length = 0;
};

/// Cuts a text into tokens, one ahead of the reader. The text must outlive it, and it its tokens.
class Lexer {
 public:
  explicit Lexer(std::string_view text);
  Lexer(const Lexer&) = delete;
  Lexer& operator=(const Lexer&) = delete;
  ~Lexer() = default;

  /// The token that comes next.
  [[nodiscard]] const Token& peek() const { return token_; }

  /// Whether the next token is this sign or keyword.
  [[nodiscard]] bool is(std::string_view sign) const {
    return (token_.kind == Token::Kind::sign || token_.kind == Token::Kind::keyword) &&
           token_.text == sign;
  }

  /// The next token; moves on.
  Token take();

  /// Moves on over this sign or keyword if it comes next.
  bool accept(std::string_view sign);

  /// Where the last token taken ends.
  [[nodiscard]] std::size_t last_end() const { return last_end_; }

  /// The raw text from the next token up to the first of `stops`, which then comes next.
  std::string_view raw_until(std::string_view stops);

  /// The raw text behind the next token (a `~`) up to the next `|`; moves on behind that.
  /// `closed` tells whether there is one.
  std::string_view raw_statement_rest(bool& closed);

  [[nodiscard]] std::string_view text() const { return text_; }

 private:
  void advance();
  void skip_blanks();
  void read_name();
  void read_quoted_name();
  void read_string();
  void read_number();
  void read_colon();
  void read_sign();
  void finish(Token::Kind kind, std::string_view text, std::size_t end);
  void unreadable(std::string_view why, std::size_t end);
  [[nodiscard]] char at(std::size_t offset) const {
    return offset < text_.size() ? text_[offset] : '\0';
  }
  std::string_view kept(std::string text);

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t last_end_ = 0;
  std::size_t comment_open_ = std::string_view::npos;
  Token token_;
  std::deque<std::string> kept_;  // texts that do not stand in the file as they are meant
};

/// Where the text goes on behind a line broken by a `\` at its very end; 0 if there is none at
/// `offset`.
[[nodiscard]] std::size_t continuation(std::string_view text, std::size_t offset);

/// The text with its broken lines joined.
[[nodiscard]] std::string joined(std::string_view text);

/// Whether a name as written equals a key: lower case, one blank between words.
[[nodiscard]] bool same_name(std::string_view written, std::string_view key);

/// Whether a text can stand as a name without quotes.
[[nodiscard]] bool is_plain_name(std::string_view text);

}  // namespace holon::model::formats::vensim
