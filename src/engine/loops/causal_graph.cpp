// SPDX-License-Identifier: Apache-2.0
#include "engine/loops/causal_graph.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <map>

namespace holon::engine::loops {
namespace {

using model::VariableId;

constexpr std::size_t kMostPaths = 256;     // between two named variables
constexpr std::size_t kMostSteps = 20'000;  // of the search from one of them

class Finder {
 public:
  Finder(const Structure& structure, const std::vector<Polarity>& polarities)
      : structure_(structure), polarities_(polarities), out_links_(structure.nodes.size()) {
    for (std::size_t i = 0; i < structure.links.size(); ++i)
      out_links_[structure.links[i].from].push_back(i);
  }

  std::vector<CausalLink> find() {
    for (VariableId id = 0; id < structure_.nodes.size(); ++id) {
      if (!structure_.nodes[id].hidden) search(id);
    }
    return std::move(found_);
  }

 private:
  // breadth first, so that the shortest paths come first
  void search(VariableId source) {
    std::map<VariableId, CausalLink> links;
    std::deque<std::vector<std::size_t>> open{{}};
    for (std::size_t steps = 0; !open.empty() && steps < kMostSteps; ++steps) {
      const auto path = std::move(open.front());
      open.pop_front();
      const auto at = path.empty() ? source : structure_.links[path.back()].to;
      for (const auto i : out_links_[at]) {
        const auto to = structure_.links[i].to;
        const bool is_known = std::any_of(path.begin(), path.end(), [&](std::size_t link) {
          return structure_.links[link].to == to;
        });
        if (is_known) continue;
        auto longer = path;
        longer.push_back(i);
        if (structure_.nodes[to].hidden)
          open.push_back(std::move(longer));
        else
          add(links[to], source, std::move(longer));
      }
    }
    for (auto& [to, link] : links) found_.push_back(std::move(link));
  }

  void add(CausalLink& link, VariableId source, std::vector<std::size_t> path) const {
    auto polarity = Polarity::positive;
    for (const auto i : path) polarity = polarity * polarities_[i];
    link.from = source;
    link.to = structure_.links[path.back()].to;
    const bool agrees = link.paths.empty() || link.polarity == polarity;
    link.polarity = agrees ? polarity : Polarity::unknown;
    for (std::size_t i = 0; i + 1 < path.size(); ++i) {
      if (structure_.is_state(structure_.links[path[i]].to)) link.holds_state = true;
    }
    if (link.paths.size() < kMostPaths) link.paths.push_back(std::move(path));
  }

  const Structure& structure_;
  const std::vector<Polarity>& polarities_;
  std::vector<std::vector<std::size_t>> out_links_;
  std::vector<CausalLink> found_;
};

}  // namespace

std::vector<CausalLink> causal_links(const Structure& structure,
                                     const std::vector<Polarity>& polarities) {
  return Finder(structure, polarities).find();
}

LinkScores causal_scores(const std::vector<CausalLink>& links, const LinkScores& plain) {
  const auto samples = plain.samples();
  LinkScores out(links.size(), samples);
  std::vector<double> score(samples);
  for (std::size_t i = 0; i < links.size(); ++i) {
    double* best = out.of(i);
    for (const auto& path : links[i].paths) {
      std::fill(score.begin(), score.end(), 1.0);
      for (const auto link : path) {
        for (std::size_t t = 0; t < samples; ++t) score[t] *= plain.of(link)[t];
      }
      for (std::size_t t = 0; t < samples; ++t) {
        if (std::isfinite(score[t]) && std::fabs(score[t]) > std::fabs(best[t])) best[t] = score[t];
      }
    }
  }
  return out;
}

}  // namespace holon::engine::loops
