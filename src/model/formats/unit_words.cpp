// SPDX-License-Identifier: Apache-2.0
//
// How misfits of units are told: in the modeller's own spelling, with what would mend them.
#include <cmath>

#include <fmt/format.h>

#include "base/text.h"
#include "model/formats/unit_equations.h"

namespace holon::model::formats {

std::string UnitEquations::shown_unit(const UnitPowers& unit) const {
  UnitPowers spelled;
  for (const auto& [name, power] : solver_.known(unit)) {
    const auto found = spelling_.find(name);
    spelled = times(spelled, {{found == spelling_.end() ? "?" : found->second, power}});
  }
  return spelled.empty() ? "dimensionless" : shown(spelled);
}

// a variable's unit is told as its author wrote it
std::string UnitEquations::said(const Term& term, const Side& side) const {
  if (term.kind == Term::Kind::name) {
    const auto* subject = find(term.text);
    if (subject != nullptr && subject->stated) return subject->variable->units;
  }
  return shown_unit(side.unit);
}

std::string UnitEquations::unit_of(const Variable& variable) const {
  const auto found = by_variable_.find(&variable);
  if (found == by_variable_.end()) return "";
  const auto unit = solver_.known(found->second->unit);
  return UnitSolver::is_known(unit) ? shown_unit(unit) : "";
}

std::string UnitEquations::remedy(const UnitPowers& wanted, const UnitPowers& found) const {
  const auto factor = solver_.known(times(wanted, found, -1));
  if (factor.size() == 1 && factor.begin()->second > 0)
    return fmt::format("multiplied by {} it would fit", shown_unit(factor));
  if (factor.size() == 1)
    return fmt::format("divided by {} it would fit", shown_unit(times({}, factor, -1)));
  // one name stands where another should
  const auto has = [&](const UnitPowers& unit, const std::string& name) {
    return solver_.known(unit).contains(name);
  };
  if (factor.size() == 2 && std::abs(factor.begin()->second + factor.rbegin()->second) < 1e-9) {
    const auto& [one, power] = *factor.begin();
    const auto& other = factor.rbegin()->first;
    if ((has(wanted, one) && has(found, other)) || (has(wanted, other) && has(found, one)))
      return fmt::format(
          "if {} and {} are the same, say so in the model's settings of equivalent units; else a "
          "conversion is missing",
          shown_unit({{one, 1}}), shown_unit({{other, 1}}));
  }
  if (factor.size() > 2) return "these are different quantities: is another variable meant?";
  return fmt::format("a factor of {} is missing", shown_unit(factor));
}

void UnitEquations::misfit(std::string message, const Term& where, std::vector<std::string> help) {
  base::Diagnostic warning{base::Code::model_units, std::move(message), where.span, "", {},
                           std::move(help)};
  warning.severity = base::Severity::warning;
  misfits_.push_back({std::move(warning), work_->involved});
}

}  // namespace holon::model::formats
