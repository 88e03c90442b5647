// SPDX-License-Identifier: Apache-2.0
#include "model/formats/xmile_names.h"

#include <memory>
#include <string>
#include <unordered_set>
#include <utility>

#include "base/text.h"
#include "model/formats/outline.h"

namespace holon::model::formats {
namespace {

/// The names of one model, applied to its variables.
class Settler {
 public:
  explicit Settler(const Block& block) {
    for (const auto& variable : block.variables) known_.insert(base::name_key(variable.name));
  }

  void variable(Variable& variable) {
    owner_ = variable.name;
    for (auto& equation : variable.equations) {
      settle(equation.term);
      settle(equation.initial);
      for (auto& value : equation.list) settle(value);
    }
    if (variable.conveyor) {
      auto conveyor = std::make_shared<Conveyor>(*variable.conveyor);
      for (auto* part : {&conveyor->transit_time, &conveyor->capacity, &conveyor->inflow_limit,
                         &conveyor->sample, &conveyor->arrest})
        settle(*part);
      variable.conveyor = std::move(conveyor);
    }
    if (variable.leak) {
      auto leak = std::make_shared<Leak>(*variable.leak);
      for (auto* part : {&leak->fraction, &leak->from, &leak->to}) settle(*part);
      variable.leak = std::move(leak);
    }
    settle(variable.multiplier);
  }

 private:
  [[nodiscard]] bool is_known(const std::string& name) const {
    return known_.contains(base::name_key(name));
  }

  [[nodiscard]] bool is_self(const Term& term) const {
    return term.kind == Term::Kind::name && base::name_key(term.text) == "self" &&
           !is_known(term.text);
  }

  // `a'` was read as a call; one that is written out ends with a parenthesis
  [[nodiscard]] bool is_apostrophe(const Term& term) const {
    return term.kind == Term::Kind::call && term.text == "TRANSPOSE" &&
           term.arguments.size() == 1 && term.arguments[0]->kind == Term::Kind::name &&
           term.arguments[0]->subscripts.empty() && !text_of(term.span).ends_with(')') &&
           is_known(term.arguments[0]->text + "'");
  }

  [[nodiscard]] bool is_settled(const TermPtr& term) const {
    bool out = true;
    for_each_term(term, [&](const Term& part) {
      if (is_self(part) || is_apostrophe(part)) out = false;
    });
    return out;
  }

  void settle(TermPtr& term) const {
    if (!term || is_settled(term)) return;
    auto out = std::make_shared<Term>(*term);
    if (is_self(*out)) {
      out->text = owner_;
    } else if (is_apostrophe(*out)) {
      out->kind = Term::Kind::name;
      out->text = out->arguments[0]->text + "'";
      out->arguments.clear();
    }
    for (auto& subscript : out->subscripts) settle(subscript.index);
    for (auto& argument : out->arguments) settle(argument);
    term = std::move(out);
  }

  std::unordered_set<std::string> known_;
  std::string owner_;
};

}  // namespace

void settle_names(Script& script) {
  for (auto* blocks : {&script.models, &script.macros}) {
    for (auto& block : *blocks) {
      Settler settler(block);
      for (auto& variable : block.variables) settler.variable(variable);
    }
  }
}

}  // namespace holon::model::formats
