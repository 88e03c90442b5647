// SPDX-License-Identifier: Apache-2.0
#include "cli/meter_options.h"

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
  command.add_option("--nvml", options.nvml, "NVIDIA's library, where it is not on the path");
}

}  // namespace holon::cli
