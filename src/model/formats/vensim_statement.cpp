// SPDX-License-Identifier: Apache-2.0
#include "model/formats/vensim_statement.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"

namespace holon::model::formats::vensim {
namespace {

using base::Code;
using Kind = Variable::Kind;

// beyond that, a file is something else than a model
constexpr std::size_t kMostMistakes = 100;

// functions that give a whole lookup
bool gives_lookup(const Term& term) {
  if (term.kind != Term::Kind::call) return false;
  for (const std::string_view key :
       {"get xls lookups", "get direct lookups", "get 123 lookups", "get vdf lookups", "tabxl"}) {
    if (same_name(term.text, key)) return true;
  }
  return false;
}

bool is_nothing(const Equation& equation) {
  return equation.term && equation.term->kind == Term::Kind::lost;
}

bool may_be_data(Kind kind) { return kind == Kind::data || kind == Kind::equation; }

std::string_view said(Kind kind) {
  switch (kind) {
    case Kind::lookup:
      return "a lookup";
    case Kind::data:
      return "data";
    case Kind::text:
      return "a text";
    default:
      return "an equation";
  }
}

}  // namespace

base::Diagnostics StatementReader::read() {
  while (lexer_.peek().kind != Token::Kind::end && diagnostics_.size() < kMostMistakes) {
    try {
      statement();
    } catch (Stop& stop) {
      diagnostics_.push_back(std::move(stop.diagnostic));
      recover();
    }
  }
  close_macro();
  return std::move(diagnostics_);
}

// the next statement begins behind the next `|`
void StatementReader::recover() {
  lexer_.raw_until("|");
  lexer_.accept("|");
}

void StatementReader::statement() {
  if (lexer_.accept("|")) return;
  if (lexer_.is("*")) return group();
  if (lexer_.is(":macro:")) return begin_macro();
  if (lexer_.is(":end of macro:")) return end_macro();
  if (lexer_.peek().kind != Token::Kind::name) parser_.unexpected("the name of a variable");
  const auto name = lexer_.take();
  if (lexer_.is(":")) return range(name);
  if (lexer_.is("<->")) return equivalence(name);
  equation(name);
}

// **** .Name ****~ comment |
void StatementReader::group() {
  const auto first = lexer_.peek();
  const auto raw = lexer_.raw_until("~|");
  const auto start = raw.find_first_not_of("* \t\r\n");
  const auto end = start == std::string_view::npos ? start : raw.find_first_of("*\r\n", start);
  if (start == std::string_view::npos || lexer_.peek().kind == Token::Kind::end) {
    parser_.fail(Code::vensim_syntax, "a row of `*` begins a group, which needs a name",
                 parser_.span(first), {"write ****, .Name, **** and ~| on lines of their own"});
  }
  auto name = base::trim(raw.substr(start, end == raw.npos ? end : end - start));
  if (name.starts_with('.')) name.remove_prefix(1);
  group_ = name;
  end_of_statement(first.offset);
}

// ---- macros

void StatementReader::begin_macro() {
  const auto keyword = lexer_.take();
  if (in_macro_) {
    parser_.fail(Code::vensim_syntax, "a macro begins inside another", parser_.span(keyword),
                 {"`:END OF MACRO:` is missing before it"});
  }
  in_macro_ = true;
  known_inside_.clear();
  group_outside_ = std::exchange(group_, "");
  script_.macros.emplace_back().span = parser_.span(keyword);
  auto& macro = script_.macros.back();
  macro.name = parser_.name("the name of the macro").text;
  macro.span = parser_.span_from(keyword.offset);
  if (!lexer_.is("(")) parser_.unexpected("`(` and the macro's arguments");
  const auto open = lexer_.take();
  if (!lexer_.is(")") && !lexer_.is(":")) macro.parameters = macro_names();
  if (lexer_.accept(":") && !lexer_.is(")")) macro.results = macro_names();
  parser_.close(")", open);
  lexer_.accept("|");
}

std::vector<std::string> StatementReader::macro_names() {
  std::vector<std::string> out;
  do {
    out.emplace_back(parser_.name("the name of an argument").text);
  } while (lexer_.accept(","));
  return out;
}

void StatementReader::end_macro() {
  const auto keyword = lexer_.take();
  if (!in_macro_) {
    diagnostics_.push_back({Code::vensim_syntax,
                            "this ends a macro, and none has begun",
                            parser_.span(keyword),
                            "",
                            {},
                            {}});
    return;
  }
  in_macro_ = false;
  group_ = group_outside_;
  lexer_.accept("|");
}

void StatementReader::close_macro() {
  if (!in_macro_ || diagnostics_.size() >= kMostMistakes) return;
  diagnostics_.push_back({Code::vensim_not_closed,
                          "this macro is not closed",
                          script_.macros.back().span,
                          "",
                          {},
                          {"it ends with `:END OF MACRO:`"}});
}

// ---- equations

void StatementReader::equation(const Token& name) {
  Equation equation;
  if (lexer_.is("[")) equation.subscripts = parser_.subscripts();
  if (reality_check(name)) return;
  if (lexer_.is(":except:")) exceptions(equation);
  auto between_points = Between::interpolate;
  auto kind = Kind::equation;
  while (between(between_points)) kind = Kind::data;
  if (lexer_.is(":except:")) exceptions(equation);
  kind = right_side(equation, kind);
  equation.span = parser_.span_from(name.offset);
  auto said = end_of_statement(name.offset);

  auto& out = variable(name, kind, equation);
  equation.plain = out.kind == Kind::data && kind == Kind::equation;
  out.equations.push_back(std::move(equation));
  if (kind == Kind::data && between_points != Between::interpolate) out.between = between_points;
  // what only one of several equations says belongs to all
  if (!said.units.empty()) {
    out.units = std::move(said.units);
    out.units_span = parser_.span(said.units_at, said.units_at + said.units_length);
  }
  if (!said.text.empty()) out.text = std::move(said.text);
  if (said.least) out.least = said.least;
  if (said.most) out.most = said.most;
  out.supplementary = out.supplementary || said.supplementary;
}

// :EXCEPT: [a, b], [c, d]
void StatementReader::exceptions(Equation& equation) {
  lexer_.take();
  do {
    if (!lexer_.is("[")) parser_.unexpected("the subscripts to leave out, in brackets");
    equation.except.push_back(parser_.subscripts());
  } while (lexer_.accept(","));
}

bool StatementReader::between(Between& between) {
  constexpr std::array kWords{
      std::pair{std::string_view(":interpolate:"), Between::interpolate},
      std::pair{std::string_view(":look forward:"), Between::look_forward},
      std::pair{std::string_view(":hold backward:"), Between::hold_backward},
      std::pair{std::string_view(":raw:"), Between::raw}};
  for (const auto& [word, meaning] : kWords) {
    if (!lexer_.accept(word)) continue;
    between = meaning;
    return true;
  }
  return false;
}

// statements about behaviour that Vensim tests, not part of the model
bool StatementReader::reality_check(const Token& name) {
  if (!lexer_.is(":the condition:") && !lexer_.is(":test input:") && !lexer_.is(":constraint:"))
    return false;
  while (!lexer_.is("~") && !lexer_.is("|") && lexer_.peek().kind != Token::Kind::end)
    lexer_.take();
  end_of_statement(name.offset);
  script_.skipped.push_back(fmt::format("reality check `{}`", name.text));
  return true;
}

Kind StatementReader::right_side(Equation& equation, Kind kind) {
  if (lexer_.accept("=") || lexer_.accept("==")) return assigned(equation, kind);
  if (lexer_.accept(":=")) return assigned(equation, Kind::data);
  if (lexer_.is("(")) return lookup(equation);
  if (lexer_.accept(":is:")) {
    equation.term = parser_.expression();
    return Kind::text;
  }
  if (!lexer_.is("~") && !lexer_.is("|") && lexer_.peek().kind != Token::Kind::end)
    parser_.unexpected("`=`, or `(` and the points of a lookup");
  return Kind::data;
}

Kind StatementReader::assigned(Equation& equation, Kind kind) {
  const auto& next = lexer_.peek();
  // Vensim writes this for a variable that is drawn and not yet defined
  if (lexer_.is("~") || lexer_.is("|")) {
    auto nothing = std::make_shared<Term>();
    nothing->kind = Term::Kind::lost;
    nothing->span = parser_.span(lexer_.last_end() - 1, lexer_.last_end());
    equation.term = std::move(nothing);
    return kind;
  }
  if (next.kind == Token::Kind::name && same_name(next.text, "tabbed array")) {
    lexer_.take();
    if (!lexer_.is("(")) parser_.unexpected("`(` and the numbers of TABBED ARRAY");
    const auto open = lexer_.take();
    equation.list = parser_.tabbed_array(open);
    return kind;
  }
  auto first = parser_.expression();
  if (lexer_.is(",") || lexer_.is(";")) {
    equation.list = parser_.list(std::move(first));
    return kind;
  }
  equation.term = std::move(first);
  return kind == Kind::equation && gives_lookup(*equation.term) ? Kind::lookup : kind;
}

Kind StatementReader::lookup(Equation& equation) {
  const auto open = lexer_.take();
  if (lexer_.peek().kind == Token::Kind::name) {
    equation.term = parser_.expression();
    parser_.close(")", open);
  } else {
    equation.points = parser_.points(open);
  }
  return Kind::lookup;
}

Variable& StatementReader::variable(const Token& name, Kind kind, const Equation& equation) {
  auto& variables = block().variables;
  auto& known = in_macro_ ? known_inside_ : known_;
  const auto [place, is_new] = known.emplace(base::name_key(name.text), variables.size());
  if (!is_new) {
    auto& out = variables[place->second];
    complain_of_second(out, name, kind, equation);
    if (out.kind == Kind::equation && kind == Kind::data) become_data(out);
    return out;
  }
  auto& out = variables.emplace_back();
  out.name = name.text;
  out.kind = kind;
  out.group = group_;
  out.span = parser_.span(name);
  return out;
}

// some elements may be data, others have equations
void StatementReader::become_data(Variable& variable) {
  variable.kind = Kind::data;
  for (auto& equation : variable.equations) equation.plain = true;
}

void StatementReader::complain_of_second(const Variable& variable, const Token& name, Kind kind,
                                         const Equation& equation) {
  const auto& first = variable.equations.front();
  // A FUNCTION OF(…), and in a second statement what is known without an equation
  if (is_nothing(first) && is_nothing(equation)) return;
  if (equation.subscripts.empty() || first.subscripts.empty()) {
    diagnostics_.push_back(
        {Code::vensim_twice,
         fmt::format("`{}` has two equations", name.text),
         parser_.span(name),
         "",
         {{"the first stands here", variable.span}},
         {"only equations for different subscripts of a variable stand beside each other"}});
  } else if (variable.kind != kind && !(may_be_data(variable.kind) && may_be_data(kind))) {
    diagnostics_.push_back({Code::vensim_twice,
                            fmt::format("`{}` is {} here and {} elsewhere", name.text, said(kind),
                                        said(variable.kind)),
                            parser_.span(name),
                            "",
                            {{"the first stands here", variable.span}},
                            {"all equations of a variable are of one kind"}});
  }
}

Documentation StatementReader::end_of_statement(std::size_t from) {
  if (lexer_.accept("|")) return {};
  const auto end = lexer_.last_end();
  bool closed = false;
  const auto behind = lexer_.peek().offset + 1;
  if (lexer_.is("~")) {
    auto out = documentation(lexer_.raw_statement_rest(closed));
    if (closed && out.swallowed) {
      const auto at = behind + *out.swallowed;
      diagnostics_.push_back({Code::vensim_not_closed,
                              "this `~` belongs to a further equation",
                              parser_.span(at, at + 1),
                              "",
                              {},
                              {"a `|` is missing at the end of the comment before it"}});
    }
    out.units_at += behind;
    if (closed) return out;
  } else if (lexer_.peek().kind != Token::Kind::end) {
    parser_.unexpected("an operator, or the `~` that ends the equation");
  }
  parser_.fail(Code::vensim_not_closed, "the file ends inside this statement",
               parser_.span(from, std::max(end, from + 1)), {"an equation ends with `|`"});
}

}  // namespace holon::model::formats::vensim
