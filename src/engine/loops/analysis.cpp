// SPDX-License-Identifier: Apache-2.0
#include "engine/loops/analysis.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "engine/loops/dominance.h"

namespace holon::engine::loops {
namespace {

using model::VariableId;

/// Below this a sign is not told: the loop was reinforcing at times and balancing at others.
constexpr double kLeastConfidence = 0.99;

/// The sign that a series keeps.
struct Run {
  Polarity sign = Polarity::unknown;
  double confidence = 0;
};

Run sign_of_series(const std::vector<double>& series) {
  double up = 0;
  double down = 0;
  for (const double value : series) (value > 0 ? up : down) += std::fabs(value);
  Run out;
  if (up + down == 0) return out;
  out.confidence = std::fabs(up - down) / (up + down);
  if (out.confidence >= kLeastConfidence)
    out.sign = up > down ? Polarity::positive : Polarity::negative;
  return out;
}

class Analysis {
 public:
  Analysis(const model::Model& model, const LoopPlan& plan)
      : model_(model),
        plan_(plan),
        structure_(structure_of(model, plan.in_case)),
        causal_(causal_links(structure_, link_polarities(model, structure_))),
        trajectory_(model, structure_, plan.in_case, plan.period),
        scores_(causal_scores(causal_, score_links(structure_, trajectory_, plan.method))) {}

  FeedbackReport report() {
    for (const auto& variable : model_.variables) out_.names.push_back(variable.name);
    out_.times = trajectory_.times();
    out_.every = trajectory_.every();
    out_.method = plan_.method;
    report_links();
    find_loops();
    report_loops();
    name_loops();
    report_partitions();
    return std::move(out_);
  }

 private:
  void report_links() {
    for (std::size_t i = 0; i < causal_.size(); ++i) {
      LinkReport link;
      link.from = causal_[i].from;
      link.to = causal_[i].to;
      link.polarity = causal_[i].polarity;
      link.delayed = causal_[i].holds_state;
      link.score.assign(scores_.of(i), scores_.of(i) + scores_.samples());
      const auto [sign, confidence] = sign_of_series(link.score);
      link.acted = sign;
      link.confidence = confidence;
      out_.links.push_back(std::move(link));
    }
  }

  // exactly where that is feasible
  void find_loops() {
    for (std::size_t i = 0; i < causal_.size(); ++i) {
      arcs_.push_back({static_cast<std::uint32_t>(causal_[i].from),
                       static_cast<std::uint32_t>(causal_[i].to), scores_.of(i)});
    }
    const auto nodes = static_cast<std::uint32_t>(structure_.nodes.size());
    const auto samples = scores_.samples();
    partition_ = partitions(nodes, arcs_, samples);
    found_ = all_cycles(nodes, arcs_, samples, plan_.limits);
    if (found_.complete) return;
    found_ = strongest_cycles(nodes, arcs_, samples, targets(), plan_.limits);
  }

  // every loop passes a stock, a delay or a held value, or a link that holds one
  [[nodiscard]] std::vector<std::uint32_t> targets() const {
    std::set<std::uint32_t> out;
    for (VariableId id = 0; id < structure_.nodes.size(); ++id) {
      if (structure_.is_state(id) && partition_[id] != kNoPartition)
        out.insert(static_cast<std::uint32_t>(id));
    }
    for (const auto& link : causal_) {
      if (link.holds_state && partition_[link.to] != kNoPartition)
        out.insert(static_cast<std::uint32_t>(link.to));
    }
    return {out.begin(), out.end()};
  }

  void report_loops() {
    std::vector<LoopReport> all;
    for (const auto& cycle : found_.kept) all.push_back(loop_of(cycle));
    std::stable_sort(all.begin(), all.end(), [](const LoopReport& a, const LoopReport& b) {
      if (a.mean_share != b.mean_share) return a.mean_share > b.mean_share;
      return a.path < b.path;
    });
    const auto wanted = strongest_anywhere(all);
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (out_.loops.size() < plan_.most_loops || wanted.contains(i))
        out_.loops.push_back(std::move(all[i]));
    }
    out_.loops_found = found_.count;
    out_.loops_that_matter = found_.kept.size();
    out_.complete = found_.complete;
    for (const auto& loop : out_.loops) {
      for (const auto link : loop.links) out_.links[link].in_loop = true;
    }
  }

  // the strongest loop of each partition at each sample
  [[nodiscard]] std::set<std::size_t> strongest_anywhere(const std::vector<LoopReport>& all) const {
    std::set<std::size_t> out;
    const auto samples = scores_.samples();
    std::vector<std::size_t> best(found_.totals.size() * samples, all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
      for (std::size_t t = 0; t < samples; ++t) {
        auto& at = best[all[i].partition * samples + t];
        const double size = std::fabs(all[i].share[t]);
        if (size > 0 && (at == all.size() || size > std::fabs(all[at].share[t]))) at = i;
      }
    }
    for (const auto i : best)
      if (i < all.size()) out.insert(i);
    return out;
  }

  LoopReport loop_of(Cycle cycle) const {
    // a loop is told from its first stock on
    const auto start =
        std::min_element(cycle.begin(), cycle.end(), [&](std::uint32_t a, std::uint32_t b) {
          const auto rank = [&](std::uint32_t link) {
            return std::pair(!structure_.is_state(causal_[link].from), causal_[link].from);
          };
          return rank(a) < rank(b);
        });
    std::rotate(cycle.begin(), start, cycle.end());
    LoopReport out;
    out.structure = Polarity::positive;
    for (const auto link : cycle) {
      out.links.push_back(link);
      out.path.push_back(causal_[link].from);
      out.structure = out.structure * causal_[link].polarity;
    }
    out.partition = partition_[out.path.front()];
    out.share.resize(scores_.samples());
    cycle_score(arcs_, cycle, out.share);
    const auto& total = found_.totals[out.partition];
    std::size_t moving = 0;
    for (std::size_t t = 0; t < out.share.size(); ++t) {
      if (total[t] == 0) {
        out.share[t] = 0;
        continue;
      }
      ++moving;
      out.share[t] /= total[t];
      out.mean_share += std::fabs(out.share[t]);
    }
    if (moving > 0) out.mean_share /= static_cast<double>(moving);
    const auto [sign, confidence] = sign_of_series(out.share);
    out.acted = sign;
    out.confidence = confidence;
    return out;
  }

  void name_loops() {
    std::size_t reinforcing = 0;
    std::size_t balancing = 0;
    std::size_t unknown = 0;
    for (auto& loop : out_.loops) {
      const auto sign = loop.structure != Polarity::unknown ? loop.structure : loop.acted;
      if (sign == Polarity::positive)
        loop.name = fmt::format("R{}", ++reinforcing);
      else if (sign == Polarity::negative)
        loop.name = fmt::format("B{}", ++balancing);
      else
        loop.name = fmt::format("U{}", ++unknown);
    }
  }

  void report_partitions() {
    out_.partitions.resize(found_.totals.size());
    for (VariableId id = 0; id < structure_.nodes.size(); ++id) {
      if (partition_[id] == kNoPartition) continue;
      auto& partition = out_.partitions[partition_[id]];
      ++partition.variables;
      if (structure_.is_state(id)) partition.stocks.push_back(id);
    }
    for (std::size_t i = 0; i < out_.loops.size(); ++i)
      out_.partitions[out_.loops[i].partition].loops.push_back(i);
    for (std::size_t p = 0; p < out_.partitions.size(); ++p)
      find_dominance(out_.loops, found_.totals[p], out_.partitions[p]);
    std::erase_if(out_.partitions, [](const PartitionReport& p) { return p.loops.empty(); });
    for (std::size_t p = 0; p < out_.partitions.size(); ++p) {
      for (const auto i : out_.partitions[p].loops) out_.loops[i].partition = p;
    }
  }

  const model::Model& model_;
  const LoopPlan& plan_;
  Structure structure_;
  std::vector<CausalLink> causal_;
  Trajectory trajectory_;
  LinkScores scores_;
  std::vector<Arc> arcs_;
  std::vector<std::uint32_t> partition_;
  FoundCycles found_;
  FeedbackReport out_;
};

}  // namespace

FeedbackReport analyse(const model::Model& model, const LoopPlan& plan) {
  return Analysis(model, plan).report();
}

Period whole_run(const model::Model& model) {
  Period out;
  out.from = model.time.start;
  out.to = model.time.start + model.time.length();
  return out;
}

}  // namespace holon::engine::loops
