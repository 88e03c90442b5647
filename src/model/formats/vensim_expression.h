// SPDX-License-Identifier: Apache-2.0
//
// Right sides of Vensim's equations, subscripts and points.
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/diagnostic.h"
#include "model/formats/script.h"
#include "model/formats/vensim_lexer.h"

namespace holon::model::formats::vensim {

/// Thrown inside the reader only: a statement ends at its first mistake.
struct Stop {
  base::Diagnostic diagnostic;
};

/// A lexer with the means to say what is wrong.
class Parser {
 public:
  Parser(base::SourcePtr source, std::string_view text)
      : source_(std::move(source)), lexer_(text) {}

  [[nodiscard]] Lexer& lexer() { return lexer_; }

  /// Or → and → not → comparison → sum → product → sign → power, the last to the right.
  TermPtr expression();

  /// The call of a function whose name was taken, with its parentheses.
  TermPtr call_of(const Token& name);

  /// `[a, b!]`, with its brackets.
  std::vector<Subscript> subscripts();

  /// Points up to the `)` that closes them, which is taken: pairs, or all x and then all y.
  std::shared_ptr<const Points> points(const Token& open);

  /// `1, 2; 3, 4;` with the first value read before.
  std::vector<TermPtr> list(TermPtr first);

  /// Numbers of a TABBED ARRAY up to its `)`, which is taken.
  std::vector<TermPtr> tabbed_array(const Token& open);

  /// A name; `what` says whose, for a message.
  Token name(std::string_view what);

  /// Takes a sign that must come next.
  void expect(std::string_view sign, std::string_view what);

  /// Takes the bracket that closes `open`.
  void close(std::string_view bracket, const Token& open);

  [[nodiscard]] base::Span span(std::size_t from, std::size_t to) const {
    return {source_, from, to - from};
  }
  [[nodiscard]] base::Span span(const Token& token) const {
    return {source_, token.offset, token.length};
  }
  /// From a place to the end of the last token taken.
  [[nodiscard]] base::Span span_from(std::size_t from) const {
    return span(from, std::max(from, lexer_.last_end()));
  }

  [[noreturn]] void fail(base::Code code, std::string message, const base::Span& where,
                         std::vector<std::string> help = {}) const;

  /// Says that the next token may not stand here.
  [[noreturn]] void unexpected(std::string_view wanted);

 private:
  /// A term, and how many nodes lie between it and its farthest leaf.
  struct Branch {
    TermPtr term;
    int height = 0;
  };
  class Deeper;

  Branch binary(int loosest);
  Branch signed_value();
  Branch power();
  Branch primary();
  Branch named();
  Branch call(std::shared_ptr<Term> out, const Token& name);
  int arguments(Term& out, const Token& open);
  int lookup_arguments(Term& out, const Token& open);
  Branch operation(Op op, std::vector<Branch> parts, std::size_t from);
  [[nodiscard]] int above(int height, const base::Span& where) const;
  double number();
  void skip_range_of_points();

  base::SourcePtr source_;
  Lexer lexer_;
  int depth_ = 0;
};

}  // namespace holon::model::formats::vensim
