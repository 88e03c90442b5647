// SPDX-License-Identifier: Apache-2.0
#include "findings/proxy_audit.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "base/random.h"
#include "findings/counted.h"

namespace holon::findings {
namespace {

using Rows = std::vector<std::size_t>;

constexpr std::array kTargets{Measure::energy, Measure::carbon};

/// The pairs of a proxy and a target, and the runs they came from.
struct Sample {
  Pairs pairs;
  Rows rows;
};

double proxy_value(const RunTable& runs, const Proxy& proxy, std::size_t row) {
  const double value = runs.of(proxy.measure)[row];
  return proxy.times_intensity ? value * runs.of(Measure::intensity)[row] : value;
}

Sample sample_of(const RunTable& runs, const Rows& rows, const Proxy& proxy, Measure target) {
  Sample out;
  for (const auto row : rows) {
    const double x = proxy_value(runs, proxy, row);
    const double y = runs.of(target)[row];
    if (std::isnan(x) || std::isnan(y)) continue;
    out.pairs.proxy.push_back(x);
    out.pairs.target.push_back(y);
    out.rows.push_back(row);
  }
  return out;
}

// the middle 95 % of resampled values
Interval interval_of(double value, std::vector<double> resampled) {
  std::erase_if(resampled, [](double v) { return std::isnan(v); });
  if (resampled.empty()) return {value, value, value};
  std::sort(resampled.begin(), resampled.end());
  return {value, sorted_quantile(resampled, 0.025), sorted_quantile(resampled, 0.975)};
}

// how far the audit is, in resamples
class Course {
 public:
  Course(const Progress& progress, std::size_t scores, const AuditPlan& plan)
      : progress_(progress), resamples_(plan.resamples), total_(scores * plan.resamples) {}

  void step() { tell(progress_, done_++, total_); }
  void leave_out_score() { done_ += resamples_; }

 private:
  const Progress& progress_;
  std::uint64_t resamples_;
  std::uint64_t total_;
  std::uint64_t done_ = 0;
};

void resample(Score& score, const Pairs& pairs, const AuditPlan& plan, Course& course) {
  std::vector<double> squares;
  std::vector<double> errors;
  Pairs drawn = pairs;
  const auto size = static_cast<double>(pairs.size());
  const auto stream = base::stream_of("bootstrap of runs");
  for (std::size_t b = 0; b < plan.resamples; ++b) {
    course.step();
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      const double u = base::uniform(plan.seed, stream, b, static_cast<std::uint32_t>(i));
      const auto pick = static_cast<std::size_t>(u * size);
      drawn.proxy[i] = pairs.proxy[pick];
      drawn.target[i] = pairs.target[pick];
    }
    squares.push_back(r_squared(drawn));
    errors.push_back(median_relative_error(drawn, least_squares_line(drawn)));
  }
  score.r_squared = interval_of(score.r_squared.value, std::move(squares));
  score.error = interval_of(score.error.value, std::move(errors));
}

Score score_of(const RunTable& runs, const Sample& sample, const Proxy& proxy, Measure target,
               const AuditPlan& plan, Course& course) {
  const auto& pairs = sample.pairs;
  Score out;
  out.proxy = proxy;
  out.target = target;
  out.runs = pairs.size();
  out.r_squared.value = r_squared(pairs);
  out.spearman = spearman(pairs);
  out.line = least_squares_line(pairs);
  out.error.value = median_relative_error(pairs, out.line);
  out.wrong = wrongly_ranked(pairs);
  resample(out, pairs, plan, course);

  // a quality may be 0 and is no amount: neither ratios nor predictions of amounts
  if (proxy.measure != Measure::quality) {
    constexpr double kClearlyLess = 0.1;
    out.spread = largest_spread(pairs, plan.equal);
    out.reversal = worst_reversal(pairs, kClearlyLess);
    if (out.reversal.target_ratio > 1) {
      out.reversal_lower = runs.places[sample.rows[out.reversal.lower]];
      out.reversal_higher = runs.places[sample.rows[out.reversal.higher]];
    }
  }
  out.is_good = out.error.value <= plan.error && out.wrong <= plan.wrong;
  return out;
}

bool is_constant(const std::vector<double>& values) {
  return std::all_of(values.begin(), values.end(), [&](double v) { return v == values.front(); });
}

// nothing is concluded from a handful of runs or from a number that never changes
std::string obstacle(const Sample& sample, const Proxy& proxy, Measure target,
                     const AuditPlan& plan) {
  const auto what = fmt::format("{} for {}", name(proxy), name(target));
  if (sample.pairs.size() < plan.least_runs) {
    return fmt::format("{}: {} both, fewer than {}", what,
                       counted(sample.pairs.size(), "run has", "runs have"), plan.least_runs);
  }
  if (is_constant(sample.pairs.proxy))
    return fmt::format("{}: {} is the same in all runs", what, name(proxy));
  if (is_constant(sample.pairs.target))
    return fmt::format("{}: {} is the same in all runs", what, name(target));
  return {};
}

std::vector<Proxy> proxies_of(const RunTable& runs, Measure target) {
  std::vector<Proxy> out;
  for (const auto measure : {Measure::quality, Measure::parameters, Measure::flop, Measure::time}) {
    if (runs.has(measure)) out.push_back({measure, false});
  }
  if (target != Measure::carbon || !runs.has(Measure::energy)) return out;
  out.push_back({Measure::energy, false});
  if (runs.has(Measure::intensity)) out.push_back({Measure::energy, true});
  return out;
}

ProxyGroup group_of(const RunTable& runs, const Rows& rows, const std::string& hardware,
                    const AuditPlan& plan, Course& course) {
  ProxyGroup out;
  out.hardware = hardware;
  out.runs = rows.size();
  if (std::none_of(kTargets.begin(), kTargets.end(), [&](Measure m) { return runs.has(m); }))
    out.remarks.emplace_back("neither energy nor carbon was measured: nothing can stand for them");
  for (const auto target : kTargets) {
    if (!runs.has(target)) continue;
    for (const auto& proxy : proxies_of(runs, target)) {
      const auto sample = sample_of(runs, rows, proxy, target);
      if (auto why = obstacle(sample, proxy, target, plan); !why.empty()) {
        out.remarks.push_back(std::move(why));
        course.leave_out_score();
      } else {
        out.scores.push_back(score_of(runs, sample, proxy, target, plan, course));
      }
    }
    for (const auto& window : plan.windows) {
      if (!runs.has(window.proxy)) continue;
      const auto sample = sample_of(runs, rows, {window.proxy, false}, target);
      out.windows.push_back(
          {window.proxy, target, spread_within(sample.pairs, window.low, window.high)});
    }
  }
  for (const auto row : rows) {
    const double intensity = runs.of(Measure::intensity)[row];
    if (std::isnan(intensity)) continue;
    out.intensity_low = out.intensity_low == 0 ? intensity : std::min(out.intensity_low, intensity);
    out.intensity_high = std::max(out.intensity_high, intensity);
  }
  return out;
}

// where there are several, in the order in which they appear
std::vector<std::string> hardware_of(const RunTable& runs) {
  std::vector<std::string> out;
  if (!runs.has(Label::hardware)) return out;
  for (const auto& label : runs.of(Label::hardware)) {
    if (std::find(out.begin(), out.end(), label) == out.end()) out.push_back(label);
  }
  return out.size() > 1 ? out : std::vector<std::string>();
}

}  // namespace

std::string name(const Proxy& proxy) {
  return std::string(name(proxy.measure)) + (proxy.times_intensity ? " × intensity" : "");
}

ProxyAudit audit_proxies(const RunTable& runs, const AuditPlan& plan, const Progress& progress) {
  const auto hardware = hardware_of(runs);
  std::size_t scores = 0;
  for (const auto target : kTargets)
    scores += runs.has(target) ? proxies_of(runs, target).size() : 0;
  Course course(progress, scores * (1 + hardware.size()), plan);

  Rows all(runs.size);
  std::iota(all.begin(), all.end(), 0U);
  ProxyAudit out;
  out.groups.push_back(group_of(runs, all, "", plan, course));
  for (const auto& one : hardware) {
    Rows rows;
    for (const auto row : all) {
      if (runs.of(Label::hardware)[row] == one) rows.push_back(row);
    }
    out.groups.push_back(group_of(runs, rows, one, plan, course));
  }
  return out;
}

}  // namespace holon::findings
