// SPDX-License-Identifier: Apache-2.0
#include "model/expression.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"

namespace holon::model {
namespace {

std::string_view sign_of(Op op) {
  switch (op) {
    case Op::negate:
      return "-";
    case Op::logical_not:
      return "NOT ";
    case Op::add:
      return " + ";
    case Op::subtract:
      return " - ";
    case Op::multiply:
      return " * ";
    case Op::divide:
      return " / ";
    case Op::modulo:
      return " MOD ";
    case Op::power:
      return " ^ ";
    case Op::less:
      return " < ";
    case Op::less_equal:
      return " <= ";
    case Op::greater:
      return " > ";
    case Op::greater_equal:
      return " >= ";
    case Op::equal:
      return " = ";
    case Op::not_equal:
      return " <> ";
    case Op::logical_and:
      return " AND ";
    case Op::logical_or:
      return " OR ";
    default:
      return "";
  }
}

// the base units of a dimension, spelled so that the parser reads the same dimension
std::string base_unit_text(const quantity::Dimension& dimension) {
  static const std::vector<std::pair<std::string, std::string>> kNames{
      {"energy", "J"}, {"time", "s"}, {"mass", "kg"},     {"volume", "L"},
      {"length", "m"}, {"data", "B"}, {"operation", "OP"}};
  static const std::vector<std::pair<std::string, std::string>> kKinds{{"facility", " at facility"},
                                                                       {"device", " at device"},
                                                                       {"primary", " primary"},
                                                                       {"Sb", " Sb eq"}};
  std::string out = "1";
  for (const auto& power : dimension.powers()) {
    const auto known = std::find_if(kNames.begin(), kNames.end(),
                                    [&](const auto& n) { return n.first == power.base; });
    auto name = known == kNames.end() ? power.base : known->second;
    const auto kind = std::find_if(kKinds.begin(), kKinds.end(),
                                   [&](const auto& k) { return k.first == power.kind; });
    if (!power.kind.empty()) name += kind == kKinds.end() ? " " + power.kind : kind->second;
    // m^3 is read as a volume, which a length to the third power is not: as two halves it stays
    const int parts = power.base == "length" && power.sixtieths == 180 ? 2 : 1;
    for (int i = 0; i < parts; ++i)
      out += fmt::format("*({})^({}/60)", name, power.sixtieths / parts);
  }
  return out;
}

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool needs_quotes(const std::string& name) {
  if (name.empty() || is_reserved(name)) return true;
  if (!is_word(name.front()) || !is_word(name.back()) ||
      (name.front() >= '0' && name.front() <= '9'))
    return true;
  for (std::size_t i = 0; i + 1 < name.size(); ++i) {
    // a point joins two words without a gap
    const bool joins = name[i] == '.' && is_word(name[i + 1]);
    if (!is_word(name[i]) && name[i] != ' ' && !joins) return true;
  }
  return false;
}

std::string name_text(const std::string& name) {
  bool quoted = needs_quotes(name);
  // a keyword inside a name would end it
  for (const auto& word : base::split(name, ' '))
    quoted = quoted || (is_reserved(word) && word.find('.') == std::string::npos &&
                        find_function(word) == nullptr);
  if (!quoted) return name;
  std::string out = "\"";
  for (const char c : name) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

// an element of an array as it is written, its array's name in quotes where that needs them
std::string variable_text(const std::string& name) {
  const auto open = name.find('[');
  const bool is_element = open != std::string::npos && open > 0 && name.back() == ']' &&
                          name.find_first_of("[]\"", open + 1) == name.size() - 1;
  return is_element ? name_text(name.substr(0, open)) + name.substr(open) : name_text(name);
}

std::shared_ptr<Expression> copy(const Expr& expression) {
  return std::make_shared<Expression>(*expression);
}

}  // namespace

std::string to_text(const Expr& e, const std::function<std::string(VariableId)>& name_of) {
  const auto text = [&](std::size_t i) { return to_text(e->arguments[i], name_of); };
  switch (e->op) {
    case Op::number: {
      const auto digits = base::exact(std::abs(e->value));
      const auto unit =
          e->dimension.powers().empty() ? "" : fmt::format(" [{}]", base_unit_text(e->dimension));
      return std::signbit(e->value) ? fmt::format("(-{}{})", digits, unit) : digits + unit;
    }
    case Op::name: {
      std::vector<std::string> subscripts;
      for (const auto& argument : e->arguments) subscripts.push_back(argument->name);
      return subscripts.empty()
                 ? name_text(e->name)
                 : fmt::format("{}[{}]", name_text(e->name), fmt::join(subscripts, ", "));
    }
    case Op::variable: {
      const auto name = variable_text(name_of(e->variable));
      return e->in_case == kThisCase ? name : fmt::format("baseline({})", name);
    }
    case Op::negate:
    case Op::logical_not:
      return fmt::format("({}{})", sign_of(e->op), text(0));
    case Op::if_else:
      return fmt::format("(IF {} THEN {} ELSE {})", text(0), text(1), text(2));
    case Op::lookup:
      return fmt::format("lookup({})", text(0));
    case Op::call: {
      std::vector<std::string> arguments;
      for (const auto& argument : e->arguments) arguments.push_back(to_text(argument, name_of));
      return arguments.empty() ? e->name
                               : fmt::format("{}({})", e->name, fmt::join(arguments, ", "));
    }
    default:
      return fmt::format("({}{}{})", text(0), sign_of(e->op), text(1));
  }
}

Expr resolve_names(const Expr& expression, const std::function<Expr(const Expression&)>& resolve) {
  if (expression->op == Op::name) return resolve(*expression);
  auto out = copy(expression);
  bool complete = true;
  for (auto& argument : out->arguments) {
    argument = resolve_names(argument, resolve);
    complete = complete && argument != nullptr;
  }
  if (!complete) return nullptr;
  if (out->op == Op::call && out->function->id == FunctionId::baseline)
    return read_in_case(out->arguments[0], 0);
  return out;
}

void for_each_variable(const Expr& expression, const std::function<void(VariableId, int)>& visit) {
  if (expression->op == Op::variable) visit(expression->variable, expression->in_case);
  for (const auto& argument : expression->arguments) for_each_variable(argument, visit);
}

Expr read_in_case(const Expr& expression, int in_case) {
  if (expression->op != Op::variable && expression->arguments.empty()) return expression;
  auto out = copy(expression);
  if (out->op == Op::variable && out->in_case == kThisCase) out->in_case = in_case;
  for (auto& argument : out->arguments) argument = read_in_case(argument, in_case);
  return out;
}

Expr number(double value, const quantity::Dimension& dimension) {
  auto out = std::make_shared<Expression>();
  out->value = value;
  out->dimension = dimension;
  return out;
}

Expr variable(VariableId id, int in_case) {
  auto out = std::make_shared<Expression>();
  out->op = Op::variable;
  out->variable = id;
  out->in_case = in_case;
  return out;
}

Expr node(Op op, std::vector<Expr> arguments, const base::Span& span) {
  auto out = std::make_shared<Expression>();
  out->op = op;
  out->arguments = std::move(arguments);
  out->span = span;
  return out;
}

Expr call(std::string_view name, std::vector<Expr> arguments) {
  auto out = std::make_shared<Expression>();
  out->op = Op::call;
  out->function = find_function(name);
  base::check(out->function != nullptr, "a function called in the source exists");
  out->name = out->function->name;
  out->arguments = std::move(arguments);
  return out;
}

Expr operator+(const Expr& a, const Expr& b) { return node(Op::add, {a, b}); }
Expr operator-(const Expr& a, const Expr& b) { return node(Op::subtract, {a, b}); }
Expr operator*(const Expr& a, const Expr& b) { return node(Op::multiply, {a, b}); }
Expr operator/(const Expr& a, const Expr& b) { return node(Op::divide, {a, b}); }

}  // namespace holon::model
