// SPDX-License-Identifier: Apache-2.0
#include "study/draft.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

namespace holon::study {

using base::Code;
using model::Expr;
using model::VariableId;

namespace {

bool is_followed_by_comment(const base::Span& where) {
  if (!where.source) return false;
  const std::string_view text = where.source->text();
  auto rest = text.substr(std::min(where.offset + where.length, text.size()));
  rest = rest.substr(0, rest.find('\n'));
  return rest.starts_with(' ') && base::trim(rest).starts_with('#');
}

}  // namespace

VariableId Draft::add(model::Variable variable, bool declared, const std::string& block) {
  const VariableId id = variables_.size();
  by_path_.emplace(base::name_key(variable.name), id);
  variables_.push_back(std::move(variable));
  declared_.push_back(declared);
  blocks_.push_back(block);
  by_user_.push_back(!block.empty());
  return id;
}

VariableId Draft::add(const Statement& statement) {
  model::Variable out;
  out.name = statement.path;
  out.span = statement.span;
  if (const auto* quantity = std::get_if<quantity::Quantity>(&statement.value)) {
    out.role = model::Role::input;
    out.quantity = *quantity;
    out.unit = quantity->unit;
    return add(std::move(out), true, "");
  }
  out.equation = std::get<Expr>(statement.value);
  if (statement.unit) out.unit = *statement.unit;
  return add(std::move(out), statement.unit.has_value(), statement.block);
}

VariableId Draft::add(const std::string& path, const quantity::Quantity& quantity) {
  model::Variable out;
  out.name = path;
  out.role = model::Role::input;
  out.quantity = quantity;
  out.unit = quantity.unit;
  return add(std::move(out), true, "");
}

VariableId Draft::add(const std::string& path, const Expr& equation, const quantity::Unit& unit,
                      const base::Span& span) {
  model::Variable out;
  out.name = path;
  out.equation = equation;
  out.unit = unit;
  out.span = span;
  return add(std::move(out), true, "");
}

VariableId Draft::add_inferred(const std::string& path, const Expr& equation,
                               const base::Span& span) {
  model::Variable out;
  out.name = path;
  out.equation = equation;
  out.span = span;
  return add(std::move(out), false, "");
}

VariableId Draft::add_stock(const std::string& path, const Expr& rate, const quantity::Unit& unit) {
  model::Variable out;
  out.name = path;
  out.role = model::Role::stock;
  out.equation = rate;
  out.initial = model::number(0, unit.dimension);
  out.unit = unit;
  return add(std::move(out), true, "");
}

VariableId Draft::add_stock(const std::string& path, const Statement& initial,
                            const Statement& change, const base::Span& span) {
  model::Variable out;
  out.name = path;
  out.role = model::Role::stock;
  out.span = span;
  const auto as_expression = [&](const Statement& statement) {
    return statement.is_equation() ? std::get<Expr>(statement.value)
                                   : model::variable(add(statement));
  };
  bool declared = false;
  if (const auto* quantity = std::get_if<quantity::Quantity>(&initial.value)) {
    out.unit = quantity->unit;
    declared = true;
  }
  out.initial = as_expression(initial);
  out.equation = as_expression(change);
  return add(std::move(out), declared, change.block);
}

std::optional<VariableId> Draft::find(const std::string& path) const {
  const auto found = by_path_.find(base::name_key(path));
  return found == by_path_.end() ? std::nullopt : std::optional(found->second);
}

// reports an array where one number is needed, unless it was told that there is no such array
bool Draft::is_bare_array(const std::string& name, const base::Span& where) {
  const Array* array = arrays_.find(name);
  if (array == nullptr) return false;
  if (!array->broken)
    diagnostics_.push_back({Code::bare_array,
                            fmt::format("`{}` is an array, and one number is needed", name),
                            where,
                            "",
                            {},
                            {arrays_.ways_to_read(name, *array)}});
  return true;
}

std::optional<VariableId> Draft::look_up(const std::string& name, const std::string& block,
                                         const base::Span& where) {
  // its own block, and then the blocks around it
  for (auto around = block; !around.empty();) {
    if (const auto own = find(fmt::format("{}.{}", around, name))) return own;
    if (around == "feedback" && is_bare_array(name, where)) return std::nullopt;
    const auto dot = around.rfind('.');
    around = dot == std::string::npos ? "" : around.substr(0, dot);
  }
  if (const auto exact = find(name)) return exact;
  std::vector<VariableId> candidates;
  const auto ending = "." + base::name_key(name);
  for (const auto& [path, id] : by_path_) {
    if (path.ends_with(ending)) candidates.push_back(id);
  }
  if (candidates.size() > 1) {
    // holon's own totals give way to what the user named
    const auto is_own = [&](VariableId id) {
      return variables_[id].name.starts_with("totals.") ||
             variables_[id].name.starts_with("rates.");
    };
    const auto users = std::count_if(candidates.begin(), candidates.end(),
                                     [&](VariableId id) { return !is_own(id); });
    if (users == 1) std::erase_if(candidates, is_own);
  }
  if (candidates.size() == 1) return candidates[0];
  if (candidates.size() > 1) {
    std::vector<std::string> paths;
    for (const auto id : candidates) paths.push_back(fmt::format("`{}`", variables_[id].name));
    diagnostics_.push_back({Code::ambiguous_name,
                            fmt::format("`{}` may be {}", name, base::listed(paths, "or")),
                            where,
                            "",
                            {},
                            {"write more of the path, so that only one is left"}});
    return std::nullopt;
  }
  if (is_bare_array(name, where)) return std::nullopt;

  std::vector<std::string> help;
  const auto spaced = name.find('-');
  std::vector<std::string> names;
  for (const auto& variable : variables_) {
    // whatever end of its path would do
    for (std::size_t from = 0;;) {
      names.push_back(variable.name.substr(from));
      const auto dot = variable.name.find('.', from);
      if (dot == std::string::npos) break;
      from = dot + 1;
    }
  }
  const auto before_hyphen =
      spaced == std::string::npos ? "" : "." + base::name_key(name.substr(0, spaced));
  const bool is_minus = spaced != std::string::npos &&
                        std::any_of(by_path_.begin(), by_path_.end(), [&](const auto& entry) {
                          return entry.first.ends_with(before_hyphen);
                        });
  if (is_minus) {
    help.emplace_back("a minus has spaces around it: a hyphen without them belongs to the name");
  } else if (const auto near = base::nearest(name, names)) {
    help.push_back(fmt::format("did you mean `{}`?", *near));
  } else {
    help.emplace_back(
        "`holon check STUDY --list` lists all names; new ones are defined under `feedback`");
  }
  if (is_followed_by_comment(where))
    help.emplace_back(
        "YAML takes ` #` for the start of a comment: put the equation in quotes if the name goes "
        "on");
  diagnostics_.push_back({Code::unknown_name,
                          fmt::format("nothing in this study is called `{}`", name),
                          where,
                          "unknown name",
                          {},
                          std::move(help)});
  return std::nullopt;
}

void Draft::replace(VariableId id, const Statement& statement) {
  auto& subject = variables_[id];
  subject.span = statement.span;
  if (const auto* quantity = std::get_if<quantity::Quantity>(&statement.value)) {
    auto fitted = *quantity;
    if (declared_[id] && !document::expect_dimension(fitted, subject.unit.dimension,
                                                     fmt::format("`{}`", subject.name),
                                                     statement.span, diagnostics_))
      return;
    subject.role = model::Role::input;
    subject.quantity = fitted;
    subject.unit = fitted.unit;
    subject.equation = subject.initial = nullptr;
    declared_[id] = true;
    blocks_[id].clear();
    return;
  }
  subject.role = model::Role::auxiliary;
  subject.equation = std::get<Expr>(statement.value);
  subject.initial = nullptr;
  blocks_[id] = statement.block;
  by_user_[id] = true;
}

Expr Draft::resolved(const Expr& equation, const std::string& block) {
  return model::resolve_names(equation, [&](const model::Expression& name) -> Expr {
    const auto id = look_up(name.name, block, name.span);
    if (!id) return nullptr;
    auto out = std::make_shared<model::Expression>(*model::variable(*id));
    out->span = name.span;
    return out;
  });
}

void Draft::resolve_all() {
  for (VariableId id = 0; id < variables_.size(); ++id) {
    if (blocks_[id].empty()) continue;
    for (auto part : {&model::Variable::equation, &model::Variable::initial}) {
      auto& equation = variables_[id].*part;
      if (!equation) continue;
      auto out = resolved(equation, blocks_[id]);
      // a mistake was reported; 0 of anything lets the other checks go on
      variables_[id].*part = out ? out : model::number(0);
    }
    blocks_[id].clear();
  }
}

void Draft::collect_evidence(const Expr& expression, std::vector<bool>& seen,
                             quantity::Evidence& worst) const {
  model::for_each_variable(expression, [&](VariableId id, int) {
    if (seen[id]) return;
    seen[id] = true;
    const auto& subject = variables_[id];
    if (subject.role == model::Role::input)
      worst = std::max(worst, subject.quantity.pedigree.evidence);
    else if (by_user_[id])
      worst = std::max(worst, quantity::Evidence::modelled);
    for (const auto& part : {subject.equation, subject.initial}) {
      if (part) collect_evidence(part, seen, worst);
    }
  });
}

quantity::Evidence Draft::evidence_of(const Expr& expression) const {
  std::vector<bool> seen(variables_.size());
  auto worst = quantity::Evidence::measured;
  collect_evidence(expression, seen, worst);
  return worst;
}

}  // namespace holon::study
