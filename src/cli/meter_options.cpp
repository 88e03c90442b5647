// SPDX-License-Identifier: Apache-2.0
#include "cli/meter_options.h"

#include <filesystem>
#include <vector>
#include <unistd.h>

#include <CLI/CLI.hpp>

#include "base/text.h"
#include "cli/environment.h"

namespace holon::cli {

void add_meter_options(CLI::App& command, MeterOptions& options) {
  command.add_option("--sysroot", options.sysroot,
                     "Read /sys and /proc from this folder or recorded .ttar tree");
  command.add_option("--cpu", options.cpu, "Processor of the catalogue, where none is measured");
  command.add_option("--cpu-power", options.cpu_W, "Design power of all processors [W]")
      ->check(CLI::NonNegativeNumber.description(""));
  command.add_option("--bmc", options.bmc, "Command that tells the machine's power");
  command.add_option("--bmc-file", options.bmc_file, "File that tells the machine's power");
  command.add_option("--meter", options.meter_table, "Growing table of an external meter (CSV)");
  command.add_option(
      "--reader", options.reader,
      "The program holon-reader, where it lies neither beside this one nor on the path");
  command.add_option("--nvml", options.nvml, "NVIDIA's library, where it is not on the path");
}

void find_reader(MeterOptions& options) {
  if (!options.reader.empty()) return;
  std::error_code error;
  std::vector<std::filesystem::path> folders{
      std::filesystem::read_symlink("/proc/self/exe", error).parent_path()};
  for (const auto& folder : base::split(variable("PATH"), ':')) folders.emplace_back(folder);
  for (const auto& folder : folders) {
    const auto program = folder / "holon-reader";
    if (!folder.is_absolute() || ::access(program.c_str(), X_OK) != 0) continue;
    options.reader = program.string();
    return;
  }
}

}  // namespace holon::cli
