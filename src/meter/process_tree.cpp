// SPDX-License-Identifier: Apache-2.0
#include "meter/process_tree.h"

#include <vector>
#include <unistd.h>

#include <fmt/format.h>

#include "base/text.h"

namespace holon::meter {
namespace {

// a process's children hang on the thread that started them
void add_children(const Sysroot& sysroot, int pid, std::vector<int>& out) {
  const auto folder = fmt::format("/proc/{}/task", pid);
  for (const auto& thread : sysroot.list(folder)) {
    const auto text = sysroot.read(fmt::format("{}/{}/children", folder, thread)).text;
    for (const auto& word : base::split(text, ' ')) {
      if (const auto child = parse_count(word)) out.push_back(static_cast<int>(*child));
    }
  }
}

}  // namespace

TreeTimes tree_times(const Sysroot& sysroot, int root) {
  TreeTimes out;
  const auto page = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  constexpr std::size_t kMostProcesses = 100'000;
  std::vector<int> open{root};
  for (std::size_t i = 0; i < open.size() && i < kMostProcesses; ++i) {
    const auto process = parse_process(sysroot.read(fmt::format("/proc/{}/stat", open[i])).text);
    if (!process) continue;
    ++out.processes;
    out.ticks += process->own_ticks + process->reaped_ticks;
    out.resident_bytes += process->resident_pages * page;
    add_children(sysroot, open[i], open);
  }
  return out;
}

}  // namespace holon::meter
