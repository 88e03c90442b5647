// SPDX-License-Identifier: Apache-2.0
#include "engine/loops/components.h"

#include <algorithm>
#include <limits>

namespace holon::engine::loops {
namespace {

constexpr auto kUnseen = std::numeric_limits<std::uint32_t>::max();

class Tarjan {
 public:
  Tarjan(std::uint32_t nodes, const std::vector<std::pair<std::uint32_t, std::uint32_t>>& arcs)
      : first_(nodes + 1),
        heads_(arcs.size()),
        number_(nodes, kUnseen),
        low_(nodes),
        component_(nodes, kUnseen) {
    for (const auto& [from, to] : arcs) ++first_[from + 1];
    for (std::uint32_t v = 0; v < nodes; ++v) first_[v + 1] += first_[v];
    auto next = first_;
    for (const auto& [from, to] : arcs) heads_[next[from]++] = to;
  }

  std::vector<std::uint32_t> find() {
    for (std::uint32_t v = 0; v < number_.size(); ++v) {
      if (number_[v] == kUnseen) from(v);
    }
    return std::move(component_);
  }

 private:
  struct Frame {
    std::uint32_t node;
    std::uint32_t next;
  };

  void enter(std::uint32_t v) {
    number_[v] = low_[v] = count_++;
    open_.push_back(v);
    frames_.push_back({v, first_[v]});
  }

  void from(std::uint32_t root) {
    enter(root);
    while (!frames_.empty()) {
      auto& [v, next] = frames_.back();
      if (next < first_[v + 1]) {
        const auto w = heads_[next++];
        const auto at = v;
        if (number_[w] == kUnseen)
          enter(w);
        else if (component_[w] == kUnseen)
          low_[at] = std::min(low_[at], number_[w]);
        continue;
      }
      leave(v);
    }
  }

  void leave(std::uint32_t v) {
    frames_.pop_back();
    if (!frames_.empty()) {
      auto& parent = low_[frames_.back().node];
      parent = std::min(parent, low_[v]);
    }
    if (low_[v] != number_[v]) return;
    for (auto w = kUnseen; w != v;) {
      w = open_.back();
      open_.pop_back();
      component_[w] = components_;
    }
    ++components_;
  }

  std::vector<std::uint32_t> first_;
  std::vector<std::uint32_t> heads_;
  std::vector<std::uint32_t> number_;
  std::vector<std::uint32_t> low_;
  std::vector<std::uint32_t> component_;
  std::vector<std::uint32_t> open_;
  std::vector<Frame> frames_;
  std::uint32_t count_ = 0;
  std::uint32_t components_ = 0;
};

}  // namespace

std::vector<std::uint32_t> strong_components(
    std::uint32_t nodes, const std::vector<std::pair<std::uint32_t, std::uint32_t>>& arcs) {
  return Tarjan(nodes, arcs).find();
}

}  // namespace holon::engine::loops
