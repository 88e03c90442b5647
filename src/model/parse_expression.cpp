// SPDX-License-Identifier: Apache-2.0
//
// Text to tree. Precedence, loosest first, as XMILE 1.0 section 3.3.1 has it:
//   IF · OR · AND · = <> · < <= > >= · + - · * / MOD · unary + - NOT · ^ (to the right)
#include <array>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "model/expression.h"

namespace holon::model {
namespace {

using base::Code;

/// Thrown inside this file only: an equation ends at its first mistake.
struct Stop {
  base::Diagnostic diagnostic;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

/// Signs of several bytes that are operators, not letters of a name.
struct Sign {
  std::string_view sign;
  std::string_view meaning;
};
constexpr std::array kSigns{Sign{"×", "*"},  Sign{"·", "*"},  Sign{"÷", "/"},  Sign{"−", "-"},
                            Sign{"≤", "<="}, Sign{"≥", ">="}, Sign{"≠", "<>"}, Sign{"±", ""}};

class Parser {
 public:
  Parser(std::string_view text, const base::Span& where, bool exact,
         const std::vector<std::string>& counted)
      : text_(text), where_(where), exact_(exact), counted_(counted) {}

  Expr parse() {
    if (peek().empty()) fail("an equation is missing after `=`", 0, 1);
    auto out = condition();
    if (at_ < text_.size()) unexpected();
    return out;
  }

 private:
  static constexpr int kDeepest = 200;

  /// Counts nesting, so that no input exhausts the stack.
  class Deeper {
   public:
    explicit Deeper(Parser& parser) : parser_(parser) {
      if (++parser_.depth_ > kDeepest)
        parser_.fail("this equation is nested too deeply", parser_.at_, 1);
    }
    Deeper(const Deeper&) = delete;
    Deeper& operator=(const Deeper&) = delete;
    ~Deeper() { --parser_.depth_; }

   private:
    Parser& parser_;
  };

  [[nodiscard]] base::Span span(std::size_t from, std::size_t to) const {
    return exact_ ? where_.part(from, to - from) : where_;
  }

  [[noreturn]] void fail(std::string message, std::size_t from, std::size_t count,
                         std::vector<std::string> help = {},
                         Code code = Code::equation_syntax) const {
    throw Stop{{code, std::move(message), span(from, from + count), "", {}, std::move(help)}};
  }

  void skip_blanks() {
    while (at_ < text_.size() &&
           (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r'))
      ++at_;
  }

  // the operator or bracket that comes next, in plain spelling; empty for anything else
  std::string_view peek() {
    skip_blanks();
    const auto rest = text_.substr(at_);
    for (const auto& sign : kSigns) {
      if (rest.starts_with(sign.sign)) return sign.meaning;
    }
    for (const std::string_view two : {"<=", ">=", "<>"}) {
      if (rest.starts_with(two)) return two;
    }
    return rest.substr(0, 1);
  }

  void take() {
    const auto rest = text_.substr(at_);
    for (const auto& sign : kSigns) {
      if (rest.starts_with(sign.sign)) {
        at_ += sign.sign.size();
        return;
      }
    }
    at_ += peek().size();
  }

  bool accept(std::string_view token) {
    if (peek() != token) return false;
    take();
    return true;
  }

  // a word such as AND, in any case, standing alone
  bool accept_word(std::string_view word) {
    skip_blanks();
    const auto rest = text_.substr(at_);
    if (base::lower(rest.substr(0, word.size())) != word) return false;
    if (rest.size() > word.size() && continues_word(rest[word.size()])) return false;
    at_ += word.size();
    return true;
  }

  static bool continues_word(char c) {
    return is_letter(c) || is_digit(c) || static_cast<unsigned char>(c) >= 0x80;
  }

  [[noreturn]] void unexpected() {
    skip_blanks();
    if (at_ >= text_.size())
      fail("the equation ends too early", text_.empty() ? 0 : text_.size() - 1, 1);
    std::vector<std::string> help;
    if (text_[at_] == '[') {
      help.emplace_back(
          "a unit stands directly behind a number, as in `6 [month]`, a subscript behind a name");
    } else if (text_[at_] == ')') {
      help.emplace_back("there are more `)` than `(`");
    } else if (is_letter(text_[at_]) || is_digit(text_[at_])) {
      help.emplace_back(
          "an operator such as `*` is missing before it; the unit of a number stands in brackets");
    }
    auto end = at_ + 1;
    while (end < text_.size() && (static_cast<unsigned char>(text_[end]) & 0xC0U) == 0x80U) ++end;
    if (is_letter(text_[at_]) || is_digit(text_[at_])) end = word_end(at_);
    fail(fmt::format("`{}` is not expected here", text_.substr(at_, end - at_)), at_, end - at_,
         std::move(help));
  }

  Expr make(Op op, std::vector<Expr> arguments, std::size_t from) const {
    auto to = at_;
    while (to > from && (text_[to - 1] == ' ' || text_[to - 1] == '\n')) --to;
    return node(op, std::move(arguments), span(from, to));
  }

  // IF condition THEN value ELSE value
  Expr condition() {
    const Deeper deeper(*this);
    skip_blanks();
    const auto from = at_;
    if (!accept_word("if")) return disjunction();
    auto test = condition();
    if (!accept_word("then"))
      fail("THEN is missing here", std::min(at_, text_.size() - 1), 1,
           {"write IF condition THEN value ELSE value"});
    auto yes = condition();
    if (!accept_word("else"))
      fail("ELSE is missing here", std::min(at_, text_.size() - 1), 1,
           {"write IF condition THEN value ELSE value"});
    auto no = condition();
    return make(Op::if_else, {test, yes, no}, from);
  }

  Expr disjunction() {
    const auto from = (skip_blanks(), at_);
    auto out = conjunction();
    while (accept_word("or")) out = make(Op::logical_or, {out, conjunction()}, from);
    return out;
  }

  Expr conjunction() {
    const auto from = (skip_blanks(), at_);
    auto out = equality();
    while (accept_word("and")) out = make(Op::logical_and, {out, equality()}, from);
    return out;
  }

  Expr equality() {
    const auto from = (skip_blanks(), at_);
    auto out = comparison();
    while (true) {
      if (accept("="))
        out = make(Op::equal, {out, comparison()}, from);
      else if (accept("<>"))
        out = make(Op::not_equal, {out, comparison()}, from);
      else
        return out;
    }
  }

  Expr comparison() {
    const auto from = (skip_blanks(), at_);
    auto out = sum();
    while (true) {
      if (accept("<="))
        out = make(Op::less_equal, {out, sum()}, from);
      else if (accept(">="))
        out = make(Op::greater_equal, {out, sum()}, from);
      else if (accept("<"))
        out = make(Op::less, {out, sum()}, from);
      else if (accept(">"))
        out = make(Op::greater, {out, sum()}, from);
      else
        return out;
    }
  }

  Expr sum() {
    const auto from = (skip_blanks(), at_);
    auto out = product();
    while (true) {
      if (accept("+"))
        out = make(Op::add, {out, product()}, from);
      else if (accept("-"))
        out = make(Op::subtract, {out, product()}, from);
      else
        return out;
    }
  }

  Expr product() {
    const auto from = (skip_blanks(), at_);
    auto out = signed_value();
    while (true) {
      if (accept("*"))
        out = make(Op::multiply, {out, signed_value()}, from);
      else if (accept("/"))
        out = make(Op::divide, {out, signed_value()}, from);
      else if (accept_word("mod"))
        out = make(Op::modulo, {out, signed_value()}, from);
      else
        return out;
    }
  }

  Expr signed_value() {
    const Deeper deeper(*this);
    const auto from = (skip_blanks(), at_);
    if (accept("+")) return signed_value();
    if (accept("-")) return make(Op::negate, {signed_value()}, from);
    if (accept_word("not")) return make(Op::logical_not, {signed_value()}, from);
    return power();
  }

  Expr power() {
    const auto from = (skip_blanks(), at_);
    auto out = primary();
    if (!accept("^")) return out;
    // the exponent may carry its own sign, and ^ binds to the right: 2^-3^2 is 2^(-(3^2))
    return make(Op::power, {out, signed_value()}, from);
  }

  Expr primary() {
    const auto token = peek();
    const auto from = at_;
    if (token.empty()) unexpected();
    if (accept("(")) {
      auto inside = condition();
      if (!accept(")")) fail("this `(` is not closed", from, 1);
      return inside;
    }
    if (is_digit(text_[at_]) ||
        (text_[at_] == '.' && at_ + 1 < text_.size() && is_digit(text_[at_ + 1])))
      return literal();
    if (text_[at_] == '"') return quoted_name();
    if (is_letter(text_[at_]) || static_cast<unsigned char>(text_[at_]) >= 0x80) return named();
    unexpected();
  }

  // a number, perhaps with per cent or a unit in brackets
  Expr literal() {
    const auto from = at_;
    while (at_ < text_.size() && (is_digit(text_[at_]) || text_[at_] == '.')) ++at_;
    if (at_ < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E')) {
      auto after = at_ + 1;
      if (after < text_.size() && (text_[after] == '+' || text_[after] == '-')) ++after;
      if (after < text_.size() && is_digit(text_[after])) {
        at_ = after;
        while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
      }
    }
    const auto value = base::parse_number(text_.substr(from, at_ - from));
    if (!value)
      fail(fmt::format("`{}` is not a number", text_.substr(from, at_ - from)), from, at_ - from);
    auto out = std::make_shared<Expression>();
    out->value = *value;
    if (accept("%")) out->value /= 100;
    if (peek() == "[") bracketed_unit(*out);
    auto to = at_;
    while (to > from && text_[to - 1] == ' ') --to;
    out->span = span(from, to);
    return out;
  }

  void bracketed_unit(Expression& out) {
    const auto open = at_;
    const auto close = text_.find(']', open);
    if (close == std::string_view::npos) fail("this `[` is not closed", open, 1);
    auto parsed = quantity::parse_unit(text_.substr(open + 1, close - open - 1), counted_);
    if (!parsed) {
      throw Stop{quantity::diagnose(parsed.error(),
                                    exact_ ? where_.part(open + 1, close - open - 1) : where_)};
    }
    out.value *= parsed->scale;
    out.dimension = parsed->dimension;
    at_ = close + 1;
  }

  Expr quoted_name() {
    const auto from = at_;
    std::string name;
    for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
      name += text_[at_];
    }
    if (at_ >= text_.size()) fail("this `\"` is not closed", from, 1);
    ++at_;
    if (peek() == "[") return subscripted(std::move(name), from);
    return reference(std::move(name), from);
  }

  // the elements or dimensions behind a name: by[eu, model]
  Expr subscripted(std::string name, std::size_t from) {
    const auto open = at_;
    take();
    std::vector<Expr> subscripts;
    do {
      skip_blanks();
      const auto begin = at_;
      const auto end = text_.find_first_of(",]", begin);
      if (end == std::string_view::npos) fail("this `[` is not closed", open, 1);
      const auto word = base::trim(text_.substr(begin, end - begin));
      if (word.empty()) fail("a subscript is missing here", begin, 1);
      at_ = begin + word.size();
      subscripts.push_back(reference(std::string(word), begin));
      at_ = end;
    } while (accept(","));
    take();
    return reference(std::move(name), from, std::move(subscripts));
  }

  Expr reference(std::string name, std::size_t from, std::vector<Expr> subscripts = {}) const {
    auto out = std::make_shared<Expression>();
    out->op = Op::name;
    out->name = std::move(name);
    out->arguments = std::move(subscripts);
    out->span = span(from, at_);
    return out;
  }

  // words of letters, digits, `_`, `.` and unspaced hyphens, separated by blanks
  std::string_view read_name() {
    const auto from = at_;
    auto end = word_end(at_);
    while (true) {
      auto next = end;
      while (next < text_.size() && text_[next] == ' ') ++next;
      if (next == end || next >= text_.size() || !starts_word(next) || is_keyword_at(next)) break;
      end = word_end(next);
    }
    at_ = end;
    return text_.substr(from, end - from);
  }

  [[nodiscard]] bool starts_word(std::size_t at) const {
    for (const auto& sign : kSigns) {
      if (text_.substr(at).starts_with(sign.sign)) return false;
    }
    return continues_word(text_[at]);
  }

  [[nodiscard]] std::size_t word_end(std::size_t at) const {
    while (at < text_.size()) {
      const char c = text_[at];
      const bool hyphen_or_point =
          (c == '-' || c == '.') && at + 1 < text_.size() && starts_word(at + 1);
      if (!hyphen_or_point && !starts_word(at)) break;
      ++at;
    }
    return at;
  }

  [[nodiscard]] bool is_keyword_at(std::size_t at) const {
    static constexpr std::array<std::string_view, 7> kWords{"and", "or",   "not", "mod",
                                                            "if",  "then", "else"};
    const auto word = base::lower(text_.substr(at, word_end(at) - at));
    for (const auto keyword : kWords) {
      if (word == keyword) return true;
    }
    return false;
  }

  Expr named() {
    const auto from = at_;
    const auto name = read_name();
    if (name.empty()) unexpected();
    const auto* function = find_function(name);
    const auto after = at_;
    if (peek() == "(") return function_call(name, function, from);
    if (function == nullptr && peek() == "[") return subscripted(std::string(name), from);
    at_ = after;
    if (function == nullptr) {
      if (is_reserved(name))
        fail(fmt::format("`{}` is not expected here", name), from, name.size());
      return reference(std::string(name), from);
    }
    if (function->fewest > 0) {
      fail(fmt::format("`{}` is a function and needs its arguments", name), from, name.size(),
           {signature(*function)}, Code::wrong_arguments);
    }
    return made_call(*function, {}, from);
  }

  static std::string signature(const Function& function) {
    return fmt::format("{}({}): {}", function.name, function.arguments, function.text);
  }

  Expr function_call(std::string_view name, const Function* function, std::size_t from) {
    const Deeper deeper(*this);
    if (function == nullptr) unknown_function(name, from);
    take();
    std::vector<Expr> arguments;
    if (!accept(")")) {
      do {
        arguments.push_back(condition());
      } while (accept(","));
      if (!accept(")")) {
        if (at_ < text_.size()) unexpected();
        fail(fmt::format("the `(` of `{}` is not closed", name), from, name.size());
      }
    }
    if (arguments.size() < function->fewest || arguments.size() > function->most) {
      fail(fmt::format("`{}` takes {}, here {} {}", name, arity(*function),
                       arguments.size() == 1 ? "is" : "are", arguments.size()),
           from, at_ - from, {signature(*function)}, Code::wrong_arguments);
    }
    return made_call(*function, std::move(arguments), from);
  }

  static std::string arity(const Function& function) {
    if (function.fewest == function.most)
      return fmt::format("{} argument{}", function.fewest, function.fewest == 1 ? "" : "s");
    if (function.most > 9) return fmt::format("{} or more arguments", function.fewest);
    return fmt::format("{} to {} arguments", function.fewest, function.most);
  }

  [[noreturn]] void unknown_function(std::string_view name, std::size_t from) {
    std::vector<std::string> names;
    for (const auto& function : functions()) names.emplace_back(function.name);
    std::vector<std::string> help;
    if (const auto near = base::nearest(name, names)) {
      help.push_back(fmt::format("did you mean `{}`?", *near));
    } else {
      help.emplace_back("`holon explain functions` lists all; a product needs its `*`");
    }
    fail(fmt::format("`{}` is not a function holon knows", name), from, name.size(),
         std::move(help), Code::unknown_function);
  }

  Expr made_call(const Function& function, std::vector<Expr> arguments, std::size_t from) const {
    auto out = std::make_shared<Expression>();
    out->op = Op::call;
    out->name = function.name;
    out->function = &function;
    out->arguments = std::move(arguments);
    out->span = span(from, at_);
    return out;
  }

  std::string_view text_;
  const base::Span& where_;
  bool exact_;
  const std::vector<std::string>& counted_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

}  // namespace

Expr parse_expression(std::string_view text, const base::Span& where, bool exact,
                      const std::vector<std::string>& counted, base::Diagnostics& diagnostics) {
  try {
    return Parser(text, where, exact, counted).parse();
  } catch (const Stop& stop) {
    diagnostics.push_back(stop.diagnostic);
    return nullptr;
  }
}

}  // namespace holon::model
