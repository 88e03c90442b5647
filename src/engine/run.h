// SPDX-License-Identifier: Apache-2.0
//
// Runs every case of a program for every member of an ensemble.
#pragma once

#include <vector>

#include "engine/groups.h"
#include "engine/program.h"
#include "engine/statistics.h"

namespace holon::engine {

/// What was observed, in the order of the outputs.
struct Observations {
  std::vector<std::vector<Statistics>> outputs;  ///< [output][step], one entry unless a series
  std::vector<std::vector<double>> members;      ///< [output][member] at the end, if kept
};

/// Runs the ensemble. The result is the same, bit for bit, for any threads, lanes, instruction set
/// and ranks; every rank gets it. Memory does not grow with the number of samples.
[[nodiscard]] Observations run(const Program& program, const Plan& plan, const Progress& progress);

}  // namespace holon::engine
