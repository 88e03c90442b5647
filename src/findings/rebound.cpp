// SPDX-License-Identifier: Apache-2.0
#include "findings/rebound.h"

#include <algorithm>
#include <limits>

#include "findings/readings.h"

namespace holon::findings {
namespace {

using model::Change;
using model::Expr;
using model::Op;
using model::VariableId;

constexpr std::string_view kFeedback = "feedback.";

/// How near to 0 or 1 a rebound counts as none, or as full.
constexpr double kNear = 0.01;

/// Loops that are cut one by one in a scenario.
constexpr std::size_t kMostParts = 8;

/// One scenario's part of the model.
class Response {
 public:
  Response(const Subject& subject, const Readings& readings, int in_case)
      : subject_(subject), readings_(readings) {
    for (const auto& change : subject.model().cases[static_cast<std::size_t>(in_case)].changes)
      changed_.push_back(change.variable);
    reached_ = readings.reached_from(changed_);
  }

  /// How much activities do, where that answers to the scenario without being stated by it.
  [[nodiscard]] std::vector<VariableId> demand() const {
    std::vector<VariableId> out;
    for (const auto& one : subject_.compiled().amounts) {
      if (reached_[one.amount] && !is_changed(one.amount)) out.push_back(one.amount);
    }
    return out;
  }

  /// Feedback variables that read what the scenario changes outside of feedback, and on which
  /// demand hangs: where a loop enters behaviour.
  [[nodiscard]] std::vector<VariableId> entries() const {
    const auto needed = readings_.needed_by(demand());
    std::vector<VariableId> out;
    for (VariableId id = 0; id < reached_.size() && out.size() < kMostParts; ++id) {
      if (!is_behaviour(id) || !reached_[id] || !needed[id] || is_changed(id)) continue;
      const auto& read = readings_.read_by(id);
      const bool enters = std::any_of(read.begin(), read.end(), [&](VariableId from) {
        return reached_[from] && (!is_behaviour(from) || is_changed(from));
      });
      if (enters) out.push_back(id);
    }
    return out;
  }

 private:
  [[nodiscard]] bool is_behaviour(VariableId id) const {
    return subject_.model()[id].name.starts_with(kFeedback);
  }
  [[nodiscard]] bool is_changed(VariableId id) const {
    return std::find(changed_.begin(), changed_.end(), id) != changed_.end();
  }

  const Subject& subject_;
  const Readings& readings_;
  std::vector<VariableId> changed_;
  std::vector<bool> reached_;
};

// 1 - actual ÷ engineering, where there is a saving to lose
Expr rebound_of(const Expr& base, const Expr& held, const Expr& actual) {
  const auto saving = base - held;
  const auto is_saving =
      model::node(Op::greater, {saving, model::number(kNothing) * model::call("abs", {base})});
  return only_where(is_saving, model::number(1) - (base - actual) / saving);
}

// 1 where low <= r < high, 0 elsewhere; no value where r has none
Expr lies_between(const Expr& r, double low, double high) {
  const auto inside =
      model::node(Op::logical_and, {model::node(Op::greater_equal, {r, model::number(low)}),
                                    model::node(Op::less, {r, model::number(high)})});
  return only_where(model::node(Op::equal, {r, r}), inside);
}

void ask_classes(const Expr& rebound, Questions& questions,
                 std::array<double, kReboundClasses>& into) {
  constexpr double kAll = std::numeric_limits<double>::infinity();
  constexpr std::array<double, kReboundClasses + 1> kBounds{-kAll,     -kNear,    kNear,
                                                            1 - kNear, 1 + kNear, kAll};
  for (std::size_t i = 0; i < kReboundClasses; ++i)
    questions.ask_probability(lies_between(rebound, kBounds[i], kBounds[i + 1]), into[i]);
}

/// A loop cut: the feedback variable and the case in which it is held.
struct Cut {
  VariableId entry;
  int in_case;
};

void ask_category(const Subject& subject, int in_case, int held_case, const std::vector<Cut>& cuts,
                  std::size_t category, Questions& questions, ReboundResult& result) {
  const auto base = subject.total(category, 0);
  const auto with_held = subject.total(category, held_case);
  const auto closed = subject.total(category, in_case);
  const double scale = subject.scale_of(category);
  questions.ask_summary(base - with_held, scale, result.engineering);
  questions.ask_summary(base - closed, scale, result.actual);
  const auto rebound = rebound_of(base, with_held, closed);
  questions.ask_summary(rebound, 1, result.rebound);
  ask_classes(rebound, questions, result.p_class);

  result.parts.resize(cuts.size());
  for (std::size_t i = 0; i < cuts.size(); ++i) {
    result.parts[i].through = subject.model()[cuts[i].entry].name.substr(kFeedback.size());
    const auto cut = rebound_of(base, with_held, subject.total(category, cuts[i].in_case));
    questions.ask_summary(rebound - cut, 1, result.parts[i].share);
  }
}

}  // namespace

void ask_rebounds(Subject& subject, const std::vector<int>& cases, Questions& questions,
                  std::vector<ReboundResult>& into) {
  const Readings readings(subject.compiled().model);
  // results keep their place, for answers are written into them
  into.reserve(cases.size() * subject.categories().size());
  for (const int in_case : cases) {
    const Response response(subject, readings, in_case);
    const auto demand = response.demand();
    if (demand.empty()) continue;

    const auto name = subject.model().cases[static_cast<std::size_t>(in_case)].name;
    std::vector<Change> holding;
    for (const auto amount : demand) holding.push_back(held(amount));
    const int held_case = subject.add_case(name + ", demand held", in_case, holding);
    std::vector<Cut> cuts;
    for (const auto entry : response.entries()) {
      const auto cut_name = name + ", cut at " + subject.model()[entry].name;
      cuts.push_back({entry, subject.add_case(cut_name, in_case, {held(entry)})});
    }

    for (const auto c : subject.main_categories()) {
      auto& result = into.emplace_back();
      result.scenario = name;
      result.category = c;
      ask_category(subject, in_case, held_case, cuts, c, questions, result);
    }
  }
}

void drop_what_is_no_saving(std::vector<ReboundResult>& results) {
  std::erase_if(results, [](const ReboundResult& result) {
    return !result.rebound || result.rebound->undefined >= 1;
  });
}

}  // namespace holon::findings
