// SPDX-License-Identifier: Apache-2.0
#include "cli/meter_options.h"

#include <filesystem>
#include <unistd.h>

#include <CLI/CLI.hpp>

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
  command.add_option("--reader", options.reader,
                     "The program holon-reader, where it does not lie beside this one");
  command.add_option("--nvml", options.nvml, "NVIDIA's library, where it is not on the path");
}

void find_reader(MeterOptions& options) {
  std::error_code error;
  if (!options.reader.empty()) return;
  const auto beside = std::filesystem::read_symlink("/proc/self/exe", error).parent_path();
  const auto program = beside / "holon-reader";
  if (!error && ::access(program.c_str(), X_OK) == 0) options.reader = program.string();
}

}  // namespace holon::cli
