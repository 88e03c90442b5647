// SPDX-License-Identifier: Apache-2.0
#include "engine/loops/link_scores.h"

#include <cmath>
#include <limits>

#include "engine/loops/evaluator.h"

namespace holon::engine::loops {
namespace {

using model::Expr;
using model::VariableId;

// the equation with every variable one step back, but for one
Expr all_before_but(const Expr& e, VariableId current, VariableId shift) {
  if (e->op == model::Op::variable)
    return e->variable == current ? e : model::variable(e->variable + shift);
  if (e->arguments.empty()) return e;
  auto out = std::make_shared<model::Expression>(*e);
  for (auto& argument : out->arguments) argument = all_before_but(argument, current, shift);
  return out;
}

double score_of(double partial, double z_now, double z_before, double x_now, double x_before) {
  const double from_x = partial - z_before;
  const double whole = z_now - z_before;
  if (!is_change(whole, z_before) || !is_change(from_x, z_before) ||
      !is_change(x_now - x_before, x_before))
    return 0;
  const double size = std::fabs(from_x / whole);
  if (!std::isfinite(size)) return 0;
  return (from_x > 0) == (x_now > x_before) ? size : -size;
}

}  // namespace

bool is_change(double change, double value) {
  // four units in the last place: what sums of a few terms are off by
  constexpr double kRounding = 4 * std::numeric_limits<double>::epsilon();
  return std::fabs(change) > kRounding * std::fabs(value);
}

LinkScores discrete_scores(const Structure& structure, const Trajectory& trajectory) {
  const auto samples = trajectory.samples();
  LinkScores out(structure.links.size(), samples);
  if (samples == 0) return out;

  // variables and drivers now, behind them the same one step before; constants stay what they are
  model::Model model;
  model.time = trajectory.certain().time;
  model.time.method = model::Method::euler;  // nothing moves
  const auto shift = structure.nodes.size() + structure.drivers.size();
  std::vector<VariableId> leaves;
  std::vector<const double*> given;
  for (const bool is_before : {false, true}) {
    for (VariableId id = 0; id < shift; ++id) {
      leaves.push_back(model.variables.size());
      given.push_back(is_before ? trajectory.before(id) : trajectory.now(id));
      const bool is_input =
          id < structure.nodes.size() && structure.nodes[id].role == model::Role::input;
      model.variables.push_back(is_input ? trajectory.certain()[id] : leaf());
      if (is_input) leaves.pop_back(), given.pop_back();
    }
  }

  // every equation once for each of its links, with only that link's source as it is now
  std::vector<Expr> wanted;
  std::vector<double*> results;
  for (std::size_t i = 0; i < structure.links.size(); ++i) {
    const auto& link = structure.links[i];
    wanted.push_back(all_before_but(structure.nodes[link.to].equation, link.from, shift));
    results.push_back(out.of(i));
  }
  Evaluator(model, leaves, wanted).evaluate(samples, given, results);

  for (std::size_t i = 0; i < structure.links.size(); ++i) {
    const auto [from, to] = structure.links[i];
    double* score = out.of(i);
    const double* z_now = trajectory.equation_now(to);
    const double* z_before = trajectory.equation_before(to);
    const double* x_now = trajectory.now(from);
    const double* x_before = trajectory.before(from);
    for (std::size_t t = 0; t < samples; ++t)
      score[t] = score_of(score[t], z_now[t], z_before[t], x_now[t], x_before[t]);
  }
  return out;
}

LinkScores score_links(const Structure& structure, const Trajectory& trajectory,
                       ScoreMethod method) {
  return method == ScoreMethod::discrete ? discrete_scores(structure, trajectory)
                                         : derivative_scores(structure, trajectory);
}

}  // namespace holon::engine::loops
