// SPDX-License-Identifier: Apache-2.0
#include "experiment/optimise.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "base/error.h"

namespace holon::experiment {
namespace {

constexpr std::pair<Over, std::string_view> kOver[] = {{Over::end, "end"},
                                                       {Over::mean, "mean"},
                                                       {Over::integral, "integral"},
                                                       {Over::maximum, "maximum"},
                                                       {Over::minimum, "minimum"}};

/// So near a bound evolution ends where the best lies on it.
constexpr double kBound = 1e-4;

std::vector<model::VariableId> variables_of(const Measure& goal,
                                            const std::vector<Constraint>& constraints) {
  std::vector<model::VariableId> out{goal.variable};
  for (const auto& constraint : constraints) out.push_back(constraint.measure.variable);
  return out;
}

// one number for a member's path
double number_of(const Trial& trial, std::size_t variable, std::size_t member, Over over,
                 double step) {
  const auto last = trial.steps();
  const double end = trial.value(variable, last, member);
  if (over == Over::end) return end;
  double low = end;
  double high = end;
  double integral = 0;
  for (std::uint32_t n = 0; n < last; ++n) {
    const double value = trial.value(variable, n, member);
    // not a number stays one
    low = value < low || std::isnan(value) ? value : low;
    high = value > high || std::isnan(value) ? value : high;
    integral += step * (value + trial.value(variable, n + 1, member)) / 2;
  }
  if (over == Over::minimum) return low;
  if (over == Over::maximum) return high;
  if (over == Over::integral) return integral;
  return last == 0 ? end : integral / (step * last);
}

// of sorted values, by linear interpolation between ranks
double quantile_of(const std::vector<double>& sorted, double p) {
  const double at = p * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const auto above = std::min(sorted.size() - 1, below + 1);
  return sorted[below] + (at - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

/// A measure with the spread behind it; not a number if a member is none.
struct Measured {
  double value = std::numeric_limits<double>::quiet_NaN();
  double p05 = value;
  double p50 = value;
  double p95 = value;
};

Measured measured(const Trial& trial, std::size_t variable, const Measure& measure, double step) {
  std::vector<double> values;
  double sum = 0;
  for (std::size_t member = 0; member < trial.members(); ++member) {
    values.push_back(number_of(trial, variable, member, measure.over, step));
    sum += values.back();
  }
  if (!std::isfinite(sum)) return {};
  std::sort(values.begin(), values.end());
  Measured out;
  out.value = measure.quantile ? quantile_of(values, *measure.quantile)
                               : sum / static_cast<double>(values.size());
  out.p05 = quantile_of(values, 0.05);
  out.p50 = quantile_of(values, 0.5);
  out.p95 = quantile_of(values, 0.95);
  return out;
}

class Optimiser {
 public:
  Optimiser(const model::Model& model, const std::vector<Parameter>& parameters,
            const Measure& goal, const std::vector<Constraint>& constraints,
            const OptimisationPlan& plan)
      : model_(model),
        parameters_(parameters),
        goal_(goal),
        constraints_(constraints),
        plan_(plan),
        trials_(model, parameters, variables_of(goal, constraints),
                static_cast<std::size_t>(plan.engine.samples), plan.engine) {}

  Optimum run(const Rounds& progress) {
    const Scores scores = [this](const std::vector<Point>& points) { return scored(points); };
    const auto own = own_point();
    EvolutionPlan evolution;
    evolution.seed = plan_.engine.seed;
    evolution.rounds = plan_.rounds;
    evolution.tolerance = 1e-9;
    auto found = differential_evolution(scores, parameters_.size(),
                                        own ? std::vector<Point>{*own} : std::vector<Point>{},
                                        evolution, progress);
    Optimum out;
    out.converged = found.converged;
    if (constraints_.empty()) {
      const auto polished = projected_lbfgs(scores, found.at, {}, nullptr);
      out.converged = out.converged || polished.converged;
      if (is_better(polished.score, found.score)) found = polished;
    }
    out.feasible = found.score.violation == 0 && std::isfinite(found.score.value);
    out.best = outcome(found.at);
    if (own) out.before = outcome(*own);
    for (const double place : found.at)
      out.at_bound.push_back(place <= kBound || place >= 1 - kBound);
    out.runs = trials_.runs();
    return out;
  }

 private:
  // the model's own values, where it has them for all parameters, within the bounds
  [[nodiscard]] std::optional<Point> own_point() const {
    Point out;
    for (const auto& parameter : parameters_) {
      const auto own = own_value(model_, parameter.variable);
      if (!own || *own < parameter.low || *own > parameter.high) return std::nullopt;
      out.push_back(place_of(parameter, *own));
    }
    return out;
  }

  // goal and its quantiles, then every constraint
  std::vector<std::vector<double>> measures(const std::vector<Point>& points) {
    return trials_.run(points, [this](const Trial& trial) {
      const double step = model_.time.step;
      const auto goal = measured(trial, 0, goal_, step);
      std::vector<double> out{goal.value, goal.p05, goal.p50, goal.p95};
      for (std::size_t c = 0; c < constraints_.size(); ++c)
        out.push_back(measured(trial, c + 1, constraints_[c].measure, step).value);
      return out;
    });
  }

  std::vector<Score> scored(const std::vector<Point>& points) {
    std::vector<Score> out;
    for (const auto& found : measures(points)) {
      Score score{0, plan_.maximise ? -found[0] : found[0]};
      for (std::size_t c = 0; c < constraints_.size(); ++c) {
        const auto& constraint = constraints_[c];
        const double over = found[4 + c] - constraint.bound;
        const double size = constraint.bound == 0 ? 1 : std::abs(constraint.bound);
        const double excess = (constraint.at_most ? over : -over) / size;
        if (std::isnan(excess))
          score.violation = std::numeric_limits<double>::infinity();
        else
          score.violation += std::max(0.0, excess);
      }
      out.push_back(score);
    }
    return out;
  }

  PolicyOutcome outcome(const Point& at) {
    const auto found = measures({at})[0];
    PolicyOutcome out;
    for (std::size_t p = 0; p < at.size(); ++p)
      out.parameters.push_back(value_at(parameters_[p], at[p]));
    out.goal = found[0];
    out.p05 = found[1];
    out.p50 = found[2];
    out.p95 = found[3];
    out.constraints.assign(found.begin() + 4, found.end());
    return out;
  }

  const model::Model& model_;
  const std::vector<Parameter>& parameters_;
  const Measure& goal_;
  const std::vector<Constraint>& constraints_;
  const OptimisationPlan& plan_;
  Trials trials_;
};

}  // namespace

std::optional<Over> parse_over(std::string_view word) {
  for (const auto& [over, text] : kOver) {
    if (text == word) return over;
  }
  return std::nullopt;
}

std::string_view name(Over over) {
  for (const auto& [known, text] : kOver) {
    if (known == over) return text;
  }
  return "";
}

Optimum optimise(const model::Model& model, const std::vector<Parameter>& parameters,
                 const Measure& goal, const std::vector<Constraint>& constraints,
                 const OptimisationPlan& plan, const Rounds& progress) {
  base::check(!parameters.empty(), "a policy has parameters");
  return Optimiser(model, parameters, goal, constraints, plan).run(progress);
}

}  // namespace holon::experiment
