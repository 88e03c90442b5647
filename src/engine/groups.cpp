// SPDX-License-Identifier: Apache-2.0
#include "engine/groups.h"

#include <algorithm>
#include <mutex>
#include <thread>

#include "base/error.h"
#include "base/parallel.h"
#include "engine/block.h"

namespace holon::engine {
namespace {

const InstructionSet& chosen_set(std::string_view name) {
  if (name.empty()) return best_instruction_set();
  for (const auto& set : instruction_sets()) {
    if (set.name == name && set.is_available()) return set;
  }
  throw base::WorldError("this processor does not have the instruction set asked for");
}

// no more lanes than a group's members fill
int lanes_for(const Program& program, std::uint64_t members) {
  int lanes = suitable_lanes(program);
  while (lanes > kLaneChoices[0] && static_cast<std::uint64_t>(lanes) / 2 >= members) lanes /= 2;
  return lanes;
}

/// What one thread works with.
struct Worker {
  Block block;
  std::vector<std::vector<double>> values;  // of the group at work [column][member]
  GroupSink sink;
};

class Runner {
 public:
  Runner(const Program& program, const Plan& plan, const GroupRange& range,
         const std::function<GroupSink()>& make_sink, const Progress& progress)
      : program_(program),
        plan_(plan),
        range_(range),
        make_sink_(make_sink),
        progress_(progress),
        lanes_(plan.lanes > 0 ? plan.lanes
                              : lanes_for(program, std::min(range.group_size, plan.samples))),
        groups_(
            static_cast<std::size_t>((plan.samples + range.group_size - 1) / range.group_size)) {
    // a series without steps has no columns
    first_column_.assign(program.outputs.size(), 0);
    for (const auto& column : columns_of(program)) {
      if (column.entry == 0) first_column_[column.output] = columns_;
      ++columns_;
    }
    const auto member = [&](std::size_t batch) {
      return std::min(plan.samples, batch * range.batch_size * range.group_size);
    };
    total_ = member(range.end_batch) - member(range.first_batch);
    choose_code();
  }

  void run() {
    base::parallel_for(range_.end_batch - range_.first_batch, plan_.threads, [&](std::size_t i) {
      auto worker = borrow();
      const auto first = (range_.first_batch + i) * range_.batch_size;
      const auto end = std::min(groups_, first + range_.batch_size);
      for (std::size_t group = first; group < end; ++group) report(run_group(*worker, group));
      give_back(std::move(worker));
    });
  }

 private:
  void choose_code() {
    if (!program_.code) return;
    const auto threads = plan_.threads > 0 ? plan_.threads : std::thread::hardware_concurrency();
    code_ = program_.code->code_for(
        program_, {total_, range_.group_size, std::max<std::size_t>(1, threads),
                   chosen_set(plan_.instruction_set).name, plan_.backend, plan_.jit_library});
    if (code_) lanes_ = code_->lanes();
  }

  [[nodiscard]] Block new_block() const {
    if (code_) return Block(program_, code_, plan_.seed, plan_.draws);
    return Block(program_, chosen_set(plan_.instruction_set), lanes_, plan_.seed, plan_.draws);
  }

  std::unique_ptr<Worker> borrow() {
    const std::lock_guard lock(mutex_);
    if (idle_.empty()) {
      const auto members = static_cast<std::size_t>(std::min(range_.group_size, plan_.samples));
      return std::make_unique<Worker>(Worker{
          new_block(), std::vector<std::vector<double>>(columns_, std::vector<double>(members)),
          make_sink_()});
    }
    auto out = std::move(idle_.back());
    idle_.pop_back();
    return out;
  }

  void give_back(std::unique_ptr<Worker> worker) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(worker));
  }

  std::uint64_t run_group(Worker& worker, std::size_t group) const {
    const std::uint64_t first = group * range_.group_size;
    const std::uint64_t count = std::min(range_.group_size, plan_.samples - first);
    const auto width = static_cast<std::uint64_t>(lanes_);
    for (std::uint64_t at = 0; at < count; at += width) {
      const auto inside = static_cast<std::size_t>(std::min(width, count - at));
      worker.block.run(
          first + at, [&](std::size_t output, std::uint32_t entry, const double* lanes) {
            std::copy_n(lanes, inside, worker.values[first_column_[output] + entry].data() + at);
          });
    }
    worker.sink({group, first, static_cast<std::size_t>(count), worker.values});
    return count;
  }

  void report(std::uint64_t members) {
    if (!progress_) return;
    const std::lock_guard lock(progress_mutex_);
    done_ += members;
    if (!progress_(done_, total_)) throw base::Interrupted();
  }

  const Program& program_;
  const Plan& plan_;
  const GroupRange& range_;
  const std::function<GroupSink()>& make_sink_;
  const Progress& progress_;
  int lanes_;
  jit::Code code_;  // null: the batch machine runs
  std::size_t groups_;
  std::size_t columns_ = 0;
  std::vector<std::size_t> first_column_;  // of each output
  std::mutex mutex_;
  std::mutex progress_mutex_;
  std::vector<std::unique_ptr<Worker>> idle_;
  std::uint64_t done_ = 0;
  std::uint64_t total_ = 0;
};

}  // namespace

std::uint32_t entries_of(const Program& program, std::size_t output) {
  const auto& o = program.outputs[output];
  return o.series ? (program.time.steps + o.every - 1) / o.every : 1;
}

std::vector<Column> columns_of(const Program& program) {
  std::vector<Column> out;
  for (std::size_t i = 0; i < program.outputs.size(); ++i) {
    const auto entries = entries_of(program, i);
    for (std::uint32_t entry = 0; entry < entries; ++entry) out.push_back({i, entry});
  }
  return out;
}

int suitable_lanes(const Program& program) {
  // a block's slots should fit the second-level cache, with room for the histograms; what fixed
  // delays remember only has to fit the memory
  constexpr std::size_t kSlotBytes = 256U << 10U;
  constexpr std::size_t kHistoryBytes = 64U << 20U;
  // an implicit method has two matrices a lane
  constexpr std::size_t kMatrixBytes = 32U << 20U;
  const bool implicit = program.time.method == model::Method::rosenbrock;
  const auto matrices = implicit ? 2 * program.stocks.size() * program.stocks.size() : 0;
  std::size_t history = 0;
  for (const auto& delay : program.delays) history += delay.most_steps;
  int lanes = kLaneChoices[0];
  for (const int choice : kLaneChoices) {
    const auto width = sizeof(double) * static_cast<std::size_t>(choice);
    if (program.slot_count * width <= kSlotBytes && history * width <= kHistoryBytes &&
        matrices * width <= kMatrixBytes) {
      lanes = choice;
    }
  }
  return lanes;
}

void run_groups(const Program& program, const Plan& plan, const GroupRange& range,
                const std::function<GroupSink()>& make_sink, const Progress& progress) {
  base::check(plan.samples > 0, "an ensemble has members");
  Runner(program, plan, range, make_sink, progress).run();
}

}  // namespace holon::engine
