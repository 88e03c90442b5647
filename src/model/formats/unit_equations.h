// SPDX-License-Identifier: Apache-2.0
//
// The units of all equations of a script: each gives conditions between units, which are joined
// until one does not hold.
#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/diagnostic.h"
#include "model/formats/script.h"
#include "model/formats/unit_rule.h"
#include "model/formats/unit_solver.h"
#include "model/formats/unit_text.h"

namespace holon::model::formats {

/// A condition that does not hold.
struct UnitMisfit {
  base::Diagnostic warning;
  std::set<const Variable*> involved;  ///< with stated units, in the equation
};

/// The units of one script, with some of the stated ones forgotten.
class UnitEquations {
 public:
  UnitEquations(const Script& script, const UnitNames& names,
                const std::set<const Variable*>& forgotten);

  /// Goes through all equations, those with the fewest unknown units first.
  [[nodiscard]] std::vector<UnitMisfit> check();

  /// The unit of a variable in the modeller's spelling; empty where it is not known.
  [[nodiscard]] std::string unit_of(const Variable& variable) const;

 private:
  /// A variable and its unit.
  struct Subject {
    const Variable* variable = nullptr;
    UnitPowers unit;
    UnitPowers x;  ///< where a lookup is read
    bool stated = false;
  };
  using Names = std::unordered_map<std::string, Subject*>;
  /// An equation waiting to be checked.
  struct Work {
    Subject* subject;
    std::size_t block;
    std::size_t unknowns;
    std::set<const Variable*> involved;
  };
  /// The unit of a term. A plain number may be taken for any unit in some places.
  struct Side {
    UnitPowers unit;
    bool is_number = false;
    bool is_lost = false;  ///< behind a misfit that was told: nothing more is said of it
  };

  void declare(const Variable& variable, Names& names);
  void learn_spelling(std::string_view units);
  /// Whether a file says no more of its unit of time than "time".
  [[nodiscard]] bool is_nameless(const UnitPowers& time) const;
  /// A stated unit with the unit of time written in.
  [[nodiscard]] UnitPowers in_time(const UnitPowers& unit) const;
  [[nodiscard]] Subject* find(std::string_view name) const;
  [[nodiscard]] Work work_of(Subject& subject, std::size_t block) const;
  void connect_modules();

  void variable(const Subject& subject);
  void stock(const Subject& subject);
  void conveyor(const Subject& subject);
  void gives(const Subject& subject, const TermPtr& term);
  void must_be(const TermPtr& term, const UnitPowers& wanted, std::string_view what);

  [[nodiscard]] Side side(const TermPtr& term);
  [[nodiscard]] Side name(const Term& term);
  [[nodiscard]] Side operation(const Term& term);
  [[nodiscard]] Side sum(const Term& term);
  [[nodiscard]] Side alike(const Term& term, std::size_t first);
  [[nodiscard]] Side power(const Term& term);
  [[nodiscard]] Side call(const Term& term);
  [[nodiscard]] Side rule(const Term& term, const UnitRule& rule, std::string_view arguments);
  [[nodiscard]] Side anything() { return {solver_.unknown(), false, false}; }
  [[nodiscard]] Side lost() { return {solver_.unknown(), false, true}; }

  [[nodiscard]] std::string shown_unit(const UnitPowers& unit) const;
  [[nodiscard]] std::string said(const Term& term, const Side& side) const;
  [[nodiscard]] std::string remedy(const UnitPowers& wanted, const UnitPowers& found) const;
  void misfit(std::string message, const Term& where, std::vector<std::string> help);

  const Script& script_;
  const UnitNames& unit_names_;
  const std::set<const Variable*>& forgotten_;
  UnitSolver solver_;
  UnitPowers time_;
  std::deque<Subject> subjects_;
  std::vector<Names> blocks_;  // as the models of the script
  std::map<std::string, std::string> spelling_;
  std::map<const Variable*, const Subject*> by_variable_;

  // of the equation that is being checked
  const Work* work_ = nullptr;
  std::vector<UnitMisfit> misfits_;
};

/// The text of a term, short enough for a message.
[[nodiscard]] std::string short_text(const Term& term);

}  // namespace holon::model::formats
