// SPDX-License-Identifier: Apache-2.0
//
// Runs every case of a program for every member of an ensemble.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "engine/program.h"
#include "engine/statistics.h"

namespace holon::engine {

/// How to run.
struct Plan {
  std::uint64_t samples = 1000;
  std::uint64_t seed = 1;
  std::size_t threads = 0;                ///< 0: as many as there are
  int lanes = 0;                          ///< of a block; 0: by the size of the program
  std::string_view instruction_set = {};  ///< empty: the best one
  bool keep_members = false;              ///< also return every member's outputs at the end
};

/// Told of the members done; called from several threads, one at a time. Returning false ends the
/// run with `base::Interrupted`.
using Progress = std::function<bool(std::uint64_t done, std::uint64_t total)>;

/// What was observed, in the order of the outputs.
struct Observations {
  std::vector<std::vector<Statistics>> outputs;  ///< [output][step], one entry unless a series
  std::vector<std::vector<double>> members;      ///< [output][member] at the end, if kept
};

/// Runs the ensemble. The result is the same, bit for bit, for any threads, lanes and instruction
/// set. Memory does not grow with the number of samples.
[[nodiscard]] Observations run(const Program& program, const Plan& plan, const Progress& progress);

/// Lanes that `run` takes for this program when the plan leaves it open.
[[nodiscard]] int suitable_lanes(const Program& program);

}  // namespace holon::engine
