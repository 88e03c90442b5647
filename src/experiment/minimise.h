// SPDX-License-Identifier: Apache-2.0
//
// Finding the least value of a function of a few parameters. Everything works in the unit cube: a
// parameter of 0 is at its lower bound, 1 at its upper one. Functions are asked for many points at
// once, because many runs of a model cost little more than one.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

namespace holon::experiment {

using Point = std::vector<double>;

/// How good a point is: first the less violated one, then the smaller value. A value that is not
/// finite is worse than any other.
struct Score {
  double violation = 0;  ///< 0: every constraint holds
  double value = 0;
};

[[nodiscard]] bool is_better(const Score& a, const Score& b);

using Scores = std::function<std::vector<Score>(const std::vector<Point>& points)>;

/// Told of the work done after every round; returning false ends the search with
/// `base::Interrupted`.
using Rounds = std::function<bool(std::uint64_t done, std::uint64_t total)>;

struct Minimum {
  Point at;
  Score score;
  std::uint64_t evaluations = 0;
  std::uint32_t rounds = 0;
  bool converged = false;
};

struct EvolutionPlan {
  std::uint64_t seed = 1;
  std::size_t population = 0;  ///< 0: ten for each parameter, 20 to 200
  std::uint32_t rounds = 300;  ///< at most
  double tolerance = 1e-10;    ///< of the values in the population, relative
};

/// Differential evolution, rand/1/bin with factors that adapt themselves (Storn and Price, J.
/// Global Optim. 11, 1997; Brest et al., IEEE Trans. Evol. Comput. 10, 2006); constraints by the
/// rules of Deb (Comput. Methods Appl. Mech. Eng. 186, 2000). The whole population is one call of
/// `scores`. `start` points are part of the first population.
[[nodiscard]] Minimum differential_evolution(const Scores& scores, std::size_t parameters,
                                             const std::vector<Point>& start,
                                             const EvolutionPlan& plan, const Rounds& progress);

struct DescentPlan {
  std::uint32_t rounds = 200;  ///< at most
  double tolerance = 1e-12;    ///< of the value, relative
  double difference = 1e-5;    ///< step of central differences
};

/// Limited-memory BFGS in the free parameters with steps projected into the cube (Byrd, Lu,
/// Nocedal, Zhu, SIAM J. Sci. Comput. 16, 1995, with the projected search of Bertsekas, SIAM J.
/// Control Optim. 20, 1982, in place of its Cauchy point). Gradients are central differences; all
/// step lengths of a search are tried in one call. Constraints are not minded: `violation` is
/// ignored.
[[nodiscard]] Minimum projected_lbfgs(const Scores& scores, const Point& start,
                                      const DescentPlan& plan, const Rounds& progress);

/// `count` points that are spread evenly over the cube: its centre, then scrambled Sobol' points.
[[nodiscard]] std::vector<Point> spread_points(std::size_t count, std::size_t parameters,
                                               std::uint64_t seed);

}  // namespace holon::experiment
