// SPDX-License-Identifier: Apache-2.0
#include "model/formats/constant_terms.h"

#include "base/text.h"

namespace holon::model::formats {
namespace {

// constants that stand for constants that … : as far as this
constexpr int kDeepest = 20;

}  // namespace

ConstantTerms::ConstantTerms(const Block& block) {
  for (const auto& variable : block.variables) {
    const bool is_plain = variable.kind == Variable::Kind::equation &&
                          variable.equations.size() == 1 && variable.ranges.empty() &&
                          variable.equations[0].subscripts.empty() &&
                          !variable.equations[0].points && variable.equations[0].term;
    if (is_plain) terms_.emplace(base::name_key(variable.name), variable.equations[0].term);
  }
}

std::optional<double> ConstantTerms::value(const TermPtr& term, int depth) const {
  if (!term || depth > kDeepest) return std::nullopt;
  if (term->kind == Term::Kind::number) return term->number;
  if (term->kind == Term::Kind::name && term->subscripts.empty()) {
    const auto found = terms_.find(base::name_key(term->text));
    return found == terms_.end() ? std::nullopt : value(found->second, depth + 1);
  }
  if (term->kind != Term::Kind::operation || term->arguments.empty()) return std::nullopt;
  const auto a = value(term->arguments[0], depth + 1);
  if (!a) return std::nullopt;
  if (term->op == Op::negate) return -*a;
  if (term->arguments.size() != 2) return std::nullopt;
  const auto b = value(term->arguments[1], depth + 1);
  if (!b) return std::nullopt;
  if (term->op == Op::add) return *a + *b;
  if (term->op == Op::subtract) return *a - *b;
  if (term->op == Op::multiply) return *a * *b;
  if (term->op == Op::divide && *b != 0) return *a / *b;
  return std::nullopt;
}

}  // namespace holon::model::formats
