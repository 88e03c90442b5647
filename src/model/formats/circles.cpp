// SPDX-License-Identifier: Apache-2.0
#include "model/formats/circles.h"

#include <span>

#include "model/depth_first.h"

namespace holon::model::formats {

std::vector<std::size_t> circles_of(const ReadGraph& reads) {
  ReadGraph read_by(reads.size());
  for (std::size_t id = 0; id < reads.size(); ++id)
    for (const auto next : reads[id]) read_by[next].push_back(id);

  std::vector<std::size_t> order;
  const auto along = [](const ReadGraph& graph) {
    return [&graph](std::size_t id, std::vector<std::size_t>& list) {
      list.insert(list.end(), graph[id].begin(), graph[id].end());
    };
  };
  const auto ignore = [](std::span<const std::size_t>) {};
  DepthFirst first(reads.size());
  for (std::size_t id = 0; id < reads.size(); ++id)
    first.visit(id, along(reads), [&](std::size_t done) { order.push_back(done); }, ignore);

  std::vector<std::size_t> out(reads.size());
  DepthFirst second(reads.size());
  for (auto root = order.rbegin(); root != order.rend(); ++root)
    second.visit(*root, along(read_by), [&](std::size_t id) { out[id] = *root; }, ignore);
  return out;
}

}  // namespace holon::model::formats
