// SPDX-License-Identifier: Apache-2.0
//
// Which feedback loops drive a model, and when: the Loops That Matter method from end to end. How
// the numbers are found, with sources, stands in docs/loops.md.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/loops/causal_graph.h"
#include "engine/loops/loop_search.h"

namespace holon::engine::loops {

/// What to look at, and how.
struct LoopPlan {
  std::size_t in_case = 0;
  Period period;
  ScoreMethod method = ScoreMethod::discrete;
  SearchLimits limits;
  std::size_t most_loops = 200;  ///< in the report; the strongest of every sample is always in
};

/// A link between two named variables, over time.
struct LinkReport {
  model::VariableId from = 0;
  model::VariableId to = 0;
  Polarity polarity = Polarity::unknown;  ///< from the equations
  Polarity acted = Polarity::unknown;     ///< in this run, where it kept one sign
  double confidence = 0;  ///< of the sign in this run: 1 always the same, 0 both alike
  bool delayed = false;   ///< it runs through a delay, a smooth or the like
  bool in_loop = false;
  std::vector<double> score;  ///< by sample
};

/// A feedback loop.
struct LoopReport {
  std::string name;                        ///< R1, B1, U1, … by weight
  Polarity structure = Polarity::unknown;  ///< from the equations: product of its links'
  Polarity acted = Polarity::unknown;      ///< in this run: unknown below a confidence of 0.99
  double confidence = 0;
  std::vector<std::size_t> links;  ///< in order; the first one starts at a stock, if there is one
  std::vector<model::VariableId> path;
  std::size_t partition = 0;
  std::vector<double> share;  ///< relative score, -1 to 1, by sample
  double mean_share = 0;      ///< of its size, over the samples at which the partition moves
};

/// Samples in a row at which the same loops, as few as can be, made half of the change.
struct Phase {
  std::size_t first = 0;  ///< sample
  std::size_t last = 0;
  std::vector<std::size_t> loops;  ///< strongest first
};

/// Variables that lie on loops with each other. Shares are shares of one partition.
struct PartitionReport {
  std::vector<model::VariableId> stocks;
  std::size_t variables = 0;
  std::vector<std::size_t> loops;     ///< in the report, by weight
  std::vector<std::size_t> dominant;  ///< as few as make half of the change over the whole period
  std::vector<Phase> phases;
  double explained = 0;  ///< mean share of the change that the loops of the report make, 0 to 1
};

/// What is found.
struct FeedbackReport {
  std::vector<std::string> names;  ///< of variables
  std::vector<double> times;       ///< of the samples, at the end of each one's step
  std::uint32_t every = 1;         ///< steps between samples
  ScoreMethod method = ScoreMethod::discrete;
  std::vector<LinkReport> links;
  std::vector<LoopReport> loops;  ///< by weight
  std::vector<PartitionReport> partitions;
  std::uint64_t loops_found = 0;        ///< of which `loops` are the strongest
  std::uint64_t loops_that_matter = 0;  ///< of those found: reach `SearchLimits::least_share`
  bool complete = true;                 ///< every loop that acts was found
};

/// Runs the case with every uncertain input at its mean, scores its links and finds its loops.
[[nodiscard]] FeedbackReport analyse(const model::Model& model, const LoopPlan& plan);

/// The whole run.
[[nodiscard]] Period whole_run(const model::Model& model);

}  // namespace holon::engine::loops
