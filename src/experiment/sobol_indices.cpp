// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>

#include "base/error.h"
#include "base/parallel.h"
#include "experiment/batches.h"
#include "experiment/sensitivity.h"

namespace holon::experiment {
namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

/// Rows of D + 2 members that lie beside each other: the first draws a point A, the second an
/// independent point B, member 2 + i draws A with factor i from B.
class RowUniforms final : public quantity::Uniforms {
 public:
  RowUniforms(const std::vector<Factor>& factors, const SensitivityPlan& plan)
      : members_(factors.size() + 2) {
    std::vector<base::Stream> dimensions;
    for (std::size_t i = 0; i < factors.size(); ++i) {
      place_[factors[i].stream] = i;
      dimensions.push_back(factors[i].stream);
    }
    for (const auto& factor : factors) dimensions.push_back(second(factor.stream));
    points_ = uniforms_of(plan.sampling, plan.engine.seed, plan.rows, dimensions);
  }

  void fill(base::Stream stream, std::uint64_t first, std::span<double> out) const override {
    const auto factor = place_.find(stream);
    base::check(factor != place_.end(), "every source that is drawn is a factor");
    const std::uint64_t other = factor->second + 2;
    std::uint64_t row = first / members_;
    std::uint64_t member = first % members_;
    double a = at(stream, row);
    double b = at(second(stream), row);
    for (auto& u : out) {
      u = member == 1 || member == other ? b : a;
      if (++member < members_) continue;
      member = 0;
      ++row;
      a = at(stream, row);
      b = at(second(stream), row);
    }
  }

 private:
  static base::Stream second(base::Stream stream) { return stream ^ 0xA5A5A5A55A5A5A5AULL; }

  [[nodiscard]] double at(base::Stream stream, std::uint64_t row) const {
    double out = 0;
    points_->fill(stream, row, {&out, 1});
    return out;
  }

  std::uint64_t members_;
  std::unordered_map<base::Stream, std::size_t> place_;
  std::shared_ptr<const quantity::Uniforms> points_;
};

class RowDraws final : public engine::Draws {
 public:
  RowDraws(const std::vector<Factor>& factors, const SensitivityPlan& plan)
      : uniforms_(factors, plan), members_(factors.size() + 2) {}

  void fill(const engine::DrawSlot& draw, std::uint64_t first,
            std::span<double> out) const override {
    draw.sampler.fill(uniforms_, first, out);
  }
  [[nodiscard]] std::uint64_t noise_member(std::uint64_t member) const override {
    return member / members_;
  }

 private:
  RowUniforms uniforms_;
  std::uint64_t members_;
};

/// Where the sums of a column lie. y is taken from `origin`, which is one for all batches when they
/// are added; d = y(A with one of B) - y(A).
enum Sum : std::size_t { kOrigin, kPairs, kA, kAA, kB, kBB, kUnusable, kPerFactor };
enum FactorSum : std::size_t { kCount, kD, kBD, kDD, kFactorSums };

std::size_t sums_of_column(std::size_t factors) { return kPerFactor + kFactorSums * factors; }

void add_pair(std::span<double> sums, double a, double b) {
  sums[kPairs] += 1;
  sums[kA] += a;
  sums[kAA] += a * a;
  sums[kB] += b;
  sums[kBB] += b * b;
}

void add_row(std::span<double> sums, const double* row, std::size_t factors) {
  if (!std::isfinite(row[0]) || !std::isfinite(row[1])) {
    sums[kUnusable] += 1;
    return;
  }
  if (sums[kPairs] == 0) sums[kOrigin] = row[0];
  const double a = row[0];
  const double b = row[1] - sums[kOrigin];
  add_pair(sums, a - sums[kOrigin], b);
  double* count = sums.data() + kPerFactor + kCount * factors;
  double* d_sum = sums.data() + kPerFactor + kD * factors;
  double* bd_sum = sums.data() + kPerFactor + kBD * factors;
  double* dd_sum = sums.data() + kPerFactor + kDD * factors;
  for (std::size_t i = 0; i < factors; ++i) {
    const double d = row[2 + i] - a;
    const bool usable = std::isfinite(d);
    count[i] += usable ? 1.0 : 0.0;
    d_sum[i] += usable ? d : 0.0;
    bd_sum[i] += usable ? b * d : 0.0;
    dd_sum[i] += usable ? d * d : 0.0;
  }
}

// the sums of a column as if y had been taken from `origin`
void move_origin(std::span<double> sums, double origin, std::size_t factors) {
  const double by = sums[kOrigin] - origin;
  const double n = sums[kPairs];
  sums[kAA] += by * (2 * sums[kA] + n * by);
  sums[kBB] += by * (2 * sums[kB] + n * by);
  sums[kA] += n * by;
  sums[kB] += n * by;
  for (std::size_t i = 0; i < factors; ++i)
    sums[kPerFactor + kBD * factors + i] += by * sums[kPerFactor + kD * factors + i];
  sums[kOrigin] = origin;
}

struct Spread {
  double mean;  // from the origin
  double variance;
};

Spread spread_of(std::span<const double> sums) {
  const double n = 2 * sums[kPairs];
  const double mean = (sums[kA] + sums[kB]) / n;
  return {mean, (sums[kAA] + sums[kBB]) / n - mean * mean};
}

// first-order indices, then total ones
std::vector<double> indices(std::span<const double> sums, std::size_t factors) {
  const auto [mean, variance] = spread_of(sums);
  std::vector<double> out(2 * factors, kUndefined);
  if (!(variance > 0)) return out;
  for (std::size_t i = 0; i < factors; ++i) {
    const auto of = [&](FactorSum sum) { return sums[kPerFactor + sum * factors + i]; };
    out[i] = (of(kBD) - mean * of(kD)) / of(kCount) / variance;
    out[factors + i] = of(kDD) / (2 * of(kCount)) / variance;
  }
  return out;
}

OutputEffects effects_of(const BatchSums& batches, std::size_t column, std::size_t factors,
                         const SensitivityPlan& plan) {
  const auto width = sums_of_column(factors);
  // the origin is no sum: it is the same in every batch
  const double origin = batches[0][column * width + kOrigin];
  const auto values = [&](std::span<const double> sums) { return indices(sums, factors); };
  std::vector<double> all(width);
  for (std::size_t batch = 0; batch < batches.count(); ++batch) {
    for (std::size_t i = 0; i < width; ++i) all[i] += batches[batch][column * width + i];
  }
  OutputEffects out;
  const auto [mean, variance] = spread_of(all);
  out.mean = origin + mean;
  out.sd = std::sqrt(std::max(0.0, variance));
  out.undefined = all[kUnusable] / (all[kUnusable] + all[kPairs]);
  // what rounding leaves is no variance
  const bool varies = out.sd > 1e-13 * std::abs(out.mean);
  const auto estimates =
      varies ? bootstrap(batches, column * width, width, values, plan.resamples, plan.engine.seed)
             : std::vector<Estimate>(2 * factors, {kUndefined, kUndefined, kUndefined});
  const auto middle = estimates.begin() + static_cast<std::ptrdiff_t>(factors);
  out.first.assign(estimates.begin(), middle);
  out.total.assign(middle, estimates.end());
  return out;
}

// every batch took its own origin, near its values; one for all, or sums could not be added
void share_origins(BatchSums& batches, std::size_t columns, std::size_t factors) {
  const auto width = sums_of_column(factors);
  for (std::size_t c = 0; c < columns; ++c) {
    std::size_t first = 0;
    while (first + 1 < batches.count() && batches[first][c * width + kPairs] == 0) ++first;
    const double origin = batches[first][c * width + kOrigin];
    for (std::size_t batch = 0; batch < batches.count(); ++batch)
      move_origin(batches[batch].subspan(c * width, width), origin, factors);
  }
}

}  // namespace

Sensitivity sobol_indices(const engine::Program& program, const std::vector<Factor>& factors,
                          const SensitivityPlan& plan, const engine::Progress& progress) {
  base::check(plan.rows > 0, "an experiment has rows");
  const auto members = factors.size() + 2;
  const auto columns = engine::columns_of(program);
  const auto width = sums_of_column(factors.size());
  auto engine_plan = plan.engine;
  engine_plan.samples = plan.rows * members;
  engine_plan.draws = std::make_shared<RowDraws>(factors, plan);

  auto batches = run_batches(
      program, engine_plan, row_batches(plan.rows, members), columns.size() * width,
      [&](const engine::Group& group, std::span<double> sums) {
        for (std::size_t c = 0; c < columns.size(); ++c) {
          const auto values = group[c];
          for (std::size_t at = 0; at < values.size(); at += members)
            add_row(sums.subspan(c * width, width), values.data() + at, factors.size());
        }
      },
      progress);
  share_origins(batches, columns.size(), factors.size());

  std::vector<OutputEffects> effects(columns.size());
  base::parallel_for(columns.size(), plan.engine.threads, [&](std::size_t c) {
    effects[c] = effects_of(batches, c, factors.size(), plan);
  });
  Sensitivity out{factors, {}, engine_plan.samples};
  out.outputs.resize(program.outputs.size());
  for (std::size_t c = 0; c < columns.size(); ++c)
    out.outputs[columns[c].output].push_back(std::move(effects[c]));
  return out;
}

}  // namespace holon::experiment
