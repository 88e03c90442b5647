// SPDX-License-Identifier: Apache-2.0
//
// How much of an output's variance each factor explains.
//
//   first-order index  S_i = Var(E(y | x_i)) / Var(y): what x_i explains alone
//   total index        T_i = 1 - Var(E(y | all but x_i)) / Var(y): with all its interactions
//
// Sources: Sobol', Math. Comput. Simul. 55, 2001; Saltelli et al., Comput. Phys. Commun. 181, 2010;
// Jansen, Comput. Phys. Commun. 117, 1999; Plischke et al., Eur. J. Oper. Res. 226, 2013.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/run.h"
#include "experiment/sampling_plan.h"

namespace holon::experiment {

/// An estimate and its 95 % interval, from a bootstrap over batches of rows.
struct Estimate {
  double value = 0;
  double low = 0;
  double high = 0;
};

/// What is known of one output at one moment. Without variance the indices are undefined (NaN).
struct OutputEffects {
  double mean = 0;
  double sd = 0;
  double undefined = 0;         ///< share of rows in which the output is not finite; left out
  std::vector<Estimate> first;  ///< [factor]
  std::vector<Estimate> total;  ///< [factor]; empty where the method cannot tell
};

struct Sensitivity {
  std::vector<Factor> factors;
  std::vector<std::vector<OutputEffects>> outputs;  ///< [output][entry of its series]
  std::uint64_t runs = 0;
};

struct SensitivityPlan {
  engine::Plan engine;                          ///< samples and draws are the method's
  std::uint64_t rows = 1024;                    ///< N
  SamplingPlan sampling = SamplingPlan::sobol;  ///< of the rows
  std::uint32_t resamples = 200;                ///< of the bootstrap
};

/// Sobol' indices from N (D + 2) runs: S_i by Saltelli et al. 2010, T_i by Jansen. Noise is common
/// to a row: it counts neither as a factor nor as an error, and S_i includes what x_i does together
/// with it. Memory: about batches (at most 64) × outputs and moments × factors; rows are not kept.
/// The same bits for any threads, lanes and ranks.
[[nodiscard]] Sensitivity sobol_indices(const engine::Program& program,
                                        const std::vector<Factor>& factors,
                                        const SensitivityPlan& plan,
                                        const engine::Progress& progress);

/// First-order indices from N runs of an ordinary ensemble: the variance between classes of equal
/// probability of each factor, corrected for its bias (adjusted correlation ratio).
[[nodiscard]] Sensitivity given_data_indices(const engine::Program& program,
                                             const std::vector<Factor>& factors,
                                             const SensitivityPlan& plan,
                                             const engine::Progress& progress);

/// The same from numbers that exist: `factors` and `output` have one entry a row. Rows with an
/// entry that is not finite are left out.
[[nodiscard]] OutputEffects effects_from_data(std::span<const std::vector<double>> factors,
                                              std::span<const double> output,
                                              std::uint32_t resamples, std::uint64_t seed);

/// Classes that a factor is cut into for `rows` rows: about the cube root.
[[nodiscard]] std::size_t classes_for(std::uint64_t rows);

}  // namespace holon::experiment
