// SPDX-License-Identifier: Apache-2.0
#include "engine/loops/trajectory.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "engine/block.h"
#include "engine/loops/evaluator.h"
#include "engine/program.h"

namespace holon::engine::loops {
namespace {

using model::Role;
using model::VariableId;

model::Model with_means(model::Model model) {
  for (auto& variable : model.variables) {
    if (variable.role != Role::input) continue;
    auto& distribution = variable.quantity.distribution;
    distribution = {quantity::Constant{quantity::mean(distribution)}, {}, {}};
  }
  return model;
}

}  // namespace

Trajectory::Trajectory(const model::Model& model, const Structure& structure, std::size_t in_case,
                       const Period& period)
    : model_(with_means(model)), structure_(structure), step_(model.time.step) {
  choose_samples(period);
  const auto count = structure.nodes.size();
  value_.resize((count + structure.drivers.size()) * columns_);
  rate_.resize(count * columns_);
  run_states(in_case);
  compute_rest();
}

const double* Trajectory::equation_now(VariableId id) const {
  return structure_.is_state(id) ? row(rate_, id) + shift_ : now(id);
}

const double* Trajectory::equation_before(VariableId id) const {
  return structure_.is_state(id) ? row(rate_, id) : before(id);
}

// a sample is a step's end; half a step of tolerance, so that rounding moves none of them
void Trajectory::choose_samples(const Period& period) {
  const auto& time = model_.time;
  const auto step_at = [&](double moment) {
    return std::clamp((moment - time.start) / time.step, 0.0, static_cast<double>(time.steps));
  };
  const auto first = static_cast<std::uint32_t>(std::floor(step_at(period.from) + 0.5)) + 1;
  const auto last = static_cast<std::uint32_t>(std::floor(step_at(period.to) + 0.5));
  const auto count = last < first ? 0 : last - first + 1;
  const auto most = static_cast<std::uint32_t>(std::max<std::size_t>(1, period.most_samples));
  every_ = std::max(1U, (count + most - 1) / most);
  std::vector<std::uint32_t> sampled;
  for (std::uint32_t n = first; n <= last; n += every_) sampled.push_back(n);
  for (const auto n : sampled) times_.push_back(time.start + time.step * n);
  for (const auto n : sampled) steps_.push_back(n - 1);
  // where samples follow each other, one's "now" is the next one's "before"
  if (every_ == 1) {
    if (!sampled.empty()) steps_.push_back(last);
    shift_ = 1;
  } else {
    steps_.insert(steps_.end(), sampled.begin(), sampled.end());
    shift_ = sampled.size();
  }
  columns_ = steps_.size();
}

// the engine's own run, of one member: states and drivers at every step, and at the end
void Trajectory::run_states(std::size_t in_case) {
  if (columns_ == 0) return;
  const auto count = structure_.nodes.size();
  std::vector<std::size_t> rows;
  std::vector<Output> outputs;
  const auto observe = [&](std::size_t to, const model::Expr& e) {
    rows.push_back(to);
    const auto expression = model::read_in_case(e, static_cast<int>(in_case));
    outputs.push_back({"", expression, true, 1});
    outputs.push_back({"", expression, false, 1});
  };
  for (VariableId id = 0; id < count; ++id) {
    if (structure_.is_state(id)) observe(id, model::variable(id));
  }
  for (std::size_t i = 0; i < structure_.drivers.size(); ++i)
    observe(count + i, structure_.drivers[i].expression);

  constexpr auto kNowhere = std::numeric_limits<std::size_t>::max();
  const auto steps = model_.time.steps;
  std::vector<std::pair<std::size_t, std::size_t>> columns(steps + std::size_t{1},
                                                           {kNowhere, kNowhere});
  for (std::size_t c = 0; c < columns_; ++c) {
    auto& [one, other] = columns[steps_[c]];
    (one == kNowhere ? one : other) = c;
  }
  const auto program = compile(model_, outputs);
  const int lanes = kLaneChoices[0];
  Block block(program, best_instruction_set(), lanes, 1);
  block.run(0, [&](std::size_t output, std::uint32_t step, const double* values) {
    const auto [one, other] = columns[output % 2 == 0 ? step : steps];
    double* to = value_.data() + rows[output / 2] * columns_;
    if (one != kNowhere) to[one] = values[0];
    if (other != kNowhere) to[other] = values[0];
  });
}

// auxiliaries and the states' equations, all steps side by side
void Trajectory::compute_rest() {
  if (columns_ == 0) return;
  model::Model model;
  model.time = model_.time;
  model.time.method = model::Method::euler;  // nothing moves
  std::vector<VariableId> leaves;
  std::vector<const double*> given;
  std::vector<model::Expr> wanted;
  std::vector<double*> results;
  const auto count = structure_.nodes.size();
  for (VariableId id = 0; id < count; ++id) {
    const auto& node = structure_.nodes[id];
    auto variable = model_[id];
    if (structure_.is_state(id)) {
      variable = leaf();
      leaves.push_back(id);
      given.push_back(row(value_, id));
      wanted.push_back(node.equation);
      results.push_back(rate_.data() + id * columns_);
    } else if (node.role == Role::auxiliary) {
      variable.role = Role::auxiliary;
      variable.equation = node.equation;
      variable.initial = nullptr;
      wanted.push_back(model::variable(id));
      results.push_back(value_.data() + id * columns_);
    }
    model.variables.push_back(std::move(variable));
  }
  for (std::size_t i = 0; i < structure_.drivers.size(); ++i) {
    leaves.push_back(count + i);
    given.push_back(row(value_, count + i));
    model.variables.push_back(leaf());
  }
  Evaluator(model, leaves, wanted).evaluate(columns_, given, results);
}

}  // namespace holon::engine::loops
