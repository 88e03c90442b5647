// SPDX-License-Identifier: Apache-2.0
#include "meter/process_tree.h"

#include <algorithm>
#include <utility>
#include <unistd.h>

#include <fmt/format.h>

#include "base/text.h"
#include "meter/machine_load.h"

namespace holon::meter {
namespace {

constexpr std::size_t kMostProcesses = 100'000;
// a process holds so few files open that others are read by their paths
constexpr std::size_t kMostOpen = 64;

void add_pids(std::string_view text, std::vector<int>& out) {
  for (const auto& word : base::split(text, ' ')) {
    if (const auto pid = parse_count(word)) out.push_back(static_cast<int>(*pid));
  }
}

}  // namespace

TreeTimes ProcessTree::look(std::optional<std::uint64_t> starts) {
  TreeTimes out;
  if (!pids_.empty() && starts && starts == starts_) {
    for (const int pid : pids_) add(pid, out, nullptr);
    return out;
  }
  ++walks_;
  starts_ = starts;
  auto before = std::exchange(members_, {});
  before_ = std::exchange(pids_, {root_});
  for (std::size_t i = 0; i < pids_.size() && i < kMostProcesses; ++i) {
    if (auto known = before.extract(pids_[i])) members_.insert(std::move(known));
    const int pid = pids_[i];
    if (add(pid, out, &pids_) || members_.erase(pid) == 0) continue;
    // a number that a new process has by now: its files are opened anew
    add(pid, out, &pids_);
  }
  return out;
}

bool ProcessTree::has(int pid) const {
  const auto is_in = [&](const std::vector<int>& pids) {
    return std::find(pids.begin(), pids.end(), pid) != pids.end();
  };
  return pid == root_ || is_in(pids_) || is_in(before_);
}

// what one process used, and its children if they are asked for; false if it is gone
bool ProcessTree::add(int pid, TreeTimes& times, std::vector<int>* found) {
  static const auto page = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  const auto path = fmt::format("/proc/{}/stat", pid);
  auto known = members_.find(pid);
  if (known == members_.end() && found != nullptr && members_.size() < kMostOpen) {
    const auto children = fmt::format("/proc/{0}/task/{0}/children", pid);
    known = members_.emplace(pid, Member{sysroot_->open(path), sysroot_->open(children)}).first;
  }
  int error = 0;
  const auto process = known == members_.end() ? parse_process(sysroot_->read(path).text)
                                               : parse_process(known->second.stat->read(error));
  if (!process) return false;
  ++times.processes;
  times.ticks += process->own_ticks + process->reaped_ticks;
  times.resident_bytes += process->resident_pages * page;
  if (found == nullptr) return true;
  Member none;
  add_children(pid, known == members_.end() ? none : known->second, process->threads, *found);
  return true;
}

// a process's children hang on the thread that started them
void ProcessTree::add_children(int pid, Member& member, std::uint64_t threads,
                               std::vector<int>& found) {
  int error = 0;
  if (threads == 1 && member.children) {
    add_pids(member.children->read(error), found);
    return;
  }
  const auto folder = fmt::format("/proc/{}/task", pid);
  for (const auto& thread : sysroot_->list(folder))
    add_pids(sysroot_->read(fmt::format("{}/{}/children", folder, thread)).text, found);
}

}  // namespace holon::meter
