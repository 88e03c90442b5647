// SPDX-License-Identifier: Apache-2.0
#include "findings/rank_statistics.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <deque>
#include <limits>
#include <numeric>

namespace holon::findings {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// Sums of squares and products about the means.
struct Moments {
  double mean_x = 0, mean_y = 0, xx = 0, yy = 0, xy = 0;
};

Moments moments_of(std::span<const double> x, std::span<const double> y) {
  Moments out;
  const auto n = static_cast<double>(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    out.mean_x += x[i] / n;
    out.mean_y += y[i] / n;
  }
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double dx = x[i] - out.mean_x;
    const double dy = y[i] - out.mean_y;
    out.xx += dx * dx;
    out.yy += dy * dy;
    out.xy += dx * dy;
  }
  return out;
}

// a constant column has squares of rounding errors, not of zero
bool is_constant(std::span<const double> values) {
  return values.empty() ||
         std::all_of(values.begin(), values.end(), [&](double v) { return v == values.front(); });
}

double correlation(std::span<const double> x, std::span<const double> y) {
  if (x.size() < 2 || is_constant(x) || is_constant(y)) return kNaN;
  const auto m = moments_of(x, y);
  return m.xy / std::sqrt(m.xx * m.yy);
}

std::vector<std::size_t> order_of(std::span<const double> values) {
  std::vector<std::size_t> out(values.size());
  std::iota(out.begin(), out.end(), 0U);
  std::stable_sort(out.begin(), out.end(),
                   [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  return out;
}

std::vector<double> ranks_of(std::span<const double> values) {
  const auto order = order_of(values);
  std::vector<double> out(values.size());
  for (std::size_t first = 0; first < order.size();) {
    auto last = first;
    while (last + 1 < order.size() && values[order[last + 1]] == values[order[first]]) ++last;
    for (auto k = first; k <= last; ++k) out[order[k]] = static_cast<double>(first + last) / 2 + 1;
    first = last + 1;
  }
  return out;
}

// pairs of equal neighbours in a sorted sequence
template <class Equal>
std::uint64_t tied_pairs(std::size_t size, const Equal& equal) {
  std::uint64_t out = 0;
  std::uint64_t run = 1;
  for (std::size_t i = 1; i <= size; ++i) {
    if (i < size && equal(i - 1, i)) {
      ++run;
    } else {
      out += run * (run - 1) / 2;
      run = 1;
    }
  }
  return out;
}

// sorts the values; how many pairs stood in falling order
std::uint64_t sort_and_count(std::span<double> values, std::span<double> scratch) {
  const auto size = values.size();
  if (size < 2) return 0;
  const auto half = size / 2;
  auto out =
      sort_and_count(values.first(half), scratch) + sort_and_count(values.subspan(half), scratch);
  std::size_t left = 0;
  std::size_t right = half;
  for (std::size_t k = 0; k < size; ++k) {
    const bool from_left = right == size || (left < half && values[left] <= values[right]);
    if (!from_left) out += half - left;
    scratch[k] = values[from_left ? left++ : right++];
  }
  std::copy_n(scratch.begin(), size, values.begin());
  return out;
}

}  // namespace

double r_squared(const Pairs& pairs) {
  const double r = correlation(pairs.proxy, pairs.target);
  return r * r;
}

double spearman(const Pairs& pairs) {
  return correlation(ranks_of(pairs.proxy), ranks_of(pairs.target));
}

Line least_squares_line(const Pairs& pairs) {
  const auto m = moments_of(pairs.proxy, pairs.target);
  const double slope = is_constant(pairs.proxy) ? 0 : m.xy / m.xx;
  return {m.mean_y - slope * m.mean_x, slope};
}

double median_relative_error(const Pairs& pairs, const Line& line) {
  std::vector<double> errors(pairs.size());
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const double predicted = line.intercept + line.slope * pairs.proxy[i];
    errors[i] = std::abs(predicted - pairs.target[i]) / pairs.target[i];
  }
  return median(std::move(errors));
}

double wrongly_ranked(const Pairs& pairs) {
  const auto& x = pairs.proxy;
  const auto& y = pairs.target;
  std::vector<std::size_t> order(pairs.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return x[a] != x[b] ? x[a] < x[b] : y[a] < y[b]; });
  const auto n = static_cast<std::uint64_t>(pairs.size());
  const auto ties_x = tied_pairs(n, [&](auto a, auto b) { return x[order[a]] == x[order[b]]; });
  const auto ties_both = tied_pairs(
      n, [&](auto a, auto b) { return x[order[a]] == x[order[b]] && y[order[a]] == y[order[b]]; });
  std::vector<double> targets(n);
  for (std::size_t i = 0; i < n; ++i) targets[i] = y[order[i]];
  std::vector<double> scratch(n);
  // equal proxies stand in rising order of their targets, so that none of them is counted
  const auto wrong = sort_and_count(targets, scratch);
  const auto ties_y = tied_pairs(n, [&](auto a, auto b) { return targets[a] == targets[b]; });
  const auto comparable = n * (n - std::min<std::uint64_t>(n, 1)) / 2 - ties_x - ties_y + ties_both;
  return comparable == 0 ? kNaN : static_cast<double>(wrong) / static_cast<double>(comparable);
}

Spread largest_spread(const Pairs& pairs, double tolerance) {
  const auto order = order_of(pairs.proxy);
  Spread best;
  // the window's largest and smallest target stand in front
  std::deque<std::size_t> largest;
  std::deque<std::size_t> smallest;
  const auto target = [&](std::size_t k) { return pairs.target[order[k]]; };
  const auto proxy = [&](std::size_t k) { return pairs.proxy[order[k]]; };
  std::size_t first = 0;
  for (std::size_t last = 0; last < order.size(); ++last) {
    while (!largest.empty() && target(largest.back()) <= target(last)) largest.pop_back();
    while (!smallest.empty() && target(smallest.back()) >= target(last)) smallest.pop_back();
    largest.push_back(last);
    smallest.push_back(last);
    for (; proxy(last) > (1 + tolerance) * proxy(first); ++first) {
      if (largest.front() == first) largest.pop_front();
      if (smallest.front() == first) smallest.pop_front();
    }
    const double ratio = target(largest.front()) / target(smallest.front());
    if (ratio > best.ratio) best = {ratio, proxy(first), proxy(last), last - first + 1};
  }
  return best;
}

Spread spread_within(const Pairs& pairs, double low, double high) {
  Spread out{1, low, high, 0};
  double least = std::numeric_limits<double>::infinity();
  double most = 0;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    if (pairs.proxy[i] < low || pairs.proxy[i] > high) continue;
    least = std::min(least, pairs.target[i]);
    most = std::max(most, pairs.target[i]);
    ++out.runs;
  }
  if (out.runs > 0) out.ratio = most / least;
  return out;
}

Reversal worst_reversal(const Pairs& pairs, double margin) {
  const auto order = order_of(pairs.proxy);
  Reversal best;
  // from the largest proxy down: the smallest target among those that are clearly larger
  std::size_t next = order.size();
  std::size_t least = order.size();
  for (auto k = order.size(); k-- > 0;) {
    const auto i = order[k];
    while (next > 0 && pairs.proxy[i] <= (1 - margin) * pairs.proxy[order[next - 1]]) {
      --next;
      if (least == order.size() || pairs.target[order[next]] < pairs.target[order[least]])
        least = next;
    }
    if (least == order.size()) continue;
    const auto j = order[least];
    const double ratio = pairs.target[i] / pairs.target[j];
    if (ratio > best.target_ratio) best = {i, j, pairs.proxy[i] / pairs.proxy[j], ratio};
  }
  return best;
}

double sorted_quantile(std::span<const double> values, double q) {
  return values[static_cast<std::size_t>(q * static_cast<double>(values.size() - 1) + 0.5)];
}

double median(std::vector<double> values) {
  if (values.empty()) return kNaN;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) return *middle;
  return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

}  // namespace holon::findings
