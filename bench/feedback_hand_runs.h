// SPDX-License-Identifier: Apache-2.0
//
// The hand-written versions of the feedback model, behind functions. Each draws its own members, as
// `engine::run` does.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "feedback_model.h"

namespace holon::bench {

/// [total][member]; as many members are run as there is room for, a multiple of eight.
using Results = std::vector<std::vector<double>>;

/// The season of every step; the same for all members, so a table.
using Seasons = std::array<double, kSteps>;
[[nodiscard]] Seasons seasons();

/// One member at a time, in plain scalar C++, with the machine's own exp and pow (SLEEF).
void run_scalar(std::span<const quantity::Sampler> samplers, std::uint64_t seed, Results& results);

/// The same with exp and pow of the C library: faster, but other bits on other machines.
void run_scalar_libm(std::span<const quantity::Sampler> samplers, std::uint64_t seed,
                     Results& results);

/// Whether the vectorised version exists for this machine.
[[nodiscard]] bool has_vectors();

/// Eight members at a time in AVX-512 registers.
void run_vectors(std::span<const quantity::Sampler> samplers, std::uint64_t seed, Results& results);

}  // namespace holon::bench
