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

}  // namespace

const Block* Builder::find_macro(std::string_view name) const {
  const auto found = macros_.find(base::name_key(name));
  return found == macros_.end() ? nullptr : found->second;
}

Expr Builder::use_macro(const Block& macro, const Term& call, const Context& at) {
  const auto fewest = macro.parameters.size() - macro.defaults.size();
  // of Vensim: names after the arguments, for further results
  const auto count = std::min(call.arguments.size(), macro.parameters.size());
  if (call.arguments.size() < fewest || call.arguments.size() - count > macro.results.size()) {
    error(Code::wrong_arguments,
          fmt::format("macro `{}` takes {} arguments, not {}", macro.name, macro.parameters.size(),
                      call.arguments.size()),
          call.span, {"its first line names its parameters"});
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
  for (std::size_t i = count; i < call.arguments.size(); ++i) {
    const auto found = scope.names.find(base::name_key(macro.results[i - count]));
    const auto key = base::name_key(call.arguments[i]->text);
    if (found == scope.names.end()) continue;
    // a name that the use of the macro makes
    at.scope->names.emplace(key, found->second);
    if (at.scope->is_macro || found->second->ids.empty()) continue;
    built_.written.push_back({call.arguments[i]->text, {}, "", "", "", call.arguments[i]->span});
    built_.shown.push_back(
        {call.arguments[i]->text, found->second->ids.front(), built_.written.size() - 1});
  }
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
