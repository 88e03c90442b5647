// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "base/error.h"
#include "base/parallel.h"
#include "experiment/batches.h"
#include "experiment/sensitivity.h"

namespace holon::experiment {
namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

/// Sums of a column: y is taken from an origin. Then count and sum of each class of each factor.
enum Sum : std::size_t { kOrigin, kCount, kY, kYY, kUnusable, kClasses };

/// Sums of the values of one output by classes of every factor.
struct Layout {
  std::size_t factors;
  std::size_t classes;

  [[nodiscard]] std::size_t width() const { return kClasses + 2 * factors * classes; }
  [[nodiscard]] std::size_t count_at(std::size_t factor, std::size_t in_class) const {
    return kClasses + 2 * (factor * classes + in_class);
  }
};

std::size_t class_of(double u, std::size_t classes) {
  return std::min(classes - 1, static_cast<std::size_t>(u * static_cast<double>(classes)));
}

// `class_at(factor)`: the class that the row is in
template <class ClassAt>
void add_value(std::span<double> sums, const Layout& layout, double value,
               const ClassAt& class_at) {
  if (!std::isfinite(value)) {
    sums[kUnusable] += 1;
    return;
  }
  if (sums[kCount] == 0) sums[kOrigin] = value;
  const double y = value - sums[kOrigin];
  sums[kCount] += 1;
  sums[kY] += y;
  sums[kYY] += y * y;
  for (std::size_t i = 0; i < layout.factors; ++i) {
    const auto at = layout.count_at(i, class_at(i));
    sums[at] += 1;
    sums[at + 1] += y;
  }
}

void move_origin(std::span<double> sums, double origin) {
  const double by = sums[kOrigin] - origin;
  sums[kYY] += by * (2 * sums[kY] + sums[kCount] * by);
  sums[kY] += by * sums[kCount];
  for (std::size_t at = kClasses; at < sums.size(); at += 2) sums[at + 1] += by * sums[at];
  sums[kOrigin] = origin;
}

// 1 - (variance within classes) / (variance), both without bias
std::vector<double> ratios(std::span<const double> sums, const Layout& layout) {
  const double n = sums[kCount];
  const double mean = sums[kY] / n;
  const double all = sums[kYY] - n * mean * mean;
  std::vector<double> out(layout.factors, kUndefined);
  if (!(all > 0)) return out;
  for (std::size_t i = 0; i < layout.factors; ++i) {
    double between = 0;
    double used = 0;
    for (std::size_t m = 0; m < layout.classes; ++m) {
      const auto at = layout.count_at(i, m);
      if (sums[at] == 0) continue;
      const double d = sums[at + 1] / sums[at] - mean;
      between += sums[at] * d * d;
      used += 1;
    }
    out[i] = 1 - (all - between) / (n - used) / (all / (n - 1));
  }
  return out;
}

// `first`: where the column's sums begin in a batch
OutputEffects effects_of(BatchSums& batches, std::size_t first, const Layout& layout,
                         std::uint32_t resamples, std::uint64_t seed) {
  const auto column = [&](std::size_t batch) {
    return batches[batch].subspan(first, layout.width());
  };
  std::size_t some = 0;
  while (some + 1 < batches.count() && column(some)[kCount] == 0) ++some;
  const double origin = column(some)[kOrigin];
  double n = 0;
  double y = 0;
  double yy = 0;
  OutputEffects out;
  for (std::size_t batch = 0; batch < batches.count(); ++batch) {
    move_origin(column(batch), origin);
    n += column(batch)[kCount];
    y += column(batch)[kY];
    yy += column(batch)[kYY];
    out.undefined += column(batch)[kUnusable];
  }
  out.undefined /= n + out.undefined;
  out.mean = origin + y / n;
  out.sd = n > 1 ? std::sqrt(std::max(0.0, (yy - y * y / n) / (n - 1))) : 0;
  if (!(out.sd > 1e-13 * std::abs(out.mean))) {
    out.first.assign(layout.factors, {kUndefined, kUndefined, kUndefined});
    return out;
  }
  out.first = bootstrap(
      batches, first, layout.width(),
      [&](std::span<const double> sums) { return ratios(sums, layout); }, resamples, seed);
  return out;
}

// classes of equal probability, by rank; equal values share the class of the first of them
std::vector<std::size_t> classes_by_rank(const std::vector<double>& values,
                                         const std::vector<std::size_t>& rows,
                                         std::size_t classes) {
  auto order = rows;
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<std::size_t> out(values.size());
  std::size_t in_class = 0;
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    const bool is_equal = rank > 0 && values[order[rank]] == values[order[rank - 1]];
    if (!is_equal) in_class = rank * classes / order.size();
    out[order[rank]] = in_class;
  }
  return out;
}

}  // namespace

std::size_t classes_for(std::uint64_t rows) {
  return std::clamp<std::size_t>(
      static_cast<std::size_t>(std::cbrt(static_cast<double>(rows)) + 0.5), 2, 64);
}

Sensitivity given_data_indices(const engine::Program& program, const std::vector<Factor>& factors,
                               const SensitivityPlan& plan, const engine::Progress& progress) {
  base::check(plan.rows > 0, "an experiment has rows");
  const auto columns = engine::columns_of(program);
  const Layout layout{factors.size(), classes_for(plan.rows)};
  const auto uniforms = uniforms_of(plan.sampling, plan.engine.seed, plan.rows, factors);
  auto engine_plan = plan.engine;
  engine_plan.samples = plan.rows;
  engine_plan.draws = std::make_shared<engine::DrawnByUniforms>(uniforms);

  auto batches = run_batches(
      program, engine_plan, row_batches(plan.rows, 1), columns.size() * layout.width(),
      [&](const engine::Group& group, std::span<double> sums) {
        std::vector<std::vector<double>> u(factors.size(), std::vector<double>(group.count));
        for (std::size_t i = 0; i < factors.size(); ++i)
          uniforms->fill(factors[i].stream, group.first_member, u[i]);
        for (std::size_t c = 0; c < columns.size(); ++c) {
          const auto column = sums.subspan(c * layout.width(), layout.width());
          for (std::size_t row = 0; row < group.count; ++row) {
            add_value(column, layout, group[c][row],
                      [&](std::size_t i) { return class_of(u[i][row], layout.classes); });
          }
        }
      },
      progress);

  std::vector<OutputEffects> effects(columns.size());
  base::parallel_for(columns.size(), plan.engine.threads, [&](std::size_t c) {
    effects[c] = effects_of(batches, c * layout.width(), layout, plan.resamples, plan.engine.seed);
  });
  Sensitivity out{factors, {}, engine_plan.samples};
  out.outputs.resize(program.outputs.size());
  for (std::size_t c = 0; c < columns.size(); ++c)
    out.outputs[columns[c].output].push_back(std::move(effects[c]));
  return out;
}

OutputEffects effects_from_data(std::span<const std::vector<double>> factors,
                                std::span<const double> output, std::uint32_t resamples,
                                std::uint64_t seed) {
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < output.size(); ++row) {
    const bool usable = std::isfinite(output[row]) &&
                        std::all_of(factors.begin(), factors.end(),
                                    [&](const auto& values) { return std::isfinite(values[row]); });
    if (usable) rows.push_back(row);
  }
  const Layout layout{factors.size(), classes_for(rows.size())};
  std::vector<std::vector<std::size_t>> classes;
  for (const auto& values : factors)
    classes.push_back(classes_by_rank(values, rows, layout.classes));

  const auto range = row_batches(std::max<std::size_t>(1, rows.size()), 1);
  BatchSums batches(range.end_batch, layout.width());
  const auto batch_rows = static_cast<std::size_t>(range.group_size) * range.batch_size;
  for (std::size_t n = 0; n < rows.size(); ++n) {
    add_value(batches[n / batch_rows], layout, output[rows[n]],
              [&](std::size_t i) { return classes[i][rows[n]]; });
  }
  auto out = effects_of(batches, 0, layout, resamples, seed);
  out.undefined = 1 - static_cast<double>(rows.size()) / static_cast<double>(output.size());
  return out;
}

}  // namespace holon::experiment
