// SPDX-License-Identifier: Apache-2.0
#include "engine/run.h"

#include <algorithm>
#include <deque>
#include <string>
#include <string_view>
#include <tuple>

#include "base/bytes.h"
#include "base/error.h"

namespace holon::engine {
namespace {

/// Members whose moments are summed together; fixed, so that bits do not depend on threads.
constexpr std::uint64_t kGroup = 1024;
/// Groups are joined in batches, in order; of batches there are at most about twice as many,
/// however many members. Batches, too, depend on the number of members alone.
constexpr std::size_t kBatches = 1024;

class Ensemble {
 public:
  Ensemble(const Program& program, const Plan& plan)
      : program_(program), plan_(plan), columns_(columns_of(program)) {
    const auto groups = static_cast<std::size_t>((plan.samples + kGroup - 1) / kGroup);
    range_.group_size = kGroup;
    range_.batch_size = std::max<std::size_t>(1, groups / kBatches);
    range_.end_batch = (groups + range_.batch_size - 1) / range_.batch_size;
    moments_.resize(range_.end_batch * columns_.size());
    if (plan.keep_members) kept_.assign(program.outputs.size(), std::vector<double>(plan.samples));
  }

  Observations run(const Progress& progress) {
    auto mine = range_;
    if (plan_.ranks)
      std::tie(mine.first_batch, mine.end_batch) = plan_.ranks->share_of(range_.end_batch);
    run_groups(program_, plan_, mine, [this] { return sink(); }, progress);
    auto histograms = joined_histograms();
    if (plan_.ranks) {
      const auto all = plan_.ranks->exchange(written(mine, histograms));
      histograms = std::vector<Histogram>(columns_.size());
      for (const auto& bytes : all) read(bytes, histograms);
    }
    return observations(std::move(histograms));
  }

 private:
  // every worker counts into histograms of its own
  GroupSink sink() {
    auto& histograms = worker_histograms_.emplace_back(columns_.size());
    return [this, &histograms](const Group& group) {
      const std::size_t batch = group.index / range_.batch_size;
      for (std::size_t c = 0; c < columns_.size(); ++c) {
        const auto values = group[c];
        moments_[batch * columns_.size() + c].join(moments_of(values));
        histograms[c].add(values);
        if (plan_.keep_members && !program_.outputs[columns_[c].output].series) {
          std::copy(
              values.begin(), values.end(),
              kept_[columns_[c].output].begin() + static_cast<std::ptrdiff_t>(group.first_member));
        }
      }
    };
  }

  std::vector<Histogram> joined_histograms() {
    std::vector<Histogram> out(columns_.size());
    for (const auto& worker : worker_histograms_) {
      for (std::size_t c = 0; c < columns_.size(); ++c) out[c].add(worker[c]);
    }
    worker_histograms_.clear();
    return out;
  }

  // the moments and the kept members of some batches
  [[nodiscard]] std::span<Moments> moments_in(const GroupRange& range) {
    const auto first = range.first_batch * columns_.size();
    return std::span(moments_).subspan(first, range.end_batch * columns_.size() - first);
  }

  [[nodiscard]] std::span<double> kept_in(const GroupRange& range,
                                          std::vector<double>& kept) const {
    const auto member = [&](std::size_t batch) {
      return std::min<std::size_t>(plan_.samples, batch * range.batch_size * kGroup);
    };
    const auto first = member(range.first_batch);
    return std::span(kept).subspan(first, member(range.end_batch) - first);
  }

  // what the other ranks need of this one
  [[nodiscard]] std::string written(const GroupRange& mine,
                                    const std::vector<Histogram>& histograms) {
    std::string out;
    base::write_bytes(out, mine);
    base::write_bytes(out, std::span<const Moments>(moments_in(mine)));
    for (const auto& histogram : histograms) histogram.write(out);
    for (auto& kept : kept_) base::write_bytes(out, std::span<const double>(kept_in(mine, kept)));
    return out;
  }

  void read(std::string_view bytes, std::vector<Histogram>& histograms) {
    GroupRange theirs;
    base::read_bytes(bytes, theirs);
    base::read_bytes(bytes, moments_in(theirs));
    for (auto& histogram : histograms) histogram.read(bytes);
    for (auto& kept : kept_) base::read_bytes(bytes, kept_in(theirs, kept));
  }

  Observations observations(std::vector<Histogram> histograms) {
    Observations out;
    out.outputs.resize(program_.outputs.size());
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      Moments moments;
      for (std::size_t batch = 0; batch < range_.end_batch; ++batch)
        moments.join(moments_[batch * columns_.size() + c]);
      out.outputs[columns_[c].output].emplace_back(moments, std::move(histograms[c]));
    }
    out.members = std::move(kept_);
    return out;
  }

  const Program& program_;
  const Plan& plan_;
  std::vector<Column> columns_;
  GroupRange range_;
  std::vector<Moments> moments_;  // [batch][column]
  std::vector<std::vector<double>> kept_;
  std::deque<std::vector<Histogram>> worker_histograms_;
};

}  // namespace

Observations run(const Program& program, const Plan& plan, const Progress& progress) {
  base::check(plan.samples > 0, "an ensemble has members");
  return Ensemble(program, plan).run(progress);
}

}  // namespace holon::engine
