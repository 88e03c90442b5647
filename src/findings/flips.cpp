// SPDX-License-Identifier: Apache-2.0
#include "findings/flips.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>
#include <string_view>

#include "findings/questions.h"

namespace holon::findings {
namespace {

using model::Expr;
using model::Op;
using model::VariableId;

/// An order is sure if it holds in so many of the futures.
constexpr double kSure = 0.98;
/// Assumptions told of a flip.
constexpr std::size_t kMostPivots = 3;
/// A pivot explains at least this share of a difference.
constexpr double kLeastExplained = 0.02;
/// Flips told of a category.
constexpr std::size_t kMostFlips = 4;

// a value that two scenarios share stands twice in the model, by one name: it is one cause
std::vector<VariableId> uncertain_inputs(const model::Model& model) {
  std::vector<VariableId> out;
  std::set<std::string_view> names;
  for (VariableId id = 0; id < model.variables.size(); ++id) {
    const auto& variable = model[id];
    if (variable.role == model::Role::input &&
        !quantity::is_constant(variable.quantity.distribution) &&
        names.insert(variable.name).second)
      out.push_back(id);
  }
  return out;
}

class Flips {
 public:
  Flips(const Subject& subject, const std::vector<int>& cases, const Plan& plan,
        const engine::Progress& progress, Decision& out)
      : subject_(subject),
        cases_(cases),
        plan_(plan),
        progress_(progress),
        out_(out),
        inputs_(uncertain_inputs(subject.model())) {}

  void find() {
    find_unsure_pairs();
    if (out_.flips.empty() || inputs_.empty()) return;
    measure_lines();
    choose_pivots();
    split();
  }

 private:
  // neighbours in the order of means, by main category
  void find_unsure_pairs() {
    Questions questions;
    const auto main = subject_.main_categories();
    out_.flips.reserve(main.size() * kMostFlips);
    for (const auto c : main) {
      const auto order = ranked(c);
      std::size_t told = 0;
      for (std::size_t i = 0; i + 1 < order.size() && told < kMostFlips; ++i, ++told) {
        auto& flip = out_.flips.emplace_back(Flip{c, order[i], order[i + 1], 0, {}});
        questions.ask_probability(model::node(Op::less, {difference(flip), model::number(0)}),
                                  flip.p_first_better);
      }
    }
    spreads_.resize(inputs_.size());
    for (std::size_t i = 0; i < inputs_.size(); ++i)
      questions.ask_summary(model::variable(inputs_[i], 0), 1, spreads_[i]);
    run(questions);
    std::erase_if(out_.flips, [&](const Flip& flip) {
      const auto& first = out_.alternatives[flip.first].standings[flip.category];
      const auto& second = out_.alternatives[flip.second].standings[flip.category];
      const double least = kNothing * std::abs(first.total->mean);
      const bool same = std::abs(first.total->mean - second.total->mean) <= least;
      return same || flip.p_first_better >= kSure || flip.p_first_better <= 1 - kSure;
    });
  }

  // alternatives with a total, the lowest mean first
  [[nodiscard]] std::vector<std::size_t> ranked(std::size_t category) const {
    std::vector<std::size_t> out;
    for (std::size_t a = 0; a < out_.alternatives.size(); ++a) {
      const auto& total = out_.alternatives[a].standings[category].total;
      if (total && total->undefined < 1) out.push_back(a);
    }
    std::stable_sort(out.begin(), out.end(), [&](std::size_t a, std::size_t b) {
      return out_.alternatives[a].standings[category].total->mean <
             out_.alternatives[b].standings[category].total->mean;
    });
    return out;
  }

  [[nodiscard]] Expr difference(const Flip& flip) const {
    return subject_.total(flip.category, cases_[flip.first]) -
           subject_.total(flip.category, cases_[flip.second]);
  }

  // products with what is left of x without its mean, so that no digits are lost
  void measure_lines() {
    Questions questions;
    differences_.resize(out_.flips.size());
    products_.assign(out_.flips.size(), std::vector<std::optional<Summary>>(inputs_.size()));
    for (std::size_t f = 0; f < out_.flips.size(); ++f) {
      const auto d = difference(out_.flips[f]);
      questions.ask_summary(d, 1, differences_[f]);
      for (std::size_t i = 0; i < inputs_.size(); ++i) {
        const auto x = model::variable(inputs_[i], 0) - model::number(spreads_[i]->mean);
        questions.ask_summary(d * x, 1, products_[f][i]);
      }
    }
    run(questions);
  }

  void choose_pivots() {
    for (std::size_t f = 0; f < out_.flips.size(); ++f) {
      auto& pivots = out_.flips[f].pivots;
      for (std::size_t i = 0; i < inputs_.size(); ++i) {
        if (const auto pivot = pivot_of(f, i)) pivots.push_back(*pivot);
      }
      std::stable_sort(pivots.begin(), pivots.end(),
                       [](const Pivot& a, const Pivot& b) { return a.explained > b.explained; });
      if (pivots.size() > kMostPivots) pivots.resize(kMostPivots);
    }
  }

  [[nodiscard]] std::optional<Pivot> pivot_of(std::size_t f, std::size_t i) const {
    const auto& x = *spreads_[i];
    const auto& d = *differences_[f];
    if (x.sd <= 0 || d.sd <= 0 || !products_[f][i]) return std::nullopt;
    const double covariance = products_[f][i]->mean;
    const double slope = covariance / (x.sd * x.sd);
    Pivot out;
    out.explained = std::min(1.0, std::pow(covariance / (x.sd * d.sd), 2));
    if (!(out.explained >= kLeastExplained)) return std::nullopt;
    const auto& variable = subject_.model()[inputs_[i]];
    out.name = variable.name;
    out.unit = variable.unit.text;
    const double turn = x.mean - d.mean / slope;
    if (turn > x.p05 && turn < x.p95) out.turns_at = turn / variable.unit.scale;
    out.split_at = out.turns_at ? *out.turns_at : x.p50 / variable.unit.scale;
    return out;
  }

  // how sure the order is on either side
  void split() {
    Questions questions;
    for (auto& flip : out_.flips) {
      for (auto& pivot : flip.pivots) {
        const auto id = input_called(pivot.name);
        const auto x = model::variable(id, 0);
        const auto at = model::number(pivot.split_at * subject_.model()[id].unit.scale);
        const auto better = model::node(Op::less, {difference(flip), model::number(0)});
        questions.ask_probability(only_where(model::node(Op::less, {x, at}), better),
                                  pivot.p_first_better_below);
        questions.ask_probability(only_where(model::node(Op::greater_equal, {x, at}), better),
                                  pivot.p_first_better_above);
      }
    }
    run(questions);
  }

  [[nodiscard]] VariableId input_called(const std::string& name) const {
    return *std::find_if(inputs_.begin(), inputs_.end(),
                         [&](VariableId id) { return subject_.model()[id].name == name; });
  }

  void run(const Questions& questions) const {
    if (questions.outputs().empty()) return;
    const auto program = engine::compile(subject_.model(), questions.outputs());
    questions.answer(engine::run(program, plan_.engine, progress_));
  }

  const Subject& subject_;
  const std::vector<int>& cases_;
  const Plan& plan_;
  const engine::Progress& progress_;
  Decision& out_;
  std::vector<VariableId> inputs_;
  std::vector<std::optional<Summary>> spreads_;
  std::vector<std::optional<Summary>> differences_;
  std::vector<std::vector<std::optional<Summary>>> products_;
};

}  // namespace

void find_flips(const Subject& subject, const std::vector<int>& cases, const Plan& plan,
                const engine::Progress& progress, Decision& decision) {
  Flips(subject, cases, plan, progress, decision).find();
}

}  // namespace holon::findings
