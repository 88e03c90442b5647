// SPDX-License-Identifier: Apache-2.0
#include "experiment/minimise.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "base/error.h"
#include "base/random.h"
#include "experiment/sampling_plan.h"

namespace holon::experiment {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

double worth(double value) { return std::isfinite(value) ? value : kInfinity; }

void tell(const Rounds& progress, std::uint64_t done, std::uint64_t total) {
  if (progress && !progress(done, total)) throw base::Interrupted();
}

/// Numbers for one generation and individual, in the order they are asked for.
class Dice {
 public:
  Dice(std::uint64_t seed, std::uint64_t individual, std::uint32_t generation)
      : seed_(seed), individual_(individual), generation_(generation) {}

  double operator()() {
    static const auto kStream = base::stream_of("experiment/evolution");
    return base::uniform(seed_ + 0x9E3779B97F4A7C15ULL * ++asked_, kStream, individual_,
                         generation_);
  }

  std::size_t below(std::size_t count) {
    return std::min(count - 1, static_cast<std::size_t>((*this)() * static_cast<double>(count)));
  }

 private:
  std::uint64_t seed_;
  std::uint64_t individual_;
  std::uint32_t generation_;
  std::uint64_t asked_ = 0;
};

/// One of a population, and how it mutates.
struct Individual {
  Point at;
  Score score;
  double weight = 0.5;     // F
  double crossover = 0.9;  // CR
};

std::size_t best_of(const std::vector<Individual>& population) {
  std::size_t best = 0;
  for (std::size_t i = 1; i < population.size(); ++i) {
    if (is_better(population[i].score, population[best].score)) best = i;
  }
  return best;
}

// the child of individual `i`; steps that leave the cube end half way to its wall
Individual child_of(const std::vector<Individual>& population, std::size_t i, Dice dice) {
  Individual out = population[i];
  // jDE: now and then other factors, kept if the child is better
  if (dice() < 0.1) out.weight = 0.1 + 0.9 * dice();
  if (dice() < 0.1) out.crossover = dice();
  std::size_t parents[3];
  for (std::size_t k = 0; k < 3; ++k) {
    const auto taken = [&](std::size_t p) {
      return p == i || std::find(parents, parents + k, p) != parents + k;
    };
    do parents[k] = dice.below(population.size());
    while (taken(parents[k]));
  }
  const auto& a = population[parents[0]].at;
  const auto& b = population[parents[1]].at;
  const auto& c = population[parents[2]].at;
  const auto always = dice.below(out.at.size());
  for (std::size_t p = 0; p < out.at.size(); ++p) {
    if (dice() >= out.crossover && p != always) continue;
    double value = a[p] + out.weight * (b[p] - c[p]);
    if (value < 0) value = out.at[p] / 2;
    if (value > 1) value = (out.at[p] + 1) / 2;
    out.at[p] = value;
  }
  return out;
}

bool has_converged(const std::vector<Individual>& population, double tolerance) {
  double low = kInfinity;
  double high = -kInfinity;
  for (const auto& one : population) {
    if (one.score.violation > 0) return false;
    low = std::min(low, worth(one.score.value));
    high = std::max(high, worth(one.score.value));
  }
  return high - low <= tolerance * (std::abs(low) + tolerance);
}

std::vector<Point> points_of(const std::vector<Individual>& individuals) {
  std::vector<Point> out;
  for (const auto& one : individuals) out.push_back(one.at);
  return out;
}

double dot(const Point& a, const Point& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

/// Directions from the last steps and changes of the gradient.
class Memory {
 public:
  void learn(const Point& step, const Point& change) {
    const double curvature = dot(step, change);
    if (!(curvature > 1e-14 * dot(change, change))) return;
    if (steps_.size() == kKept) {
      steps_.erase(steps_.begin());
      changes_.erase(changes_.begin());
    }
    steps_.push_back(step);
    changes_.push_back(change);
  }

  void forget() {
    steps_.clear();
    changes_.clear();
  }

  // the two-loop recursion of Nocedal, Math. Comput. 35, 1980
  [[nodiscard]] Point direction(Point gradient) const {
    std::vector<double> alpha(steps_.size());
    for (std::size_t n = steps_.size(); n-- > 0;) {
      alpha[n] = dot(steps_[n], gradient) / dot(steps_[n], changes_[n]);
      for (std::size_t i = 0; i < gradient.size(); ++i) gradient[i] -= alpha[n] * changes_[n][i];
    }
    if (!steps_.empty()) {
      const double scale =
          dot(steps_.back(), changes_.back()) / dot(changes_.back(), changes_.back());
      for (auto& g : gradient) g *= scale;
    }
    for (std::size_t n = 0; n < steps_.size(); ++n) {
      const double beta = dot(changes_[n], gradient) / dot(steps_[n], changes_[n]);
      for (std::size_t i = 0; i < gradient.size(); ++i)
        gradient[i] += (alpha[n] - beta) * steps_[n][i];
    }
    for (auto& g : gradient) g = -g;
    return gradient;
  }

 private:
  static constexpr std::size_t kKept = 8;
  std::vector<Point> steps_;
  std::vector<Point> changes_;
};

Point gradient_at(const Scores& scores, const Point& at, double difference) {
  std::vector<Point> around;
  for (std::size_t i = 0; i < at.size(); ++i) {
    for (const double sign : {1.0, -1.0}) {
      around.push_back(at);
      around.back()[i] = std::clamp(at[i] + sign * difference, 0.0, 1.0);
    }
  }
  const auto values = scores(around);
  Point out(at.size());
  for (std::size_t i = 0; i < at.size(); ++i) {
    const double rise = values[2 * i].value - values[2 * i + 1].value;
    out[i] = rise / (around[2 * i][i] - around[2 * i + 1][i]);
    if (!std::isfinite(out[i])) out[i] = 0;
  }
  return out;
}

// at a wall, and pushed against it
bool is_bound(double at, double gradient) {
  return (at <= 0 && gradient > 0) || (at >= 1 && gradient < 0);
}

}  // namespace

bool is_better(const Score& a, const Score& b) {
  if (a.violation != b.violation) return a.violation < b.violation;
  return worth(a.value) < worth(b.value);
}

std::vector<Point> spread_points(std::size_t count, std::size_t parameters, std::uint64_t seed) {
  std::vector<base::Stream> streams;
  for (std::size_t i = 0; i < parameters; ++i)
    streams.push_back(base::stream_of("experiment/start/" + std::to_string(i)));
  const auto uniforms = uniforms_of(SamplingPlan::sobol, seed, count, streams);
  std::vector<Point> out(count, Point(parameters, 0.5));
  for (std::size_t i = 0; i < parameters && count > 1; ++i) {
    std::vector<double> column(count);
    uniforms->fill(streams[i], 0, column);
    for (std::size_t n = 1; n < count; ++n) out[n][i] = column[n];
  }
  return out;
}

Minimum differential_evolution(const Scores& scores, std::size_t parameters,
                               const std::vector<Point>& start, const EvolutionPlan& plan,
                               const Rounds& progress) {
  auto size = plan.population;
  if (size == 0) size = std::clamp<std::size_t>(10 * parameters, 20, 200);
  size = std::max<std::size_t>(size, 4);
  std::vector<Individual> population;
  for (auto& point : spread_points(size, parameters, plan.seed))
    population.push_back({std::move(point), {}});
  for (std::size_t i = 0; i < std::min(start.size(), size); ++i) population[i].at = start[i];
  const auto first = scores(points_of(population));
  for (std::size_t i = 0; i < size; ++i) population[i].score = first[i];

  Minimum out;
  out.evaluations = size;
  for (; out.rounds < plan.rounds && !out.converged; ++out.rounds) {
    tell(progress, out.rounds, plan.rounds);
    std::vector<Individual> children;
    for (std::size_t i = 0; i < size; ++i)
      children.push_back(child_of(population, i, Dice(plan.seed, i, out.rounds)));
    const auto found = scores(points_of(children));
    out.evaluations += size;
    for (std::size_t i = 0; i < size; ++i) {
      children[i].score = found[i];
      if (!is_better(population[i].score, found[i])) population[i] = std::move(children[i]);
    }
    out.converged = has_converged(population, plan.tolerance);
  }
  const auto& best = population[best_of(population)];
  out.at = best.at;
  out.score = best.score;
  return out;
}

Minimum projected_lbfgs(const Scores& scores, const Point& start, const DescentPlan& plan,
                        const Rounds& progress) {
  // fractions of a full step that one call tries
  constexpr double kLengths[] = {4, 2, 1, 0.5, 0.2, 0.05, 0.01, 0.001};
  Minimum out;
  out.at = start;
  out.score = scores({start})[0];
  auto gradient = gradient_at(scores, out.at, plan.difference);
  out.evaluations = 1 + 2 * start.size();
  Memory memory;
  bool is_fresh = true;
  for (; out.rounds < plan.rounds; ++out.rounds) {
    tell(progress, out.rounds, plan.rounds);
    auto free = gradient;
    for (std::size_t i = 0; i < free.size(); ++i) {
      if (is_bound(out.at[i], gradient[i])) free[i] = 0;
    }
    auto direction = memory.direction(free);
    double longest = 0;
    for (std::size_t i = 0; i < free.size(); ++i) {
      if (free[i] == 0) direction[i] = 0;
      longest = std::max(longest, std::abs(direction[i]));
    }
    if (longest == 0) {
      out.converged = true;
      break;
    }
    if (is_fresh) {
      for (auto& d : direction) d *= 0.1 / longest;
    }
    std::vector<Point> tried;
    for (const double length : kLengths) {
      tried.push_back(out.at);
      for (std::size_t i = 0; i < direction.size(); ++i)
        tried.back()[i] = std::clamp(out.at[i] + length * direction[i], 0.0, 1.0);
    }
    const auto found = scores(tried);
    out.evaluations += found.size();
    std::size_t best = 0;
    for (std::size_t k = 1; k < found.size(); ++k) {
      if (worth(found[k].value) < worth(found[best].value)) best = k;
    }
    if (!(worth(found[best].value) < worth(out.score.value))) {
      // a stale direction: once more straight down, then it is the end
      out.converged = is_fresh;
      if (is_fresh) break;
      memory.forget();
      is_fresh = true;
      continue;
    }
    const auto next = gradient_at(scores, tried[best], plan.difference);
    out.evaluations += 2 * next.size();
    Point step(next.size());
    Point change(next.size());
    for (std::size_t i = 0; i < next.size(); ++i) {
      step[i] = tried[best][i] - out.at[i];
      change[i] = next[i] - gradient[i];
    }
    memory.learn(step, change);
    const double gain = out.score.value - found[best].value;
    out.at = tried[best];
    out.score = found[best];
    gradient = next;
    if (gain <= plan.tolerance * (std::abs(out.score.value) + plan.tolerance) && !is_fresh) {
      out.converged = true;
      break;
    }
    is_fresh = false;
  }
  return out;
}

}  // namespace holon::experiment
