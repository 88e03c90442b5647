// SPDX-License-Identifier: Apache-2.0
//
// How well one measured number stands for another, over many runs.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace holon::findings {

/// Two numbers of each run; both vectors have one entry a run.
struct Pairs {
  std::vector<double> proxy;
  std::vector<double> target;

  [[nodiscard]] std::size_t size() const { return proxy.size(); }
};

/// target = intercept + slope × proxy.
struct Line {
  double intercept = 0;
  double slope = 0;
};

/// How far a target spreads among runs whose proxy is about the same.
struct Spread {
  double ratio = 1;  ///< largest over smallest target
  double low = 0;    ///< of the proxy
  double high = 0;
  std::size_t runs = 0;
};

/// Two runs of which the first has the lower proxy and the higher target.
struct Reversal {
  std::size_t lower = 0;  ///< index of the run with the lower proxy
  std::size_t higher = 0;
  double proxy_ratio = 1;   ///< lower over higher, below 1
  double target_ratio = 1;  ///< of the same, above 1
};

/// Pearson's r²: the share of the target's variance that a straight line explains. NaN where one
/// of the two is constant or there are fewer than two runs.
[[nodiscard]] double r_squared(const Pairs& pairs);

/// Spearman's rank correlation: Pearson's r of the ranks, ties share the mean of their ranks.
[[nodiscard]] double spearman(const Pairs& pairs);

/// The line of least squares; a constant proxy gives slope 0.
[[nodiscard]] Line least_squares_line(const Pairs& pairs);

/// Median of |line − target| / target: how far the line is off in half of the runs.
[[nodiscard]] double median_relative_error(const Pairs& pairs, const Line& line);

/// Share of the pairs of runs that differ in both numbers and that the proxy ranks the wrong way:
/// (1 − γ) / 2 of Goodman and Kruskal's γ. All pairs are counted, in n log n. NaN without such
/// pairs.
[[nodiscard]] double wrongly_ranked(const Pairs& pairs);

/// The largest spread of the target among runs whose proxies differ by at most `tolerance` (0.05:
/// 5 %). Both numbers are above 0.
[[nodiscard]] Spread largest_spread(const Pairs& pairs, double tolerance);

/// The spread of the target among the runs whose proxy lies from `low` to `high`.
[[nodiscard]] Spread spread_within(const Pairs& pairs, double low, double high);

/// The two runs with the largest ratio of targets among those whose first has a proxy lower by at
/// least `margin` (0.1: 10 %) and a higher target; `target_ratio` is 1 where there are none.
[[nodiscard]] Reversal worst_reversal(const Pairs& pairs, double margin);

/// The value of rank q (n - 1), rounded, of n values in rising order. There is at least one.
[[nodiscard]] double sorted_quantile(std::span<const double> values, double q);

/// Middle of the values, mean of the two middle ones for an even number. NaN without values.
[[nodiscard]] double median(std::vector<double> values);

}  // namespace holon::findings
