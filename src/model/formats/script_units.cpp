// SPDX-License-Identifier: Apache-2.0
#include "model/formats/script_units.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "model/formats/outline.h"
#include "model/formats/unit_equations.h"

namespace holon::model::formats {
namespace {

using base::Code;
using Forgotten = std::set<const Variable*>;

constexpr std::size_t kMostSuspects = 20;
constexpr std::size_t kMostRounds = 10;
constexpr std::size_t kMostNotes = 3;

base::Diagnostic warning(Code code, std::string message, const base::Span& where,
                         std::string help) {
  base::Diagnostic out{code, std::move(message), where, "", {}, {std::move(help)}};
  out.severity = base::Severity::warning;
  return out;
}

const base::Span& place_of_units(const Variable& variable) {
  return variable.units_span.source ? variable.units_span : variable.span;
}

/// One stated unit that, were it another, would mend several equations at once.
class Blame {
 public:
  Blame(const Script& script, const UnitNames& names) : script_(script), names_(names) {}

  /// All misfits, with those that have one cause told as one.
  base::Diagnostics find() {
    auto misfits = UnitEquations(script_, names_, forgotten_).check();
    base::Diagnostics out;
    for (std::size_t round = 0; round < kMostRounds; ++round) {
      const auto* culprit = culprit_of(misfits);
      if (culprit == nullptr) break;
      out.push_back(accusation(*culprit, misfits));
      forgotten_.insert(culprit);
      misfits = UnitEquations(script_, names_, forgotten_).check();
    }
    for (auto& misfit : misfits) out.push_back(std::move(misfit.warning));
    return out;
  }

  /// Those whose stated unit is wrong, once `find` was called.
  [[nodiscard]] const Forgotten& forgotten() const { return forgotten_; }

 private:
  [[nodiscard]] std::size_t misfits_without(const Variable* variable) const {
    auto forgotten = forgotten_;
    forgotten.insert(variable);
    return UnitEquations(script_, names_, forgotten).check().size();
  }

  // the variable without whose unit the most misfits vanish: two at least
  [[nodiscard]] const Variable* culprit_of(const std::vector<UnitMisfit>& misfits) const {
    std::map<const Variable*, std::size_t> counts;
    for (const auto& misfit : misfits)
      for (const auto* variable : misfit.involved) ++counts[variable];
    std::vector<std::pair<std::size_t, const Variable*>> suspects;
    for (const auto& [variable, count] : counts) {
      if (count > 1) suspects.emplace_back(count, variable);
    }
    // most often involved first, then in the order of the file
    std::sort(suspects.begin(), suspects.end(), [](const auto& a, const auto& b) {
      if (a.first != b.first) return a.first > b.first;
      return a.second->span.offset < b.second->span.offset;
    });
    suspects.resize(std::min(suspects.size(), kMostSuspects));
    const Variable* out = nullptr;
    auto fewest = misfits.size() - std::min<std::size_t>(misfits.size(), 1);
    for (const auto& [count, variable] : suspects) {
      if (misfits.size() - count >= fewest) continue;
      const auto left = misfits_without(variable);
      if (left >= fewest) continue;
      fewest = left;
      out = variable;
    }
    return out;
  }

  [[nodiscard]] base::Diagnostic accusation(const Variable& variable,
                                            const std::vector<UnitMisfit>& misfits) const {
    auto forgotten = forgotten_;
    forgotten.insert(&variable);
    UnitEquations without(script_, names_, forgotten);
    const auto left = without.check().size();
    const auto wanted = without.unit_of(variable);
    auto out = warning(
        Code::model_units,
        fmt::format("`{}` is {}, but {} equations need it to be {}", variable.name, variable.units,
                    misfits.size() - left, wanted.empty() ? "another unit" : wanted),
        place_of_units(variable),
        wanted.empty() ? "state the unit that its equations have"
                       : fmt::format("state {}, or mend those equations", wanted));
    for (const auto& misfit : misfits) {
      if (!misfit.involved.contains(&variable) || out.notes.size() == kMostNotes) continue;
      out.notes.push_back({misfit.warning.message, misfit.warning.where});
    }
    return out;
  }

  const Script& script_;
  const UnitNames& names_;
  Forgotten forgotten_;
};

template <class Visit>
void for_each_variable_of(const Script& script, const Visit& visit) {
  for (const auto& block : script.models)
    for (const auto& variable : block.variables)
      if (variable.kind != Variable::Kind::text) visit(variable);
}

void add_unreadable(const Script& script, const UnitNames& names, base::Diagnostics& out) {
  for_each_variable_of(script, [&](const Variable& variable) {
    if (variable.units.empty() || names.read(variable.units)) return;
    out.push_back(
        warning(Code::model_unit_text,
                fmt::format("`{}` is no unit: it is left out of the check", variable.units),
                place_of_units(variable),
                "units are products, quotients and powers, as in `$/(item*Year)`"));
  });
}

// what the equations say of the others, where those with a wrong unit say nothing
void add_missing(const Script& script, const UnitNames& names, const Forgotten& wrong,
                 base::Diagnostics& out) {
  UnitEquations equations(script, names, wrong);
  static_cast<void>(equations.check());
  for_each_variable_of(script, [&](const Variable& variable) {
    if (!variable.units.empty() || is_named_as_control(variable)) return;
    const auto found = equations.unit_of(variable);
    out.push_back(warning(Code::model_unit_missing,
                          fmt::format("`{}` states no unit", variable.name), variable.span,
                          found.empty() ? "state one, or Dmnl for a plain number"
                                        : fmt::format("its equations make it {}", found)));
  });
}

}  // namespace

UnitFindings check_units(const Script& script) {
  UnitFindings out;
  for_each_variable_of(script, [&](const Variable& variable) {
    if (is_named_as_control(variable)) return;
    ++out.variables;
    if (!variable.units.empty()) ++out.stated;
  });
  if (out.stated == 0) return out;
  const UnitNames names(script.equal_units);
  Blame blame(script, names);
  out.warnings = blame.find();
  add_unreadable(script, names, out.warnings);
  if (3 * out.stated >= 2 * out.variables)
    add_missing(script, names, blame.forgotten(), out.warnings);
  out.warnings = base::in_order(std::move(out.warnings));
  return out;
}

}  // namespace holon::model::formats
