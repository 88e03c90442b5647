// SPDX-License-Identifier: Apache-2.0
//
// A command of the program: one file, one line in main.cpp.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace CLI {
class App;
}

namespace holon::cli {

/// What the program ends with; the whole contract.
enum ExitCode : int {
  kDone = 0,
  kCheckFailed = 1,  ///< done, but a stated budget or check failed
  kWrongUsage = 2,
  kInvalidInput = 3,
  kWorldFailed = 4,  ///< could not measure, or a file could not be written
  kBug = 70,
  kInterrupted = 130,
};

/// Adds a command to the program and returns what runs it.
using Command = std::function<int()>;

[[nodiscard]] Command add_assess(CLI::App& app);
[[nodiscard]] Command add_estimate(CLI::App& app);
[[nodiscard]] Command add_decide(CLI::App& app);
[[nodiscard]] Command add_why_different(CLI::App& app);
[[nodiscard]] Command add_boundary(CLI::App& app);
[[nodiscard]] Command add_rebound(CLI::App& app);
[[nodiscard]] Command add_audit(CLI::App& app);
[[nodiscard]] Command add_plan(CLI::App& app);
[[nodiscard]] Command add_grid(CLI::App& app);
[[nodiscard]] Command add_lint(CLI::App& app);
[[nodiscard]] Command add_ledger(CLI::App& app);
[[nodiscard]] Command add_run(CLI::App& app);
[[nodiscard]] Command add_calibrate_wall(CLI::App& app);
[[nodiscard]] Command add_replay(CLI::App& app);
[[nodiscard]] Command add_doctor(CLI::App& app);
[[nodiscard]] Command add_check(CLI::App& app);
[[nodiscard]] Command add_catalog(CLI::App& app);
[[nodiscard]] Command add_explain(CLI::App& app);
[[nodiscard]] Command add_sensitivity(CLI::App& app);
[[nodiscard]] Command add_calibrate(CLI::App& app);
[[nodiscard]] Command add_optimise(CLI::App& app);
[[nodiscard]] Command add_model(CLI::App& app);
[[nodiscard]] Command add_simulate(CLI::App& app);
[[nodiscard]] Command add_loops(CLI::App& app);
[[nodiscard]] Command add_feedback(CLI::App& app);
[[nodiscard]] Command add_leverage(CLI::App& app);

}  // namespace holon::cli
