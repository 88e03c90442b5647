// SPDX-License-Identifier: Apache-2.0
//
// Macros: each use writes the macro's variables into the model, hidden under the user's name.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "model/formats/builder.h"

namespace holon::model::formats {
namespace {

using base::Code;

constexpr std::size_t kDeepest = 32;

bool is_lookup_name(const Builder& builder, const Term& term, const Context& at) {
  if (term.kind != Term::Kind::name) return false;
  const auto* subject = builder.find(term.text, *at.scope);
  return subject != nullptr && subject->written->kind == Variable::Kind::lookup;
}

// "macro `M` takes 1 argument, not 2"
std::string wrong_count(const Block& macro, std::size_t count) {
  const auto number = macro.parameters.size();
  auto out =
      fmt::format("macro `{}` takes {} argument{}", macro.name, number, number == 1 ? "" : "s");
  if (!macro.results.empty())
    out += fmt::format(" and gives further results ({})", base::listed(macro.results, "and"));
  return out + fmt::format(", not {}{}", count, macro.results.empty() ? "" : " in all");
}

}  // namespace

const Block* Builder::find_macro(std::string_view name) const {
  const auto found = macros_.find(base::name_key(name));
  return found == macros_.end() ? nullptr : found->second;
}

// x = M(a, b : c, d): c and d are variables too, of the elements they name
void Builder::find_results(const Term& term, const Equation& equation, Scope& scope,
                           std::vector<Variable>& out) {
  for (const auto& argument : term.arguments) find_results(*argument, equation, scope, out);
  if (term.kind != Term::Kind::call) return;
  const auto* macro = find_macro(term.text);
  if (macro == nullptr || macro->results.empty()) return;
  for (std::size_t i = macro->parameters.size(); i < term.arguments.size(); ++i) {
    const auto& result = *term.arguments[i];
    const auto key = base::name_key(result.text);
    if (result.kind != Term::Kind::name) continue;
    if (const auto own = scope.names.find(key); own != scope.names.end()) {
      error_of_second(result, own->second->written->span);
      continue;
    }
    auto known = std::find_if(out.begin(), out.end(), [&](const Variable& variable) {
      return base::name_key(variable.name) == key;
    });
    if (known == out.end()) {
      known = out.insert(out.end(), Variable{});
      known->name = result.text;
      known->span = result.span;
    }
    auto& made = known->equations.emplace_back();
    made.subscripts = result.subscripts;
    made.except = equation.except;
    made.span = result.span;
  }
}

void Builder::declare_results(Scope& scope) {
  const bool any = std::any_of(script_.macros.begin(), script_.macros.end(),
                               [](const Block& macro) { return !macro.results.empty(); });
  if (!any) return;
  std::vector<Variable> found;
  for (const auto& variable : scope.block->variables) {
    for (const auto& equation : variable.equations) {
      if (equation.term) find_results(*equation.term, equation, scope, found);
    }
  }
  for (auto& variable : found) {
    results_.push_back(std::move(variable));
    declare(results_.back(), scope);
    scope.names.at(base::name_key(results_.back().name))->is_result = true;
  }
}

void Builder::error_of_second(const Term& result, const base::Span& first) {
  error(Code::vensim_twice, fmt::format("`{}` has two equations", result.text), result.span,
        {"a use of a macro defines the results that it names: each has a name of its own"});
  diagnostics_.back().notes.push_back({"the first stands here", first});
}

void Builder::set_result(const Term& name, const std::string& result, const Scope& inside,
                         const Context& at) {
  const auto found = inside.names.find(base::name_key(result));
  auto* target = find(name.text, *at.scope);
  if (found == inside.names.end() || found->second->ids.empty() || target == nullptr ||
      !target->is_result)
    return;
  const auto flat = place(*target, name, at);
  if (!flat || target->ids[*flat] == Model::npos) return;
  const auto id = target->ids[*flat];
  const auto& [first, owner] = result_of_.try_emplace(id, &name, at.owner).first->second;
  if (first != &name) {
    error_of_second(name, first->span);
  } else if (owner != at.owner) {
    error(Code::vensim_twice,
          fmt::format("`{}` and `{}` both define `{}`", owner, at.owner, name.text), name.span,
          {"give the result the subscripts of the left side"});
  } else if (!overridden_.contains(id)) {
    built_.model.variables[id].equation = variable(found->second->ids.front());
  }
}

Expr Builder::use_macro(const Block& macro, const Term& call, const Context& at) {
  const auto fewest = macro.parameters.size() - macro.defaults.size();
  // of Vensim: names after the arguments, for further results
  const auto count = std::min(call.arguments.size(), macro.parameters.size());
  if (call.arguments.size() < fewest || call.arguments.size() - count > macro.results.size()) {
    error(Code::wrong_arguments, wrong_count(macro, call.arguments.size()), call.span,
          {"its first line names its parameters"});
    return number(0);
  }
  if (at.scope->depth >= kDeepest) {
    error(Code::circular, fmt::format("macro `{}` uses itself", macro.name), call.span,
          {"a macro cannot stand in its own equations"});
    return number(0);
  }
  if (is_full(call.span)) return number(0);
  auto& scope = scopes_.emplace_back();
  scope.block = &macro;
  scope.parent = at.scope;
  scope.prefix = hidden_name(at, macro.name) + ".";
  scope.depth = at.scope->depth + 1;
  scope.is_macro = true;
  for (std::size_t i = 0; i < macro.parameters.size(); ++i) {
    const bool given = i < count;
    const auto& term = given ? call.arguments[i] : macro.defaults[i - fewest];
    Argument argument{term, nullptr, at};
    if (!is_lookup_name(*this, *term, at))
      argument.value = auxiliary(at, macro.parameters[i], translate(term, at));
    scope.arguments.emplace(base::name_key(macro.parameters[i]), std::move(argument));
  }
  declare_scope(scope);
  for (std::size_t i = count; i < call.arguments.size(); ++i)
    set_result(*call.arguments[i], macro.results[i - count], scope, at);
  if (macro.value) {
    Context inside;
    inside.scope = &scope;
    inside.owner = scope.prefix + macro.name;
    return translate(macro.value, inside);
  }
  const auto result = scope.names.find(base::name_key(macro.name));
  if (result == scope.names.end() || result->second->ids.empty() ||
      result->second->ids.front() == Model::npos) {
    error(Code::missing_key, fmt::format("macro `{}` does not say what it gives", macro.name),
          macro.span, {fmt::format("one of its equations must define `{}`", macro.name)});
    return number(0);
  }
  return variable(result->second->ids.front());
}

}  // namespace holon::model::formats
