// SPDX-License-Identifier: Apache-2.0
#include "model/formats/xmile_print.h"

#include <fmt/format.h>

#include "base/text.h"
#include "model/formats/xmile_token.h"

namespace holon::model::formats {
namespace {

// how tightly operators bind, as xmile_equation.h says
enum Level { kChoice, kOr, kAnd, kEqual, kCompare, kSum, kProduct, kSigned, kPower, kValue };

struct Operator {
  std::string_view sign;
  Level level;
};

Operator operator_of(Op op) {
  switch (op) {
    case Op::logical_or:
      return {" OR ", kOr};
    case Op::logical_and:
      return {" AND ", kAnd};
    case Op::equal:
      return {" = ", kEqual};
    case Op::not_equal:
      return {" <> ", kEqual};
    case Op::less:
      return {" < ", kCompare};
    case Op::less_equal:
      return {" <= ", kCompare};
    case Op::greater:
      return {" > ", kCompare};
    case Op::greater_equal:
      return {" >= ", kCompare};
    case Op::add:
      return {" + ", kSum};
    case Op::subtract:
      return {" - ", kSum};
    case Op::multiply:
      return {" * ", kProduct};
    case Op::divide:
      return {" / ", kProduct};
    case Op::modulo:
      return {" MOD ", kProduct};
    case Op::power:
      return {" ^ ", kPower};
    default:
      return {"", kChoice};
  }
}

std::string in_parentheses_if(bool needed, std::string text) {
  return needed ? "(" + std::move(text) + ")" : text;
}

// one part of a path that can stand without quotes
bool is_plain(std::string_view part) {
  XmileTokens tokens(part, 0);
  const auto token = tokens.next(false);
  return token.kind == XmileToken::Kind::name && !token.quoted && token.begin == 0 &&
         token.end == part.size() && part.find('.') == std::string_view::npos;
}

std::string with_underscores(std::string_view name) {
  std::string out(name);
  for (auto& c : out)
    if (c == ' ') c = '_';
  return out;
}

std::string quoted(std::string_view name) {
  std::string out = "\"";
  for (const char c : name) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

std::string points(const Points& points) {
  std::string out;
  for (std::size_t i = 0; i < points.x.size(); ++i)
    out += fmt::format("{}({}, {})", i == 0 ? "" : ", ", base::exact(points.x[i]),
                       base::exact(points.y[i]));
  return "(" + out + ")";
}

}  // namespace

std::string xmile_name(std::string_view name) {
  const auto in_quotes = quoted(name);
  return in_quotes.substr(1, in_quotes.size() - 2);
}

std::string xmile_listed_name(std::string_view name) {
  return name.find_first_of(",;\"[]") == std::string_view::npos ? xmile_name(name) : quoted(name);
}

XmilePrinter::XmilePrinter(const Script& script) {
  const auto keep = [&](std::string_view name) {
    if (name.find('.') != std::string_view::npos) dotted_.insert(base::name_key(name));
  };
  for (const auto& range : script.ranges) {
    keep(range.name);
    for (const auto& element : range.elements) keep(element);
  }
  for (const auto* blocks : {&script.models, &script.macros}) {
    for (const auto& block : *blocks) {
      keep(block.name);
      for (const auto& parameter : block.parameters) keep(parameter);
      for (const auto& variable : block.variables) keep(variable.name);
    }
  }
  for (const auto& macro : script.macros) macros_.push_back(&macro);
}

std::string XmilePrinter::name(std::string_view name) const {
  const auto plain = with_underscores(name);
  if (is_plain(plain)) return plain;
  if (name.find('.') == std::string_view::npos || dotted_.contains(base::name_key(name)))
    return quoted(name);
  std::string out;
  std::size_t part = 0;
  for (const auto& text : base::split(plain, '.')) {
    if (part++ > 0) out += '.';
    const bool root = text.empty() && part == 1;
    if (!root && !is_plain(text)) return quoted(name);
    out += text;
  }
  return out;
}

std::string XmilePrinter::subscripts(const std::vector<Subscript>& subscripts) const {
  std::string out;
  for (const auto& subscript : subscripts) {
    if (!out.empty()) out += ", ";
    switch (subscript.kind) {
      case Subscript::Kind::name:
        out += name(subscript.name);
        break;
      case Subscript::Kind::every:
        out += subscript.name.empty() ? "*" : "*:" + name(subscript.name);
        break;
      case Subscript::Kind::number:
        out += std::to_string(subscript.number);
        break;
      case Subscript::Kind::position:
        out += "@" + std::to_string(subscript.number);
        break;
      case Subscript::Kind::slice: {
        const auto bound = [&](const std::string& text) {
          const bool digits = text.find_first_not_of("0123456789") == std::string::npos;
          return digits && !text.empty() ? text : name(text);
        };
        out += bound(subscript.name) + ":" + bound(subscript.upper);
        break;
      }
      case Subscript::Kind::index:
        out += print(subscript.index, kChoice);
        break;
    }
    if (subscript.transposed) out += "'";
  }
  return out;
}

std::string XmilePrinter::equation(const TermPtr& term) const {
  return term ? print(term, kChoice) : "";
}

std::string XmilePrinter::list(const std::vector<TermPtr>& terms) const {
  std::string out;
  for (const auto& term : terms) out += (out.empty() ? "" : ", ") + equation(term);
  return out;
}

std::string XmilePrinter::print(const TermPtr& term, int loosest) const {
  switch (term->kind) {
    case Term::Kind::number: {
      const auto text = base::exact(term->number);
      return in_parentheses_if(text.starts_with('-') && loosest > kSigned, text);
    }
    case Term::Kind::text:
      return "'" + term->text + "'";
    case Term::Kind::name:
      return name(term->text) +
             (term->subscripts.empty() ? "" : "[" + subscripts(term->subscripts) + "]");
    case Term::Kind::operation:
      return operation(*term, loosest);
    case Term::Kind::call:
      return call(*term);
    case Term::Kind::points:
      return points(*term->points);
    case Term::Kind::missing:
      return ":NA:";
    case Term::Kind::lost:
      return "???";
  }
  return "";
}

std::string XmilePrinter::operation(const Term& term, int loosest) const {
  const auto& parts = term.arguments;
  if (term.op == Op::if_else)
    return in_parentheses_if(loosest > kChoice,
                             fmt::format("IF {} THEN {} ELSE {}", print(parts[0], kOr),
                                         print(parts[1], kOr), print(parts[2], kChoice)));
  if (term.op == Op::negate || term.op == Op::logical_not) {
    // a minus before a number would be the number's own
    const bool number = term.op == Op::negate && parts[0]->kind == Term::Kind::number;
    return in_parentheses_if(loosest > kSigned, (term.op == Op::negate ? "-" : "NOT ") +
                                                    (number ? "(" + print(parts[0], kChoice) + ")"
                                                            : print(parts[0], kSigned)));
  }
  const auto [sign, level] = operator_of(term.op);
  // powers go from the right, and their exponent may have a sign; the others go from the left
  const int left = level == kPower ? kValue : level;
  const int right = level == kPower ? kSigned : level + 1;
  return in_parentheses_if(loosest > level,
                           print(parts[0], left) + std::string(sign) + print(parts[1], right));
}

// a macro's further results stand behind a colon
std::string XmilePrinter::call(const Term& term) const {
  std::size_t inputs = term.arguments.size();
  for (const auto* macro : macros_)
    if (!macro->results.empty() && base::name_key(macro->name) == base::name_key(term.text))
      inputs = macro->parameters.size();
  std::string inside;
  for (std::size_t i = 0; i < term.arguments.size(); ++i) {
    if (i > 0) inside += i == inputs ? " : " : ", ";
    const auto& argument = *term.arguments[i];
    // a result is named here, so its spelling counts
    const bool is_result = i >= inputs && argument.kind == Term::Kind::name;
    const bool spaced = is_result && argument.text.find(' ') != std::string::npos;
    inside += spaced && argument.subscripts.empty() ? quoted(argument.text)
                                                    : print(term.arguments[i], kChoice);
  }
  return name(term.text) +
         (term.subscripts.empty() ? "" : "[" + subscripts(term.subscripts) + "]") + "(" + inside +
         ")";
}

}  // namespace holon::model::formats
