// SPDX-License-Identifier: Apache-2.0
#include "model/formats/vensim_expression.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

namespace holon::model::formats::vensim {
namespace {

using base::Code;

/// Operators between two values; a higher level binds tighter.
struct Between {
  std::string_view sign;
  int level;
  Op op;
};
constexpr int kOr = 1;
constexpr int kAnd = 2;
constexpr int kComparison = 3;
constexpr int kSum = 4;
constexpr int kProduct = 5;
constexpr std::array kOperators{
    Between{"+", kSum, Op::add},
    Between{"-", kSum, Op::subtract},
    Between{"*", kProduct, Op::multiply},
    Between{"/", kProduct, Op::divide},
    Between{"=", kComparison, Op::equal},
    Between{"<", kComparison, Op::less},
    Between{">", kComparison, Op::greater},
    Between{"<=", kComparison, Op::less_equal},
    Between{">=", kComparison, Op::greater_equal},
    Between{"<>", kComparison, Op::not_equal},
    Between{":and:", kAnd, Op::logical_and},
    Between{":or:", kOr, Op::logical_or},
};

const Between* operator_of(const Token& token) {
  if (token.kind != Token::Kind::sign && token.kind != Token::Kind::keyword) return nullptr;
  for (const auto& candidate : kOperators) {
    if (candidate.sign == token.text) return &candidate;
  }
  return nullptr;
}

constexpr int kDeepest = 200;    // brackets within brackets
constexpr int kTallest = 1'000;  // operations that wait for each other in one equation

}  // namespace

/// Counts nesting, so that no input exhausts the stack.
class Parser::Deeper {
 public:
  explicit Deeper(Parser& parser) : parser_(parser) {
    if (++parser_.depth_ <= kDeepest) return;
    --parser_.depth_;
    parser_.fail(Code::vensim_too_deep, "this equation is nested too deeply",
                 parser_.span(parser_.lexer_.peek()),
                 {"give a part of it a name of its own; 200 levels are the limit"});
  }
  Deeper(const Deeper&) = delete;
  Deeper& operator=(const Deeper&) = delete;
  ~Deeper() { --parser_.depth_; }

 private:
  Parser& parser_;
};

TermPtr Parser::expression() { return binary(kOr).term; }

// left to right, by precedence climbing
Parser::Branch Parser::binary(int loosest) {
  const auto from = lexer_.peek().offset;
  auto left = signed_value();
  while (const auto* found = operator_of(lexer_.peek())) {
    if (found->level < loosest) break;
    lexer_.take();
    auto right = binary(found->level + 1);
    std::vector<Branch> parts;
    parts.reserve(2);
    parts.push_back(std::move(left));
    parts.push_back(std::move(right));
    left = operation(found->op, std::move(parts), from);
  }
  return left;
}

Parser::Branch Parser::signed_value() {
  const Deeper deeper(*this);
  const auto from = lexer_.peek().offset;
  if (lexer_.accept("+")) return signed_value();
  if (lexer_.accept(":not:")) return operation(Op::logical_not, {binary(kComparison)}, from);
  if (!lexer_.accept("-")) return power();
  auto value = signed_value();
  if (value.term->kind != Term::Kind::number) return operation(Op::negate, {value}, from);
  auto out = std::make_shared<Term>();
  out->number = -value.term->number;
  out->span = span_from(from);
  return {std::move(out), 0};
}

// the exponent may carry its own sign: 2^-3^2 is 2^(-(3^2)), and -2^2 is -(2^2)
Parser::Branch Parser::power() {
  const auto from = lexer_.peek().offset;
  auto base = primary();
  if (!lexer_.accept("^")) return base;
  return operation(Op::power, {std::move(base), signed_value()}, from);
}

Parser::Branch Parser::primary() {
  const auto& next = lexer_.peek();
  if (next.kind == Token::Kind::name) return named();
  if (lexer_.is("(")) {
    const auto open = lexer_.take();
    auto inside = binary(kOr);
    close(")", open);
    return inside;
  }
  auto out = std::make_shared<Term>();
  if (next.kind == Token::Kind::number) {
    out->number = next.number;
  } else if (next.kind == Token::Kind::text) {
    out->kind = Term::Kind::text;
    out->text = next.text;
  } else if (next.kind == Token::Kind::lost) {
    out->kind = Term::Kind::lost;
    out->text = "???";
  } else if (lexer_.is(":na:")) {
    out->kind = Term::Kind::missing;
  } else {
    unexpected("a value");
  }
  out->span = span(next);
  lexer_.take();
  return {std::move(out), 0};
}

Parser::Branch Parser::named() {
  const auto token = lexer_.take();
  auto out = std::make_shared<Term>();
  out->kind = Term::Kind::name;
  out->text = token.text;
  if (lexer_.is("[")) out->subscripts = subscripts();
  if (lexer_.is("(")) return call(std::move(out), token);
  out->span = span_from(token.offset);
  return {std::move(out), 0};
}

Parser::Branch Parser::call(std::shared_ptr<Term> out, const Token& name) {
  const auto open = lexer_.take();
  out->kind = Term::Kind::call;
  const auto height =
      same_name(name.text, "with lookup") ? lookup_arguments(*out, open) : arguments(*out, open);
  out->span = span_from(name.offset);
  if (same_name(name.text, "a function of")) {
    out->kind = Term::Kind::lost;
  } else if (same_name(name.text, "if then else")) {
    if (out->arguments.size() != 3) {
      fail(Code::vensim_syntax, "IF THEN ELSE takes a condition and two values", out->span,
           {"write IF THEN ELSE(condition, value, value otherwise)"});
    }
    out->kind = Term::Kind::operation;
    out->op = Op::if_else;
  }
  return {out, above(height, out->span)};
}

TermPtr Parser::call_of(const Token& name) {
  auto out = std::make_shared<Term>();
  out->text = name.text;
  return call(std::move(out), name).term;
}

// what a macro gives beside its value stands behind a colon
int Parser::arguments(Term& out, const Token& open) {
  int height = 0;
  if (lexer_.accept(")")) return height;
  do {
    auto value = binary(kOr);
    height = std::max(height, value.height);
    out.arguments.push_back(std::move(value.term));
  } while (lexer_.accept(",") || lexer_.accept(":"));
  close(")", open);
  return height;
}

// WITH LOOKUP(x, ([(0,0)-(1,1)],(0,0),(1,1)))
int Parser::lookup_arguments(Term& out, const Token& open) {
  auto value = binary(kOr);
  expect(",", "the points of WITH LOOKUP");
  out.arguments.push_back(std::move(value.term));
  if (!lexer_.is("(")) unexpected("the points of WITH LOOKUP in parentheses");
  const auto inner = lexer_.take();
  auto table = std::make_shared<Term>();
  table->kind = Term::Kind::points;
  table->points = points(inner);
  table->span = span_from(inner.offset);
  out.arguments.push_back(std::move(table));
  close(")", open);
  return value.height;
}

Parser::Branch Parser::operation(Op op, std::vector<Branch> parts, std::size_t from) {
  auto out = std::make_shared<Term>();
  out->kind = Term::Kind::operation;
  out->op = op;
  out->span = span_from(from);
  out->arguments.reserve(parts.size());
  int height = 0;
  for (auto& part : parts) {
    height = std::max(height, part.height);
    out->arguments.push_back(std::move(part.term));
  }
  const auto tall = above(height, out->span);
  return {std::move(out), tall};
}

int Parser::above(int height, const base::Span& where) const {
  if (height + 1 > kTallest) {
    fail(Code::vensim_too_deep, "this equation is too long", where.part(0, 1),
         {"give a part of it a name of its own; 1000 operations in a chain are the limit"});
  }
  return height + 1;
}

std::vector<Subscript> Parser::subscripts() {
  const auto open = lexer_.take();
  std::vector<Subscript> out;
  do {
    const auto token = name("a subscript");
    auto& subscript = out.emplace_back();
    subscript.name = token.text;
    if (lexer_.accept("!")) subscript.kind = Subscript::Kind::every;
    subscript.span = span_from(token.offset);
  } while (lexer_.accept(","));
  close("]", open);
  return out;
}

double Parser::number() {
  const bool negative = lexer_.accept("-");
  if (!negative) lexer_.accept("+");
  if (lexer_.peek().kind != Token::Kind::number) unexpected("a number");
  const auto value = lexer_.take().number;
  return negative ? -value : value;
}

// [(xmin,ymin)-(xmax,ymax),(x,y),…]: how Vensim draws the points, without meaning for them
void Parser::skip_range_of_points() {
  const auto open = lexer_.take();
  do {
    if (!lexer_.is("(")) unexpected("a corner of the graph, such as (0,0)");
    const auto corner = lexer_.take();
    number();
    expect(",", "the second number of a corner");
    number();
    close(")", corner);
  } while (lexer_.accept("-") || lexer_.accept(","));
  close("]", open);
  lexer_.accept(",");
}

std::shared_ptr<const Points> Parser::points(const Token& open) {
  auto out = std::make_shared<Points>();
  if (lexer_.is("[")) skip_range_of_points();
  if (lexer_.is("(")) {
    while (lexer_.is("(")) {
      const auto pair = lexer_.take();
      out->x.push_back(number());
      expect(",", "the y of this point");
      out->y.push_back(number());
      close(")", pair);
      if (!lexer_.accept(",")) break;
    }
    close(")", open);
    return out;
  }
  if (lexer_.is(")")) {
    fail(Code::vensim_points, "a lookup needs points", span(open), {"write them as (x,y),(x,y)"});
  }
  do {
    out->x.push_back(number());
  } while (lexer_.accept(",") && !lexer_.is(")"));
  close(")", open);
  if (out->x.size() % 2 != 0) {
    fail(Code::vensim_points,
         fmt::format("{} numbers do not make points: all x come first, then as many y",
                     out->x.size()),
         span_from(open.offset), {"write the points as (x,y),(x,y)"});
  }
  const auto half = static_cast<std::ptrdiff_t>(out->x.size() / 2);
  out->y.assign(out->x.begin() + half, out->x.end());
  out->x.resize(static_cast<std::size_t>(half));
  return out;
}

std::vector<TermPtr> Parser::list(TermPtr first) {
  std::vector<TermPtr> out;
  out.push_back(std::move(first));
  while (lexer_.accept(",") || lexer_.accept(";")) {
    if (lexer_.is("~") || lexer_.is("|")) break;
    out.push_back(expression());
  }
  return out;
}

std::vector<TermPtr> Parser::tabbed_array(const Token& open) {
  std::vector<TermPtr> out;
  while (!lexer_.is(")")) {
    if (lexer_.accept(",") || lexer_.accept(";")) continue;
    const auto from = lexer_.peek().offset;
    auto value = std::make_shared<Term>();
    if (lexer_.accept(":na:")) {
      value->kind = Term::Kind::missing;
    } else {
      value->number = number();
    }
    value->span = span_from(from);
    out.push_back(std::move(value));
  }
  if (out.empty()) unexpected("a number");
  close(")", open);
  return out;
}

Token Parser::name(std::string_view what) {
  const auto kind = lexer_.peek().kind;
  if (kind != Token::Kind::name && kind != Token::Kind::number) unexpected(what);
  return lexer_.take();
}

void Parser::expect(std::string_view sign, std::string_view what) {
  if (!lexer_.accept(sign)) unexpected(fmt::format("`{}` before {}", sign, what));
}

void Parser::close(std::string_view bracket, const Token& open) {
  if (lexer_.accept(bracket)) return;
  if (lexer_.is("|") || lexer_.is("~") || lexer_.peek().kind == Token::Kind::end) {
    fail(Code::vensim_not_closed, fmt::format("this `{}` is not closed", open.text), span(open),
         {fmt::format("its `{}` must stand before the `~` that ends the equation", bracket)});
  }
  unexpected(fmt::format("an operator, a comma or `{}`", bracket));
}

void Parser::fail(Code code, std::string message, const base::Span& where,
                  std::vector<std::string> help) const {
  throw Stop{{code, std::move(message), where, "", {}, std::move(help)}};
}

void Parser::unexpected(std::string_view wanted) {
  const auto& next = lexer_.peek();
  auto where = span(next);
  if (next.kind == Token::Kind::unreadable && !next.text.empty())
    fail(Code::vensim_not_closed, std::string(next.text), where);
  if (next.kind == Token::Kind::end) {
    fail(Code::vensim_not_closed, fmt::format("the file ends where {} is expected", wanted),
         span_from(lexer_.last_end()), {"an equation ends with `|`"});
  }
  // the whole of a character
  const auto text = lexer_.text();
  while (next.kind == Token::Kind::unreadable && where.offset + where.length < text.size() &&
         (static_cast<unsigned char>(text[where.offset + where.length]) & 0xC0U) == 0x80U)
    ++where.length;
  std::vector<std::string> help{fmt::format("{} is expected", wanted)};
  if (wanted.starts_with("an operator") &&
      (next.kind == Token::Kind::name || next.kind == Token::Kind::number))
    help.emplace_back("between two values stands an operator; an equation ends with `|`");
  fail(Code::vensim_syntax,
       fmt::format("`{}` is not expected here", text.substr(where.offset, where.length)), where,
       std::move(help));
}

}  // namespace holon::model::formats::vensim
