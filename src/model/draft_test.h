// SPDX-License-Identifier: Apache-2.0
//
// Models for tests, written as a person would write them.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "model/model.h"

namespace holon::model {

/// Collects variables as texts, then reads their equations.
class DraftText {
 public:
  DraftText& time(double step, std::uint32_t steps, Method method = Method::euler) {
    model_.time = {{1970, 1, 1}, step, steps, method};
    return *this;
  }

  DraftText& input(const std::string& name, const std::string& quantity) {
    auto& v = add(name, Role::input);
    v.quantity = quantity::parse_quantity(quantity).value();
    v.unit = v.quantity.unit;
    return *this;
  }

  /// An input of any spread, in its unit.
  DraftText& input(const std::string& name, const quantity::Quantity& quantity) {
    auto& v = add(name, Role::input);
    v.quantity = quantity;
    v.unit = quantity.unit;
    return *this;
  }

  /// Without a unit, it follows from the equation.
  DraftText& auxiliary(const std::string& name, const std::string& equation,
                       const std::string& unit = "") {
    declare(add(name, Role::auxiliary), unit);
    texts_.back().equation = equation;
    return *this;
  }

  DraftText& stock(const std::string& name, const std::string& initial, const std::string& change,
                   const std::string& unit = "") {
    declare(add(name, Role::stock), unit);
    texts_.back().initial = initial;
    texts_.back().equation = change;
    return *this;
  }

  /// A value that becomes `next` after each step.
  DraftText& held(const std::string& name, const std::string& initial, const std::string& next) {
    add(name, Role::held);
    texts_.back().initial = initial;
    texts_.back().equation = next;
    return *this;
  }

  /// What stands in for the equation of the last variable while starting values are found.
  DraftText& at_start(const std::string& initial) {
    texts_.back().initial = initial;
    return *this;
  }

  /// The time at which it begins.
  DraftText& start(double start) {
    model_.time.start = start;
    return *this;
  }

  /// Adds a change to a case, which begins with its first change.
  DraftText& change(const std::string& in_case, const std::string& name,
                    const std::string& equation, double from = 0) {
    changes_.push_back({in_case, name, equation, from});
    return *this;
  }

  /// The finished model, or every mistake in it.
  [[nodiscard]] base::Result<Model> finish() { return finish(true); }

  /// The same as a model of another tool, whose units are not checked.
  [[nodiscard]] base::Result<Model> finish_without_units() { return finish(false); }

 private:
  struct Texts {
    std::string equation;
    std::string initial;
  };
  struct ChangeText {
    std::string in_case;
    std::string name;
    std::string equation;
    double from;
  };

  base::Result<Model> finish(bool check_units) {
    base::Diagnostics diagnostics;
    for (VariableId id = 0; id < texts_.size(); ++id) {
      model_.variables[id].equation = read(texts_[id].equation, diagnostics);
      model_.variables[id].initial = read(texts_[id].initial, diagnostics);
    }
    for (const auto& change : changes_) {
      if (model_.cases.back().name != change.in_case) model_.cases.push_back({change.in_case, {}});
      model_.cases.back().changes.push_back(
          {model_.find(change.name), read(change.equation, diagnostics), change.from});
    }
    if (base::has_errors(diagnostics)) return tl::unexpected(diagnostics);
    return check_units ? finished(model_, declared_) : finished_without_units(model_);
  }

  Variable& add(const std::string& name, Role role) {
    Variable out;
    out.name = name;
    out.role = role;
    model_.variables.push_back(std::move(out));
    texts_.emplace_back();
    declared_.push_back(false);
    return model_.variables.back();
  }

  void declare(Variable& variable, const std::string& unit) {
    if (unit.empty()) return;
    variable.unit = quantity::unit(unit);
    declared_.back() = true;
  }

  Expr read(const std::string& text, base::Diagnostics& diagnostics) const {
    if (text.empty()) return nullptr;
    const auto source = std::make_shared<const base::SourceText>("model", text);
    const auto parsed = parse_expression(text, {source, 0, text.size()}, true, {}, diagnostics);
    if (!parsed) return nullptr;
    return resolve_names(parsed, [&](const Expression& e) -> Expr {
      const auto id = model_.find(e.name);
      if (id != Model::npos) return variable(id);
      diagnostics.push_back(
          {base::Code::unknown_name, fmt::format("no `{}`", e.name), e.span, "", {}, {}});
      return nullptr;
    });
  }

  Model model_;
  std::vector<Texts> texts_;
  std::vector<bool> declared_;
  std::vector<ChangeText> changes_;
};

}  // namespace holon::model
