// SPDX-License-Identifier: Apache-2.0
//
// Random numbers as a pure function of (seed, stream, member, step): the same for any number of
// threads, lanes or ranks, and untouched by what else is drawn.
//
// Generator: Philox 4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC
// 2011).
#pragma once

#include <cstdint>
#include <string_view>

namespace holon::base {

/// Identifies one source of randomness by the hash of its path, so that adding another changes
/// nothing here.
using Stream = std::uint64_t;

/// Stable 64-bit hash of a path (FNV-1a, then a finaliser); part of the result's identity, never to
/// be changed.
[[nodiscard]] Stream stream_of(std::string_view path);

/// A number strictly between 0 and 1, on a grid of 2^-53, offset by half a step.
[[nodiscard]] double uniform(std::uint64_t seed, Stream stream, std::uint64_t member,
                             std::uint32_t step);

}  // namespace holon::base
