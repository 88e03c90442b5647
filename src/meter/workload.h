// SPDX-License-Identifier: Apache-2.0
//
// The command that is measured: started, waited for, and otherwise left alone.
#pragma once

#include <csignal>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>
#include <sys/types.h>

namespace holon::meter {

/// What the system knows of a command that ended.
struct WorkloadEnd {
  int start_error = 0;                       ///< errno if it could not be started
  std::optional<int> exit_code;              ///< if it ended by itself
  std::optional<int> signal;                 ///< if a signal ended it
  double cpu_time_s = 0;                     ///< user and system, of it and all it waited for
  std::int64_t peak_memory_bytes = 0;        ///< of the largest process among them
  std::optional<std::int64_t> instructions;  ///< retired in user mode; absent where perf refuses

  /// As a shell says it: the code, 128 + signal, 127 not found, 126 cannot be executed.
  [[nodiscard]] int shell_code() const;
};

/// Forks at once and executes when released, so that nothing the meter opens later reaches the
/// command and the first reading falls on its beginning. It shares terminal, process group,
/// files and environment with us. Signals sent to us by other processes are passed on; what the
/// terminal sends it gets itself.
class Workload {
 public:
  explicit Workload(const std::vector<std::string>& command);
  ~Workload();
  Workload(const Workload&) = delete;
  Workload& operator=(const Workload&) = delete;

  [[nodiscard]] pid_t pid() const { return pid_; }

  /// Executes the command, and calls `on_tick` every `period_ns` until it ends, at once before it
  /// and at once after it. Whatever `on_tick` throws ends the ticks, not the command.
  WorkloadEnd run(std::int64_t period_ns, const std::function<void()>& on_tick);

  /// Ends the command: asks by SIGTERM, and by SIGKILL after five seconds.
  void stop();

 private:
  void open_instructions();
  void release();
  bool wait_for(std::int64_t until_ns);
  bool pass_signals();
  bool reap();

  pid_t pid_ = -1;
  int go_ = -1;       ///< closed or written to release the command
  int failure_ = -1;  ///< tells why it could not be executed
  int signals_ = -1;
  int instructions_ = -1;
  sigset_t before_{};  ///< the signals that were blocked before us
  std::int64_t kill_at_ns_ = 0;
  WorkloadEnd end_;
};

}  // namespace holon::meter
