// SPDX-License-Identifier: Apache-2.0
//
// Members in groups of a fixed size: the unit in which results are joined, so that their bits do
// not depend on who computed them.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/ranks.h"
#include "engine/draws.h"
#include "engine/jit/machine_code.h"
#include "engine/program.h"

namespace holon::engine {

/// How to run.
struct Plan {
  std::uint64_t samples = 1000;
  std::uint64_t seed = 1;
  std::size_t threads = 0;                  ///< 0: as many as there are
  int lanes = 0;                            ///< of a block; 0: by the size of the program
  std::string_view instruction_set = {};    ///< empty: the best one
  bool keep_members = false;                ///< also return every member's outputs at the end
  std::shared_ptr<const Draws> draws = {};  ///< null: at random, by the seed
  std::shared_ptr<base::Ranks> ranks = {};  ///< null: this process alone
  Backend backend = Backend::automatic;     ///< machine code has lanes of its own
  std::string jit_library = {};             ///< empty: the one beside the running program
};

/// Told of the members done; called from several threads, one at a time. Returning false ends the
/// run with `base::Interrupted`.
using Progress = std::function<bool(std::uint64_t done, std::uint64_t total)>;

/// One thing observed: an output at the end, or at one entry of a series.
struct Column {
  std::size_t output;
  std::uint32_t entry;
};

/// Columns of an output.
[[nodiscard]] std::uint32_t entries_of(const Program& program, std::size_t output);

/// The columns of a program, output by output.
[[nodiscard]] std::vector<Column> columns_of(const Program& program);

/// What a group of members gave.
struct Group {
  std::size_t index;
  std::uint64_t first_member;
  std::size_t count;
  const std::vector<std::vector<double>>& columns;  ///< [column][member], perhaps longer than count

  [[nodiscard]] std::span<const double> operator[](std::size_t column) const {
    return {columns[column].data(), count};
  }
};

/// Takes what groups gave.
using GroupSink = std::function<void(const Group&)>;

/// Which groups to run. A batch of them is run by one thread, in order.
struct GroupRange {
  std::uint64_t group_size = 1024;  ///< members
  std::size_t batch_size = 1;       ///< groups
  std::size_t first_batch = 0;
  std::size_t end_batch = 0;
};

/// Runs batches of groups on the plan's threads (its ranks are the caller's affair). `make_sink` is
/// called once for every worker, one at a time; a worker's sink only ever by that worker.
void run_groups(const Program& program, const Plan& plan, const GroupRange& range,
                const std::function<GroupSink()>& make_sink, const Progress& progress);

/// Lanes that `run_groups` takes for this program when the plan leaves it open.
[[nodiscard]] int suitable_lanes(const Program& program);

}  // namespace holon::engine
