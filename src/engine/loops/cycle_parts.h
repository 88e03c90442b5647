// SPDX-License-Identifier: Apache-2.0
//
// A graph taken apart at one root after the other.
#pragma once

#include <cstdint>

#include "engine/loops/root_cycles.h"

namespace holon::engine::loops {

/// A strongly connected graph of which the cycles through `root` are wanted.
struct RootedPart {
  Chains chains;
  std::uint32_t root = 0;
};

/// Each cycle of the whole is one of `closed`, or goes through the root of just one part.
struct CycleParts {
  Chains closed;  ///< chains from a node to itself
  std::vector<RootedPart> rooted;
};

/// Takes apart what `chains` make of nodes 0 … nodes-1. Chains in a row are joined, those that lie
/// on no cycle dropped.
[[nodiscard]] CycleParts take_apart(std::uint32_t nodes, Chains chains);

}  // namespace holon::engine::loops
