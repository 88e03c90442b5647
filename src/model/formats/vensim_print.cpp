// SPDX-License-Identifier: Apache-2.0
#include "model/formats/vensim_print.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "model/formats/vensim_lexer.h"

namespace holon::model::formats::vensim {
namespace {

constexpr std::size_t kColumns = 80;

// how tightly a term holds together; what is looser than its place needs parentheses
constexpr int kOr = 10;
constexpr int kAnd = 20;
constexpr int kNot = 25;
constexpr int kComparison = 30;
constexpr int kSum = 40;
constexpr int kProduct = 50;
constexpr int kSign = 60;
constexpr int kPower = 70;
constexpr int kValue = 80;

struct Shape {
  int level;
  std::string_view sign;
};

Shape shape(const Term& term) {
  if (term.kind == Term::Kind::number) return {term.number < 0 ? kSign : kValue, ""};
  if (term.kind != Term::Kind::operation) return {kValue, ""};
  switch (term.op) {
    case Op::logical_or:
      return {kOr, " :OR: "};
    case Op::logical_and:
      return {kAnd, " :AND: "};
    case Op::logical_not:
      return {kNot, ":NOT: "};
    case Op::less:
      return {kComparison, "<"};
    case Op::less_equal:
      return {kComparison, "<="};
    case Op::greater:
      return {kComparison, ">"};
    case Op::greater_equal:
      return {kComparison, ">="};
    case Op::equal:
      return {kComparison, "="};
    case Op::not_equal:
      return {kComparison, "<>"};
    case Op::add:
      return {kSum, "+"};
    case Op::subtract:
      return {kSum, "-"};
    case Op::multiply:
      return {kProduct, "*"};
    case Op::divide:
      return {kProduct, "/"};
    case Op::negate:
      return {kSign, "-"};
    case Op::power:
      return {kPower, "^"};
    default:
      return {kValue, ""};
  }
}

}  // namespace

std::string printable_name(std::string_view name) {
  const Lexer lexer(name);
  const auto& token = lexer.peek();
  const bool is_word = token.kind == Token::Kind::name || token.kind == Token::Kind::number;
  if (is_word && token.text == name && token.length == name.size()) return std::string(name);
  std::string out = "\"";
  for (const char c : name) {
    if (c == '"' || c == '\\') out += '\\';
    out += c == '\n' || c == '\r' ? ' ' : c;
  }
  return out + '"';
}

Printer::Printer(const Script& script) {
  for (const auto& macro : script.macros)
    macro_parameters_.emplace(base::name_key(macro.name), macro.parameters.size());
}

void Printer::piece(std::string_view text) {
  const bool overflows = out_.size() - line_start_ + text.size() > kColumns;
  if (overflows && out_.size() > line_start_ + 10) {
    out_ += "\\\n";
    line_start_ = out_.size();
    out_ += "\t\t";
  }
  out_ += text;
}

void Printer::raw(std::string_view text) {
  const auto line = text.rfind('\n');
  if (line != std::string_view::npos) line_start_ = out_.size() + line + 1;
  out_ += text;
}

void Printer::term(const TermPtr& term) { this->term(term, kOr); }

void Printer::term(const TermPtr& term, int loosest) {
  const bool in_brackets = shape(*term).level < loosest;
  if (in_brackets) piece("(");
  switch (term->kind) {
    case Term::Kind::number:
      piece(base::exact(term->number));
      break;
    case Term::Kind::text:
      piece("'" + term->text + "'");
      break;
    case Term::Kind::name:
      piece(printable_name(term->text));
      subscripts(term->subscripts);
      break;
    case Term::Kind::operation:
      operation(*term);
      break;
    case Term::Kind::call:
      call(*term);
      break;
    case Term::Kind::points:
      piece("(");
      if (term->points) points(*term->points);
      piece(")");
      break;
    case Term::Kind::missing:
      piece(":NA:");
      break;
    case Term::Kind::lost:
      if (same_name(term->text, "a function of"))
        call(*term);
      else
        piece("???");
      break;
  }
  if (in_brackets) piece(")");
}

void Printer::operation(const Term& term) {
  const auto [level, sign] = shape(term);
  const auto& parts = term.arguments;
  switch (level) {
    case kValue: {
      Term named = term;
      named.text = term.op == Op::if_else ? "IF THEN ELSE" : "MODULO";
      call(named);
      break;
    }
    case kNot:
      piece(sign);
      this->term(parts[0], kComparison);
      break;
    case kSign:
      piece(sign);
      this->term(parts[0], parts[0]->kind == Term::Kind::number ? kValue + 1 : kSign);
      break;
    case kPower:
      // to the right; the exponent may have a sign of its own
      this->term(parts[0], kValue);
      piece(sign);
      this->term(parts[1], kSign);
      break;
    default: {
      this->term(parts[0], level);
      piece(sign);
      const bool is_negative = parts[1]->kind == Term::Kind::number && parts[1]->number < 0;
      this->term(parts[1], is_negative ? kValue : level + 1);
    }
  }
}

void Printer::call(const Term& term) {
  piece(printable_name(term.text));
  subscripts(term.subscripts);
  piece("(");
  // what a macro gives beside its value stands behind a colon
  const auto macro = macro_parameters_.find(base::name_key(term.text));
  const auto taken = macro == macro_parameters_.end() ? term.arguments.size() : macro->second;
  for (std::size_t i = 0; i < term.arguments.size(); ++i) {
    if (i > 0) piece(i == taken ? " : " : ", ");
    this->term(term.arguments[i], kOr);
  }
  piece(")");
}

void Printer::subscripts(const std::vector<Subscript>& subscripts) {
  if (subscripts.empty()) return;
  piece("[");
  for (std::size_t i = 0; i < subscripts.size(); ++i) {
    const auto& subscript = subscripts[i];
    const bool is_number =
        subscript.kind == Subscript::Kind::number || subscript.kind == Subscript::Kind::position;
    auto text = is_number ? std::to_string(subscript.number) : printable_name(subscript.name);
    if (subscript.kind == Subscript::Kind::every) text += '!';
    if (i + 1 < subscripts.size()) text += ',';
    piece(text);
  }
  piece("]");
}

void Printer::points(const Points& points) {
  if (points.x.empty()) return;
  const auto [left, right] = std::minmax_element(points.x.begin(), points.x.end());
  const auto [low, high] = std::minmax_element(points.y.begin(), points.y.end());
  piece(fmt::format("[({},{})-({},{})]", base::exact(*left), base::exact(*low), base::exact(*right),
                    base::exact(*high)));
  for (std::size_t i = 0; i < points.x.size(); ++i)
    piece(fmt::format(",({},{})", base::exact(points.x[i]), base::exact(points.y[i])));
}

void Printer::names(const std::vector<std::string>& names) {
  for (std::size_t i = 0; i < names.size(); ++i)
    piece(printable_name(names[i]) + (i + 1 < names.size() ? ", " : ""));
}

}  // namespace holon::model::formats::vensim
