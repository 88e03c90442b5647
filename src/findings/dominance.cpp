// SPDX-License-Identifier: Apache-2.0
#include "findings/dominance.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "engine/loops/analysis.h"
#include "findings/archetypes.h"
#include "findings/futures.h"
#include "findings/plain_name.h"
#include "findings/readings.h"

namespace holon::findings {
namespace {

using engine::loops::FeedbackReport;
using engine::loops::LoopReport;
using engine::loops::PartitionReport;
using engine::loops::Polarity;
using model::VariableId;

constexpr double kDay = 86400;
constexpr std::size_t kMostMoments = 120;

/// Loops that are shown of a system, beside those of its periods.
constexpr std::size_t kMostLoops = 6;

/// A shorter stretch, as a share of the whole time, counts to its neighbour.
constexpr double kShortest = 0.05;

/// Longer loops are told by their stocks.
constexpr std::size_t kShortPath = 5;

constexpr std::size_t kMostArchetypes = 2;  // of each kind

FeedbackReport analysed(const model::Model& model) {
  engine::loops::LoopPlan plan;
  plan.period = engine::loops::whole_run(model);
  plan.period.most_samples = kMostMoments;
  // about a tenth of a second; beyond, loops are found by strength
  plan.limits.most_work = 200'000'000;
  return engine::loops::analyse(model, plan);
}

std::string kind_of(const LoopReport& loop) {
  if (loop.name.starts_with('R')) return "reinforcing";
  return loop.name.starts_with('B') ? "balancing" : "changes sides";
}

/// Shares of the loops of the run at the means, in every future.
class LoopShares {
 public:
  LoopShares(const FeedbackReport& reference, std::size_t futures)
      : moments_(reference.times.size()), futures_(futures) {
    for (std::size_t i = 0; i < reference.loops.size(); ++i) index_[reference.loops[i].path] = i;
    shares_.resize(reference.loops.size() * futures * moments_);
    acts_.resize(reference.loops.size() * futures);
  }

  void add(const FeedbackReport& report, std::size_t future) {
    for (const auto& loop : report.loops) {
      const auto known = index_.find(loop.path);
      if (known == index_.end() || loop.share.size() != moments_) continue;
      acts_[known->second * futures_ + future] = 1;
      for (std::size_t t = 0; t < moments_; ++t)
        at(known->second, future, t) = std::fabs(loop.share[t]);
    }
  }

  [[nodiscard]] double of(std::size_t loop, std::size_t future, std::size_t t) const {
    return shares_[(loop * futures_ + future) * moments_ + t];
  }

  /// Mean over moments first … last, in each future.
  [[nodiscard]] std::vector<double> means(std::size_t loop, std::size_t first,
                                          std::size_t last) const {
    std::vector<double> out(futures_);
    for (std::size_t k = 0; k < futures_; ++k) {
      for (std::size_t t = first; t <= last; ++t)
        out[k] += of(loop, k, t) / static_cast<double>(last - first + 1);
    }
    return out;
  }

  /// Mean over the futures at each moment.
  [[nodiscard]] std::vector<double> over_time(std::size_t loop) const {
    std::vector<double> out(moments_);
    for (std::size_t t = 0; t < moments_; ++t) {
      for (std::size_t k = 0; k < futures_; ++k)
        out[t] += of(loop, k, t) / static_cast<double>(futures_);
    }
    return out;
  }

  [[nodiscard]] bool acts(std::size_t loop, std::size_t future) const {
    return acts_[loop * futures_ + future] != 0;
  }
  [[nodiscard]] std::size_t moments() const { return moments_; }
  [[nodiscard]] std::size_t futures() const { return futures_; }

 private:
  double& at(std::size_t loop, std::size_t future, std::size_t t) {
    return shares_[(loop * futures_ + future) * moments_ + t];
  }

  std::size_t moments_;
  std::size_t futures_;
  std::map<std::vector<VariableId>, std::size_t> index_;
  std::vector<double> shares_;  // [loop][future][moment]
  std::vector<char> acts_;      // [loop][future]
};

/// Moments first … last at which one loop is the strongest.
struct Stretch {
  std::size_t first;
  std::size_t last;
  std::size_t loop;  // of the report
};

class SystemReader {
 public:
  SystemReader(const FeedbackReport& report, const LoopShares& shares,
               const PartitionReport& partition)
      : report_(report), shares_(shares), partition_(partition) {
    for (const auto loop : partition.loops) curves_[loop] = shares.over_time(loop);
  }

  LoopSystem read() {
    for (const auto id : partition_.stocks) out_.stocks.push_back(plain_name(report_.names[id]));
    out_.loops_found = partition_.loops.size();
    auto periods = stretches();
    add_loops(periods);
    for (const auto& stretch : periods) out_.periods.push_back(period(stretch));
    return std::move(out_);
  }

 private:
  // the loop with the largest mean share at each moment, short stretches joined to longer ones
  [[nodiscard]] std::vector<Stretch> stretches() const {
    std::vector<Stretch> out;
    for (std::size_t t = 0; t < shares_.moments(); ++t) {
      std::size_t best = partition_.loops.front();
      for (const auto loop : partition_.loops) {
        if (curves_.at(loop)[t] > curves_.at(best)[t]) best = loop;
      }
      if (!out.empty() && out.back().loop == best)
        out.back().last = t;
      else
        out.push_back({t, t, best});
    }
    const auto least = kShortest * static_cast<double>(shares_.moments());
    const auto length = [](const Stretch& s) { return s.last - s.first + 1; };
    while (out.size() > 1) {
      const auto shortest = std::min_element(
          out.begin(), out.end(),
          [&](const Stretch& a, const Stretch& b) { return length(a) < length(b); });
      if (static_cast<double>(length(*shortest)) >= least) break;
      join(out, static_cast<std::size_t>(shortest - out.begin()));
    }
    return out;
  }

  // gives a stretch to the longer of its neighbours
  static void join(std::vector<Stretch>& all, std::size_t i) {
    const bool to_left = i > 0 && (i + 1 == all.size() || all[i - 1].last - all[i - 1].first >=
                                                              all[i + 1].last - all[i + 1].first);
    if (to_left)
      all[i - 1].last = all[i].last;
    else
      all[i + 1].first = all[i].first;
    all.erase(all.begin() + static_cast<std::ptrdiff_t>(i));
    for (std::size_t k = 1; k < all.size();) {
      if (all[k].loop != all[k - 1].loop) {
        ++k;
        continue;
      }
      all[k - 1].last = all[k].last;
      all.erase(all.begin() + static_cast<std::ptrdiff_t>(k));
    }
  }

  void add_loops(const std::vector<Stretch>& periods) {
    auto order = partition_.loops;
    const auto mean = [&](std::size_t loop) {
      double sum = 0;
      for (const double share : curves_.at(loop)) sum += share;
      return sum;
    };
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return mean(a) > mean(b); });
    for (std::size_t i = 0; i < order.size(); ++i) {
      const bool rules = std::any_of(periods.begin(), periods.end(),
                                     [&](const Stretch& s) { return s.loop == order[i]; });
      if (i >= kMostLoops && !rules) continue;
      place_[order[i]] = out_.loops.size();
      out_.loops.push_back(loop(order[i]));
    }
  }

  [[nodiscard]] DrivingLoop loop(std::size_t index) const {
    const auto& found = report_.loops[index];
    DrivingLoop out;
    out.name = found.name;
    out.kind = kind_of(found);
    for (const auto id : found.path) {
      out.path.push_back(plain_name(report_.names[id]));
      const bool is_stock = std::find(partition_.stocks.begin(), partition_.stocks.end(), id) !=
                            partition_.stocks.end();
      if (is_stock || found.path.size() <= kShortPath) out.short_path.push_back(out.path.back());
    }
    if (out.short_path.empty()) out.short_path = out.path;
    out.share = summary_of(shares_.means(index, 0, shares_.moments() - 1));
    out.over_time = curves_.at(index);
    return out;
  }

  [[nodiscard]] DominancePeriod period(const Stretch& stretch) const {
    DominancePeriod out;
    out.loop = place_.at(stretch.loop);
    // a sample is the end of a step
    out.from_days = stretch.first == 0 ? 0 : report_.times[stretch.first - 1] / kDay;
    out.to_days = report_.times[stretch.last] / kDay;
    const auto own = shares_.means(stretch.loop, stretch.first, stretch.last);
    auto is_strongest = std::vector<bool>(own.size(), true);
    for (const auto other : partition_.loops) {
      if (other == stretch.loop) continue;
      const auto means = shares_.means(other, stretch.first, stretch.last);
      for (std::size_t k = 0; k < own.size(); ++k)
        is_strongest[k] = is_strongest[k] && own[k] >= means[k];
    }
    const auto times = std::count(is_strongest.begin(), is_strongest.end(), true);
    out.p_strongest = static_cast<double>(times) / static_cast<double>(own.size());
    out.share = summary_of(own);
    return out;
  }

  const FeedbackReport& report_;
  const LoopShares& shares_;
  const PartitionReport& partition_;
  std::map<std::size_t, std::vector<double>> curves_;  // by loop of the report
  std::map<std::size_t, std::size_t> place_;           // in `out_.loops`
  LoopSystem out_;
};

// whether any total hangs on the partition, and it is more than one stock that adjusts itself
bool drives_a_total(const FeedbackReport& report, const PartitionReport& partition,
                    const std::vector<bool>& needed) {
  if (partition.variables < 2) return false;
  return std::any_of(partition.loops.begin(), partition.loops.end(),
                     [&](std::size_t loop) { return needed[report.loops[loop].path.front()]; });
}

std::vector<ArchetypeResult> archetypes_of(const model::Model& model, const FeedbackReport& report,
                                           const LoopShares& shares,
                                           const std::vector<bool>& needed) {
  std::vector<ArchetypeResult> out;
  std::map<Archetype, std::size_t> told;
  for (const auto& match : find_archetypes(model, report)) {
    if (!needed[report.loops[match.loops.front()].path.front()]) continue;
    if (++told[match.kind] > kMostArchetypes) continue;
    ArchetypeResult result;
    result.kind = name_of(match.kind);
    result.weight = match.weight;
    for (const auto loop : match.loops) result.loops.push_back(report.loops[loop].name);
    for (const auto& [role, id] : match.roles)
      result.roles.emplace_back(role, plain_name(model[id].name));
    std::size_t seen = 0;
    for (std::size_t k = 0; k < shares.futures(); ++k) {
      const bool all_act = std::all_of(match.loops.begin(), match.loops.end(),
                                       [&](std::size_t loop) { return shares.acts(loop, k); });
      seen += all_act ? 1 : 0;
    }
    result.p_seen = static_cast<double>(seen) / static_cast<double>(shares.futures());
    out.push_back(std::move(result));
  }
  return out;
}

}  // namespace

LoopFindings find_loops(const Subject& subject, const engine::Plan& plan) {
  const auto& model = subject.compiled().model;
  if (model.time.steps == 0 || model.variables.size() > kMostLoopVariables) return {};
  const auto report = analysed(model);
  if (report.loops.empty()) return {};

  // the same loops in drawn futures
  const auto futures = std::min(kLoopFutures, plan.samples);
  LoopShares shares(report, futures);
  for (std::uint64_t k = 0; k < futures; ++k)
    shares.add(analysed(in_future(model, plan.seed, k)), k);

  // those on which a total hangs
  std::vector<VariableId> totals;
  for (const auto& flow : subject.compiled().flows) totals.push_back(flow.total);
  const auto needed = Readings(model).needed_by(totals);
  LoopFindings out;
  out.futures = futures;
  for (const double time : report.times) out.moments_days.push_back(time / kDay);
  std::vector<const PartitionReport*> order;
  for (const auto& partition : report.partitions) {
    if (drives_a_total(report, partition, needed)) order.push_back(&partition);
  }
  std::stable_sort(order.begin(), order.end(),
                   [](const auto* a, const auto* b) { return a->variables > b->variables; });
  for (const auto* partition : order)
    out.systems.push_back(SystemReader(report, shares, *partition).read());
  out.archetypes = archetypes_of(model, report, shares, needed);
  return out;
}

}  // namespace holon::findings
