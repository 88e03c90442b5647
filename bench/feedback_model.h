// SPDX-License-Identifier: Apache-2.0
//
// The feedback model of the benchmark, as holon reads it: a service sold to three groups of people.
// Learning makes requests cheaper, cheap requests are wanted more, servers are bought to serve them
// and age in four cohorts, the grid gets cleaner meanwhile.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/program.h"

namespace holon::bench {

inline constexpr std::size_t kGroups = 3;
inline constexpr std::size_t kCohorts = 4;
inline constexpr std::uint32_t kSteps = 240;
inline constexpr double kMonth = 2'628'000;  ///< [s]

/// Carbon, embodied carbon, requests, money, water, waste and the cleanest request.
inline constexpr std::size_t kTotals = 7;

/// The model, its outputs, and its inputs in the order of the hand-written versions.
struct FeedbackModel {
  model::Model model;
  std::vector<engine::Output> outputs;
  std::vector<quantity::Sampler> samplers;
  std::size_t equations = 0;
  std::size_t stocks = 0;
};

[[nodiscard]] FeedbackModel feedback_model();

}  // namespace holon::bench
