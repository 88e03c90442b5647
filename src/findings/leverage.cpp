// SPDX-License-Identifier: Apache-2.0
#include "findings/leverage.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "engine/loops/analysis.h"
#include "findings/amount.h"
#include "findings/dominance.h"
#include "findings/lever_level.h"
#include "findings/plain_name.h"
#include "findings/questions.h"

namespace holon::findings {
namespace {

using engine::loops::FeedbackReport;
using engine::loops::LoopReport;
using model::Expr;
using model::VariableId;

constexpr double kMore = 0.01;

/// Levers asked for in one run: their cases are all in memory.
constexpr std::size_t kAtOnce = 48;

/// A mean effect smaller than this is none.
constexpr double kNoEffect = 1e-6;

Expr number(double value) { return model::number(value); }

// the same expression, with another for one variable
Expr with(const Expr& e, VariableId id, const Expr& other) {
  if (!e) return e;
  if (e->op == model::Op::variable)
    return e->variable == id && e->in_case == model::kThisCase ? other : e;
  auto out = std::make_shared<model::Expression>(*e);
  for (auto& argument : out->arguments) argument = with(argument, id, other);
  return out;
}

/// A lever and the changes that move it.
struct Candidate {
  Lever lever;
  model::Change more;
  std::optional<model::Change> cut;
  std::optional<VariableId> input;
};

class LeverageStudy {
 public:
  LeverageStudy(const study::Study& study, const study::Compiled& compiled,
                const LeveragePlan& plan)
      : study_(study),
        compiled_(compiled),
        plan_(plan),
        subject_(study, compiled),
        readings_(compiled.model) {
    const auto& all = subject_.categories();
    category_ = static_cast<std::size_t>(
        std::find_if(all.begin(), all.end(),
                     [&](const CategoryInfo& c) { return c.index == plan.category; }) -
        all.begin());
  }

  Leverage find(const engine::Progress& progress) {
    describe();
    find_loops();
    add_inputs();
    add_loops();
    ask_effects(progress);
    if (plan_.rows > 0) ask_indices(progress);
    rank();
    tell();
    return std::move(out_);
  }

 private:
  void describe() {
    out_.study = study_.title;
    out_.category = subject_.categories()[category_].name;
    out_.unit = subject_.categories()[category_].unit;
    out_.seed = plan_.engine.seed;
    out_.samples = plan_.engine.samples;
    out_.rows = plan_.rows;
  }

  // of the run at the means
  void find_loops() {
    const auto& model = compiled_.model;
    on_reinforcing_.assign(model.variables.size(), false);
    on_balancing_.assign(model.variables.size(), false);
    if (model.time.steps == 0 || model.variables.size() > kMostLoopVariables) return;
    engine::loops::LoopPlan plan;
    plan.period = engine::loops::whole_run(model);
    report_ = engine::loops::analyse(model, plan);
    for (const auto& loop : report_.loops) {
      auto& on = loop.name.starts_with('R') ? on_reinforcing_ : on_balancing_;
      for (const auto id : loop.path) on[id] = true;
    }
  }

  [[nodiscard]] std::vector<bool> needed() const {
    std::vector<VariableId> totals;
    for (const auto& flow : compiled_.flows) {
      if (flow.category == plan_.category) totals.push_back(flow.total);
    }
    return readings_.needed_by(totals);
  }

  void add_inputs() {
    const LevelContext context{study_, compiled_.model, readings_, on_reinforcing_, on_balancing_};
    const auto is_needed = needed();
    for (VariableId id = 0; id < compiled_.model.variables.size(); ++id) {
      const auto& variable = compiled_.model[id];
      if (variable.role != model::Role::input || !is_needed[id]) continue;
      Candidate one;
      one.input = id;
      one.lever.name = plain_name(variable.name);
      one.lever.level = level_of(id, context);
      one.lever.evidence = variable.quantity.pedigree.evidence;
      one.more = {id, model::variable(id, 0) * number(1 + kMore), 0};
      candidates_.push_back(std::move(one));
    }
  }

  void add_loops() {
    const auto is_needed = needed();
    std::size_t added = 0;
    for (const auto& loop : report_.loops) {
      if (added >= plan_.most_loops) break;
      const auto link = weakest_shared_link(loop);
      if (!is_needed[loop.path.front()] || !link) continue;
      ++added;
      const auto& [from, to] = *link;
      const auto start = value_at_start(from);
      const auto scaled = [&](double strength) {
        const auto moved = start + number(strength) * (model::variable(from) - start);
        return model::Change{to, with(compiled_.model[to].equation, from, moved), 0};
      };
      Candidate one;
      one.lever.name = loop.name;
      one.lever.is_loop = true;
      one.lever.level =
          loop.name.starts_with('R') ? LeverLevel::reinforcing_loop : LeverLevel::balancing_loop;
      for (const auto id : loop.path) one.lever.path.push_back(plain_name(report_.names[id]));
      one.more = scaled(1 + kMore);
      one.cut = scaled(0);
      candidates_.push_back(std::move(one));
    }
  }

  // the link that other loops use least, among those that an equation of the moment hands on
  [[nodiscard]] std::optional<std::pair<VariableId, VariableId>> weakest_shared_link(
      const LoopReport& loop) const {
    std::optional<std::pair<VariableId, VariableId>> out;
    double least = 0;
    for (const auto index : loop.links) {
      const auto& link = report_.links[index];
      const auto& target = compiled_.model[link.to];
      const auto& read = readings_.read_by(link.to);
      const bool is_direct = target.role == model::Role::auxiliary &&
                             std::find(read.begin(), read.end(), link.from) != read.end();
      if (!is_direct) continue;
      double used = 0;
      for (const auto& other : report_.loops) {
        if (&other != &loop &&
            std::find(other.links.begin(), other.links.end(), index) != other.links.end())
          used += other.mean_share;
      }
      if (out && used >= least) continue;
      out = std::pair(link.from, link.to);
      least = used;
    }
    return out;
  }

  // kept from the first step on, in each case its own
  Expr value_at_start(VariableId id) {
    model::Variable kept;
    kept.name = fmt::format("leverage.start of {}", compiled_.model[id].name);
    kept.role = model::Role::held;
    kept.unit = compiled_.model[id].unit;
    kept.initial = model::variable(id);
    const auto added = subject_.add_variable(std::move(kept));
    subject_.set_equation(added, model::variable(added));
    return model::variable(added);
  }

  void ask_effects(const engine::Progress& progress) {
    for (std::size_t first = 0; first < candidates_.size() || first == 0; first += kAtOnce) {
      const auto last = std::min(first + kAtOnce, candidates_.size());
      Subject subject = subject_;
      Questions questions;
      const double scale = subject.scale_of(category_);
      questions.ask_summary(subject.total(category_, 0), scale, out_.total);
      for (std::size_t i = first; i < last; ++i) ask_effect(subject, candidates_[i], questions);
      questions.answer(engine::run(engine::compile(subject.model(), questions.outputs()),
                                   plan_.engine, progress));
      if (candidates_.empty()) return;
    }
  }

  void ask_effect(Subject& subject, Candidate& candidate, Questions& questions) const {
    const auto base = subject.total(category_, 0);
    const auto there = model::node(model::Op::not_equal, {base, number(0)});
    const auto change = [&](const std::string& name, const model::Change& changed) {
      const int in_case = subject.add_case(name, 0, {changed});
      return only_where(there, subject.total(category_, in_case) / base - number(1));
    };
    const auto& name = candidate.lever.name;
    questions.ask_summary(change(name, candidate.more) / number(kMore), 1, candidate.lever.effect);
    if (candidate.cut)
      questions.ask_summary(change(name + " cut", *candidate.cut), 1, candidate.lever.cut);
  }

  void ask_indices(const engine::Progress& progress) {
    const auto& model = compiled_.model;
    const auto program =
        engine::compile(model, {{"total", subject_.total(category_, 0), false, 1}});
    const auto factors = experiment::factors_of(model, program);
    if (factors.empty()) return;
    experiment::SensitivityPlan plan;
    plan.engine = plan_.engine;
    plan.rows = plan_.rows;
    const auto found = experiment::sobol_indices(program, factors, plan, progress);
    std::map<std::string, std::size_t> by_name;
    for (std::size_t i = 0; i < factors.size(); ++i) by_name.emplace(factors[i].name, i);
    const auto& effects = found.outputs[0][0];
    for (auto& candidate : candidates_) {
      if (!candidate.input) continue;
      const auto& variable = model[*candidate.input];
      const auto& cause = variable.quantity.cause;
      const auto factor = by_name.find(cause.empty() ? variable.name : cause);
      if (factor == by_name.end()) continue;
      candidate.lever.first = effects.first[factor->second];
      candidate.lever.total = effects.total[factor->second];
    }
  }

  void rank() {
    for (auto& candidate : candidates_) {
      const auto& lever = candidate.lever;
      const bool moves = lever.effect && (std::abs(lever.effect->mean) > kNoEffect ||
                                          std::max(std::abs(lever.effect->p05),
                                                   std::abs(lever.effect->p95)) > kNoEffect);
      if (moves)
        out_.levers.push_back(std::move(candidate.lever));
      else
        ++out_.without_effect;
    }
    std::stable_sort(out_.levers.begin(), out_.levers.end(), [](const Lever& a, const Lever& b) {
      return std::abs(a.effect->mean) > std::abs(b.effect->mean);
    });
  }

  void tell() {
    const auto strongest = [&](bool loop) {
      return std::find_if(out_.levers.begin(), out_.levers.end(),
                          [&](const Lever& lever) { return lever.is_loop == loop; });
    };
    if (const auto lever = strongest(false); lever != out_.levers.end())
      out_.findings.push_back(told(*lever, fmt::format("1 % more {}", lever->name)));
    if (const auto lever = strongest(true); lever != out_.levers.end())
      out_.findings.push_back(told(*lever, fmt::format("Loop {} ({}) by 1 % stronger", lever->name,
                                                       fmt::join(lever->path, " → "))));
    // the deepest place at which anything is left to move
    const auto deepest =
        std::min_element(out_.levers.begin(), out_.levers.end(),
                         [](const Lever& a, const Lever& b) { return a.level < b.level; });
    if (deepest != out_.levers.end() && deepest->level < LeverLevel::reinforcing_loop)
      out_.findings.push_back(
          told(*deepest, fmt::format("At the deepest place that the study has ({}), 1 % more {}",
                                     name_of(deepest->level), deepest->name)));
  }

  [[nodiscard]] Finding told(const Lever& lever, const std::string& what) const {
    const double effect = lever.effect->mean;
    return {"leverage",
            lever.name,
            fmt::format("{} {} the {} total by {} % ({}).", what, effect < 0 ? "lowers" : "raises",
                        out_.category, small_number(std::abs(effect)), name_of(lever.level)),
            {{"effect", effect},
             {"effect_p05", lever.effect->p05},
             {"effect_p95", lever.effect->p95},
             {"level", static_cast<double>(lever.level)}}};
  }

  const study::Study& study_;
  const study::Compiled& compiled_;
  const LeveragePlan& plan_;
  Subject subject_;
  Readings readings_;
  std::size_t category_ = 0;  // in the subject's
  FeedbackReport report_;
  std::vector<bool> on_reinforcing_;
  std::vector<bool> on_balancing_;
  std::vector<Candidate> candidates_;
  Leverage out_;
};

}  // namespace

Leverage find_leverage(const study::Study& study, const study::Compiled& compiled,
                       const LeveragePlan& plan, const engine::Progress& progress) {
  return LeverageStudy(study, compiled, plan).find(progress);
}

}  // namespace holon::findings
