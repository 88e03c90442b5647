// SPDX-License-Identifier: Apache-2.0
//
// The order of building, and the equations of named variables.
#include "model/formats/builder.h"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "base/text.h"
#include "model/formats/call.h"
#include "model/formats/queue.h"

namespace holon::model::formats {

using base::Code;

Builder::Builder(const Script& script, const BuildOptions& options)
    : script_(script),
      options_(options),
      ranges_(
          script.ranges,
          [this](const Term& call, base::Diagnostics& out) { return read_subscript(call, out); },
          diagnostics_),
      conveyors_(std::make_shared<Conveyors>(*this)),
      queues_(std::make_shared<Queues>(*this)) {
  for (const auto& macro : script.macros) macros_.emplace(base::name_key(macro.name), &macro);
}

base::Result<Built> Builder::build() {
  // the names, and which elements each has
  auto& root = scopes_.emplace_back();
  root.block = &script_.models.front();
  declare_scope(root);
  if (is_full_) return tl::unexpected(base::in_order(std::move(diagnostics_)));
  if (declared_.empty() && !base::has_errors(diagnostics_))
    error(Code::vensim_syntax, "there is no variable in this file", script_.models.front().span,
          {"write an equation, as in `people = 100 ~~|` of Vensim"});
  apply_settings();
  apply_run_options();

  // the moments, then what holds in each of them
  read_run_time();
  for (std::size_t i = 0; i < declared_.size(); ++i) read_files(declared_[i]);
  for (VariableId id = 0; id < built_.model.variables.size(); ++id) translate_element(id);
  flow_circles_.resolve(built_.model);
  simultaneous_.resolve(*this);
  find_method();
  conveyors_->require_euler(built_.model.time.method);
  queues_->require_euler(built_.model.time.method);
  stretch_steps();

  if (base::has_errors(diagnostics_))
    return tl::unexpected(base::in_order(std::move(diagnostics_)));
  built_.warnings = base::in_order(std::move(diagnostics_));
  return std::move(built_);
}

bool Builder::is_full(const base::Span& where) {
  // a use of a macro, a hidden variable and a term take up to a kilobyte each
  constexpr std::size_t kMostScopes = 200'000;
  constexpr std::size_t kMostTerms = 5'000'000;
  const bool fits = scopes_.size() < kMostScopes && terms_ < kMostTerms &&
                    built_.model.variables.size() < 2 * options_.most_elements;
  if (is_full_ || fits) return is_full_;
  is_full_ = true;
  error(Code::too_many_elements, "with this the model becomes larger than holon takes", where,
        {fmt::format("it takes {} uses of macros and modules, {} terms of sums over arrays, {} "
                     "variables with the hidden ones of delays",
                     kMostScopes, kMostTerms, 2 * options_.most_elements)});
  return true;
}

Context Builder::context_of(const Declared& subject, std::size_t flat) const {
  Context out;
  out.scope = subject.scope;
  out.owner = built_.model[subject.ids[flat]].name;
  const auto elements = subject.elements_at(flat);
  const auto e = subject.equation[flat];
  if (!subject.written->ranges.empty()) {
    for (std::size_t p = 0; p < elements.size(); ++p)
      out.bound.push_back({subject.ranges[p], elements[p], false});
  } else if (e < subject.written->equations.size()) {
    const auto& left = subject.written->equations[e].subscripts;
    for (std::size_t p = 0; p < left.size(); ++p) {
      if (const auto range = ranges_.find(left[p].name))
        out.bound.push_back({*range, elements[p], false});
    }
  }
  return out;
}

// a named variable's equation; does nothing the second time
void Builder::translate_element(VariableId id) {
  if (declared_of(id) == nullptr || is_translated_[id]) return;
  const auto [subject, flat] = origins_[id];
  is_translated_[id] = true;
  if (is_full(subject->written->span)) {
    built_.model.variables[id].equation = number(0);
    return;
  }
  if (const auto found = overridden_.find(id); found != overridden_.end()) {
    auto& variable = built_.model.variables[id];
    if (variable.role != Role::input) variable.equation = found->second;
    return;
  }
  if (subject->is_result) return;
  const auto at = context_of(*subject, flat);
  if (subject->fed_by != nullptr) {
    translate_input(id, *subject, flat);
    return;
  }
  if (subject->written->kind == Variable::Kind::stock) {
    translate_stock(id, *subject, flat, at);
    return;
  }
  const auto e = subject->equation[flat];
  const auto* equation =
      e < subject->written->equations.size() ? &subject->written->equations[e] : nullptr;
  // a level of Vensim is this variable itself, not a hidden one
  if (equation != nullptr && equation->term && equation->term->kind == Term::Kind::call &&
      is_vensim() && base::name_key(equation->term->text) == "integ" &&
      equation->term->arguments.size() == 2) {
    const auto rate = translate(equation->term->arguments[0], at);
    const auto initial = translate(equation->term->arguments[1], at);
    auto& variable = built_.model.variables[id];
    variable.role = Role::stock;
    variable.equation = rate;
    variable.initial = initial;
    return;
  }
  if (equation != nullptr && equation->term && equation->term->kind == Term::Kind::call &&
      is_vensim() && base::name_key(equation->term->text) == "active initial" &&
      equation->term->arguments.size() == 2) {
    const auto active = translate(equation->term->arguments[0], at);
    const auto initial = translate(equation->term->arguments[1], at);
    built_.model.variables[id].equation = active;
    built_.model.variables[id].initial = initial;
    return;
  }
  const auto value = subject->written->kind == Variable::Kind::flow
                         ? flow_of(id, *subject, flat, at)
                         : value_of(*subject, flat, at);
  built_.model.variables[id].equation = value;
  if (equation != nullptr && equation->initial)
    built_.model.variables[id].initial = translate(equation->initial, at);
}

// an input of a module is what the model around it connects
void Builder::translate_input(VariableId id, const Declared& subject, std::size_t flat) {
  const auto& source = *subject.fed_by;
  if (flat >= source.ids.size() || source.ids[flat] == Model::npos ||
      source.ids.size() != subject.ids.size()) {
    error(Code::bad_subscript,
          fmt::format("`{}` does not have the elements of `{}`", source.name, subject.name),
          subject.written->span, {"give both the same dimensions"});
    return;
  }
  built_.model.variables[id].equation = variable(source.ids[flat]);
}

Expr Builder::value_of(const Declared& subject, std::size_t flat, const Context& at) {
  if (subject.written->kind == Variable::Kind::data) {
    const auto e = subject.equation[flat];
    const auto& equations = subject.written->equations;
    const bool stated = e < equations.size() && states_value(equations[e]);
    if (subject.tables[flat]) return lookup(subject.tables[flat], model::call("time", {}));
    if (!stated) return number(std::numeric_limits<double>::quiet_NaN());
  }
  const auto& equation = subject.written->equations[subject.equation[flat]];
  if (!subject.tables.empty() && subject.tables[flat])
    return lookup(subject.tables[flat], model::call("time", {}));
  // it could not be read, which was said
  if (reads_file(equation.term)) return number(std::numeric_limits<double>::quiet_NaN());
  if (!equation.list.empty()) {
    // the values run over the elements of the ranges on the left, row by row
    std::size_t place = 0;
    std::size_t count = 1;
    const auto elements = subject.elements_at(flat);
    for (std::size_t p = 0; p < equation.subscripts.size(); ++p) {
      const auto range = ranges_.find(equation.subscripts[p].name);
      if (!range) continue;
      const auto size = ranges_[*range].elements.size();
      place = place * size + ranges_[*range].position(elements[p]).value_or(0);
      count *= size;
    }
    // of XMILE, the list runs over the whole variable
    if (equation.subscripts.empty()) {
      place = flat;
      count = subject.size();
    }
    if (equation.list.size() == 1) return translate(equation.list.front(), at);
    if (place < equation.list.size() && equation.list.size() <= count)
      return translate(equation.list[place], at);
    error(Code::bad_subscript,
          fmt::format("{} values for {} elements", equation.list.size(), count), equation.span,
          {"write one value for each element, rows separated by `;`"});
    return number(0);
  }
  if (!equation.term) {
    if (equation.points) {
      // a graphical function without an input of its own is read over time
      auto out = std::make_shared<Expression>();
      out->op = Op::lookup;
      out->table = table(equation.points, equation.span);
      out->arguments = {model::call("time", {})};
      return out;
    }
    error(Code::missing_key, fmt::format("`{}` has no equation", subject.written->name),
          subject.written->span, {"give it one, or a value"});
    return number(0);
  }
  const auto value = translate(equation.term, at);
  if (!equation.points) return value;
  auto out = std::make_shared<Expression>();
  out->op = Op::lookup;
  out->table = table(equation.points, equation.span);
  out->arguments = {value};
  out->span = equation.span;
  return out;
}

std::string Builder::hidden_name(const Context& at, std::string_view what) {
  return fmt::format("{}#{} {}", at.owner, what, ++hidden_count_[at.owner]);
}

Expr Builder::auxiliary(const Context& at, std::string_view what, const Expr& equation) {
  if (equation->arguments.empty() && equation->op != Op::call) return equation;
  model::Variable out;
  out.name = hidden_name(at, what);
  out.equation = equation;
  built_.model.variables.push_back(std::move(out));
  return variable(built_.model.variables.size() - 1);
}

Expr Builder::stock(const Context& at, std::string_view what, const Expr& initial,
                    const std::function<Expr(const Expr&)>& change) {
  const VariableId id = built_.model.variables.size();
  model::Variable out;
  out.name = hidden_name(at, what);
  out.role = Role::stock;
  out.initial = initial;
  built_.model.variables.push_back(std::move(out));
  const auto rate = change(variable(id));
  built_.model.variables[id].equation = rate;
  return variable(id);
}

Expr Builder::held(const Context& at, std::string_view what, const Expr& initial,
                   const std::function<Expr(const Expr&)>& next) {
  const auto out = stock(at, what, initial, next);
  built_.model.variables[out->variable].role = Role::held;
  return out;
}

Expr Builder::delay(const Context& at, const Expr& input, const Expr& time, const Expr& initial) {
  model::Variable out;
  out.name = hidden_name(at, "delay");
  out.role = Role::delay;
  out.equation = input;
  out.initial = initial;
  out.delay = time;
  built_.model.variables.push_back(std::move(out));
  return variable(built_.model.variables.size() - 1);
}

Expr Builder::with_former(const Context& at, const Expr& former,
                          const std::function<Expr()>& build) {
  former_[at.owner] = former;
  auto out = build();
  former_.erase(at.owner);
  return out;
}

Expr Builder::time_step() const {
  return stretched_by_ != Model::npos ? variable(stretched_by_) : number(built_.model.time.step);
}

void Builder::error(Code code, std::string message, const base::Span& where,
                    std::vector<std::string> help) {
  diagnostics_.push_back({code, std::move(message), where, "", {}, std::move(help)});
}

void Builder::warn(Code code, std::string message, const base::Span& where,
                   std::vector<std::string> help) {
  error(code, std::move(message), where, std::move(help));
  diagnostics_.back().severity = base::Severity::warning;
}

base::Result<Built> build(const Script& script, const BuildOptions& options) {
  return Builder(script, options).build();
}

}  // namespace holon::model::formats
