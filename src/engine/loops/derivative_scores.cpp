// SPDX-License-Identifier: Apache-2.0
//
// Link scores from derivatives of the equations (see link_scores.h).
#include <algorithm>
#include <cmath>

#include "engine/loops/evaluator.h"
#include "engine/loops/link_scores.h"
#include "model/differentiate.h"

namespace holon::engine::loops {
namespace {

using model::Role;
using model::VariableId;

class DerivativeScores {
 public:
  DerivativeScores(const Structure& structure, const Trajectory& trajectory)
      : structure_(structure),
        trajectory_(trajectory),
        samples_(trajectory.samples()),
        slopes_(structure.links.size(), samples_),
        moving_(structure.nodes.size() * samples_),
        speed_(structure.nodes.size() * samples_) {
    for (const auto& node : structure.nodes)
      by_difference_.push_back(node.varies && !model::is_differentiable(node.equation));
  }

  LinkScores find() {
    if (samples_ == 0) return std::move(slopes_);
    compute_slopes();
    compute_speeds();
    const bool any =
        std::find(by_difference_.begin(), by_difference_.end(), true) != by_difference_.end();
    const auto discrete = any ? discrete_scores(structure_, trajectory_) : LinkScores(0, 0);
    for (std::size_t i = 0; i < structure_.links.size(); ++i) {
      const auto [from, to] = structure_.links[i];
      double* score = slopes_.of(i);
      if (by_difference_[to]) {
        std::copy_n(discrete.of(i), samples_, score);
        continue;
      }
      for (std::size_t t = 0; t < samples_; ++t) {
        const double x = row(speed_, from)[t];
        const double z = row(moving_, to)[t];
        const double out = score[t] * std::fabs(x / z);
        score[t] = x == 0 || z == 0 || !std::isfinite(out) ? 0 : out;
      }
    }
    return std::move(slopes_);
  }

 private:
  [[nodiscard]] double* row(std::vector<double>& of, VariableId id) const {
    return of.data() + id * samples_;
  }

  // ∂f/∂x of every link; of every equation that reads the time, its own slope over time
  void compute_slopes() {
    model::Model model;
    model.time = trajectory_.certain().time;
    model.time.method = model::Method::euler;  // nothing moves
    std::vector<VariableId> leaves;
    std::vector<const double*> given;
    const auto count = structure_.nodes.size();
    for (VariableId id = 0; id < count + structure_.drivers.size(); ++id) {
      const bool is_input = id < count && structure_.nodes[id].role == Role::input;
      model.variables.push_back(is_input ? trajectory_.certain()[id] : leaf());
      if (is_input) continue;
      leaves.push_back(id);
      given.push_back(trajectory_.now(id));
    }
    std::vector<model::Expr> wanted;
    std::vector<double*> results;
    const auto want = [&](VariableId of, VariableId by, double* to) {
      if (by_difference_[of]) return;
      const auto slope = model::differentiated(structure_.nodes[of].equation, by);
      if (!slope) return;
      wanted.push_back(slope);
      results.push_back(to);
    };
    for (std::size_t i = 0; i < structure_.links.size(); ++i)
      want(structure_.links[i].to, structure_.links[i].from, slopes_.of(i));
    for (std::size_t d = 0; d < structure_.drivers.size(); ++d) {
      if (!structure_.drivers[d].is_time) continue;
      for (VariableId id = 0; id < count; ++id) {
        if (structure_.nodes[id].varies) want(id, count + d, row(moving_, id));
      }
    }
    Evaluator(model, leaves, wanted).evaluate(samples_, given, results);
  }

  // how fast every equation's value moves: Σ ∂f/∂x · ẋ + ∂f/∂t. A stock's own speed is its rate; a
  // delay's or held value's is what it did in its last step.
  void compute_speeds() {
    std::vector<std::vector<std::size_t>> into(structure_.nodes.size());
    for (std::size_t i = 0; i < structure_.links.size(); ++i)
      into[structure_.links[i].to].push_back(i);
    const auto gather = [&](VariableId to) {
      for (const auto i : into[to]) {
        const double* slope = slopes_.of(i);
        const double* speed = row(speed_, structure_.links[i].from);
        for (std::size_t t = 0; t < samples_; ++t) row(moving_, to)[t] += slope[t] * speed[t];
      }
    };
    for (VariableId id = 0; id < structure_.nodes.size(); ++id) {
      if (!structure_.is_state(id)) continue;
      const bool is_stock = structure_.nodes[id].role == Role::stock;
      for (std::size_t t = 0; t < samples_; ++t) {
        row(speed_, id)[t] =
            is_stock ? trajectory_.equation_now(id)[t]
                     : (trajectory_.now(id)[t] - trajectory_.before(id)[t]) / trajectory_.step();
      }
    }
    for (const auto id : structure_.order) {
      if (by_difference_[id])
        take_differences(id);
      else
        gather(id);
      std::copy_n(row(moving_, id), samples_, row(speed_, id));
    }
    for (VariableId id = 0; id < structure_.nodes.size(); ++id) {
      if (!structure_.is_state(id)) continue;
      if (by_difference_[id])
        take_differences(id);
      else
        gather(id);
    }
  }

  void take_differences(VariableId id) {
    const double* now = trajectory_.equation_now(id);
    const double* before = trajectory_.equation_before(id);
    for (std::size_t t = 0; t < samples_; ++t)
      row(moving_, id)[t] = (now[t] - before[t]) / trajectory_.step();
  }

  const Structure& structure_;
  const Trajectory& trajectory_;
  std::size_t samples_;
  std::vector<bool> by_difference_;  // equations without derivatives
  LinkScores slopes_;                // first ∂f/∂x, then the scores
  std::vector<double> moving_;       // d/dt of what the equation gives [variable][sample]
  std::vector<double> speed_;        // d/dt of the variable
};

}  // namespace

LinkScores derivative_scores(const Structure& structure, const Trajectory& trajectory) {
  return DerivativeScores(structure, trajectory).find();
}

}  // namespace holon::engine::loops
