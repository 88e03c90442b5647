// SPDX-License-Identifier: Apache-2.0
//
// Which things wait for each other.
#pragma once

#include <cstddef>
#include <vector>

namespace holon::model::formats {

/// For each thing, those that it reads.
using ReadGraph = std::vector<std::vector<std::size_t>>;

/// The number of each thing's circle: equal for two things that wait for each other, also through
/// others, and for no two others (Kosaraju's algorithm).
[[nodiscard]] std::vector<std::size_t> circles_of(const ReadGraph& reads);

}  // namespace holon::model::formats
