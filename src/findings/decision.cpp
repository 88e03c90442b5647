// SPDX-License-Identifier: Apache-2.0
#include "findings/decision.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "findings/flips.h"
#include "findings/questions.h"
#include "findings/stakes.h"
#include "findings/subject.h"

namespace holon::findings {
namespace {

using model::Expr;
using model::Op;

/// Before the names of a study's own variables.
constexpr std::string_view kFeedback = "feedback.";

Expr both(const Expr& a, const Expr& b) { return a ? model::node(Op::logical_and, {a, b}) : b; }
Expr either(const Expr& a, const Expr& b) { return a ? model::node(Op::logical_or, {a, b}) : b; }

/// Expressions of the alternatives, and who wants to know them.
class Comparison {
 public:
  Comparison(const Subject& subject, std::vector<int> cases,
             const std::vector<model::VariableId>& qualities, Decision& out)
      : subject_(subject), cases_(std::move(cases)), qualities_(qualities), out_(out) {}

  void ask(Questions& questions) {
    out_.alternatives.resize(cases_.size());
    for (std::size_t a = 0; a < cases_.size(); ++a) ask_one(a, questions);
  }

 private:
  [[nodiscard]] Expr total(std::size_t category, std::size_t a) const {
    return subject_.total(category, cases_[a]);
  }

  [[nodiscard]] Expr quality(std::size_t q, std::size_t a) const {
    return model::variable(qualities_[q], cases_[a]);
  }

  void ask_one(std::size_t a, Questions& questions) {
    auto& one = out_.alternatives[a];
    one.name = subject_.model().cases[static_cast<std::size_t>(cases_[a])].name;
    one.standings.resize(out_.categories.size());
    for (std::size_t c = 0; c < out_.categories.size(); ++c)
      ask_standing(a, c, questions, one.standings[c]);
    if (const auto service = subject_.service(cases_[a]))
      questions.ask_summary(service, 1, one.service);
    one.qualities.resize(qualities_.size());
    for (std::size_t q = 0; q < qualities_.size(); ++q) {
      const double scale = subject_.model()[qualities_[q]].unit.scale;
      questions.ask_summary(quality(q, a), scale, one.qualities[q]);
    }

    one.p_dominates.resize(cases_.size());
    Expr is_dominated;
    for (std::size_t b = 0; b < cases_.size(); ++b) {
      if (a == b) continue;
      questions.ask_probability(dominates(a, b), one.p_dominates[b]);
      is_dominated = either(is_dominated, dominates(b, a));
    }
    if (is_dominated)
      questions.ask_probability(model::node(Op::logical_not, {is_dominated}), one.p_on_front);
    else
      one.p_on_front = 1;
  }

  void ask_standing(std::size_t a, std::size_t c, Questions& questions, Standing& into) const {
    Expr least = total(c, 0);
    for (std::size_t b = 1; b < cases_.size(); ++b)
      least = model::call("min", {least, total(c, b)});
    const double scale = subject_.scale_of(c);
    questions.ask_summary(total(c, a), scale, into.total);
    questions.ask_summary(total(c, a) - least, scale, into.regret);
    questions.ask_probability(no_more(total(c, a), least), into.p_best);
  }

  // a <= b, but for rounding
  [[nodiscard]] static Expr no_more(const Expr& a, const Expr& b) {
    const auto rounding = model::number(kNothing) * model::call("abs", {b});
    return model::node(Op::less_equal, {a, b + rounding});
  }

  // no worse in every criterion, better in one
  [[nodiscard]] Expr dominates(std::size_t a, std::size_t b) const {
    Expr no_worse;
    Expr better;
    const auto compare = [&](const Expr& less, const Expr& more) {
      no_worse = both(no_worse, no_more(less, more));
      better = either(better, model::node(Op::logical_not, {no_more(more, less)}));
    };
    for (std::size_t c = 0; c < out_.categories.size(); ++c) compare(total(c, a), total(c, b));
    const auto service_a = subject_.service(cases_[a]);
    const auto service_b = subject_.service(cases_[b]);
    if (service_a && service_b) compare(service_b, service_a);
    for (std::size_t q = 0; q < qualities_.size(); ++q) compare(quality(q, b), quality(q, a));
    return both(no_worse, better);
  }

  const Subject& subject_;
  std::vector<int> cases_;
  const std::vector<model::VariableId>& qualities_;
  Decision& out_;
};

std::vector<int> cases_of(const Subject& subject, const Plan& plan) {
  std::vector<int> out{0};
  const auto& cases = subject.model().cases;
  for (std::size_t k = 1; k < cases.size(); ++k) {
    const bool wanted =
        plan.scenarios.empty() ||
        std::any_of(plan.scenarios.begin(), plan.scenarios.end(), [&](const std::string& s) {
          return base::name_key(s) == base::name_key(cases[k].name);
        });
    if (wanted) out.push_back(static_cast<int>(k));
  }
  return out;
}

}  // namespace

std::optional<model::VariableId> quality_called(const model::Model& model,
                                                const std::string& name) {
  for (model::VariableId id = 0; id < model.variables.size(); ++id) {
    const auto& path = model[id].name;
    const bool fits = path.starts_with(kFeedback) &&
                      base::name_key(path.substr(kFeedback.size())) == base::name_key(name);
    if (fits) return id;
  }
  return std::nullopt;
}

Decision decide(const study::Study& study, const study::Compiled& compiled, const Plan& plan,
                const std::vector<model::VariableId>& qualities, const engine::Progress& progress) {
  Subject subject(study, compiled);
  Decision out;
  out.study = study.title;
  out.seed = plan.engine.seed;
  out.samples = plan.engine.samples;
  out.categories = subject.categories();
  if (study.functional_unit) out.functional_unit = quantity::to_text(*study.functional_unit);
  for (const auto id : qualities) {
    const auto& variable = subject.model()[id];
    out.qualities.push_back({variable.name.substr(kFeedback.size()), variable.unit.text});
  }
  const auto cases = cases_of(subject, plan);

  // how the alternatives stand
  Questions questions;
  Comparison(subject, cases, qualities, out).ask(questions);
  ask_stakes(subject, cases, questions, out);
  const auto program = engine::compile(subject.model(), questions.outputs());
  questions.answer(engine::run(program, plan.engine, progress));

  drop_what_does_not_move(out);

  // what their order hangs on
  find_flips(subject, cases, plan, progress, out);
  return out;
}

}  // namespace holon::findings
