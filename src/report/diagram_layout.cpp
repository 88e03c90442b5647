// SPDX-License-Identifier: Apache-2.0
#include "report/diagram.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <numbers>

namespace holon::report {
namespace {

constexpr double kLink = 150;  // length of a link on the paper
constexpr double kGap = 18;    // between boxes
constexpr int kRounds = 300;

class Layout {
 public:
  explicit Layout(Diagram& diagram) : nodes_(diagram.nodes), edges_(diagram.edges) {}

  void find() {
    find_distances();
    place_on_circle();
    for (int round = 0; round < kRounds; ++round) relax();
    push_apart();
    move_to_origin();
  }

 private:
  [[nodiscard]] double& distance(std::size_t a, std::size_t b) {
    return distance_[a * nodes_.size() + b];
  }

  // links between two nodes, whichever way they point; parts that nothing joins stand a little
  // farther apart than the widest of them
  void find_distances() {
    const auto count = nodes_.size();
    std::vector<std::vector<std::size_t>> near(count);
    for (const auto& edge : edges_) {
      near[edge.from].push_back(edge.to);
      near[edge.to].push_back(edge.from);
    }
    constexpr double kFar = -1;
    distance_.assign(count * count, kFar);
    double widest = 1;
    for (std::size_t a = 0; a < count; ++a) {
      std::deque<std::size_t> open{a};
      distance(a, a) = 0;
      while (!open.empty()) {
        const auto b = open.front();
        open.pop_front();
        for (const auto c : near[b]) {
          if (distance(a, c) != kFar) continue;
          distance(a, c) = distance(a, b) + 1;
          widest = std::max(widest, distance(a, c));
          open.push_back(c);
        }
      }
    }
    for (auto& d : distance_) d = (d == kFar ? widest + 1 : d) * kLink;
  }

  // in the order in which the loops name them, so that a loop starts as a ring
  void place_on_circle() {
    const auto count = static_cast<double>(nodes_.size());
    const double radius = kLink * std::max(1.0, count / (2 * std::numbers::pi));
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      const double angle = 2 * std::numbers::pi * static_cast<double>(i) / std::max(1.0, count);
      nodes_[i].x = radius * std::sin(angle);
      nodes_[i].y = -radius * std::cos(angle);
    }
  }

  // each node to where the others want it, weighted by 1 / distance²; wide names need wide paper
  void relax() {
    constexpr double kStretch = 1.25;
    for (std::size_t a = 0; a < nodes_.size(); ++a) {
      double weight = 0;
      double x = 0;
      double y = 0;
      for (std::size_t b = 0; b < nodes_.size(); ++b) {
        if (a == b) continue;
        const double want = distance(a, b);
        const double w = 1 / (want * want);
        const double dx = (nodes_[a].x - nodes_[b].x) / kStretch;
        const double dy = nodes_[a].y - nodes_[b].y;
        const double is = std::max(1e-6, std::hypot(dx, dy));
        weight += w;
        x += w * (nodes_[b].x + kStretch * dx / is * want);
        y += w * (nodes_[b].y + dy / is * want);
      }
      if (weight == 0) continue;
      nodes_[a].x = x / weight;
      nodes_[a].y = y / weight;
    }
  }

  // boxes that overlap part along the shorter way
  void push_apart() {
    for (int round = 0; round < kRounds; ++round) {
      bool moved = false;
      for (std::size_t a = 0; a < nodes_.size(); ++a) {
        for (std::size_t b = a + 1; b < nodes_.size(); ++b) moved = part(a, b) || moved;
      }
      if (!moved) return;
    }
  }

  bool part(std::size_t a, std::size_t b) {
    auto& one = nodes_[a];
    auto& other = nodes_[b];
    const double dx = other.x - one.x;
    const double dy = other.y - one.y;
    const double over_x = (one.width + other.width) / 2 + kGap - std::fabs(dx);
    const double over_y = (one.height + other.height) / 2 + kGap - std::fabs(dy);
    if (over_x <= 0 || over_y <= 0) return false;
    if (over_x < over_y) {
      const double shift = std::copysign(over_x / 2 + 0.5, dx);
      one.x -= shift;
      other.x += shift;
    } else {
      const double shift = std::copysign(over_y / 2 + 0.5, dy);
      one.y -= shift;
      other.y += shift;
    }
    return true;
  }

  void move_to_origin() {
    double left = 0;
    double top = 0;
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      const auto& node = nodes_[i];
      left = i == 0 ? node.x - node.width / 2 : std::min(left, node.x - node.width / 2);
      top = i == 0 ? node.y - node.height / 2 : std::min(top, node.y - node.height / 2);
    }
    for (auto& node : nodes_) {
      node.x -= left;
      node.y -= top;
    }
  }

  std::vector<DiagramNode>& nodes_;
  const std::vector<DiagramEdge>& edges_;
  std::vector<double> distance_;
};

}  // namespace

void lay_out(Diagram& diagram) { Layout(diagram).find(); }

}  // namespace holon::report
