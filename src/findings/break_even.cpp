// SPDX-License-Identifier: Apache-2.0
#include "findings/break_even.h"

#include <algorithm>

namespace holon::findings {
namespace {

using model::Expr;
using model::Op;

constexpr double kDay = 86400;

/// A scenario that only costs more, or only less, in more of the futures than this is no
/// investment.
constexpr double kMostUndefined = 0.5;

Expr number(double value) { return model::number(value); }

Expr larger_than_zero(const Expr& value) { return model::call("max", {number(0), value}); }

std::vector<std::string> activities_of(const Subject& subject) {
  std::vector<std::string> out;
  for (const auto& flow : subject.compiled().flows) {
    if (std::find(out.begin(), out.end(), flow.activity) == out.end()) out.push_back(flow.activity);
  }
  return out;
}

/// One scenario in one category.
class Candidate {
 public:
  Candidate(Subject& subject, int in_case, std::size_t category, Questions& questions,
            BreakEven& result)
      : subject_(subject),
        in_case_(in_case),
        category_(category),
        questions_(questions),
        result_(result),
        saved_(subject.total(category, 0) - subject.total(category, in_case)),
        least_(number(kNothing) * model::call("abs", {subject.total(category, 0)})),
        behind_(model::node(Op::less, {saved_, number(0) - least_})) {}

  void ask() {
    ask_amounts();
    // what the last step brings is seen at the end
    const auto repaid = model::node(Op::logical_not, {behind_});
    const auto is_known = model::node(Op::equal, {saved_, saved_});
    questions_.ask_probability(only_where(is_known, repaid), result_.p_repaid);
    if (subject_.model().time.steps > 0)
      ask_moment(repaid);
    else
      ask_service();
  }

 private:
  void ask_amounts() {
    Expr invested = number(0);
    Expr returned = number(0);
    for (const auto& activity : activities_of(subject_)) {
      const auto is_its = [&](const study::ImpactFlow& f) { return f.activity == activity; };
      const auto before = subject_.total_of(category_, 0, is_its);
      if (!before) continue;
      const auto more = subject_.total_of(category_, in_case_, is_its) - before;
      invested = invested + larger_than_zero(more);
      returned = returned + larger_than_zero(number(0) - more);
    }
    const double scale = subject_.scale_of(category_);
    questions_.ask_summary(invested, scale, result_.invested);
    questions_.ask_summary(returned, scale, result_.returned);
    const auto costs = model::node(Op::logical_and, {model::node(Op::greater, {invested, least_}),
                                                     model::node(Op::greater, {returned, least_})});
    questions_.ask_summary(only_where(costs, returned / invested), 1, result_.ratio);
  }

  // the last moment at which the scenario is behind, and what it has served by then
  void ask_moment(const Expr& repaid) {
    const auto now = model::call("time", {}) + model::call("dt", {});
    const auto until = last_while(behind_, now, "time");
    questions_.ask_summary(only_where(repaid, until), kDay, result_.days);
    const auto served = subject_.service(in_case_);
    if (!served) return;
    const auto by_then = last_while(behind_, served, "service");
    questions_.ask_summary(only_where(repaid, by_then), 1, result_.service);
  }

  Expr last_while(const Expr& condition, const Expr& value, const std::string& what) {
    const auto name =
        "break-even " + std::to_string(in_case_) + "." + std::to_string(category_) + "." + what;
    return subject_.last_while(condition, value, 0, name);
  }

  void ask_service() {
    const auto before = subject_.service(0);
    const auto after = subject_.service(in_case_);
    if (!before || !after) return;
    const auto serves = [&](const study::ImpactFlow& f) {
      const auto& services = subject_.compiled().services;
      return std::any_of(services.begin(), services.end(),
                         [&](const study::Service& s) { return s.activity == f.activity; });
    };
    const auto part = [&](int in_case, bool of_service) {
      const auto sum = subject_.total_of(
          category_, in_case, [&](const study::ImpactFlow& f) { return serves(f) == of_service; });
      return sum ? sum : number(0);
    };
    const auto more = part(in_case_, false) - part(0, false);
    const auto saving = part(0, true) / before - part(in_case_, true) / after;
    const auto is_repaid =
        model::node(Op::logical_and, {model::node(Op::greater, {more, number(0)}),
                                      model::node(Op::greater, {saving, number(0)})});
    questions_.ask_summary(only_where(is_repaid, more / saving), 1, result_.service);
  }

  Subject& subject_;
  int in_case_;
  std::size_t category_;
  Questions& questions_;
  BreakEven& result_;
  Expr saved_;   // so far
  Expr least_;   // that counts as a difference
  Expr behind_;  // more has been caused so far than in the baseline
};

}  // namespace

void ask_break_evens(Subject& subject, const std::vector<int>& cases, Questions& questions,
                     std::vector<BreakEven>& into) {
  // results keep their place, for answers are written into them
  into.reserve(cases.size() * subject.categories().size());
  for (const int in_case : cases) {
    for (const auto c : subject.main_categories()) {
      auto& result = into.emplace_back();
      result.scenario = subject.model().cases[static_cast<std::size_t>(in_case)].name;
      result.category = c;
      Candidate(subject, in_case, c, questions, result).ask();
    }
  }
}

void drop_what_invests_nothing(std::vector<BreakEven>& results) {
  std::erase_if(results, [](const BreakEven& result) {
    return !result.ratio || result.ratio->undefined > kMostUndefined;
  });
  for (auto& result : results) {
    for (auto* figure : {&result.days, &result.service}) {
      if (*figure && (*figure)->undefined >= 1) figure->reset();
    }
  }
}

}  // namespace holon::findings
