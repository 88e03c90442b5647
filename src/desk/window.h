// SPDX-License-Identifier: Apache-2.0
//
// A stretch of this process that is measured: a thread beside it reads the sensors, and what it
// used is kept as a run. Whatever goes wrong with measuring is told in the report and never
// reaches the work.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "desk/machine.h"
#include "desk/run_keeper.h"
#include "meter/election.h"
#include "meter/run_meter.h"
#include "meter/sampler.h"
#include "report/run.h"

namespace holon::desk {

/// What is measured, and how.
struct WindowOptions {
  std::string name, project, phase, place;
  std::vector<std::string> tags;
  std::vector<std::string> command;  ///< of this process
  std::string job;                   ///< what its ranks have in common (run_identity.h)
  std::string inside;                ///< id of the run whose window this one lies in; may be empty
  std::string ledger;                ///< where the run is kept; empty: nowhere
  std::string journals;              ///< folder for it while it goes on (ledger_address.h)
  double period_s = 0.1;
  meter::RunOptions attribution;  ///< who is elected is found out here
  MeterOptions machine;
  const catalog::Catalog* catalog = &catalog::Catalog::embedded();  ///< of processors and places
};

/// Windows may lie inside one another; each has a meter of its own. `end` and `status` may be
/// called from several threads. One that a fork has copied belongs to the parent: the child's copy
/// does nothing.
class Window {
 public:
  /// Begins at the end of the constructor.
  explicit Window(WindowOptions options);
  /// Ends the window where it was not, as failed.
  ~Window();
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;

  /// Ends it, keeps the run and returns it; `failure` says what the work ended with, empty: it did
  /// what it should. A second call returns the same.
  const report::RunReport& end(const std::string& failure);

  /// What it used so far.
  [[nodiscard]] meter::RunStatus status();

  [[nodiscard]] const std::string& id() const { return report_.run.id; }
  [[nodiscard]] bool is_open();
  /// False in a process that was forked off while the window was open.
  [[nodiscard]] bool is_ours() const;

 private:
  template <class Work>
  void guarded(const Work& work);
  void open();
  void tick();
  void close();
  void keep();

  WindowOptions options_;
  RunKeeper keeper_;
  int owner_;
  std::mutex mutex_;       ///< of ending and looking; the sampler has its own
  double cpu_time_s_ = 0;  ///< at the beginning
  meter::SystemClock clock_;
  std::unique_ptr<meter::Sysroot> sysroot_;
  std::shared_ptr<meter::Election> election_;
  std::unique_ptr<meter::RunMeter> meter_;
  report::RunReport report_;
  std::unique_ptr<meter::Sampler> sampler_;
};

}  // namespace holon::desk
