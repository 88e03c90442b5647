// SPDX-License-Identifier: Apache-2.0
#include "engine/loops/loop_search.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <set>

#include "base/property_test.h"

namespace holon::engine::loops {
namespace {

struct RandomGraph {
  std::uint32_t nodes = 0;
  std::size_t samples = 0;
  std::vector<std::vector<double>> scores;
  std::vector<Arc> arcs;
};

RandomGraph random_graph(base::Dice& dice) {
  RandomGraph out;
  out.nodes = static_cast<std::uint32_t>(1 + dice.roll(7));
  out.samples = dice.one_of({std::size_t{1}, std::size_t{5}, std::size_t{70}});
  const auto density = 2 + dice.roll(4);
  const auto silence = 1 + dice.roll(4);
  for (std::uint32_t from = 0; from < out.nodes; ++from) {
    for (std::uint32_t to = 0; to < out.nodes; ++to) {
      if (!dice.once_in(density)) continue;
      std::vector<double> score(out.samples);
      for (auto& s : score) s = dice.once_in(silence) ? dice.between(-2, 2) : 0;
      out.scores.push_back(std::move(score));
      out.arcs.push_back({from, to, nullptr});
    }
  }
  for (std::size_t i = 0; i < out.arcs.size(); ++i) out.arcs[i].score = out.scores[i].data();
  return out;
}

// every simple cycle from its smallest node, by trying all ways
void try_all(const RandomGraph& graph, std::uint32_t root, std::vector<std::uint32_t>& path,
             std::vector<bool>& used, std::vector<double> score, std::set<Cycle>& found) {
  const auto at = path.empty() ? root : graph.arcs[path.back()].to;
  for (std::uint32_t i = 0; i < graph.arcs.size(); ++i) {
    const auto& arc = graph.arcs[i];
    if (arc.from != at || arc.to < root || (arc.to != root && used[arc.to])) continue;
    auto next = score;
    bool acts = false;
    for (std::size_t t = 0; t < graph.samples; ++t) {
      next[t] *= arc.score[t];
      acts = acts || next[t] != 0;
    }
    if (!acts) continue;
    path.push_back(i);
    if (arc.to == root) {
      auto cycle = path;
      std::rotate(cycle.begin(), std::min_element(cycle.begin(), cycle.end()), cycle.end());
      found.insert(cycle);
    } else {
      used[arc.to] = true;
      try_all(graph, root, path, used, next, found);
      used[arc.to] = false;
    }
    path.pop_back();
  }
}

std::set<Cycle> brute_force(const RandomGraph& graph) {
  std::set<Cycle> out;
  for (std::uint32_t root = 0; root < graph.nodes; ++root) {
    std::vector<std::uint32_t> path;
    std::vector<bool> used(graph.nodes);
    try_all(graph, root, path, used, std::vector<double>(graph.samples, 1.0), out);
  }
  return out;
}

std::set<Cycle> as_set(const std::vector<Cycle>& cycles) {
  std::set<Cycle> out;
  for (auto cycle : cycles) {
    std::rotate(cycle.begin(), std::min_element(cycle.begin(), cycle.end()), cycle.end());
    out.insert(cycle);
  }
  return out;
}

}  // namespace

TEST_CASE("every cycle that acts is found once, as by trying all ways") {
  base::check_always(400, 400, [](base::Dice& dice) {
    const auto graph = random_graph(dice);
    SearchLimits all;
    all.least_share = 0;
    const auto found = all_cycles(graph.nodes, graph.arcs, graph.samples, all);
    const auto truth = brute_force(graph);
    RC_ASSERT(found.complete);
    RC_ASSERT(found.count == truth.size());
    RC_ASSERT(as_set(found.kept) == truth);
    RC_ASSERT(found.kept.size() == truth.size());
  });
}

TEST_CASE("totals are the sums of all cycles' sizes, and what is kept matters") {
  base::check_always(200, 400, [](base::Dice& dice) {
    const auto graph = random_graph(dice);
    SearchLimits limits;
    limits.least_share = 0.2;
    const auto found = all_cycles(graph.nodes, graph.arcs, graph.samples, limits);
    const auto part = partitions(graph.nodes, graph.arcs, graph.samples);
    auto totals = found.totals;
    for (auto& total : totals) std::fill(total.begin(), total.end(), 0.0);
    std::vector<double> score(graph.samples);
    const auto truth = brute_force(graph);
    const auto total_of = [&](auto& of, const Cycle& cycle) -> auto& {
      return of[part[graph.arcs[cycle.front()].from]];
    };
    for (const auto& cycle : truth) {
      cycle_score(graph.arcs, cycle, score);
      for (std::size_t t = 0; t < graph.samples; ++t)
        total_of(totals, cycle)[t] += std::fabs(score[t]);
    }
    std::set<Cycle> matter;
    for (const auto& cycle : truth) {
      cycle_score(graph.arcs, cycle, score);
      for (std::size_t t = 0; t < graph.samples; ++t) {
        if (score[t] != 0 && std::fabs(score[t]) >= 0.2 * total_of(found.totals, cycle)[t])
          matter.insert(cycle);
      }
    }
    for (std::size_t p = 0; p < totals.size(); ++p) {
      for (std::size_t t = 0; t < graph.samples; ++t)
        RC_ASSERT(std::fabs(totals[p][t] - found.totals[p][t]) <= 1e-12 * (1 + totals[p][t]));
    }
    RC_ASSERT(as_set(found.kept) == matter);
  });
}

TEST_CASE("more loops than could be listed are counted, and summed, and those that matter found") {
  // a ring of 40 places with two links from each to the next: 2^40 loops. Of each pair one link is
  // strong, 0.9, and one weak, 0.1, so all loops add up to 1, and the strongest are 0.9^40 each.
  constexpr std::uint32_t kPlaces = 40;
  constexpr std::size_t kSamples = 100;
  std::vector<std::vector<double>> scores{std::vector<double>(kSamples, 0.9),
                                          std::vector<double>(kSamples, -0.1)};
  std::vector<Arc> arcs;
  for (std::uint32_t v = 0; v < kPlaces; ++v) {
    for (const auto& score : scores) arcs.push_back({v, (v + 1) % kPlaces, score.data()});
  }
  SearchLimits limits;
  for (const auto& [share, expected] : {std::pair{0.9, 0}, {0.01, 1}, {0.001, 41}}) {
    limits.least_share = share;
    const auto found = all_cycles(kPlaces, arcs, kSamples, limits);
    REQUIRE(found.complete);
    CHECK(found.count == std::uint64_t{1} << 40U);
    CHECK(found.totals[0][50] == doctest::Approx(1));
    CHECK(found.kept.size() == static_cast<std::size_t>(expected));
  }
}

TEST_CASE("the result does not depend on threads") {
  base::check_always(50, 400, [](base::Dice& dice) {
    const auto graph = random_graph(dice);
    SearchLimits one;
    one.threads = 1;
    auto many = one;
    many.threads = 4;
    const auto a = all_cycles(graph.nodes, graph.arcs, graph.samples, one);
    const auto b = all_cycles(graph.nodes, graph.arcs, graph.samples, many);
    RC_ASSERT(a.count == b.count);
    RC_ASSERT(a.totals == b.totals);
    RC_ASSERT(a.kept == b.kept);
  });
}

TEST_CASE("a sample at which the sum is beyond all numbers is left out") {
  const std::vector<double> score{0.5, 1e200, 0.25};
  const std::vector<Arc> arcs{{0, 1, score.data()}, {1, 0, score.data()}, {1, 1, score.data()}};
  const auto found = all_cycles(2, arcs, score.size(), {});
  CHECK(found.count == 2);
  CHECK(found.totals[0] == std::vector<double>{0.75, 0, 0.3125});
  CHECK(found.kept.size() == 2);
}

TEST_CASE("the strongest cycles are cycles, and in small graphs most of them") {
  std::size_t of_all = 0;
  std::size_t by_strength = 0;
  base::check_always(200, 400, [&](base::Dice& dice) {
    const auto graph = random_graph(dice);
    SearchLimits all;
    all.least_share = 0;
    std::vector<std::uint32_t> targets(graph.nodes);
    for (std::uint32_t v = 0; v < graph.nodes; ++v) targets[v] = v;
    const auto found = strongest_cycles(graph.nodes, graph.arcs, graph.samples, targets, all);
    const auto truth = brute_force(graph);
    const auto kept = as_set(found.kept);
    RC_ASSERT(std::includes(truth.begin(), truth.end(), kept.begin(), kept.end()));
    RC_ASSERT(truth.empty() == kept.empty());
    RC_ASSERT(!found.complete);
    of_all += truth.size();
    by_strength += kept.size();
  });
  CHECK(by_strength * 2 > of_all);
}

TEST_CASE("a search that is too long gives up") {
  // all arcs between 14 nodes: more cycles than can be counted
  constexpr std::uint32_t kNodes = 14;
  const std::vector<double> score(100, 0.5);
  std::vector<Arc> arcs;
  for (std::uint32_t from = 0; from < kNodes; ++from) {
    for (std::uint32_t to = 0; to < kNodes; ++to) arcs.push_back({from, to, score.data()});
  }
  SearchLimits limits;
  limits.most_work = 10'000'000;
  CHECK_FALSE(all_cycles(kNodes, arcs, score.size(), limits).complete);
}

}  // namespace holon::engine::loops
