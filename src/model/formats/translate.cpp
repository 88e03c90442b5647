// SPDX-License-Identifier: Apache-2.0
//
// Terms as written become expressions over scalar variables.
#include <algorithm>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "base/text.h"
#include "model/formats/builder.h"
#include "model/formats/call.h"

namespace holon::model::formats {
namespace {

using base::Code;

/// Data that are made of other data, one of the other.
constexpr std::size_t kDeepestSeries = 100;

/// Vensim's number for "no value": -2^109.
const double kMissing = -std::ldexp(1.0, 109);

// which side of `x = :NA:` is `:NA:`
std::optional<std::size_t> missing_side(const Term& term) {
  if (term.op != Op::equal && term.op != Op::not_equal) return std::nullopt;
  for (std::size_t i = 0; i < 2; ++i)
    if (term.arguments[i]->kind == Term::Kind::missing) return i;
  return std::nullopt;
}

// Vensim's number for it, or data that nobody has given
Expr is_missing(Op asked, const Expr& x) {
  const auto out =
      node(Op::logical_or, {node(Op::equal, {x, number(kMissing)}), node(Op::not_equal, {x, x})});
  return asked == Op::equal ? out : node(Op::logical_not, {out});
}

Expr at_span(const Expr& expression, const base::Span& span) {
  if (expression->span.source) return expression;
  auto out = std::make_shared<Expression>(*expression);
  out->span = span;
  return out;
}

}  // namespace

Expr Builder::translate(const TermPtr& term, const Context& at) {
  switch (term->kind) {
    case Term::Kind::number:
      return number(term->number);
    case Term::Kind::missing:
      return number(kMissing);
    case Term::Kind::name:
      return name(*term, at);
    case Term::Kind::call:
      return call(*term, at);
    case Term::Kind::operation: {
      std::vector<Expr> arguments;
      arguments.reserve(term->arguments.size());
      for (const auto& argument : term->arguments) arguments.push_back(translate(argument, at));
      if (const auto asked = missing_side(*term))
        return is_missing(term->op, arguments[1 - *asked]);
      return node(term->op, std::move(arguments), term->span);
    }
    case Term::Kind::lost:
      if (term->text == "???")
        error(Code::lost_equation, "`???` stands where the exporting tool lost the equation",
              term->span, {"write the equation as it is in the original model"});
      else
        error(Code::lost_equation, fmt::format("`{}` has no equation yet", at.owner), term->span,
              {"write one: its author has not, and Vensim keeps the place"});
      return number(0);
    case Term::Kind::text:
      error(Code::wrong_arguments, "a text has no value", term->span,
            {"texts are arguments of functions that read files"});
      return number(0);
    case Term::Kind::points:
      break;
  }
  error(Code::wrong_arguments, "points have no value by themselves", term->span,
        {"call them with an argument, as `WITH LOOKUP(x, (…))` does"});
  return number(0);
}

Declared* Builder::find(std::string_view name, const Scope& scope) const {
  const auto key = base::name_key(name);
  for (const auto* inner = &scope; inner != nullptr; inner = nullptr) {
    if (const auto found = inner->names.find(key); found != inner->names.end())
      return found->second;
    // a path into a module
    for (auto dot = key.find('.'); dot != std::string::npos; dot = key.find('.', dot + 1)) {
      const auto module = inner->modules.find(std::string(base::trim(key.substr(0, dot))));
      if (module == inner->modules.end()) continue;
      if (auto* found = find(key.substr(dot + 1), *module->second)) return found;
    }
  }
  if (key.starts_with(".") && scope.parent != nullptr) return find(key.substr(1), *scope.parent);
  return nullptr;
}

Expr Builder::name(const Term& term, const Context& at) {
  const auto key = base::name_key(term.text);
  if (const auto found = at.scope->arguments.find(key); found != at.scope->arguments.end()) {
    if (found->second.value) return found->second.value;
    return translate(found->second.term, found->second.at);
  }
  if (auto* subject = find(term.text, *at.scope)) return read(*subject, term, at);
  if (term.subscripts.empty()) {
    if (const auto out = named_number(term, at)) return out;
    // of a macro, `x$` is the x of the model
    if (at.scope->is_macro) {
      auto global = term.text;
      if (global.ends_with('$')) global.pop_back();
      auto bare = std::make_shared<Term>(term);
      bare->text = global;
      Context outside = at;
      outside.scope = &root();
      if (global != term.text || find(global, root()) != nullptr) return name(*bare, outside);
    }
  }
  unknown_name(term, at);
  return number(0);
}

// an element counts in the largest range that has it: a subrange keeps the numbers of the whole
Expr Builder::number_of(Element element) const {
  std::size_t largest = 0;
  double out = 1;
  for (std::size_t r = 0; r < ranges_.size(); ++r) {
    const auto position = ranges_[r].position(element);
    if (!position || ranges_[r].elements.size() <= largest) continue;
    largest = ranges_[r].elements.size();
    out = static_cast<double>(*position) + 1;
  }
  return number(out);
}

// time, a function without arguments, or the number of an element
Expr Builder::named_number(const Term& term, const Context& at) {
  if (base::name_key(term.text) == "time") return model::call("time", {});
  if (const auto range = ranges_.find(term.text)) {
    for (auto bound = at.bound.rbegin(); bound != at.bound.rend(); ++bound) {
      if (bound->range == *range) return number_of(bound->element);
    }
    for (const auto& bound : at.bound) {
      if (const auto other = ranges_.mapped(bound.range, bound.element, *range))
        return number_of(*other);
    }
  }
  if (const auto* function = find_row(term.text, script_.dialect);
      function != nullptr && function->fewest == 0)
    return function->build(*std::make_unique<Call>(*this, term, at));
  const auto element = ranges_.element(term.text);
  if (!element) return nullptr;
  // `Dimension.element` counts in that dimension
  const auto dot = term.text.rfind('.');
  const auto range =
      dot == std::string::npos ? std::nullopt : ranges_.find(term.text.substr(0, dot));
  const auto place = range ? ranges_[*range].position(*element) : std::nullopt;
  return place ? number(static_cast<double>(*place) + 1) : number_of(*element);
}

void Builder::unknown_name(const Term& term, const Context& at) {
  if (refuse_function(term)) return;
  std::vector<std::string> known;
  for (const auto& [key, subject] : at.scope->names) known.push_back(subject->written->name);
  std::sort(known.begin(), known.end());
  const auto near = base::nearest(term.text, known);
  error(Code::unknown_name, fmt::format("nothing is called `{}`", term.text), term.span,
        {near ? fmt::format("did you mean `{}`?", *near)
              : "define it, or mend the name; letters' case and `_` for a space do not matter"});
}

// true, and said, for a function that holon knows and does not have
bool Builder::refuse_function(const Term& term) {
  const auto refused = refused_function(term.text, script_.dialect);
  if (!refused) return false;
  error(Code::not_here, fmt::format("holon has no `{}`: {}", term.text, refused->why), term.span,
        {std::string(refused->help)});
  return true;
}

Expr Builder::read(Declared& subject, const Term& term, const Context& at) {
  if (subject.written->kind == Variable::Kind::lookup) {
    error(Code::wrong_arguments, fmt::format("`{}` is a lookup: it needs an argument", term.text),
          term.span, {fmt::format("as in `{}(x)`", term.text)});
    return number(0);
  }
  const bool dynamic =
      std::any_of(term.subscripts.begin(), term.subscripts.end(), [&](const Subscript& s) {
        if (s.kind == Subscript::Kind::index) return true;
        return s.kind == Subscript::Kind::name && !ranges_.find(s.name) &&
               !ranges_.element(s.name) && !is_vensim();
      });
  if (dynamic) return read_dynamic(subject, term, at);
  const auto flat = place(subject, term, at);
  if (!flat) return number(0);
  return at_place(subject, *flat, term, at);
}

Expr Builder::at_place(Declared& subject, std::size_t flat, const Term& term, const Context& at) {
  const auto id = subject.ids[flat];
  if (id != Model::npos) {
    if (const auto former = former_.find(at.owner);
        former != former_.end() && built_.model[id].name == at.owner)
      return former->second;
    auto out = std::make_shared<Expression>();
    out->op = Op::variable;
    out->variable = id;
    out->span = term.span;
    return out;
  }
  // XMILE reads outside an array as 0
  std::string shown;
  for (const auto element : subject.elements_at(flat))
    shown += (shown.empty() ? "" : ",") + ranges_.name_of(element);
  error(Code::bad_subscript, fmt::format("`{}[{}]` is not defined", subject.name, shown), term.span,
        {"give this element an equation"});
  return number(0);
}

Expr Builder::call(const Term& term, const Context& at) {
  const auto key = base::name_key(term.text);
  auto* lookup = find(term.text, *at.scope);
  if (lookup == nullptr && at.scope->is_macro) lookup = find(term.text, root());
  const auto argument = at.scope->arguments.find(key);
  const bool is_table =
      (lookup != nullptr &&
       (lookup->written->kind == Variable::Kind::lookup ||
        std::any_of(lookup->written->equations.begin(), lookup->written->equations.end(),
                    [](const Equation& e) { return e.points != nullptr; }))) ||
      (lookup == nullptr && argument != at.scope->arguments.end() && term.arguments.size() == 1);
  const auto* function = find_row(term.text, script_.dialect);
  if (is_table && (function == nullptr || lookup != nullptr)) {
    if (term.arguments.size() != 1) {
      error(Code::wrong_arguments, fmt::format("lookup `{}` takes one argument", term.text),
            term.span, {fmt::format("as in `{}(x)`", term.text)});
      return number(0);
    }
    const auto points = table_of(term, at);
    if (!points) return number(0);
    auto out = std::make_shared<Expression>();
    out->op = Op::lookup;
    out->table = points;
    out->arguments = {translate(term.arguments.front(), at)};
    out->span = term.span;
    return out;
  }
  if (const auto* macro = find_macro(term.text)) return use_macro(*macro, term, at);
  if (function == nullptr) {
    if (refuse_function(term)) return number(0);
    const auto near = base::nearest(base::lower(term.text), function_names(script_.dialect));
    error(Code::unknown_function, fmt::format("there is no function `{}`", term.text), term.span,
          {near ? fmt::format("did you mean `{}`?", *near)
                : "a macro of this name must stand in the same file"});
    return number(0);
  }
  if (term.arguments.size() < function->fewest || term.arguments.size() > function->most) {
    error(Code::wrong_arguments,
          fmt::format("`{}` takes {}, not {} arguments", term.text,
                      function->fewest == function->most
                          ? fmt::format("{}", function->fewest)
                          : fmt::format("{} or more", function->fewest),
                      term.arguments.size()),
          term.span, {fmt::format("as in `{}({})`", term.text, function->arguments)});
    return number(0);
  }
  Call use(*this, term, at);
  return at_span(function->build(use), term.span);
}

std::shared_ptr<const Table> Builder::table(const std::shared_ptr<const Points>& points,
                                            const base::Span& where) {
  auto& known = tables_[points.get()];
  if (known) return known;
  auto out = std::make_shared<Table>();
  // in rising order; of points at one place, the last one counts
  std::vector<std::pair<double, double>> pairs;
  for (std::size_t i = 0; i < points->x.size() && i < points->y.size(); ++i)
    pairs.emplace_back(points->x[i], points->y[i]);
  const auto by_x = [](const auto& a, const auto& b) { return a.first < b.first; };
  if (!std::is_sorted(pairs.begin(), pairs.end(), by_x)) {
    warn(Code::bad_points, "the x of these points do not rise; they are read in rising order",
         where, {"write them from the smallest x to the largest"});
    std::stable_sort(pairs.begin(), pairs.end(), by_x);
  }
  for (const auto& [x, y] : pairs) {
    if (!out->x.empty() && x == out->x.back()) {
      out->y.back() = y;
      continue;
    }
    out->x.push_back(x);
    out->y.push_back(y);
  }
  if (out->x.empty()) {
    error(Code::bad_points, "a graphical function needs points", where,
          {"write at least two, as in `(0,0),(1,2)`"});
    out->x = {0};
    out->y = {0};
  }
  if (points->beyond == Points::Beyond::extrapolate) out->kind = TableKind::extrapolate;
  if (points->beyond == Points::Beyond::discrete) out->kind = TableKind::hold;
  known = out;
  return known;
}

// data that an equation makes of other data; missing where it gives no series
std::shared_ptr<const Table> Builder::made_series(Declared& subject, std::size_t flat,
                                                  const Term& equation) {
  const auto missing = std::make_shared<const Table>();
  if (series_made_.size() >= kDeepestSeries) {
    error(Code::too_many_elements,
          fmt::format("data made of data made of data, more than {} deep", kDeepestSeries),
          equation.span, {"make them of the first data"});
    return missing;
  }
  const std::pair<const Declared*, std::size_t> own{&subject, flat};
  if (std::find(series_made_.begin(), series_made_.end(), own) != series_made_.end()) {
    error(Code::circular, fmt::format("`{}` is data made of itself", subject.name), equation.span,
          {"make it of data that are given"});
    return missing;
  }
  series_made_.push_back(own);
  const auto at = context_of(subject, flat);
  Call use(*this, equation, at);
  auto made = series_of(use);
  series_made_.pop_back();
  subject.tables[flat] = made;
  return made ? made : missing;
}

std::shared_ptr<const Table> Builder::table_of(const Term& term, const Context& at) {
  if (term.kind == Term::Kind::points) return table(term.points, term.span);
  if (term.kind != Term::Kind::name && term.kind != Term::Kind::call) {
    error(Code::wrong_arguments, "a lookup is needed here", term.span,
          {"name one, as in `x( (0,0),(1,2) )`"});
    return nullptr;
  }
  const auto argument = at.scope->arguments.find(base::name_key(term.text));
  if (argument != at.scope->arguments.end() && argument->second.term)
    return table_of(*argument->second.term, argument->second.at);
  auto* subject = find(term.text, *at.scope);
  if (subject == nullptr && at.scope->is_macro) subject = find(term.text, root());
  if (subject == nullptr) {
    unknown_name(term, at);
    return nullptr;
  }
  const auto flat = place(*subject, term, at);
  if (!flat) return nullptr;
  if (!subject->tables.empty()) {
    auto& known = subject->tables[*flat];
    const auto e = subject->equation[*flat];
    if (!known && e < subject->written->equations.size()) {
      const auto& equation = subject->written->equations[e];
      if (equation.points) known = table(equation.points, equation.span);
      if (!known && equation.term && equation.term->kind == Term::Kind::call)
        return made_series(*subject, *flat, *equation.term);
    }
    if (known) return known;
  } else if (const auto e = subject->equation[*flat]; e < subject->written->equations.size()) {
    const auto& equation = subject->written->equations[e];
    if (equation.points) return table(equation.points, equation.span);
  }
  // data whose values nobody has given: missing, wherever it is read
  if (subject->written->kind == Variable::Kind::data) return std::make_shared<const Table>();
  error(Code::wrong_arguments, fmt::format("`{}` is no lookup", term.text), term.span,
        {"a lookup is a list of points, as in `x( (0,0),(1,2) )`"});
  return nullptr;
}

}  // namespace holon::model::formats
