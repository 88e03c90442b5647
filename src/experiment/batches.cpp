// SPDX-License-Identifier: Apache-2.0
#include "experiment/batches.h"

#include <algorithm>
#include <string>
#include <tuple>

#include "base/bytes.h"
#include "base/random.h"

namespace holon::experiment {
namespace {

/// Batches: enough for a bootstrap, few enough to keep for every output and moment.
constexpr std::uint64_t kMostBatches = 64;
constexpr std::uint64_t kFewestBatches = 16;
/// Members that a batch should have before there are more batches, and that a group may have.
constexpr std::uint64_t kBatchMembers = 512;
constexpr std::uint64_t kGroupMembers = 4096;

constexpr double kNormal95 = 1.959963984540054;

std::uint64_t parts(std::uint64_t whole, std::uint64_t part) { return (whole + part - 1) / part; }

}  // namespace

void BatchSums::exchange(base::Ranks& ranks) {
  const auto [first, end] = ranks.share_of(count());
  std::string mine;
  base::write_bytes(mine,
                    std::span<const double>(sums_).subspan(first * width_, (end - first) * width_));
  std::size_t at = 0;
  for (const auto& theirs : ranks.exchange(mine)) {
    std::string_view bytes = theirs;
    const auto numbers = bytes.size() / sizeof(double);
    base::read_bytes(bytes, std::span(sums_).subspan(at, numbers));
    at += numbers;
  }
}

engine::GroupRange row_batches(std::uint64_t rows, std::uint64_t members_per_row) {
  const auto members = rows * members_per_row;
  const auto wanted =
      std::min(rows, std::clamp(members / kBatchMembers, kFewestBatches, kMostBatches));
  const auto rows_per_batch = parts(rows, wanted);
  const auto groups = parts(rows_per_batch * members_per_row, kGroupMembers);
  const auto rows_per_group = parts(rows_per_batch, groups);
  engine::GroupRange out;
  out.group_size = rows_per_group * members_per_row;
  out.batch_size = static_cast<std::size_t>(parts(rows_per_batch, rows_per_group));
  out.end_batch = static_cast<std::size_t>(parts(rows, rows_per_group * out.batch_size));
  return out;
}

BatchSums run_batches(const engine::Program& program, const engine::Plan& plan,
                      const engine::GroupRange& range, std::size_t width, const AddGroup& add,
                      const engine::Progress& progress) {
  BatchSums out(range.end_batch, width);
  auto mine = range;
  if (plan.ranks) std::tie(mine.first_batch, mine.end_batch) = plan.ranks->share_of(out.count());
  const auto sink = [&](const engine::Group& group) {
    add(group, out[group.index / range.batch_size]);
  };
  engine::run_groups(program, plan, mine, [&] { return engine::GroupSink(sink); }, progress);
  if (plan.ranks) out.exchange(*plan.ranks);
  return out;
}

std::vector<Estimate> bootstrap(const BatchSums& batches, std::size_t first, std::size_t width,
                                const FromSums& values, std::uint32_t resamples,
                                std::uint64_t seed) {
  std::vector<double> sums(width);
  const auto add = [&](std::size_t batch) {
    const auto one = batches[batch].subspan(first, width);
    for (std::size_t i = 0; i < width; ++i) sums[i] += one[i];
  };
  for (std::size_t batch = 0; batch < batches.count(); ++batch) add(batch);
  std::vector<Estimate> out;
  for (const double value : values(sums)) out.push_back({value, value, value});

  static const auto kStream = base::stream_of("experiment/bootstrap");
  const auto count = static_cast<double>(batches.count());
  std::vector<double> mean(out.size());
  std::vector<double> square(out.size());
  for (std::uint32_t r = 0; r < resamples; ++r) {
    std::fill(sums.begin(), sums.end(), 0.0);
    for (std::size_t n = 0; n < batches.count(); ++n) {
      const double u = base::uniform(seed, kStream, n, r);
      add(std::min(batches.count() - 1, static_cast<std::size_t>(u * count)));
    }
    const auto again = values(sums);
    for (std::size_t i = 0; i < out.size(); ++i) {
      const double d = again[i] - out[i].value;
      mean[i] += d;
      square[i] += d * d;
    }
  }
  for (std::size_t i = 0; i < out.size() && resamples > 1; ++i) {
    const auto n = static_cast<double>(resamples);
    const double variance = std::max(0.0, (square[i] - mean[i] * mean[i] / n) / (n - 1));
    const double reach = kNormal95 * std::sqrt(variance);
    out[i].low = out[i].value - reach;
    out[i].high = out[i].value + reach;
  }
  return out;
}

}  // namespace holon::experiment
