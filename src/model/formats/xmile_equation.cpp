// SPDX-License-Identifier: Apache-2.0
#include "model/formats/xmile_equation.h"

#include <array>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "base/text.h"
#include "model/formats/xmile_cursor.h"

namespace holon::model::formats {
namespace {

using Kind = XmileToken::Kind;

class EquationReader : private XmileCursor {
 public:
  EquationReader(const PlacedText& place, std::size_t from, base::Diagnostics& diagnostics)
      : XmileCursor(place, from, diagnostics) {}

  // value , value ; value …
  std::vector<TermPtr> values() {
    std::vector<TermPtr> out;
    while (!failed_ && token_.kind != Kind::end) {
      out.push_back(condition());
      if (!accept(",") && !accept(";") && token_.kind != Kind::end) unexpected();
    }
    if (failed_) return {nullptr};
    return out;
  }

 private:
  // runs `read` one level deeper
  template <class Read>
  TermPtr deeper(Read read) {
    if (!begin_level()) return nullptr;
    auto out = read();
    end_level();
    return out;
  }

  TermPtr condition() {
    return deeper([&] { return any_of(); });
  }

  TermPtr any_of() {
    const auto begin = token_.begin;
    auto out = all_of();
    while (accept_word("or") || accept(":or:"))
      out = operation(Op::logical_or, {out, all_of()}, begin);
    return out;
  }

  TermPtr all_of() {
    const auto begin = token_.begin;
    auto out = negated_comparison();
    while (accept_word("and") || accept(":and:"))
      out = operation(Op::logical_and, {out, negated_comparison()}, begin);
    return out;
  }

  // Vensim's :NOT:, and a NOT that a converter left behind what it negates
  TermPtr negated_comparison() {
    const auto begin = token_.begin;
    if (accept(":not:")) {
      auto inner = deeper([&] { return negated_comparison(); });
      return operation(Op::logical_not, {inner}, begin);
    }
    auto out = equality();
    while (accept_word("not")) out = operation(Op::logical_not, {out}, begin);
    return out;
  }

  TermPtr equality() {
    const auto begin = token_.begin;
    auto out = comparison();
    while (is_sign("=") || is_sign("<>")) {
      const auto op = is_sign("=") ? Op::equal : Op::not_equal;
      advance();
      out = operation(op, {out, comparison()}, begin);
    }
    return out;
  }

  TermPtr comparison() {
    const auto begin = token_.begin;
    auto out = sum();
    while (is_sign("<") || is_sign("<=") || is_sign(">") || is_sign(">=")) {
      const auto op = is_sign("<")    ? Op::less
                      : is_sign("<=") ? Op::less_equal
                      : is_sign(">")  ? Op::greater
                                      : Op::greater_equal;
      advance();
      out = operation(op, {out, sum()}, begin);
    }
    return out;
  }

  TermPtr sum() {
    const auto begin = token_.begin;
    auto out = product();
    while (is_sign("+") || is_sign("-")) {
      const auto op = is_sign("+") ? Op::add : Op::subtract;
      advance();
      out = operation(op, {out, product()}, begin);
    }
    return out;
  }

  TermPtr product() {
    const auto begin = token_.begin;
    auto out = signed_value();
    while (is_sign("*") || is_sign("/") || is_sign("//") || is_word("mod")) {
      const auto sign = token_.text;
      advance();
      auto right = signed_value();
      if (sign == "//") {
        out = call("SAFEDIV", {out, right}, begin);
      } else {
        const auto op = sign == "*" ? Op::multiply : sign == "/" ? Op::divide : Op::modulo;
        out = operation(op, {out, right}, begin);
      }
    }
    return out;
  }

  TermPtr signed_value() {
    const auto begin = token_.begin;
    if (is_sign("-") || is_sign("+") || is_word("not")) {
      const auto sign = token_.text;
      advance();
      const bool literal = sign == "-" && token_.kind == Kind::number;
      auto inner = deeper([&] { return signed_value(); });
      if (sign == "+" || !inner) return inner;
      if (literal && inner->kind == Term::Kind::number) return negative(*inner, begin);
      return operation(sign == "-" ? Op::negate : Op::logical_not, {inner}, begin);
    }
    return power();
  }

  [[nodiscard]] TermPtr negative(const Term& number, std::size_t begin) const {
    auto out = term(Term::Kind::number, begin);
    out->number = -number.number;
    return out;
  }

  TermPtr power() {
    const auto begin = token_.begin;
    auto out = value();
    if (accept("^")) {
      auto exponent = deeper([&] { return signed_value(); });
      out = operation(Op::power, {out, exponent}, begin);
    }
    return out;
  }

  TermPtr value() {
    const auto begin = token_.begin;
    if (token_.kind == Kind::number) return number();
    if (token_.kind == Kind::text) return text();
    if (token_.kind == Kind::name) return named();
    if (accept(":na:")) return term(Term::Kind::missing, begin);
    if (is_word("mod")) return modulo_call();
    if (accept_word("if")) return choice(begin);
    if (accept("(")) {
      auto inner = in_parentheses();
      return accept_transpose(inner, begin);
    }
    unexpected();
    return nullptr;
  }

  TermPtr in_parentheses() {
    const auto outer = brackets_;
    brackets_ = 0;
    auto out = condition();
    brackets_ = outer;
    expect(")");
    return out;
  }

  TermPtr number() {
    const auto begin = token_.begin;
    const double value = token_.number;
    advance();
    auto out = term(Term::Kind::number, begin);
    out->number = value;
    return out;
  }

  TermPtr text() {
    const auto begin = token_.begin;
    auto content = std::move(token_.text);
    advance();
    auto out = term(Term::Kind::text, begin);
    out->text = std::move(content);
    return out;
  }

  TermPtr choice(std::size_t begin) {
    auto when = condition();
    expect_word("then", "THEN");
    auto then = condition();
    expect_word("else", "ELSE");
    auto otherwise = condition();
    return operation(Op::if_else, {when, then, otherwise}, begin);
  }

  // MOD(a, b), as Vensim's MODULO is sometimes written
  TermPtr modulo_call() {
    const auto begin = token_.begin;
    advance();
    if (!accept("(")) {
      unexpected();
      return nullptr;
    }
    auto both = arguments();
    if (both.size() != 2) {
      mistake("MOD takes two values", "", begin, 3);
      return nullptr;
    }
    return operation(Op::modulo, std::move(both), begin);
  }

  // a name, which may be several words where the writer left the underscores out
  std::string words() {
    std::string out = token_.text;
    bool joins = !token_.quoted;
    advance();
    while (joins && token_.kind == Kind::name && !token_.quoted) {
      out += ' ' + token_.text;
      advance();
    }
    return out;
  }

  TermPtr named() {
    const auto begin = token_.begin;
    auto name = words();
    std::vector<Subscript> subscripts;
    if (is_sign("[")) subscripts = read_subscripts();
    if (!is_sign("(")) {
      auto out = term(Term::Kind::name, begin);
      out->text = std::move(name);
      out->subscripts = std::move(subscripts);
      return accept_transpose(out, begin);
    }
    advance();
    auto inside = base::name_key(name) == "with lookup" ? lookup_arguments() : arguments();
    if (is_choice(name, inside)) return operation(Op::if_else, std::move(inside), begin);
    auto out = term(Term::Kind::call, begin);
    out->text = std::move(name);
    out->subscripts = std::move(subscripts);
    out->arguments = std::move(inside);
    return out;
  }

  // IF_THEN_ELSE(…) of Vensim's export
  static bool is_choice(const std::string& name, const std::vector<TermPtr>& arguments) {
    return arguments.size() == 3 && base::name_key(name) == "if then else";
  }

  TermPtr accept_transpose(TermPtr value, std::size_t begin) {
    while (brackets_ == 0 && accept("'")) value = call("TRANSPOSE", {value}, begin);
    return value;
  }

  // after `(`: values up to `)`; Vensim's macros give further results after a `:`
  std::vector<TermPtr> arguments() {
    const auto outer = brackets_;
    brackets_ = 0;
    std::vector<TermPtr> out;
    if (!is_sign(")")) {
      do {
        out.push_back(condition());
      } while (!failed_ && (accept(",") || accept(";") || accept(":")));
    }
    brackets_ = outer;
    expect(")");
    return out;
  }

  // WITH LOOKUP(x, ((0, 0), (1, 2))), as Vensim has it
  std::vector<TermPtr> lookup_arguments() {
    std::vector<TermPtr> out = {condition()};
    expect(",");
    const auto begin = token_.begin;
    expect("(");
    auto points = std::make_shared<Points>();
    do {
      expect("(");
      points->x.push_back(coordinate());
      expect(",");
      points->y.push_back(coordinate());
      expect(")");
    } while (!failed_ && accept(","));
    expect(")");
    auto table = term(Term::Kind::points, begin);
    table->points = std::move(points);
    out.push_back(std::move(table));
    expect(")");
    return out;
  }

  double coordinate() {
    const double sign = accept("-") ? -1 : 1;
    if (token_.kind != Kind::number) unexpected();
    const double value = token_.number;
    if (!failed_) advance();
    return sign * value;
  }

  // --- subscripts ---

  std::vector<Subscript> read_subscripts() {
    std::vector<Subscript> out;
    ++brackets_;
    advance();  // [
    do {
      out.push_back(read_subscript());
    } while (!failed_ && accept(","));
    --brackets_;
    expect("]");
    return out;
  }

  Subscript read_subscript() {
    Subscript out;
    const auto begin = token_.begin;
    if (accept("*")) {
      out.kind = Subscript::Kind::every;
      if (accept(":")) out.name = bound();
    } else if (accept("@")) {
      out.kind = Subscript::Kind::position;
      out.number = whole_number();
    } else {
      read_index(out);
    }
    out.transposed = accept("'");
    out.span = place_.span(begin, end_ > begin ? end_ - begin : 0);
    return out;
  }

  // a name, a number, or an expression; with `:` a slice, with `!` all of a range
  void read_index(Subscript& out) {
    const auto begin = token_.begin;
    auto value = condition();
    if (failed_ || !value) return;
    const bool name = value->kind == Term::Kind::name && value->subscripts.empty();
    const bool count = value->kind == Term::Kind::number && value->number >= 0 &&
                       value->number < 1e9 && std::floor(value->number) == value->number;
    if (name) {
      out.name = value->text;
      if (accept("!")) out.kind = Subscript::Kind::every;
    } else if (count) {
      out.kind = Subscript::Kind::number;
      out.number = static_cast<std::size_t>(value->number);
      out.name = place_.text().substr(begin, end_ - begin);
    } else {
      out.kind = Subscript::Kind::index;
      out.index = value;
    }
    if ((name || count) && accept(":")) {
      out.kind = Subscript::Kind::slice;
      out.number = 0;
      out.upper = bound();
    }
  }

  std::string bound() {
    if (token_.kind == Kind::name) return words();
    if (token_.kind != Kind::number) {
      unexpected();
      return "";
    }
    auto out = token_.text;
    advance();
    return out;
  }

  std::size_t whole_number() {
    const double value = token_.number;
    if (token_.kind != Kind::number || value != std::floor(value) || value > 1e9) {
      unexpected();
      return 0;
    }
    advance();
    return static_cast<std::size_t>(value);
  }
};

// an equation that its exporter could not translate
TermPtr lost_term(const PlacedText& text) {
  auto out = std::make_shared<Term>();
  out->kind = Term::Kind::lost;
  out->text = "???";
  out->span = text.span(text.text().find("???"), 3);
  return out;
}

}  // namespace

std::vector<TermPtr> parse_equation(const PlacedText& text, std::size_t from,
                                    base::Diagnostics& diagnostics) {
  if (text.text().find("???") != std::string::npos) return {lost_term(text)};
  return EquationReader(text, from, diagnostics).values();
}

TermPtr parse_value(const PlacedText& text, base::Diagnostics& diagnostics) {
  auto values = parse_equation(text, 0, diagnostics);
  if (values.empty()) return nullptr;
  if (values.size() > 1)
    diagnostics.push_back({base::Code::xmile_equation,
                           "a single value is due here",
                           text.span(),
                           fmt::format("{} values", values.size()),
                           {},
                           {}});
  return values.front();
}

}  // namespace holon::model::formats
