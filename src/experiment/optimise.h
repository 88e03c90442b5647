// SPDX-License-Identifier: Apache-2.0
//
// Finding the policy, a setting of named parameters, that serves a goal best over an ensemble of
// futures, within limits.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "experiment/trials.h"

namespace holon::experiment {

/// What a member's path counts for.
enum class Over {
  end,
  mean,      ///< over time
  integral,  ///< over time, by trapezoids
  maximum,
  minimum,
};

[[nodiscard]] std::optional<Over> parse_over(std::string_view word);
[[nodiscard]] std::string_view name(Over over);

/// A number of an ensemble: a path of a variable made one number per member, and its mean or a
/// quantile over the members.
struct Measure {
  model::VariableId variable = 0;
  Over over = Over::end;
  std::optional<double> quantile;  ///< nothing: the mean
};

/// A measure that must stay at or below (or above) a bound.
struct Constraint {
  Measure measure;
  bool at_most = true;
  double bound = 0;
};

struct OptimisationPlan {
  engine::Plan engine;  ///< seed, threads, ranks; samples: futures for each policy
  std::uint32_t rounds = 150;
  bool maximise = false;
};

/// What a policy leads to.
struct PolicyOutcome {
  std::vector<double> parameters;  ///< [base units]
  double goal = 0;
  double p05 = 0;  ///< of the goal's number over the members
  double p50 = 0;
  double p95 = 0;
  std::vector<double> constraints;  ///< the measures
};

struct Optimum {
  PolicyOutcome best;
  std::optional<PolicyOutcome> before;  ///< the model as it stands, where it has certain values
  bool feasible = false;                ///< the best keeps every constraint
  bool converged = false;
  std::vector<bool> at_bound;  ///< per parameter
  std::uint64_t runs = 0;
};

/// Differential evolution over the policies, all of a generation in one run, every policy on the
/// same futures; without constraints then projected L-BFGS from its end. The same bits for any
/// threads, lanes and ranks.
[[nodiscard]] Optimum optimise(const model::Model& model, const std::vector<Parameter>& parameters,
                               const Measure& goal, const std::vector<Constraint>& constraints,
                               const OptimisationPlan& plan, const Rounds& progress);

}  // namespace holon::experiment
