// SPDX-License-Identifier: Apache-2.0
//
// Words and signs of XMILE's equations, with what Vensim's own export adds to them.
#pragma once

#include <string>
#include <string_view>

#include "model/formats/xmile_document.h"

namespace holon::model::formats {

struct XmileToken {
  enum class Kind {
    end,
    number,
    name,    ///< a variable, function or element; perhaps a path with `.` in it
    word,    ///< AND, OR, NOT, MOD, IF, THEN, ELSE; `text` is lower case
    text,    ///< a string in single quotes
    sign,    ///< an operator, bracket or separator; also :AND:, :OR:, :NOT:, :NA: (lower case)
    broken,  ///< a quote or comment that does not end, a number too large, a character of no
             ///< meaning
  };
  Kind kind = Kind::end;
  std::string text;  ///< of a name, without quotes and escapes
  double number = 0;
  bool quoted = false;
  std::size_t begin = 0;  ///< bytes of the equation
  std::size_t end = 0;
};

/// Cuts an equation into tokens, one after the other.
class XmileTokens {
 public:
  XmileTokens(std::string_view text, std::size_t from) : text_(text), at_(from) {}

  /// The next token. In brackets of subscripts (`in_brackets`) `'` and `:` are signs of their own.
  XmileToken next(bool in_brackets);

 private:
  bool skip_blanks();
  [[nodiscard]] bool here(std::string_view word) const {
    return text_.substr(at_).starts_with(word);
  }
  XmileToken broken(std::size_t begin, std::string message);
  XmileToken number();
  XmileToken name();
  XmileToken quoted_text();
  XmileToken sign(bool in_brackets);
  bool name_part(std::string& out, bool& quoted);

  std::string_view text_;
  std::size_t at_ = 0;
  bool after_operand_ = false;
};

/// A name as written: without quotes around it, with `\n`, `\"` and `\\` resolved; line breaks and
/// no-break spaces are spaces.
[[nodiscard]] std::string plain_name(std::string_view written);

/// The parts of a list of names separated by commas, as in `subscript="a, b"`.
[[nodiscard]] std::vector<PlacedText> split_names(const PlacedText& list, char separator = ',');

}  // namespace holon::model::formats
