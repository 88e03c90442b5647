// SPDX-License-Identifier: Apache-2.0
//
// Which variables a diagram of many shows.
#include "report/diagram.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace holon::report {
namespace {

using engine::loops::FeedbackReport;
using engine::loops::LoopReport;

/// The drawn loops' variables, with the links into each of them.
using LinksInto = std::map<model::VariableId, std::vector<std::size_t>>;

LinksInto links_into(const FeedbackReport& report, std::size_t top) {
  LinksInto out;
  for (std::size_t i = 0; i < report.loops.size() && i < top; ++i) {
    for (const auto link : report.loops[i].links) {
      auto& into = out[report.links[link].to];
      if (std::find(into.begin(), into.end(), link) == into.end()) into.push_back(link);
    }
  }
  return out;
}

// by how much the part of one link among those into its variable goes up and down, 0 to 2
double variance(const FeedbackReport& report, std::size_t link, const std::vector<double>& whole) {
  double least = 0;
  double most = 0;
  bool is_first = true;
  for (std::size_t t = 0; t < whole.size(); ++t) {
    if (whole[t] == 0) continue;
    const double part = report.links[link].score[t] / whole[t];
    least = is_first ? part : std::min(least, part);
    most = is_first ? part : std::max(most, part);
    is_first = false;
  }
  return most - least;
}

// Σ |score| of all links into a variable, by sample
std::map<model::VariableId, std::vector<double>> sizes_into(const FeedbackReport& report,
                                                            const LinksInto& wanted) {
  std::map<model::VariableId, std::vector<double>> out;
  for (const auto& link : report.links) {
    if (!wanted.contains(link.to)) continue;
    auto& whole = out[link.to];
    whole.resize(link.score.size());
    for (std::size_t t = 0; t < whole.size(); ++t) whole[t] += std::fabs(link.score[t]);
  }
  return out;
}

}  // namespace

std::set<model::VariableId> variables_drawn(const FeedbackReport& report, std::size_t top,
                                            std::size_t most) {
  const auto into = links_into(report, top);
  const auto whole = sizes_into(report, into);
  struct Candidate {
    model::VariableId id;
    bool is_stock;
    double variance;
  };
  std::vector<Candidate> all;
  for (const auto& [id, links] : into) {
    Candidate one{id, false, 0};
    for (const auto& partition : report.partitions) {
      const auto& stocks = partition.stocks;
      one.is_stock = one.is_stock || std::find(stocks.begin(), stocks.end(), id) != stocks.end();
    }
    for (const auto link : links)
      one.variance = std::max(one.variance, variance(report, link, whole.at(id)));
    all.push_back(one);
  }
  // stocks first, then where several links take turns
  std::stable_sort(all.begin(), all.end(), [](const Candidate& a, const Candidate& b) {
    if (a.is_stock != b.is_stock) return a.is_stock;
    return a.variance > b.variance;
  });
  std::set<model::VariableId> out;
  for (const auto& one : all) {
    if (one.is_stock || out.size() < most) out.insert(one.id);
  }
  return out;
}

}  // namespace holon::report
