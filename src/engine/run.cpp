// SPDX-License-Identifier: Apache-2.0
#include "engine/run.h"

#include <algorithm>
#include <memory>
#include <mutex>

#include "base/error.h"
#include "base/parallel.h"
#include "engine/block.h"

namespace holon::engine {
namespace {

/// Members whose moments are summed together; fixed, so that bits do not depend on threads.
constexpr std::uint64_t kGroup = 1024;
/// Groups are joined in batches, in order; of batches there are at most about twice as many,
/// however many members. Batches, too, depend on the number of members alone.
constexpr std::size_t kBatches = 1024;

/// One thing to take statistics of: an output at the end, or at one step of a series.
struct Column {
  std::size_t output;
  std::uint32_t step;
};

const InstructionSet& chosen_set(std::string_view name) {
  if (name.empty()) return best_instruction_set();
  for (const auto& set : instruction_sets()) {
    if (set.name == name && set.is_available()) return set;
  }
  throw base::WorldError("this processor does not have the instruction set asked for");
}

/// What one thread works with.
struct Worker {
  Block block;
  std::vector<Histogram> histograms;       // per column
  std::vector<std::vector<double>> group;  // values of the group at work [column][member]
};

class Ensemble {
 public:
  Ensemble(const Program& program, const Plan& plan, const Progress& progress)
      : program_(program),
        plan_(plan),
        progress_(progress),
        lanes_(plan.lanes > 0 ? plan.lanes : suitable_lanes(program)) {
    for (std::size_t i = 0; i < program.outputs.size(); ++i) {
      first_column_.push_back(columns_.size());
      const auto& output = program.outputs[i];
      const std::uint32_t entries =
          output.series ? (program.time.steps + output.every - 1) / output.every : 1;
      for (std::uint32_t step = 0; step < entries; ++step) columns_.push_back({i, step});
    }
    groups_ = (plan.samples + kGroup - 1) / kGroup;
    batch_ = std::max<std::size_t>(1, groups_ / kBatches);
    batches_ = (groups_ + batch_ - 1) / batch_;
    moments_.resize(batches_ * columns_.size());
    if (plan.keep_members) kept_.assign(program.outputs.size(), std::vector<double>(plan.samples));
  }

  Observations run() {
    base::parallel_for(batches_, plan_.threads, [&](std::size_t batch) {
      auto worker = borrow();
      const auto end = std::min(groups_, (batch + 1) * batch_);
      for (std::size_t group = batch * batch_; group < end; ++group) {
        run_group(*worker, batch, group);
        report(group);
      }
      give_back(std::move(worker));
    });
    return collect();
  }

 private:
  std::unique_ptr<Worker> borrow() {
    const std::lock_guard lock(mutex_);
    if (idle_.empty()) {
      return std::make_unique<Worker>(
          Worker{Block(program_, chosen_set(plan_.instruction_set), lanes_, plan_.seed),
                 std::vector<Histogram>(columns_.size()),
                 std::vector<std::vector<double>>(columns_.size(), std::vector<double>(kGroup))});
    }
    auto out = std::move(idle_.back());
    idle_.pop_back();
    return out;
  }

  void give_back(std::unique_ptr<Worker> worker) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(worker));
  }

  void run_group(Worker& worker, std::size_t batch, std::size_t group) {
    const std::uint64_t first = group * kGroup;
    const std::uint64_t count = std::min(kGroup, plan_.samples - first);
    const auto width = static_cast<std::uint64_t>(lanes_);
    for (std::uint64_t at = 0; at < count; at += width) {
      const auto inside = static_cast<std::size_t>(std::min(width, count - at));
      worker.block.run(
          first + at, [&](std::size_t output, std::uint32_t step, const double* lanes) {
            std::copy_n(lanes, inside, worker.group[first_column_[output] + step].data() + at);
          });
    }
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      const std::span<const double> values(worker.group[c].data(), count);
      moments_[batch * columns_.size() + c].join(moments_of(values));
      worker.histograms[c].add(values);
      if (plan_.keep_members && !program_.outputs[columns_[c].output].series) {
        std::copy(values.begin(), values.end(),
                  kept_[columns_[c].output].begin() + static_cast<std::ptrdiff_t>(first));
      }
    }
  }

  void report(std::size_t group) {
    if (!progress_) return;
    const std::lock_guard lock(progress_mutex_);
    done_ += std::min(kGroup, plan_.samples - group * kGroup);
    if (!progress_(done_, plan_.samples)) throw base::Interrupted();
  }

  Observations collect() {
    Observations out;
    out.outputs.resize(program_.outputs.size());
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      Moments moments;
      for (std::size_t batch = 0; batch < batches_; ++batch)
        moments.join(moments_[batch * columns_.size() + c]);
      Histogram histogram;
      for (const auto& worker : idle_) histogram.add(worker->histograms[c]);
      out.outputs[columns_[c].output].emplace_back(moments, std::move(histogram));
    }
    out.members = std::move(kept_);
    return out;
  }

  const Program& program_;
  const Plan& plan_;
  const Progress& progress_;
  int lanes_;
  std::vector<Column> columns_;
  std::vector<std::size_t> first_column_;
  std::size_t groups_ = 0;
  std::size_t batch_ = 1;  // groups in a batch
  std::size_t batches_ = 0;
  std::vector<Moments> moments_;
  std::vector<std::vector<double>> kept_;
  std::mutex mutex_;
  std::mutex progress_mutex_;
  std::vector<std::unique_ptr<Worker>> idle_;
  std::uint64_t done_ = 0;
};

}  // namespace

int suitable_lanes(const Program& program) {
  // a block's slots should fit the second-level cache, with room for the histograms; what fixed
  // delays remember only has to fit the memory
  constexpr std::size_t kSlotBytes = 256U << 10U;
  constexpr std::size_t kHistoryBytes = 64U << 20U;
  std::size_t history = 0;
  for (const auto& delay : program.delays) history += delay.most_steps;
  int lanes = kLaneChoices[0];
  for (const int choice : kLaneChoices) {
    const auto width = sizeof(double) * static_cast<std::size_t>(choice);
    if (program.slot_count * width <= kSlotBytes && history * width <= kHistoryBytes) {
      lanes = choice;
    }
  }
  return lanes;
}

Observations run(const Program& program, const Plan& plan, const Progress& progress) {
  base::check(plan.samples > 0, "an ensemble has members");
  return Ensemble(program, plan, progress).run();
}

}  // namespace holon::engine
