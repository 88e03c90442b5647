// SPDX-License-Identifier: Apache-2.0
//
// Strongly connected components.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace holon::engine::loops {

/// The component of each node 0 … nodes-1, by Tarjan's algorithm (1972) on a stack of its own.
/// Nodes that no arc touches are components, too.
[[nodiscard]] std::vector<std::uint32_t> strong_components(
    std::uint32_t nodes, const std::vector<std::pair<std::uint32_t, std::uint32_t>>& arcs);

}  // namespace holon::engine::loops
