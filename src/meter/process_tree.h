// SPDX-License-Identifier: Apache-2.0
//
// The processor time and memory of a process and all that came of it.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "meter/machine_load.h"
#include "meter/sysroot.h"

namespace holon::meter {

/// What a tree of processes has used.
struct TreeTimes {
  std::uint64_t ticks = 0;           ///< of the living, and of those that ended and were waited for
  std::uint64_t resident_bytes = 0;  ///< of the living; pages that are shared are counted in each
  int processes = 0;
};

/// A tree of processes that is looked at again and again. Its files stay open, and it is walked
/// anew, by /proc/PID/task/TID/children, only when a process may have been added. Processes that
/// came and went between two looks are in the times of the parent that waited for them.
class ProcessTree {
 public:
  /// `sysroot` must outlive it.
  ProcessTree(const Sysroot& sysroot, int root) : sysroot_(&sysroot), root_(root) {}

  /// `starts`: how many processes the machine has started, read before this look; while it stays as
  /// it was, no process is new. Nothing: unknown, and the tree is walked.
  [[nodiscard]] TreeTimes look(std::optional<std::uint64_t> starts);

  /// Whether a process is part of it, or was before the latest walk.
  [[nodiscard]] bool has(int pid) const;

  /// As of the latest walk, the root first.
  [[nodiscard]] const std::vector<int>& pids() const { return pids_; }

  [[nodiscard]] std::uint64_t walks() const { return walks_; }

 private:
  struct Member {
    std::unique_ptr<OpenFile> stat, children;  ///< none beyond the first few
  };
  bool add(int pid, TreeTimes& times, std::vector<int>* found);
  void add_children(int pid, Member& member, std::uint64_t threads, std::vector<int>& found);

  const Sysroot* sysroot_;
  int root_;
  std::vector<int> pids_;    ///< as of the latest walk, the root first
  std::vector<int> before_;  ///< as of the walk before it
  std::map<int, Member> members_;
  std::optional<std::uint64_t> starts_;
  std::uint64_t walks_ = 0;
};

}  // namespace holon::meter
